"""A sample of a layer's mark, drawn by the same code that draws it in the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from reader.ui.drawing import Stretch, draw_fill, draw_line
from reader.ui.override import override
from reader.ui.theme import Theme
from reader.ui.typography import SERIF, installed

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_SAMPLE = "Abc"


class Swatch(QWidget):
    """Shows how a layer looks; says nothing to assistive technology, the name beside it does."""

    def __init__(self, layer: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layer = layer
        self._theme = theme
        font = self.font()
        font.setFamilies(installed(SERIF))
        font.setPointSizeF(font.pointSizeF() * 1.1)
        self.setFont(font)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.update()

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        return QSize(round(metrics.horizontalAdvance(_SAMPLE)) + 16, round(metrics.height()) + 12)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        page, style = self._theme.page, self._theme.layers[self._layer]
        metrics = QFontMetricsF(self.font())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.window.border)
        painter.setBrush(page.background)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        width = metrics.horizontalAdvance(_SAMPLE)
        left, top = (self.width() - width) / 2, (self.height() - metrics.height()) / 2 - 2
        baseline = top + metrics.ascent()
        box = QRectF(left - 2, top, width + 4, metrics.height())
        stretch = Stretch(box, baseline, 0.85)
        if style.fill is not None:
            draw_fill(painter, stretch, style.fill)
        painter.setPen(page.text)
        painter.drawText(QPointF(left, baseline), _SAMPLE)
        draw_line(painter, stretch, style, copied=False)
        painter.end()
