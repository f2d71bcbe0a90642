"""What hangs beside the text: list markers, and the bar along a quotation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextBlock

from reader.core.document import Block, BlockKind
from reader.core.text import right_to_left
from reader.ui.overlay import VisibleBlock
from reader.ui.theme import PageColours

_BULLETS = frozenset(("", "-", "*", "+"))


def paint(
    painter: QPainter, visible: Iterable[VisibleBlock], parts: Sequence[Block], font: QFont, colours: PageColours
) -> None:
    """Paint the signs of the visible blocks; `parts` are the document's."""
    painter.setFont(font)
    for block, origin in visible:
        number = block.blockNumber()
        if number >= len(parts):
            return
        if not block.layout().lineCount():
            continue
        if parts[number].kind is BlockKind.LIST_ITEM:
            painter.setPen(colours.dim)
            _paint_marker(painter, parts[number].marker, block, origin, QFontMetricsF(font))
        elif parts[number].kind is BlockKind.QUOTE:
            painter.fillRect(_bar(block, origin), colours.rule)


def _right_to_left(block: QTextBlock) -> bool:
    return right_to_left(block.text())


def _bar(block: QTextBlock, origin: QPointF) -> QRectF:
    box, line = block.layout().boundingRect().translated(origin), block.layout().lineAt(0)
    x = origin.x() + (line.x() + line.width() + 9 if _right_to_left(block) else line.x() - 12)
    return QRectF(x, box.top(), 3, box.height())


def _paint_marker(painter: QPainter, marker: str, block: QTextBlock, origin: QPointF, metrics: QFontMetricsF) -> None:
    line = block.layout().lineAt(0)
    sign = "•" if marker in _BULLETS else marker
    gap = metrics.horizontalAdvance(" ") * 1.6
    x = line.x() + line.width() + gap if _right_to_left(block) else line.x() - gap - metrics.horizontalAdvance(sign)
    painter.drawText(origin + QPointF(x, line.y() + line.ascent()), sign)
