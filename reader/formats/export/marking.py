"""What to mark where: annotations and the reader's own marks cut along blocks, sentences and cues, for exporters."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from reader.core import wording
from reader.core.annotation import Annotation, Cue, Label
from reader.core.document import Block, Document, Span
from reader.core.layers import STANCE
from reader.core.own import OwnMark
from reader.formats.export.exporter import ExportOptions


class Run(NamedTuple):
    """A stretch of text over which the same word-level cues hold; `evidence` if it is a deciding word.

    `highlit` tells whether the reader highlighted it.
    """

    span: Span
    cues: tuple[Cue, ...] = ()
    evidence: bool = False
    highlit: bool = False


class Own(NamedTuple):
    """A reader's mark and where it stands in the text."""

    span: Span
    mark: OwnMark


class Passage(NamedTuple):
    """A sentence, or text between sentences, which has no annotation.

    `layer` is the sentence's stance layer, or an empty string where it isn't marked. `own` are the reader's marks
    that end in it.
    """

    span: Span
    runs: tuple[Run, ...]
    annotation: Annotation | None = None
    layer: str = ""
    own: tuple[OwnMark, ...] = ()

    @property
    def marked(self) -> bool:
        """Whether anything in it is marked by the program."""
        return bool(self.layer) or any(run.cues for run in self.runs)

    @property
    def unsure(self) -> bool:
        """Whether its mark is too unsure for a fill."""
        return self.annotation is not None and self.annotation.unsure

    @property
    def touched(self) -> bool:
        """Whether anything in it is marked, by the program or the reader."""
        return self.marked or bool(self.own) or any(run.highlit for run in self.runs)

    @property
    def signs(self) -> str:
        """The signs of the reader's marks."""
        return "".join(dict.fromkeys(wording.own_sign(mark) for mark in self.own))


def told(passage: Passage, text: str, options: ExportOptions) -> list[str]:
    """Return what is said of a passage, a statement each: its label, the account of it, the reader's own marks."""
    rows = []
    if passage.annotation and passage.marked:
        account = wording.account(passage.annotation, text, options.evidence, options.say)
        rows = [wording.spoken(passage.annotation, options.say)] if passage.layer else []
        rows += [f"{title}: {said}" for title, said in account]
    return rows + [row for mark in passage.own for row in own_told(mark, options)]


def own_told(mark: OwnMark, options: ExportOptions) -> list[str]:
    """Return what the reader says with a mark, a statement each."""
    return [f"{title}: {said}" for title, said in wording.own_account(mark, options.say)]


def own_marks(document: Document, options: ExportOptions) -> list[Own]:
    """Return the reader's marks whose quotation stands where it should, without white space at their edges."""
    found = []
    for mark in options.own:
        span, exact = mark.anchor.span, mark.anchor.exact
        if span.slice(document.text) == exact and exact.strip():
            start = span.start + len(exact) - len(exact.lstrip())
            found.append(Own(Span(start, start + len(exact.strip())), mark))
    return sorted(found, key=lambda own: own.span)


def selected(annotations: Iterable[Annotation], options: ExportOptions) -> Iterator[Annotation]:
    """Yield the annotations that the options let into a copy, with the chosen layers' cues only.

    A sentence stays if its stance or one of its cues is shown or the reader decided on it; one without stance stays
    in a complete copy.
    """
    decided = [mark.anchor.span for mark in options.own if mark.label is not None]
    for annotation in annotations:
        cues = tuple(cue for cue in annotation.cues if cue.layer in options.layers)
        if (
            stance_layer(annotation, options)
            or cues
            or (annotation.label is Label.OTHER and options.complete)
            or any(span.overlaps(annotation.span) for span in decided)
        ):
            yield annotation if cues == annotation.cues else annotation._replace(cues=cues)


def stance_layer(annotation: Annotation, options: ExportOptions) -> str:
    """Return the layer in which a sentence is marked as a whole, or an empty string."""
    layer = STANCE.get(annotation.label, "")
    shown = layer in options.layers and annotation.confidence >= options.min_confidence
    return layer if shown else ""


def about(document: Document, options: ExportOptions) -> str:
    """Return the line that heads a copy: of what it is, when it was made and by which version."""
    name = document.source.name or options.say(wording.AN_ARTICLE)
    head = options.say(wording.COPY_OF).format(name=name)
    return f"{head}{limit(options)} · {options.date.isoformat()} · Bias Reader {options.version}"


def limit(options: ExportOptions) -> str:
    """Return the clause that says from which confidence on sentences are marked; empty for all."""
    if options.min_confidence <= 0:
        return ""
    return ", " + options.say(wording.LIMIT).format(least=wording.percent(options.min_confidence))


def passages(
    document: Document, annotations: Iterable[Annotation], options: ExportOptions
) -> Iterator[tuple[Block, tuple[Passage, ...]]]:
    """Yield each block with its passages, which follow one another without gap and make up its text.

    `annotations` are filtered as `selected` does. Where two sentences overlap, the first keeps the text.
    """
    of_block: dict[int, list[Annotation]] = defaultdict(list)
    for annotation in selected(annotations, options):
        of_block[annotation.sentence.block].append(annotation)
    own_of_block: dict[int, list[Own]] = defaultdict(list)
    starts = [block.span.start for block in document.blocks]
    for own in own_marks(document, options):
        for number in range(bisect_right(starts, own.span.start) - 1, bisect_right(starts, own.span.end - 1)):
            own_of_block[number].append(own)
    for number, block in enumerate(document.blocks):
        found = sorted(of_block.get(number, ()), key=lambda annotation: annotation.span)
        yield block, tuple(_passages(block.span, found, own_of_block.get(number, ()), options))


def counts(document: Document, annotations: Iterable[Annotation], options: ExportOptions) -> dict[str, str]:
    """Tell how many marks each chosen layer has in a copy; words that are not the author's are counted apart."""
    found = dict.fromkeys(options.layers, 0)
    quoted = dict.fromkeys(options.layers, 0)
    for annotation in selected(annotations, options):
        layer = stance_layer(annotation, options)
        if layer:
            found[layer] += 1
        for cue in annotation.cues:
            (quoted if cue.quoted else found)[cue.layer] += 1
    both = options.say(wording.WITH_QUOTED)
    return {
        key: both.format(number=number, quoted=quoted[key]) if quoted[key] else f"{number}"
        for key, number in found.items()
    }


def _passages(
    whole: Span, annotations: Sequence[Annotation], own: Sequence[Own], options: ExportOptions
) -> Iterator[Passage]:
    at = whole.start
    for annotation in annotations:
        span = Span(max(annotation.span.start, at), min(annotation.span.end, whole.end))
        if span.start >= span.end:
            continue
        yield from _between(Span(at, span.start), own)
        runs = tuple(_runs(span, annotation, own, options))
        yield Passage(span, runs, annotation, stance_layer(annotation, options), _ending(own, span))
        at = span.end
    yield from _between(Span(at, whole.end), own)


def _between(span: Span, own: Sequence[Own]) -> Iterator[Passage]:
    """Yield the text between sentences, in pieces where the reader's marks begin and end."""
    edges = {span.start, span.end, *(edge for one in own for edge in one.span if span.start < edge < span.end)}
    for start, end in pairwise(sorted(edges)):
        piece = Span(start, end)
        yield Passage(piece, (Run(piece, highlit=_highlit(own, piece)),), own=_ending(own, piece))


def _ending(own: Sequence[Own], span: Span) -> tuple[OwnMark, ...]:
    return tuple(one.mark for one in own if span.start < one.span.end <= span.end)


def _highlit(own: Sequence[Own], span: Span) -> bool:
    return any(one.mark.label is None and one.span.overlaps(span) for one in own)


def _runs(span: Span, annotation: Annotation, own: Sequence[Own], options: ExportOptions) -> Iterator[Run]:
    evidence = annotation.evidence if options.evidence and stance_layer(annotation, options) else ()
    cues = [cue for cue in annotation.cues if cue.span.overlaps(span)]
    words = [cue for cue in evidence if cue.span.overlaps(span)]
    lit = [one for one in own if one.mark.label is None and one.span.overlaps(span)]
    edges = {span.start, span.end}
    for inner in [*(one.span for one in (*cues, *words)), *(one.span for one in lit)]:
        edges.update((max(inner.start, span.start), min(inner.end, span.end)))
    for start, end in pairwise(sorted(edges)):
        piece = Span(start, end)
        yield Run(
            piece,
            tuple(cue for cue in cues if cue.span.overlaps(piece)),
            any(cue.span.overlaps(piece) for cue in words),
            _highlit(lit, piece),
        )
