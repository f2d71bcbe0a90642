"""Lists whose items take as many lines as their words need, and texts of which but the first lines are drawn.

The lines are broken here: where Qt measures and draws them, it takes different widths, and cuts some.
"""

from __future__ import annotations

from PySide6.QtCore import QMargins, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import QListWidget, QStyledItemDelegate, QStyleOptionViewItem

from reader.ui.override import override

RANK = Qt.ItemDataRole.UserRole
"""What an item may hold: by how many steps it is indented."""
_INDENT = 14
_PADDING = QMargins(8, 4, 8, 4)
_Index = QModelIndex | QPersistentModelIndex


def show_all_lines(list_: QListWidget) -> None:
    """Let a list break the lines of its items to its width and show all of them, indented by their rank."""
    list_.setWordWrap(True)
    list_.setResizeMode(QListWidget.ResizeMode.Adjust)
    list_.setItemDelegate(_Lines(list_))


def first_lines(text: str, font: QFont, width: int, most: int) -> QTextLayout:
    """Return a text in lines of `width` pixels, with dots at the end of the last where it would take more than `most`.

    A word that is longer than a line is broken.
    """
    broken = _broken(text, font, width)
    if broken.lineCount() <= most:
        return broken
    # Qt counts in units of UTF-16.
    units, cut = text.encode("utf-16-le"), 2 * broken.lineAt(most - 1).textStart()
    rest = QFontMetrics(font).elidedText(units[cut:].decode("utf-16-le"), Qt.TextElideMode.ElideRight, width)
    return _broken(units[:cut].decode("utf-16-le") + rest, font, width)


def _broken(text: str, font: QFont, width: int) -> QTextLayout:
    broken, option = QTextLayout(text, font), QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    broken.setTextOption(option)
    broken.beginLayout()
    while (line := broken.createLine()).isValid():
        line.setPosition(QPointF(0, line.lineNumber() * QFontMetrics(font).lineSpacing()))
        line.setLineWidth(width)
    broken.endLayout()
    return broken


class _Lines(QStyledItemDelegate):
    """Draws the items."""

    def __init__(self, list_: QListWidget) -> None:
        super().__init__(list_)
        self._list = list_

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        item = QStyleOptionViewItem(option)
        super().initStyleOption(item, index)
        chosen = self._list.selectionModel().isSelected(index)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        painter.setPen(self._list.palette().color(role))
        painter.setFont(item.font)
        painter.drawText(_indented(item.rect, index) - _PADDING, Qt.TextFlag.TextWordWrap, item.text)

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        # Qt paints the item without its words.
        super().initStyleOption(option, index)
        option.text = ""
        option.rect = _indented(option.rect, index)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        room = QRect(0, 0, self._list.viewport().width() - 2 * self._list.spacing(), 10_000)
        inner = _indented(room, index) - _PADDING
        taken = QFontMetrics(option.font).boundingRect(inner, Qt.TextFlag.TextWordWrap, index.data())
        return QSize(room.width(), taken.height() + _PADDING.top() + _PADDING.bottom())


def _indented(room: QRect, index: _Index) -> QRect:
    return room.adjusted(_INDENT * int(index.data(RANK) or 0), 0, 0, 0)
