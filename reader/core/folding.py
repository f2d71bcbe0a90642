"""An article with some of its sentences folded away: what is left to read, and where each character of it stands.

Positions stay those of the whole article; a map leads to those of the folded text and back.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from typing import NamedTuple

from reader.core.annotation import Annotation, Cue
from reader.core.document import Block, BlockKind, Document, Sentence, Span
from reader.core.text import Utf16Map

NO_BLOCK = -1
"""Stands for the block of the article to which a gap's line belongs: none."""


class Gap(NamedTuple):
    """Sentences in a row that are folded away: from the first's start to the last's end, and how many."""

    span: Span
    sentences: int


class _Piece(NamedTuple):
    """A stretch of the article that is shown as a block, or the gap that is shown as a line of its own."""

    span: Span
    block: int
    gap: Gap | None = None


class FoldedMap:
    """Translates between code points of the whole article and UTF-16 units of the folded text.

    A position that is folded away leads to its gap's line, and all of that line to the gap's start.
    """

    def __init__(self, text: str, pieces: Iterable[tuple[Span, Span, bool]]) -> None:
        self._units = Utf16Map(text)
        kept = list(pieces)
        self._whole = [whole for whole, _, _ in kept]
        self._shown = [shown for _, shown, _ in kept]
        self._is_gap = [gap for _, _, gap in kept]
        self._starts = [whole.start for whole in self._whole]
        self._shown_starts = [shown.start for shown in self._shown]

    def to_utf16(self, position: int) -> int:
        """Return the UTF-16 offset in the folded text of the article's code point `position`."""
        at = max(bisect_right(self._starts, position) - 1, 0)
        if not self._starts:
            return 0
        shown = self._shown[at]
        within = 0 if self._is_gap[at] else position - self._starts[at]
        return self._units.to_utf16(min(shown.start + max(within, 0), shown.end))

    def from_utf16(self, position: int) -> int:
        """Return the article's code point position of a UTF-16 offset in the folded text."""
        place = self._units.from_utf16(position)
        at = max(bisect_right(self._shown_starts, place) - 1, 0)
        if not self._starts:
            return 0
        within = 0 if self._is_gap[at] else place - self._shown_starts[at]
        return min(self._starts[at] + within, self._whole[at].end)

    def moved(self, span: Span) -> tuple[int, Span] | None:
        """Return in which block of the folded text, and where in that text, a stretch of the article stands.

        None where it is folded away, wholly or in part.
        """
        at = bisect_right(self._starts, span.start) - 1
        if at < 0 or self._is_gap[at] or span.end > self._whole[at].end:
            return None
        return at, span.shift(self._shown[at].start - self._starts[at])


class Fold(NamedTuple):
    """What is shown of an article: a document of its own, its blocks' numbers in the article, gaps, and positions."""

    document: Document
    numbers: tuple[int, ...]
    gaps: tuple[Gap, ...]
    units: FoldedMap

    @property
    def sentences(self) -> int:
        """How many sentences are folded away."""
        return sum(gap.sentences for gap in self.gaps)

    def gap_at(self, position: int) -> Gap | None:
        """Return the gap in which code point `position` of the article is folded away."""
        number = bisect_right(self.gaps, position, key=lambda gap: gap.span.start) - 1
        return self.gaps[number] if number >= 0 and position < self.gaps[number].span.end else None

    def shown(self, annotations: Iterable[Annotation]) -> list[Annotation]:
        """Return the annotations of what is not folded away, standing as its document has them.

        Whose words they are is left out: the source may be named in what is folded away.
        """
        found = []
        for one in annotations:
            place = self.units.moved(one.span)
            if place:
                block, span = place
                sentence = Sentence(span, block)
                by = span.start - one.span.start
                evidence, cues = _shifted(one.evidence, by), _shifted(one.cues, by)
                found.append(one._replace(sentence=sentence, evidence=evidence, cues=cues, attributions=()))
        return found


def fold(
    article: Document,
    annotations: Iterable[Annotation],
    hidden: Callable[[Annotation], bool],
    say: Callable[[int], str],
    opened: Container[int] = (),
) -> Fold:
    """Fold those sentences of running text away that are to be `hidden`.

    `say` gives a gap's line its words, for a number of sentences. Those whose start (code points) is among the
    `opened` stay, as does all that has no annotation yet.
    """
    by_block: dict[int, list[Annotation]] = defaultdict(list)
    for annotation in annotations:
        if hidden(annotation) and annotation.span.start not in opened:
            by_block[annotation.sentence.block].append(annotation)
    lines: list[str] = []
    blocks: list[Block] = []
    places: list[tuple[Span, Span, bool]] = []
    numbers: list[int] = []
    gaps: list[Gap] = []
    start, before = 0, NO_BLOCK
    for piece in _joined(_pieces(article, by_block)):
        if piece.gap:
            line, block = say(piece.gap.sentences), Block(BlockKind.CAPTION, Span(0, 0))
            gaps.append(piece.gap)
        else:
            line, block = piece.span.slice(article.text), article.blocks[piece.block]
        shown = Span(start, start + len(line))
        # What follows a gap within a list item has no marker again.
        marker = " " if piece.block == before and block.marker else block.marker
        blocks.append(Block(block.kind, shown, block.level, marker))
        lines.append(line)
        numbers.append(piece.block)
        places.append((piece.span, shown, piece.gap is not None))
        start = shown.end + 1
        before = before if piece.gap else piece.block
    text = "\n".join(lines)
    document = Document(text, tuple(blocks), article.metadata, article.source)
    return Fold(document, tuple(numbers), tuple(gaps), FoldedMap(text, places))


def _pieces(article: Document, hidden: dict[int, list[Annotation]]) -> Iterator[_Piece]:
    """Yield what is shown and what is folded away, in reading order."""
    for number, block in enumerate(article.blocks):
        folded = sorted(hidden.get(number, ()), key=lambda annotation: annotation.span) if block.kind.prose else []
        at = block.span.start
        for annotation in folded:
            yield from _kept(article.text, Span(at, annotation.span.start), number)
            yield _Piece(annotation.span, NO_BLOCK, Gap(annotation.span, 1))
            at = annotation.span.end
        yield from _kept(article.text, Span(at, block.span.end), number)


def _kept(text: str, span: Span, number: int) -> Iterator[_Piece]:
    words = span.slice(text)
    start = span.start + len(words) - len(words.lstrip())
    end = span.end - (len(words) - len(words.rstrip()))
    if start < end:
        yield _Piece(Span(start, end), number)


def _shifted(cues: Iterable[Cue], by: int) -> tuple[Cue, ...]:
    return tuple(cue._replace(span=cue.span.shift(by)) for cue in cues)


def _joined(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Join gaps that follow each other, across paragraphs, too."""
    gap: Gap | None = None
    for piece in pieces:
        if piece.gap:
            gap = Gap(Span(gap.span.start, piece.gap.span.end), gap.sentences + 1) if gap else piece.gap
            continue
        if gap:
            yield _Piece(gap.span, NO_BLOCK, gap)
            gap = None
        yield piece
    if gap:
        yield _Piece(gap.span, NO_BLOCK, gap)
