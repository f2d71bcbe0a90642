"""What is marked in one document: annotations as they arrive, sorted for painting, counting, stepping."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reader.core.annotation import Annotation
from reader.core.document import Span
from reader.core.layers import BY_KEY, Mark, marks

_STEPS = 100
_ROUNDING = 1e-9  # 0.57 * 100 is a hair below 57


class Lens(NamedTuple):
    """What the reader wants to see: visible layers, and the least confidence (0 to 1) of a stance mark.

    `order` has all layers, the one that lies on top first.
    """

    visible: frozenset[str] = frozenset(BY_KEY)
    min_confidence: float = 0.0
    order: tuple[str, ...] = tuple(BY_KEY)

    def toggled(self, key: str) -> Lens:
        """Return the lens with layer `key` switched on or off."""
        return self._replace(visible=self.visible ^ {key})

    def showing(self, visible: Iterable[str]) -> Lens:
        """Return the lens with just these layers visible."""
        return self._replace(visible=frozenset(visible))

    def from_confidence(self, least: float) -> Lens:
        """Return the lens with another least confidence."""
        return self._replace(min_confidence=least)

    def ordered(self, order: Iterable[str]) -> Lens:
        """Return the lens with its layers in this order; those that it lacks come last."""
        known = [key for key in dict.fromkeys(order) if key in BY_KEY]
        return self._replace(order=(*known, *(key for key in BY_KEY if key not in known)))

    def depth(self, layer: str) -> int:
        """Return how many layers lie on a layer."""
        return self.order.index(layer)


class Marked:
    """The annotations of one document, kept by block and in reading order within it."""

    def __init__(self) -> None:
        self._blocks: dict[int, list[Annotation]] = {}
        self._histograms: dict[str, list[int]] = defaultdict(lambda: [0] * (_STEPS + 1))
        self.quoted: Counter[str] = Counter()
        self._order: list[int] | None = None
        self.covered = 0

    def __len__(self) -> int:
        return sum(map(len, self._blocks.values()))

    def __iter__(self) -> Iterator[Annotation]:
        for block in self._sorted_blocks():
            yield from self._blocks[block]

    def add(self, batch: Iterable[Annotation]) -> None:
        """Take in a batch, in whatever order the batches come; `covered` grows by their characters."""
        for annotation in batch:
            row = self._blocks.get(annotation.sentence.block)
            if row is None:
                self._blocks[annotation.sentence.block] = [annotation]
                self._order = None
            else:
                row.insert(bisect_left(row, annotation.span, key=_span), annotation)
            self.covered += annotation.span.end - annotation.span.start
            for mark in marks((annotation,)):
                if mark.cue and mark.cue.quoted:
                    self.quoted[mark.layer] += 1
                    continue
                step = _STEPS if mark.cue else int(mark.confidence * _STEPS + _ROUNDING)
                self._histograms[mark.layer][min(max(step, 0), _STEPS)] += 1

    def between(self, block: int, start: int, end: int) -> list[Annotation]:
        """Return the annotations of a block that share a character with `start`–`end` (code points)."""
        row = self._blocks.get(block)
        if not row:
            return []
        first = bisect_right(row, start, key=_end)
        return row[first : bisect_left(row, end, key=_start)]

    def counts(self, min_confidence: float = 0.0) -> dict[str, int]:
        """Return how many marks each layer has at this least confidence, exact to a hundredth.

        Words that are somebody else's are counted apart, in `quoted`, by layer.
        """
        first = round(min_confidence * _STEPS)
        return {key: sum(self._histograms[key][first:]) if key in self._histograms else 0 for key in BY_KEY}

    def at(self, block: int, position: int) -> Annotation | None:
        """Return the annotation that holds the character at `position` of block `block`."""
        found = self.between(block, position, position + 1)
        return found[0] if found else None

    def step(self, position: int, lens: Lens, *, forward: bool, only: str = "") -> Annotation | None:
        """Return the next or previous annotation from `position` that shows a mark through `lens`.

        `only` narrows it to one layer.
        """
        visible = lens.visible & {only} if only else lens.visible
        for annotation in self._walk(position, forward=forward):
            if next(marks((annotation,), visible, lens.min_confidence), None):
                return annotation
        return None

    def shown(self, lens: Lens) -> Iterator[Mark]:
        """Yield all marks that show through `lens`, in reading order."""
        return marks(self, lens.visible, lens.min_confidence)

    def _walk(self, position: int, *, forward: bool) -> Iterator[Annotation]:
        order = self._sorted_blocks()
        if forward:
            first = max(0, bisect_right(order, position, key=lambda block: self._blocks[block][0].span.start) - 1)
            for block in order[first:]:
                yield from (one for one in self._blocks[block] if one.span.start > position)
        else:
            last = bisect_left(order, position, key=lambda block: self._blocks[block][0].span.start)
            for block in reversed(order[:last]):
                yield from (one for one in reversed(self._blocks[block]) if one.span.start < position)

    def _sorted_blocks(self) -> list[int]:
        if self._order is None:
            self._order = sorted(self._blocks)
        return self._order


def _span(annotation: Annotation) -> Span:
    return annotation.span


def _start(annotation: Annotation) -> int:
    return annotation.span.start


def _end(annotation: Annotation) -> int:
    return annotation.span.end
