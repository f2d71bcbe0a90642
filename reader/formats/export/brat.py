"""brat stand-off: the text and its annotations as two files in one archive, with brat's configuration.

Unpack it into a collection of brat, or import it into INCEpTION. See https://brat.nlplab.org/standoff.html.
One archive, because text and positions must never come apart.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from reader.core import wording
from reader.core.annotation import Annotation, Attribution
from reader.core.document import Document, Span
from reader.core.layers import LAYERS
from reader.formats.export.exporter import Exporter, ExportOptions
from reader.formats.export.marking import own_marks, own_told, selected, stance_layer

_OWN = "Reader"
_ROLES = ("Source", "Cue", "Content")
_TYPES = {layer.key: layer.title.title().replace(" ", "_") for layer in LAYERS}
_UNSAFE = re.compile(r"[^\w.\-]+")


def save(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> bytes:
    """Return a zip archive of the text, the stand-off annotations and an annotation.conf."""
    stem = _UNSAFE.sub("-", PurePath(document.source.name).stem).strip("-.") or "article"
    standoff = "".join(f"{line}\n" for line in _Writer(document, options).lines(annotations))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            (f"{stem}.txt", document.text),
            (f"{stem}.ann", standoff),
            ("annotation.conf", _configuration()),
        ):
            stamp = (max(options.date.year, 1980), options.date.month, options.date.day, 0, 0, 0)
            archive.writestr(zipfile.ZipInfo(name, stamp), text.encode(), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


class _Writer:
    """Numbers text-bound annotations, relations and notes as they come."""

    def __init__(self, document: Document, options: ExportOptions) -> None:
        self._document = document
        self._text = document.text
        self._options = options
        self._last = {"T": 0, "R": 0, "#": 0}

    def lines(self, annotations: Sequence[Annotation]) -> Iterator[str]:
        for annotation in selected(annotations, self._options):
            layer = stance_layer(annotation, self._options)
            if layer:
                name = self._next("T")
                yield self._bound(name, _TYPES[layer], (annotation.span,))
                rows = wording.account(annotation, self._text, self._options.evidence)
                said = ". ".join([wording.spoken(annotation), *(f"{title}: {row}" for title, row in rows)])
                yield self._note(name, said)
            for cue in annotation.cues:
                name = self._next("T")
                yield self._bound(name, _TYPES[cue.layer], (cue.span,))
                said = wording.remark(cue)
                if said:
                    yield self._note(name, said)
            if "attributed" in self._options.layers:
                for one in annotation.attributions:
                    yield from self._attribution(one)
        for own in own_marks(self._document, self._options):
            name = self._next("T")
            yield self._bound(name, _OWN, (own.span,))
            yield self._note(name, ". ".join(own_told(own.mark, self._options)))

    def _attribution(self, one: Attribution) -> Iterator[str]:
        """Yield content, source and cue, after the PARC scheme, and how they belong together."""
        if not one.content:
            return
        content = self._next("T")
        yield self._bound(content, "Content", one.content)
        for role, span in (("Source", one.source), ("Cue", one.cue)):
            if span:
                name = self._next("T")
                yield self._bound(name, role, (span,))
                yield f"{self._next('R')}\tHas_{role} Arg1:{content} Arg2:{name}"

    def _bound(self, name: str, kind: str, spans: Sequence[Span]) -> str:
        pieces = [piece for span in sorted(spans) for piece in _lines_of(span, self._text)]
        places = ";".join(f"{piece.start} {piece.end}" for piece in pieces)
        return f"{name}\t{kind} {places}\t{' '.join(piece.slice(self._text) for piece in pieces)}"

    def _note(self, name: str, text: str) -> str:
        return f"{self._next('#')}\tAnnotatorNotes {name}\t{_one_line(text)}"

    def _next(self, kind: str) -> str:
        self._last[kind] += 1
        return f"{kind}{self._last[kind]}"


def _lines_of(span: Span, text: str) -> Iterator[Span]:
    """Yield the pieces of a span between line feeds, which brat has none of in an annotation."""
    start = span.start
    for line in span.slice(text).split("\n"):
        if line:
            yield Span(start, start + len(line))
        start += len(line) + 1


def _one_line(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")


def _configuration() -> str:
    entities = "\n".join((*_TYPES.values(), *_ROLES, _OWN))
    relations = "\n".join(f"Has_{role}\tArg1:Content, Arg2:{role}" for role in _ROLES[:2])
    overlap = "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"
    return f"[entities]\n{entities}\n[relations]\n{overlap}\n{relations}\n[events]\n[attributes]\n"


EXPORTER = Exporter(
    "brat",
    "brat stand-off",
    (".brat.zip", ".zip"),
    "application/zip",
    "Text and stand-off annotations in one archive, for linguists with brat or INCEpTION.",
    save,
    heeds=frozenset({"evidence", "own"}),
)
