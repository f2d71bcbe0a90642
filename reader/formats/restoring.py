"""The way back: our own annotated copies give back the document and its annotations, exactly.

What a copy holds is somebody else's data by now: everything is checked, and a copy that breaks the form is no
copy of ours.
"""

from __future__ import annotations

import datetime
import json
import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

from reader.core.annotation import Annotation, Attribution, Cue, Label, SourceKind
from reader.core.checked import string, whole
from reader.core.document import BlockKind, Document, Metadata, Part, Sentence, Source, Span, checksum
from reader.core.layers import BY_KEY
from reader.core.own import OwnMark, from_item, is_own
from reader.formats.decode import decode
from reader.formats.errors import ReaderError
from reader.formats.export import carried
from reader.formats.export.exporter import SaveError
from reader.formats.export.html import DATA_ID
from reader.formats.export.original_html import MARKED_PAGE
from reader.formats.export.web_annotation import POSITION_UNIT
from reader.formats.loader import File
from reader.formats.registry import load

Restored = tuple[Document, tuple[Annotation, ...]]

_HOLDER = re.compile(rf'<template\b[^>]*\bid="?{DATA_ID}"?[^>]*>(.*?)</template>', re.DOTALL | re.IGNORECASE)
_COLLECTION = b"AnnotationCollection"
_PACKED = (b"PK", b"%PDF")
_COPY = "copy"
_LONGEST = 20
_BROKEN = (KeyError, TypeError, ValueError, AttributeError, RecursionError)


def restore(data: bytes) -> Restored | None:
    """Return document and annotations from one of our copies, or None for other files.

    Web pages, JSON-LD, and marked PDFs, Word documents, OpenDocument texts and e-books have them. The document's
    source is the one that was annotated, without its path. Doesn't raise.
    """
    return _restored(_carried(data))


def restore_own(data: bytes) -> tuple[OwnMark, ...]:
    """Return the reader's labels, highlights and notes from one of our copies; none from other files. Doesn't raise."""
    found = _carried(data)
    return _own(found) if _restored(found) else ()


class Reopened(NamedTuple):
    """What one of our copies gives back: the article, the reader's marks, and the program's with who made them when.

    `version` is the program's, `date` in ISO 8601; both may be empty.
    """

    document: Document
    own: tuple[OwnMark, ...]
    annotations: tuple[Annotation, ...] = ()
    version: str = ""
    date: str = ""


def reopen(data: bytes, path: str) -> Reopened | None:
    """Return what is in one of our copies, lying at `path`; None for other files.

    A marked PDF, Word document, OpenDocument text or e-book is read as the file it is, for others may have worked on
    it since: the reader's marks whose words are gone have no place any more, and stay in the list; the program's are
    given back where the text is still the same. Raises as `load` does.
    """
    held = _carried(data)
    restored = _restored(held)
    if restored is None:
        return None
    own, (document, annotations) = _own(held), restored
    if data.startswith(_PACKED):
        found = load(path)
        same = (found.text, found.blocks) == (document.text, document.blocks)
        return Reopened(found, own, annotations if same else (), *_made(held))
    source = document.source._replace(path=path)
    if MARKED_PAGE in data:
        source = source._replace(name=Path(path).name, encoding="utf-8", size=len(data), checksum=checksum(data))
    else:
        source = source._replace(format=_COPY)  # what it was made from is not at hand
    return Reopened(document._replace(source=source), own, annotations, *_made(held))


def _carried(data: bytes) -> Any:
    """Return what a copy's JSON holds, whatever it is; None where there is none."""
    if _COLLECTION not in data and not data.startswith(_PACKED):
        return None
    try:
        return json.loads(_text(data))
    except (KeyError, ValueError, RecursionError, ReaderError, SaveError):
        return None


def _text(data: bytes) -> str:
    """Return the JSON in a copy. Raises ValueError where there is none."""
    if data.startswith(_PACKED):
        return carried.unpacked(data).decode("ascii")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return data.decode("utf-8-sig")
    if DATA_ID.encode() not in data:
        raise ValueError("no annotations inside")
    text, _ = decode(File("copy", data), "utf-8")
    holder = _HOLDER.search(text)
    if holder is None:
        raise ValueError("no annotations inside")
    return unescape(holder[1])


def _restored(found: Any) -> Restored | None:
    """Return document and annotations; None where anything in them breaks the form."""
    try:
        if found["type"] != "AnnotationCollection" or found["positionUnit"] != POSITION_UNIT:
            return None
        document = _document(found["document"])
        items = found["first"]["items"] if "first" in found else []
        cues: dict[str, list[Cue]] = defaultdict(list)
        for item in items:
            if item["motivation"] == "tagging":
                cues[item["sentence"]].append(_tagged(document, item))
        return document, tuple(
            _annotation(document, item, cues[item["id"]]) for item in items if item["motivation"] == "classifying"
        )
    except _BROKEN:
        return None


def _own(found: Any) -> tuple[OwnMark, ...]:
    """Return the reader's marks; none where one of them breaks the form."""
    try:
        return tuple(from_item(item) for item in found["first"]["items"] if is_own(item))
    except _BROKEN:
        return ()


def _made(found: Any) -> tuple[str, str]:
    """Return which version of the program made a copy's marks, and on which day; nothing where that isn't told."""
    try:
        version = string(found["generator"]["name"]).removeprefix("Bias Reader ")
        return version[:_LONGEST], datetime.date.fromisoformat(string(found["generated"])[:10]).isoformat()
    except _BROKEN:
        return "", ""


def _document(found: Mapping[str, Any]) -> Document:
    text = string(found["text"])
    parts, spans = [], []
    for block in found["blocks"]:
        span = _span(block, len(text))
        level = whole(block["level"])
        parts.append(Part(BlockKind(block["kind"]), span.slice(text), level, string(block["marker"])))
        spans.append(span)
    metadata = Metadata(**_strings(Metadata, found["metadata"]))
    told = found["source"]
    source = Source(**_strings(Source, told, but="size"), size=whole(told["size"]))
    document = Document.build(parts, metadata, source)
    if document.text != text or [block.span for block in document.blocks] != spans:
        raise ValueError("the blocks don't make up the text")
    return document


def _annotation(document: Document, item: Mapping[str, Any], cues: Sequence[Cue]) -> Annotation:
    span, block = _target(document, item), whole(item["block"])
    home = document.blocks[block].span if block < len(document.blocks) else Span(0, 0)
    if not home.start <= span.start < span.end <= home.end:
        raise ValueError("a sentence lies outside its block")
    return Annotation(
        sentence=Sentence(span, block),
        label=Label(item["body"]["value"]),
        confidence=_share(item["confidence"]),
        probabilities={Label(label): _share(share) for label, share in item["probabilities"].items()},
        evidence=tuple(_word(document, word) for word in item.get("evidence", ())),
        cues=tuple(cues),
        attributions=tuple(_attribution(document, one) for one in item["attributions"]),
        context=_share(item.get("contextShare", 0.0)),
    )


def _tagged(document: Document, item: Mapping[str, Any]) -> Cue:
    layer, *notes = (string(body["value"]) for body in item["body"])
    if layer not in BY_KEY:
        raise ValueError("no such layer")
    return Cue(_target(document, item), layer, _number(item["weight"]), "".join(notes), item.get("quoted") is True)


def _word(document: Document, word: Mapping[str, Any]) -> Cue:
    span = _span(word, len(document.text))
    return Cue(span, string(word["layer"]), _number(word["weight"]), string(word["note"]), word.get("quoted") is True)


def _attribution(document: Document, one: Mapping[str, Any]) -> Attribution:
    def span(found: Mapping[str, Any] | None) -> Span | None:
        return None if found is None else _span(found, len(document.text))

    return Attribution(
        tuple(_span(piece, len(document.text)) for piece in one["content"]),
        span(one["source"]),
        span(one["cue"]),
        string(one["who"]),
        SourceKind(one["kind"]),
    )


def _target(document: Document, item: Mapping[str, Any]) -> Span:
    """Return where a mark stands: by position, which the quotation must confirm."""
    selectors = {selector["type"]: selector for selector in item["target"]["selector"]}
    span = _span(selectors["TextPositionSelector"], len(document.text))
    if span.slice(document.text) != selectors["TextQuoteSelector"]["exact"]:
        raise ValueError("position and quotation disagree")
    return span


def _span(found: Mapping[str, Any], length: int) -> Span:
    span = Span(whole(found["start"]), whole(found["end"]))
    if not span.start < span.end <= length:
        raise ValueError("positions are out of order or beyond the text")
    return span


def _strings(kind: type[Metadata | Source], found: Mapping[str, Any], but: str = "") -> dict[str, str]:
    """Return those fields of a `kind` that are there, all strings `but` one."""
    names = set(kind._fields) - {but}
    return {name: string(found[name]) for name in names if name in found}


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError("a number is expected")
    return value


def _share(value: Any) -> float:
    share = _number(value)
    if not 0 <= share <= 1:
        raise ValueError("a share lies between 0 and 1")
    return share
