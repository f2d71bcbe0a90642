"""The text of a large file on screen: without block formats, so that 10 MB open without a pause."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit

from reader.ui import overlay
from reader.ui.marked_text import MARGIN, MarkedText
from reader.ui.override import override
from reader.ui.theme import Theme
from reader.ui.typography import Typography


class PlainArticleText(MarkedText, QPlainTextEdit):  # type: ignore[misc]  # the mixin is typed as a QTextEdit
    """The article as plain text, for large files."""

    chosen = Signal(object)
    scrolled = Signal()
    gap_wanted = Signal(object)
    signs_changed = Signal()

    @override
    def compose(self, theme: Theme, typography: Typography) -> None:
        self.document().setDefaultFont(typography.font())
        self.document().setDocumentMargin(MARGIN)

    @override
    def _centre(self) -> None:
        super()._centre()
        # Qt keeps to the lines of the width from before.
        if self.document().documentLayout().documentSize().width() != self.viewport().width():
            QPlainTextEdit.resizeEvent(self, QResizeEvent(self.viewport().size(), QSize()))

    @override
    def visible_blocks(self, clip: QRectF) -> Iterator[overlay.VisibleBlock]:
        block = self.firstVisibleBlock()
        offset = self.contentOffset()
        while block.isValid():
            box = self.blockBoundingGeometry(block).translated(offset)
            if box.top() > clip.bottom():
                return
            if box.bottom() >= clip.top():
                yield overlay.VisibleBlock(block, box.topLeft())
            block = block.next()

    @override
    def scroll_steps(self, pixels: int) -> int:
        return round(pixels / max(1.0, QFontMetricsF(self.font()).lineSpacing()))

    @override
    def steps_to(self, position: int) -> float | None:
        block = self.document().findBlock(position)
        line = block.layout().lineForTextPosition(position - block.position())
        return block.firstLineNumber() + max(line.lineNumber(), 0) if line.isValid() else block.firstLineNumber()
