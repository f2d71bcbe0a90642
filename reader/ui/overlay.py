"""Marks painted behind the text, for the visible blocks only: no formats, no layout, no undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QTextBlock, QTextLayout, QTextLine

from reader.core.document import Span
from reader.core.folding import NO_BLOCK
from reader.core.layers import Mark, marks
from reader.core.text import Units, has_right_to_left
from reader.ui.drawing import QUOTED_OPACITY, Stretch, draw_fill, draw_frame, draw_hit, draw_line, draw_own, draw_sign
from reader.ui.marked import Lens, Marked
from reader.ui.theme import Theme

_REFERENCE_ASCENT = 17.0
_EVIDENCE_FRAME = 1.2
_FOCUS_FRAME = 1.6
_LEAST_WEIGHT = 0.55
_KEPT_LENGTH = 1500
"""Characters of a block up to which all its marks are placed at once, seen or not."""

_MOST_KEPT = 5_000
"""Spans whose places are kept: some hundred screens."""

_Placing = tuple[Mark, list[Stretch]]


class OwnSign(NamedTuple):
    """A reader's own mark: where it stands, and the sign at its beginning."""

    span: Span
    sign: str


class Scene(NamedTuple):
    """All that is painted over one document.

    `numbers` has the number in the article of each block on screen, where some of the article is folded away.
    """

    theme: Theme
    marked: Marked
    lens: Lens
    units: Units
    hits: tuple[Span, ...] = ()
    current_hit: Span | None = None
    focus: Span | None = None
    evidence: tuple[Span, ...] = ()
    fade: bool = True
    own: tuple[OwnSign, ...] = ()
    numbers: Sequence[int] | None = None

    def number(self, block: QTextBlock) -> int:
        """Return a block's number in the article; that of a gap's line is in no article."""
        if self.numbers is None:
            return block.blockNumber()
        # The widget has a block for an article without any, too.
        return self.numbers[block.blockNumber()] if block.blockNumber() < len(self.numbers) else NO_BLOCK


class VisibleBlock(NamedTuple):
    """A text block on screen and where its layout's origin lies in the viewport."""

    block: QTextBlock
    origin: QPointF


class Placed:
    """Where marks lie in their blocks, as long as the text is laid out the same way.

    Through another lens others are seen, but none lies elsewhere.
    """

    def __init__(self) -> None:
        self._of: tuple[object, ...] = ()
        self._blocks: dict[int, list[_Placing]] = {}
        self._units: Units | None = None
        self._stretches: dict[Span, list[Stretch]] = {}

    def of(self, block: QTextBlock, window: Span, scene: Scene) -> list[_Placing]:
        """Return the marks of a block and their stretches, measured from its origin; of a huge one those in `window`.

        The one that lies on top comes last.
        """
        if block.length() > _KEPT_LENGTH:
            return _placed(block, window, scene)
        now = scene, scene.marked.covered
        if self._of != now:
            self._of = now
            self._blocks.clear()
        if self._units is not scene.units or len(self._stretches) > _MOST_KEPT:
            self._units = scene.units
            self._stretches.clear()
        number = block.blockNumber()
        if number not in self._blocks:
            start, end = block.position(), block.position() + block.length()
            whole = Span(scene.units.from_utf16(start), scene.units.from_utf16(end))
            self._blocks[number] = _placed(block, whole, scene, self._stretches)
        return self._blocks[number]


def paint(painter: QPainter, visible: Iterable[VisibleBlock], clip: QRectF, scene: Scene, placed: Placed) -> None:
    """Paint the scene's marks for the visible blocks, as far as they lie in `clip`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for block, origin in visible:
        window = _window(block, origin, clip, scene.units)
        if window is not None:
            painter.translate(origin)
            _paint_block(painter, block, window, scene, placed.of(block, window, scene))
            painter.translate(-origin)


def _placed(
    block: QTextBlock, window: Span, scene: Scene, known: dict[Span, list[Stretch]] | None = None
) -> list[_Placing]:
    """Place the marks of a block in a window; `known` has the stretches of spans, and gets those that are new."""
    found = scene.marked.between(scene.number(block), window.start, window.end)
    shown = list(marks(found, scene.lens.visible, scene.lens.min_confidence))
    shown.sort(key=lambda mark: scene.lens.depth(mark.layer), reverse=True)
    place, known = _placer(block, window, scene), {} if known is None else known
    for mark in shown:
        if mark.span not in known:
            known[mark.span] = list(place(mark.span))
    return [(mark, known[mark.span]) for mark in shown]


def _placer(block: QTextBlock, window: Span, scene: Scene) -> Callable[[Span], Iterator[Stretch]]:
    """Return what tells where a span lies in a block, as far as it is in `window`."""
    layout, base, units = block.layout(), block.position(), scene.units
    text = block.text()
    mixed = has_right_to_left(text)

    def place(span: Span) -> Iterator[Stretch]:
        start, end = max(span.start, window.start), min(span.end, window.end)
        if start < end:
            yield from _stretches(layout, units.to_utf16(start) - base, units.to_utf16(end) - base, mixed=mixed)

    return place


def _paint_block(painter: QPainter, block: QTextBlock, window: Span, scene: Scene, placed: Sequence[_Placing]) -> None:
    """Paint all layers of a block, from the back to the front."""
    place = _placer(block, window, scene)
    _paint_fills(painter, scene, placed)
    for hit in _overlapping(scene.hits, window):
        for stretch in place(hit):
            draw_hit(painter, stretch, scene.theme, current=hit == scene.current_hit)
    _paint_lines(painter, scene, placed)
    for own in scene.own:
        for number, stretch in enumerate(place(own.span)):
            draw_own(painter, stretch, scene.theme)
            if not number and own.span.start >= window.start:
                draw_sign(painter, stretch, own.sign, scene.theme)
    framed = [(span, _EVIDENCE_FRAME) for span in scene.evidence]
    if scene.focus is not None:
        framed.append((scene.focus, _FOCUS_FRAME))
    for span, width in framed:
        for stretch in place(span):
            draw_frame(painter, stretch, scene.theme.page.focus, width)


def _paint_fills(painter: QPainter, scene: Scene, placed: Sequence[_Placing]) -> None:
    for mark, pieces in placed:
        fill = scene.theme.layers[mark.layer].fill
        if fill is not None and not _unsure(mark, scene):
            strength = 0.45 + 0.55 * mark.confidence if scene.fade else 1.0
            for stretch in pieces:
                draw_fill(painter, stretch, fill, strength)


def _paint_lines(painter: QPainter, scene: Scene, placed: Sequence[_Placing]) -> None:
    for mark, pieces in placed:
        weight = _LEAST_WEIGHT + (1 - _LEAST_WEIGHT) * mark.confidence if scene.fade and mark.cue is None else 1.0
        painter.setOpacity(QUOTED_OPACITY if mark.cue and mark.cue.quoted else 1.0)
        for stretch in pieces:
            draw_line(painter, stretch, scene.theme.layers[mark.layer], weight)
    painter.setOpacity(1.0)


def _unsure(mark: Mark, scene: Scene) -> bool:
    """Tell whether a mark is too unsure for a fill: only its line is drawn then."""
    return scene.fade and mark.cue is None and mark.annotation.unsure


def position_at(visible: Iterator[VisibleBlock], point: QPointF) -> tuple[QTextBlock, int] | None:
    """Return the block and the UTF-16 position under `point`, or None beside the text."""
    for block, origin in visible:
        local = point - origin
        layout = block.layout()
        if not 0 <= local.y() < layout.boundingRect().height():
            continue
        number = _line_below(layout, local.y())
        if number < layout.lineCount():
            line = layout.lineAt(number)
            if line.naturalTextRect().adjusted(0, -1, 0, line.height()).contains(local):
                at = line.xToCursor(local.x(), QTextLine.CursorPosition.CursorOnCharacter)
                return block, block.position() + min(at, max(block.length() - 2, 0))
        return None
    return None


def _window(block: QTextBlock, origin: QPointF, clip: QRectF, units: Units) -> Span | None:
    """Return the code points of a block whose lines lie in `clip`."""
    layout = block.layout()
    lines = layout.lineCount()
    if not lines:
        return None
    first = _line_below(layout, clip.top() - origin.y() - layout.lineAt(0).height())
    last = min(_line_below(layout, clip.bottom() - origin.y()), lines - 1)
    if first >= lines or last < first:
        return None
    base, closing = block.position(), layout.lineAt(last)
    return Span(
        units.from_utf16(base + layout.lineAt(first).textStart()),
        units.from_utf16(base + closing.textStart() + closing.textLength()),
    )


def _line_below(layout: QTextLayout, y: float) -> int:
    """Return the number of the first line that ends below `y`, by bisection: a block may be huge."""
    low, high = 0, layout.lineCount()
    while low < high:
        middle = (low + high) // 2
        line = layout.lineAt(middle)
        following = layout.lineAt(middle + 1).y() if middle + 1 < layout.lineCount() else line.y() + 2 * line.height()
        if following <= y:
            low = middle + 1
        else:
            high = middle
    return low


def _stretches(layout: QTextLayout, start: int, end: int, *, mixed: bool) -> Iterator[Stretch]:
    """Yield the pieces of a block's UTF-16 stretch, line by line and, in `mixed` directions, run by run."""
    for number in range(layout.lineForTextPosition(start).lineNumber(), layout.lineCount()):
        line = layout.lineAt(number)
        first = line.textStart()
        if first >= end:
            return
        low, high = max(start, first), min(end, first + line.textLength())
        ascent, top = line.ascent(), line.y()
        height, scale = ascent + line.descent(), ascent / _REFERENCE_ASCENT
        for left, right in _runs(line, low, high) if mixed else (_edges(line, low, high, first),):
            yield Stretch(QRectF(left - 1, top - 1, right - left + 2, height + 2), top + ascent, scale)


def _edges(line: QTextLine, low: int, high: int, first: int) -> tuple[float, float]:
    """Return where a stretch of a line that begins with character `first` starts and ends, from left to right."""
    natural = line.naturalTextRect()
    left = natural.left() if low == first else _cursor_x(line, low)
    # The space at which a line was wrapped hangs out of it.
    right = natural.right() if high == first + line.textLength() else min(_cursor_x(line, high), natural.right())
    return left, max(right, left)


def _runs(line: QTextLine, low: int, high: int) -> Iterator[tuple[float, float]]:
    for run in line.glyphRuns(low, high - low):
        box = run.boundingRect()
        yield box.left(), box.right()


def _cursor_x(line: QTextLine, position: int) -> float:
    x = line.cursorToX(position)
    # The binding returns the position along with the x.
    return x[0] if isinstance(x, tuple) else x  # type: ignore[return-value]


def _overlapping(spans: tuple[Span, ...], window: Span) -> Iterator[Span]:
    """Yield those of the sorted, disjoint `spans` that overlap `window`."""
    low, high = 0, len(spans)
    while low < high:
        middle = (low + high) // 2
        if spans[middle].end <= window.start:
            low = middle + 1
        else:
            high = middle
    for span in spans[low:]:
        if span.start >= window.end:
            return
        yield span
