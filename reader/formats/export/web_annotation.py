"""W3C Web Annotation: marks as JSON-LD, and the whole document with them, so that nothing is lost.

After the Web Annotation Data Model (https://www.w3.org/TR/annotation-model/): a collection with one page; an
annotation for each sentence and each word-level cue, found by quote and by position.
"""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from reader.core.annotation import Annotation, Attribution, Cue
from reader.core.document import Document, Span
from reader.core.own import to_item
from reader.formats.export.exporter import Exporter, ExportOptions
from reader.formats.export.marking import selected

VOCABULARY = "urn:bias-reader:"
"""What our own terms start with."""
POSITION_UNIT = "code points"

# Ours go through JSON-LD processors untouched, as literals.
_OWN_TERMS = ("document", "probabilities", "evidence", "attributions")
_CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {"@vocab": VOCABULARY, **{term: {"@id": f"{VOCABULARY}{term}", "@type": "@json"} for term in _OWN_TERMS}},
]
_QUOTE_CONTEXT = 32


def save(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> bytes:
    """Return the collection as JSON-LD in UTF-8."""
    return (json.dumps(collection(document, annotations, options), ensure_ascii=False, indent=1) + "\n").encode()


def collection(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> dict[str, Any]:
    """Return the collection: the annotations that the options let in, and the document they belong to."""
    source = _identifier(document)
    items = [
        item for annotation in selected(annotations, options) for item in _items(document, source, annotation, options)
    ]
    items.extend(to_item(mark, source) for mark in options.own)
    identifier = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, source)}"
    made: dict[str, Any] = {
        "@context": _CONTEXT,
        "id": identifier,
        "type": "AnnotationCollection",
        "label": f"Marks in “{document.title}”",
        "generator": {
            "id": f"{VOCABULARY}program",
            "type": "Software",
            "name": f"Bias Reader {options.version}",
        },
        "generated": f"{options.date.isoformat()}T00:00:00Z",
        "total": len(items),
        "positionUnit": POSITION_UNIT,
        "document": described(document),
    }
    if items:
        made["first"] = {
            "id": f"{identifier}#page",
            "type": "AnnotationPage",
            "partOf": identifier,
            "startIndex": 0,
            "items": items,
        }
    return made


def described(document: Document) -> dict[str, Any]:
    """Return the document by plain types: text, blocks, metadata, and its source without the path."""
    source = document.source._asdict()
    del source["path"]
    return {
        "text": document.text,
        "blocks": [
            {
                "kind": block.kind.value,
                "start": block.span.start,
                "end": block.span.end,
                "level": block.level,
                "marker": block.marker,
            }
            for block in document.blocks
        ],
        "metadata": document.metadata._asdict(),
        "source": source,
    }


def _items(document: Document, source: str, annotation: Annotation, options: ExportOptions) -> Iterator[dict[str, Any]]:
    identifier = _name(source, annotation.span, "sentence")
    item = {
        "id": identifier,
        "type": "Annotation",
        "motivation": "classifying",
        "body": {
            "type": "TextualBody",
            "purpose": "classifying",
            "format": "text/plain",
            "value": annotation.label.value,
        },
        "target": _target(document, source, annotation.span),
        "block": annotation.sentence.block,
        "confidence": annotation.confidence,
        "probabilities": {label.value: share for label, share in annotation.probabilities.items()},
        "attributions": [_attribution(one) for one in annotation.attributions],
    }
    if options.evidence:
        item["evidence"] = [_word(cue) for cue in annotation.evidence]
        item["contextShare"] = annotation.context
    yield item
    for number, cue in enumerate(annotation.cues):
        yield {
            "id": _name(source, cue.span, f"{cue.layer} {number} of {identifier}"),
            "type": "Annotation",
            "motivation": "tagging",
            "body": [
                {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": cue.layer},
                *(
                    [
                        {
                            "type": "TextualBody",
                            "purpose": "commenting",
                            "format": "text/plain",
                            "value": cue.note,
                        }
                    ]
                    if cue.note
                    else []
                ),
            ],
            "target": _target(document, source, cue.span),
            "sentence": identifier,
            "weight": cue.weight,
            "quoted": cue.quoted,
        }


def _target(document: Document, source: str, span: Span) -> dict[str, Any]:
    text = document.text
    return {
        "source": source,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": span.slice(text),
                "prefix": text[max(span.start - _QUOTE_CONTEXT, 0) : span.start],
                "suffix": text[span.end : span.end + _QUOTE_CONTEXT],
            },
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        ],
    }


def _word(cue: Cue) -> dict[str, Any]:
    return {**_span(cue.span), "layer": cue.layer, "weight": cue.weight, "note": cue.note, "quoted": cue.quoted}


def _attribution(one: Attribution) -> dict[str, Any]:
    return {
        "content": [_span(span) for span in one.content],
        "source": _span(one.source) if one.source else None,
        "cue": _span(one.cue) if one.cue else None,
        "who": one.who,
        "kind": one.kind.value,
    }


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _identifier(document: Document) -> str:
    """Return the text's name as an IRI that holds anywhere: its hash (RFC 6920)."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(document.text.encode()).digest()).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"


def _name(source: str, span: Span, role: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{source}#{span.start},{span.end} {role}')}"


EXPORTER = Exporter(
    "json",
    "Web annotations",
    (".json", ".jsonld"),
    "application/ld+json",
    "All marks with the text in the W3C's standard form; opens here again, and in annotation tools.",
    save,
    heeds=frozenset({"evidence", "own"}),
)
