"""The overview strip beside the scroll bar: the whole article's visible marks at a glance, hits and own labels, too.

A click or drag goes there; with the focus on it, the arrow keys go from mark to mark. Its rows stand where the scroll
bar has them, and are gathered some time after the last change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionSlider, QToolTip, QWidget

from reader.core.document import Span
from reader.core.layers import BY_KEY, Mark
from reader.ui.menus import Handler
from reader.ui.override import override
from reader.ui.slices import Slices
from reader.ui.translate import tr
from reader.ui.wording import quotation, spoken

if TYPE_CHECKING:
    from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from reader.ui.page import Page
    from reader.ui.window import Window

_WIDTH = 12
_REFRESH_MS = 400
_ROW = 2
_LONGEST = 160


class Rows(NamedTuple):
    """What the strip shows, by rows of two pixels: marks, search hits, the reader's own marks."""

    marks: Mapping[int, Mark] = {}
    hits: frozenset[int] = frozenset()
    own: frozenset[int] = frozenset()


class Strip(QWidget):
    """One article's strip, at the right edge of its text."""

    def __init__(self, page: Page) -> None:
        assert page.view
        super().__init__(page.view)
        self._view = page.view
        self.rows = Rows()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Overview of the article’s marks"))
        self.setAccessibleDescription(tr("Arrow keys go from mark to mark, Enter goes on in the text"))
        self._slices = Slices(self._gather, _REFRESH_MS, self)
        page.view.installEventFilter(self)
        page.view.signs_changed.connect(self.later)
        page.view.verticalScrollBar().rangeChanged.connect(self.later)
        self._place()
        self.show()
        self.later()

    def later(self) -> None:
        """Gather the marks anew before long."""
        self._slices.later()

    def _gather(self) -> Iterator[object]:
        scene, height = self._view.scene, self._groove().height()
        marks: dict[int, Mark] = {}
        block, place = -1, _between(Span(0, 0), 0.0, 0.0)
        for mark in scene.marked.shown(scene.lens):
            if mark.annotation.sentence.block != block:
                # The layout is asked once a paragraph: it takes longer to answer than all else here.
                block = mark.annotation.sentence.block
                span = self._view.article.blocks[block].span
                place = _between(span, self._view.share_at(span.start), self._view.share_at(span.end))
            for row in _rows(place(mark.span.start), place(mark.span.end), height):
                # Words lie in sentences, and would vanish under them.
                if row not in marks or not BY_KEY[mark.layer].sentences:
                    marks[row] = mark
            yield None
        hits: set[int] = set()
        for span in scene.hits:
            hits.update(self._rows_of(span, height))
            yield None
        own = frozenset(row for one in scene.own for row in self._rows_of(one.span, height))
        self.rows = Rows(marks, frozenset(hits), own)
        self.update()

    def _rows_of(self, span: Span, height: int) -> range:
        return _rows(self._view.share_at(span.start), self._view.share_at(span.end), height)

    def _groove(self) -> QRect:
        """Return where in the strip the scroll bar's handle moves beside it."""
        bar = self._view.verticalScrollBar()
        option = QStyleOptionSlider()
        bar.initStyleOption(option)
        groove = bar.style().subControlRect(
            QStyle.ComplexControl.CC_ScrollBar, option, QStyle.SubControl.SC_ScrollBarGroove, bar
        )
        return QRect(0, groove.top(), _WIDTH, max(groove.height(), 1))

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
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            self._show_tooltip(event)  # type: ignore[arg-type]  # Qt sends a QHelpEvent
            return True
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, top, theme = QPainter(self), self._groove().top(), self._view.scene.theme
        for row, mark in self.rows.marks.items():
            painter.fillRect(2, top + row * _ROW, _WIDTH - 4, _ROW, theme.layers[mark.layer].line)
        for rows, left, colour in (
            (self.rows.own, 0, theme.window.accent),
            (self.rows.hits, _WIDTH // 2, theme.page.find_line),
        ):
            for row in rows:
                painter.fillRect(left, top + row * _ROW - 1, _WIDTH // 2, _ROW + 2, theme.page.background)
                painter.fillRect(left, top + row * _ROW, _WIDTH // 2, _ROW, colour)
        if self.hasFocus():
            painter.setPen(QPen(theme.page.focus, 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event.position().y())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go(event.position().y())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._view.verticalScrollBar()
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(forward=key == Qt.Key.Key_Down)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._view.setFocus()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar.setValue(bar.minimum() if key == Qt.Key.Key_Home else bar.maximum())
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            bar.setValue(bar.value() + (bar.pageStep() if key == Qt.Key.Key_PageDown else -bar.pageStep()))
        else:
            super().keyPressEvent(event)

    def _step(self, *, forward: bool) -> None:
        caret, scene = self._view.caret(), self._view.scene
        found = scene.marked.step(caret, scene.lens, forward=forward)
        if found:
            self._view.go_to(found.span)
            self._view.set_focus_mark(found)

    def _go(self, y: float) -> None:
        groove = self._groove()
        self._view.go_to_share(min(max((y - groove.top()) / groove.height(), 0.0), 1.0))

    def _show_tooltip(self, event: QHelpEvent) -> None:
        row = (event.pos().y() - self._groove().top()) // _ROW
        mark = next((self.rows.marks[near] for near in (row, row - 1, row + 1) if near in self.rows.marks), None)
        if mark is None:
            QToolTip.showText(event.globalPos(), tr("The whole article’s marks; click or drag to go there"), self)
            return
        name = tr(BY_KEY[mark.layer].title) if mark.cue else spoken(mark.annotation)
        words = mark.span.slice(self._view.article.text)
        words = words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"
        QToolTip.showText(event.globalPos(), f"{name}: {quotation(words)}", self)


def _rows(first: float, last: float, height: int) -> range:
    """Return the rows of a stretch that stands between two shares (0 to 1) of a height in pixels, at least one."""
    top = int(first * height) // _ROW
    return range(top, max(top, int(last * height) // _ROW) + 1)


def _between(span: Span, first: float, last: float) -> Callable[[int], float]:
    """Return what leads from a position in `span` to its share, between those of the span's two ends."""
    slope = (last - first) / max(span.end - span.start, 1)
    return lambda position: first + slope * (position - span.start)


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
