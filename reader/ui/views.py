"""The article's text on screen: two read-only text widgets with one overlay.

`ArticleText` sets the article typographically; that of `plain_view` is for large files.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from PySide6 import QtCore
from PySide6.QtCore import QObject, QPoint, QPointF, QRectF, QSizeF, Signal
from PySide6.QtGui import QFontMetricsF, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from reader.core.document import Document
from reader.ui import overlay
from reader.ui.marked import Lens, Marked
from reader.ui.marked_text import MARGIN, MarkedText
from reader.ui.override import override
from reader.ui.theme import Theme
from reader.ui.typography import Typography, typeset

if TYPE_CHECKING:
    from reader.ui.plain_view import PlainArticleText

ArticleView: TypeAlias = "ArticleText | PlainArticleText"

LARGE = 2_000_000
_LAID_OUT_AT_ONCE = 100_000
"""Characters whose layout takes no longer than a frame or two."""
_LAYOUT_PIECE = 8_000


class _LayoutTurns(QObject):
    """Lays out a long text piece by piece.

    So does Qt, at a timer, but pieces of up to 200,000 characters at once. Small ones are laid out in its stead; it may
    go on when nothing is left to do.
    """

    def __init__(self, text: ArticleText) -> None:
        super().__init__(text)
        self._text = text

    @override
    def eventFilter(self, watched: QObject, event: QtCore.QEvent) -> bool:
        return event.type() == QtCore.QEvent.Type.Timer and self._text.lay_out_more()


class ArticleText(MarkedText, QTextEdit):
    """The article set with title, headings, lists and leading, for files up to some 2 MB."""

    chosen = Signal(object)
    scrolled = Signal()
    gap_wanted = Signal(object)
    signs_changed = Signal()
    _laid_out = 0

    @override
    def set_up(self, document: Document, marked: Marked, theme: Theme, typography: Typography, lens: Lens) -> None:
        super().set_up(document, marked, theme, typography, lens)
        if len(document.text) > _LAYOUT_PIECE:
            self._turns = _LayoutTurns(self)
            self.document().documentLayout().installEventFilter(self._turns)

    def lay_out_more(self) -> bool:
        """Have the next piece of the text laid out; tell whether there was one."""
        if self._laid_out >= self.document().characterCount():
            return False
        self._laid_out += _LAYOUT_PIECE
        self._lay_out(self._laid_out)
        return True

    @override
    def compose(self, theme: Theme, typography: Typography) -> None:
        frame = self.document().rootFrame().frameFormat()
        em = QFontMetricsF(typography.font()).height()
        frame.setTopMargin(1.6 * em)
        frame.setBottomMargin(3 * em)
        frame.setLeftMargin(MARGIN)
        frame.setRightMargin(MARGIN)
        # In one block of changes, for which the layout looks at the text once.
        changes = QTextCursor(self.document())
        changes.beginEditBlock()
        typeset(self.document(), self.shown, typography, theme)
        self.document().rootFrame().setFrameFormat(frame)
        changes.endEditBlock()

    @override
    def cursorForPosition(self, point: QPoint) -> QTextCursor:
        # Above the first line Qt finds a block that it has not laid out yet, and lays out all that stands before it.
        first = self.document().firstBlock()
        top = self.document().documentLayout().blockBoundingRect(first).top()
        if point.y() + self.verticalScrollBar().value() < top:
            return QTextCursor(first)
        return super().cursorForPosition(point)

    @override
    def go_to_top(self, position: int) -> None:
        if position > 0:
            # The scroll bar does not know yet how far a text goes that is still being laid out.
            self._lay_out(self.scene.units.to_utf16(position) + _LAYOUT_PIECE)
            self.document().documentLayout().documentSizeChanged.emit(QSizeF())
        super().go_to_top(position)

    @override
    def visible_blocks(self, clip: QRectF) -> Iterator[overlay.VisibleBlock]:
        layout = self.document().documentLayout()
        offset = QPointF(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        block = self.cursorForPosition(QPoint(0, int(clip.top()))).block()
        block = block.previous() if block.previous().isValid() else block
        while block.isValid():
            box = layout.blockBoundingRect(block).translated(offset)
            if box.top() > clip.bottom():
                return
            if box.bottom() >= clip.top():
                yield overlay.VisibleBlock(block, block.layout().position() + offset)
            block = block.next()

    @override
    def _centre(self) -> None:
        super()._centre()
        self._laid_out = 0
        # Qt lays the text out before the margins of the viewport have settled, and does not look again.
        if self.document().textWidth() != self.viewport().width():
            self.document().setTextWidth(self.viewport().width())

    @override
    def scroll_steps(self, pixels: int) -> int:
        return pixels

    @override
    def steps_to(self, position: int) -> float | None:
        count = self.document().characterCount()
        if self._laid_out < count and count > _LAID_OUT_AT_ONCE:
            return None
        block = self.document().findBlock(position)
        top = self.document().documentLayout().blockBoundingRect(block).top()
        return top + block.layout().lineForTextPosition(position - block.position()).y()

    def _lay_out(self, position: int) -> None:
        """Have the text laid out up to a UTF-16 position, or to its end."""
        block = self.document().findBlock(min(position, self.document().characterCount() - 1))
        self.document().documentLayout().blockBoundingRect(block)


def create(
    document: Document, marked: Marked, theme: Theme, typography: Typography, lens: Lens, parent: QWidget
) -> ArticleView:
    """Return the widget that suits the document's size, showing it."""
    if len(document.text) <= LARGE:
        view: ArticleView = ArticleText(parent)
    else:
        from reader.ui.plain_view import PlainArticleText

        view = PlainArticleText(parent)
    # So that it is laid out once.
    view.resize(parent.size())
    view.set_up(document, marked, theme, typography, lens)
    return view
