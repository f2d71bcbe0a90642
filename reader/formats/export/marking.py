"""What to mark where: annotations cut along blocks, sentences and cues, for exporters to write in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from reader.core.annotation import Annotation, Cue, Label
from reader.core.document import Block, Document, Span
from reader.core.layers import STANCE
from reader.formats.export.exporter import ExportOptions


class Run(NamedTuple):
    """A stretch of text over which the same word-level cues hold; `evidence` if it is a deciding word."""

    span: Span
    cues: tuple[Cue, ...] = ()
    evidence: bool = False


class Passage(NamedTuple):
    """A sentence, or text between sentences, which has no annotation.

    `layer` is the sentence's stance layer, or an empty string where it isn't marked.
    """

    span: Span
    runs: tuple[Run, ...]
    annotation: Annotation | None = None
    layer: str = ""

    @property
    def marked(self) -> bool:
        """Whether anything in it is marked."""
        return bool(self.layer) or any(run.cues for run in self.runs)


def selected(annotations: Iterable[Annotation], options: ExportOptions) -> Iterator[Annotation]:
    """Yield the annotations that the options let into a copy, with the chosen layers' cues only.

    A sentence stays if its stance or one of its cues is shown; one without stance stays in a complete copy.
    """
    for annotation in annotations:
        cues = tuple(cue for cue in annotation.cues if cue.layer in options.layers)
        if stance_layer(annotation, options) or cues or (annotation.label is Label.OTHER and options.complete):
            yield annotation if cues == annotation.cues else replace(annotation, cues=cues)


def stance_layer(annotation: Annotation, options: ExportOptions) -> str:
    """Return the layer in which a sentence is marked as a whole, or an empty string."""
    layer = STANCE.get(annotation.label, "")
    shown = layer in options.layers and annotation.confidence >= options.min_confidence
    return layer if shown else ""


def passages(
    document: Document, annotations: Iterable[Annotation], options: ExportOptions
) -> Iterator[tuple[Block, tuple[Passage, ...]]]:
    """Yield each block with its passages, which follow one another without gap and make up its text.

    `annotations` are filtered as `selected` does. Where two sentences overlap, the first keeps the text.
    """
    of_block: dict[int, list[Annotation]] = defaultdict(list)
    for annotation in selected(annotations, options):
        of_block[annotation.sentence.block].append(annotation)
    for number, block in enumerate(document.blocks):
        found = sorted(of_block.get(number, ()), key=lambda annotation: annotation.span)
        yield block, tuple(_passages(block.span, found, options))


def counts(document: Document, annotations: Iterable[Annotation], options: ExportOptions) -> dict[str, int]:
    """Return how many marks each chosen layer has in a copy."""
    found = dict.fromkeys(options.layers, 0)
    for annotation in selected(annotations, options):
        layer = stance_layer(annotation, options)
        for key in (*((layer,) if layer else ()), *(cue.layer for cue in annotation.cues)):
            found[key] += 1
    return found


def _passages(whole: Span, annotations: Sequence[Annotation], options: ExportOptions) -> Iterator[Passage]:
    at = whole.start
    for annotation in annotations:
        span = Span(max(annotation.span.start, at), min(annotation.span.end, whole.end))
        if span.start >= span.end:
            continue
        if at < span.start:
            yield _plain(Span(at, span.start))
        runs = tuple(_runs(span, annotation, options))
        yield Passage(span, runs, annotation, stance_layer(annotation, options))
        at = span.end
    if at < whole.end:
        yield _plain(Span(at, whole.end))


def _plain(span: Span) -> Passage:
    return Passage(span, (Run(span),))


def _runs(span: Span, annotation: Annotation, options: ExportOptions) -> Iterator[Run]:
    evidence = annotation.evidence if options.evidence and stance_layer(annotation, options) else ()
    cues = [cue for cue in annotation.cues if cue.span.overlaps(span)]
    words = [cue for cue in evidence if cue.span.overlaps(span)]
    edges = {span.start, span.end}
    for cue in (*cues, *words):
        edges.update((max(cue.span.start, span.start), min(cue.span.end, span.end)))
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        piece = Span(start, end)
        yield Run(
            piece,
            tuple(cue for cue in cues if cue.span.overlaps(piece)),
            any(cue.span.overlaps(piece) for cue in words),
        )
