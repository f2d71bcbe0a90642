"""Spans for annotation tools: the article as one JSON line, in the shapes that doccano, Prodigy and spaCy take in.

doccano (sequence labelling) reads `label`, triples of start, end and label; Prodigy reads `spans`; and spaCy takes
either for a `SpanGroup`, as sentences and words overlap. See https://doccano.github.io/doccano and
https://prodi.gy/docs/api-interfaces#spans. Positions are code points, half-open.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from reader.core.annotation import Annotation
from reader.core.document import Document, Span
from reader.core.layers import STANCE
from reader.formats.export.exporter import Exporter, ExportOptions
from reader.formats.export.marking import own_marks, selected, stance_layer


def save(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> bytes:
    """Return one JSON object in UTF-8, with every mark as a span; the reader's begin with “reader”."""
    spans = list(_spans(document, annotations, options))
    line = {
        "text": document.text,
        "label": [[*span, label] for span, label in spans],
        "spans": [{"start": span.start, "end": span.end, "label": label} for span, label in spans],
        "meta": {"title": document.title, "file": document.source.name, "program": f"Bias Reader {options.version}"},
    }
    return (json.dumps(line, ensure_ascii=False) + "\n").encode()


def _spans(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> Iterator[tuple[Span, str]]:
    for annotation in selected(annotations, options):
        layer = stance_layer(annotation, options)
        if layer:
            yield annotation.span, layer
        yield from ((cue.span, cue.layer) for cue in annotation.cues)
    for span, mark in own_marks(document, options):
        label = STANCE.get(mark.label, mark.label.value) if mark.label else "highlight"
        yield span, f"reader {label}"


EXPORTER = Exporter(
    "spans",
    "Spans for annotation tools",
    (".spans.jsonl",),
    "application/jsonl",
    "The article with labelled spans on one line, to import into doccano, Prodigy or spaCy.",
    save,
    heeds=frozenset({"own"}),
)
