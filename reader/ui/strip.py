"""The overview strip beside the scroll bar: the whole article's visible marks at a glance; a click or drag goes there.

The rows are gathered once for a set of marks, a lens and a height, some time after the last change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from reader.core.layers import BY_KEY
from reader.ui.menus import Handler
from reader.ui.override import override
from reader.ui.slices import Slices
from reader.ui.translate import tr

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from reader.ui.page import Page
    from reader.ui.window import Window

_WIDTH = 10
_REFRESH_MS = 400
_ROW = 2


class Strip(QWidget):
    """One article's strip, at the right edge of its text."""

    def __init__(self, page: Page) -> None:
        assert page.view
        super().__init__(page.view)
        self._page = page
        self._view = page.view
        self.rows: dict[int, str] = {}
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Overview of the article's marks"))
        self.setToolTip(tr("The whole article's marks; click or drag to go there"))
        self._slices = Slices(self._gather, _REFRESH_MS, self)
        page.view.installEventFilter(self)
        self._place()
        self.show()
        self.later()

    def later(self) -> None:
        """Gather the marks anew before long."""
        self._slices.later()

    def _gather(self) -> Iterator[object]:
        size, height = max(len(self._view.article.text), 1), max(self.height() // _ROW, 1)
        rows: dict[int, str] = {}
        for mark in self._view.scene.marked.shown(self._view.scene.lens):
            for row in range(mark.span.start * height // size, mark.span.end * height // size + 1):
                if row not in rows or not BY_KEY[mark.layer].sentences:
                    rows[row] = mark.layer
            yield None
        self.rows = rows
        self.update()

    def _place(self) -> None:
        bar = self._view.verticalScrollBar()
        self.setGeometry(self._view.width() - bar.sizeHint().width() - _WIDTH - 2, 0, _WIDTH, self._view.height())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
            self.later()
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for row, layer in self.rows.items():
            painter.fillRect(1, row * _ROW, _WIDTH - 2, _ROW, self._view.scene.theme.layers[layer].line)
        painter.end()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event.position().y())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go(event.position().y())

    def _go(self, y: float) -> None:
        share = min(max(y / max(self.height(), 1), 0.0), 1.0)
        self._view.go_to_top(int(share * len(self._view.article.text)))


def install(window: Window) -> Mapping[str, Handler]:
    """Give each article its strip when its text is shown, and keep it true to marks and lens."""

    def show(page: Page) -> None:
        if page.view:
            Strip(page)

    def refresh(page: Page | None) -> None:
        for strip in page.view.findChildren(Strip) if page and page.view else ():
            strip.later()

    window.document_shown.connect(show)
    window.marks_changed.connect(refresh)
    window.lens_changed.connect(lambda _lens: refresh(window.page))
    return {}
