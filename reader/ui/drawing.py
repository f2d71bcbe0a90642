"""How marks look: fills, lines in their patterns, frames and signs. The article, the legend and the card share it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from PySide6 import QtCore, QtGui
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from reader.ui.theme import LayerStyle, Theme

_ROUND = 3.0
_DRAWN_LENGTH = 1000.0
QUOTED_OPACITY = 0.5
"""Of a line under words that are somebody else's, not the author's."""


class Stretch(NamedTuple):
    """A piece of a mark on one line: its rectangle over the letters, and the baseline, in pixels of its block.

    `scale` is the size of the letters, 1 at the default text size.
    """

    rect: QRectF
    baseline: float
    scale: float


def draw_fill(painter: QPainter, stretch: Stretch, colour: QColor, strength: float = 1.0) -> None:
    """Draw a mark's fill; `strength` (0 to 1) is its opacity."""
    tint = QColor(colour)
    tint.setAlphaF(strength)
    painter.setPen(QtCore.Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    painter.drawRoundedRect(stretch.rect, _ROUND, _ROUND)


def draw_line(
    painter: QPainter, stretch: Stretch, style: LayerStyle, weight: float = 1.0, *, copied: bool = True
) -> None:
    """Draw a mark's line under the letters, in the row and pattern of its style; `weight` is a factor of its width.

    A pattern is `copied` from a long line, which pays where many are drawn.
    """
    width = round(style.width * weight * stretch.scale, 1)
    left, right = stretch.rect.left() + 1, stretch.rect.right() - 1
    right = max(right, left + 2)
    y = stretch.baseline + (3.0 + 3.1 * style.row) * stretch.scale
    if not copied or style.pattern not in _COPIED:
        painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
        PATTERNS[style.pattern](painter, _pen(style.line, width), left, right, y, stretch.scale)
        return
    pixels = painter.device().devicePixelRatioF()
    line = _drawn(style.pattern, style.line.rgba(), width, stretch.scale, pixels)
    while left < right:
        length = min(right - left, _DRAWN_LENGTH)
        part = QRectF(0, 0, length * pixels, line.height())
        painter.drawImage(QPointF(left, y - line.height() / pixels / 2), line, part)
        left += length


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setCapStyle(QtCore.Qt.PenCapStyle.FlatCap)
    return pen


@lru_cache(maxsize=64)
def _drawn(pattern: str, rgba: int, width: float, scale: float, pixels: float) -> QtGui.QImage:
    """Return a long line in a pattern, `pixels` of the screen to one of ours.

    Qt takes a third of a millisecond for a line of dots, and a screen has a hundred of them.
    """
    height = 2 * round(8 * scale)
    image = QtGui.QImage(
        round(_DRAWN_LENGTH * pixels), round(height * pixels), QtGui.QImage.Format.Format_ARGB32_Premultiplied
    )
    image.setDevicePixelRatio(pixels)
    image.fill(QtCore.Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    PATTERNS[pattern](painter, _pen(QColor.fromRgba(rgba), width), 0.0, _DRAWN_LENGTH, height / 2, scale)
    painter.end()
    return image


def _solid(painter: QPainter, pen: QPen, left: float, right: float, y: float, scale: float) -> None:
    painter.setPen(pen)
    painter.drawLine(QtCore.QLineF(left, y, right, y))


def _double(painter: QPainter, pen: QPen, left: float, right: float, y: float, scale: float) -> None:
    gap = 1.3 * scale
    painter.setPen(pen)
    painter.drawLine(QtCore.QLineF(left, y - gap, right, y - gap))
    painter.drawLine(QtCore.QLineF(left, y + gap, right, y + gap))


def _dotted(painter: QPainter, pen: QPen, left: float, right: float, y: float, scale: float) -> None:
    pen.setCapStyle(QtCore.Qt.PenCapStyle.RoundCap)
    pen.setDashPattern([0.01, 2.1])
    _solid(painter, pen, left, right, y, scale)


def _dashed(painter: QPainter, pen: QPen, left: float, right: float, y: float, scale: float) -> None:
    pen.setDashPattern([3.5, 2.0])
    _solid(painter, pen, left, right, y, scale)


def _dash_dotted(painter: QPainter, pen: QPen, left: float, right: float, y: float, scale: float) -> None:
    pen.setDashPattern([5.0, 1.6, 1.2, 1.6])
    _solid(painter, pen, left, right, y, scale)


def _wave(painter: QPainter, pen: QPen, left: float, right: float, y: float, scale: float) -> None:
    half, height = 2.6 * scale, 1.5 * scale
    path = QtGui.QPainterPath(QPointF(left, y))
    x, up = left, True
    while x < right:
        path.quadTo(x + half / 2, y - 2 * height if up else y + 2 * height, x + half, y)
        x, up = x + half, not up
    painter.setPen(pen)
    painter.save()
    painter.setClipRect(QRectF(left, y - 4 * height, right - left, 8 * height), QtCore.Qt.ClipOperation.IntersectClip)
    painter.drawPath(path)
    painter.restore()


def _bracket(painter: QPainter, pen: QPen, left: float, right: float, y: float, scale: float) -> None:
    tick = 3.5 * scale
    painter.setPen(pen)
    painter.drawPolyline([QPointF(left, y - tick), QPointF(left, y), QPointF(right, y), QPointF(right, y - tick)])


PATTERNS: Mapping[str, Callable[[QPainter, QPen, float, float, float, float], None]] = {
    "solid": _solid,
    "double": _double,
    "dot": _dotted,
    "dash": _dashed,
    "dashdot": _dash_dotted,
    "wave": _wave,
    "bracket": _bracket,
}


_COPIED = frozenset({"dot", "dash", "dashdot", "wave"})
"""Patterns that are the same from their beginning on, and take long to draw."""


def draw_hit(painter: QPainter, stretch: Stretch, theme: Theme, *, current: bool) -> None:
    """Draw what a search found."""
    painter.setPen(QPen(theme.page.find_line, 2.0 if current else 0.8))
    painter.setBrush(QBrush(theme.page.find_current if current else theme.page.find))
    painter.drawRoundedRect(stretch.rect.adjusted(-0.5, 0.5, 0.5, -0.5), 2, 2)


def draw_frame(painter: QPainter, stretch: Stretch, colour: QColor, width: float) -> None:
    """Draw a frame around a stretch, in a colour and of a width."""
    painter.setPen(QPen(colour, width))
    painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(stretch.rect.adjusted(-1, -1, 1, 1), _ROUND, _ROUND)


def draw_own(painter: QPainter, stretch: Stretch, theme: Theme) -> None:
    """Draw a reader's own mark: a dashed frame, which no layer of the program's has."""
    pen = QPen(theme.window.accent, 1.6 * stretch.scale)
    pen.setDashPattern([4.0, 2.5])
    painter.setPen(pen)
    painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(stretch.rect.adjusted(-1, -1, 1, 1), _ROUND, _ROUND)


def draw_sign(painter: QPainter, stretch: Stretch, sign: str, theme: Theme) -> None:
    """Draw a sign in a disc on the upper left corner of a mark; two marks on one line have each their own."""
    size = 13.0 * stretch.scale
    disc = QRectF(stretch.rect.left() - 0.6 * size, stretch.rect.top() - 0.6 * size, size, size)
    painter.setPen(QtCore.Qt.PenStyle.NoPen)
    painter.setBrush(theme.window.accent)
    painter.drawEllipse(disc)
    font = painter.font()
    font.setPixelSize(max(7, round(0.8 * size)))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(theme.window.accent_text)
    painter.drawText(disc, QtCore.Qt.AlignmentFlag.AlignCenter, sign)
