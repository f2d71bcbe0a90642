"""The file that an article was read from, and where its marks stand in it, for copies that put them there."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from reader.core import wording
from reader.core.annotation import Annotation
from reader.core.document import Document, Span, checksum
from reader.core.layers import Placed
from reader.core.own import OwnMark
from reader.core.text import clean
from reader.formats.export import alignment
from reader.formats.export.exporter import ExportOptions, SaveError
from reader.formats.export.marking import own_marks, own_told, selected, stance_layer

OWN = "own"
"""What stands for a layer where the reader's own marks are."""
PROGRAM = "Bias Reader"
"""Whose the program's remarks are."""
MAX_UNPACKED = 512 * 2**20
"""The most that a package may unpack to for a copy to be made of it, in bytes."""


class Kind(NamedTuple):
    """What a mark is shown as: its layer (or `OWN`), and if it is faint: unsure, or words that are not the author's."""

    layer: str
    faint: bool = False


class Mark(NamedTuple):
    """A sentence or a stretch of the reader's, with what is said of it and by whom; `layers` are what to show where.

    `own` is the reader's mark, if it is one.
    """

    span: Span
    layers: tuple[tuple[Span, Kind], ...]
    said: str
    by: str = PROGRAM
    own: OwnMark | None = None


class Found(NamedTuple):
    """A mark's place in the source: its stretches in order, and those of its layers."""

    mark: Mark
    stretches: tuple[Span, ...]
    layers: tuple[tuple[Span, Kind], ...]


def fits(document: Document, form: str) -> bool:
    """Tell whether the document was read from a file by the loader `form`."""
    return document.source.format == form and bool(document.source.path)


def read(document: Document, form: str) -> bytes:
    """Return the bytes of the document's source, read by the loader `form`, unpacked if it is gzipped.

    Raises SaveError where it is of another format, or no longer what was read.
    """
    source = document.source
    if not source.path:
        raise SaveError(source.name, "the article was not read from a file, so there is no original to mark")
    if source.format != form:
        raise SaveError(source.name, f"the article was not read from a file of the format “{form}”")
    try:
        data = Path(source.path).read_bytes()
    except OSError as error:
        raise SaveError(source.name, "the article's file is gone or can't be read any more") from error
    if checksum(data) != source.checksum:
        raise SaveError(source.name, "the article's file has changed since it was opened; open it again")
    data = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    if data.startswith(b"PK") and _unpacked_size(data) > MAX_UNPACKED:
        raise SaveError(source.name, f"the original unpacks to more than {MAX_UNPACKED // 2**20} MB")
    return data


def _unpacked_size(data: bytes) -> int:
    """Return what a ZIP package says that it unpacks to; no more than that is ever read of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return sum(info.file_size for info in package.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return 0


def repacked(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """Return a ZIP package with some entries changed or added, every other one as it was and in its order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.comment = package.comment
        for name, info in package.NameToInfo.items():
            made.writestr(info, changed[name] if name in changed else package.read(info))
        for name in changed.keys() - package.NameToInfo.keys():
            made.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), changed[name], zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def marks(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> Iterator[Mark]:
    """Yield what the options let into a copy: the sentences in order, then the reader's own marks."""
    text = document.text
    for annotation in selected(annotations, options):
        layer = stance_layer(annotation, options)
        layers = [(annotation.span, Kind(layer, annotation.unsure))] if layer else []
        layers += [(cue.span, Kind(cue.layer, cue.quoted)) for cue in annotation.cues]
        if layers:
            account = wording.account(annotation, text, options.evidence, options.say)
            rows = [wording.spoken(annotation, options.say)] if layer else []
            rows += [f"{title}: {said}" for title, said in account]
            yield Mark(annotation.span, tuple(layers), "\n".join(rows))
    for own in own_marks(document, options):
        said = "\n".join(own_told(own.mark, options))
        yield Mark(own.span, ((own.span, Kind(OWN)),), said, clean(own.mark.who) or reader(options), own.mark)


def reader(options: ExportOptions) -> str:
    """Return whose the remarks are of a reader who gave no name."""
    return options.say(wording.OWN_TITLE)


def find(
    document: Document, annotations: Sequence[Annotation], options: ExportOptions, source: str
) -> tuple[list[Found], Placed]:
    """Return the marks that have a place in the source's text, and how many of all have."""
    places = alignment.align(document, source)
    found: list[Found] = []
    placed = total = 0
    for mark in marks(document, annotations, options):
        layers = [(alignment.stretches(span, places, source), kind) for span, kind in mark.layers]
        total += len(layers)
        placed += sum(bool(stretches) for stretches, _ in layers)
        whole = alignment.stretches(mark.span, places, source)
        if whole:
            flat = tuple((stretch, kind) for stretches, kind in layers for stretch in stretches)
            found.append(Found(mark, tuple(whole), flat))
    return found, Placed(placed, total)
