"""The find bar: text field, options, hit count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from reader.ui.find import MOST_HITS, Query
from reader.ui.override import override
from reader.ui.translate import tr
from reader.ui.wording import grouped

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class FindBar(QFrame):
    """Asks what to find; the page does the finding. Signal `said(text)`: what it shows of that."""

    changed = Signal()
    stepped = Signal(bool)
    closed = Signal()
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Find in this article"))
        self.field.setAccessibleName(tr("Find in this article"))
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(420)
        self.case = _option("Aa", tr("Match case"))
        self.words = _option("W", tr("Whole words"))
        self.regex = _option(".*", tr("Regular expression"))
        self.count = QLabel()
        self.count.setObjectName("dim")
        self.count.setMinimumWidth(96)
        previous, following = _button("↑", tr("Previous hit (Shift+F3)")), _button("↓", tr("Next hit (F3)"))
        close = _button("✕", tr("Close the find bar (Esc)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(self.field, 1)
        for widget in (self.case, self.words, self.regex, self.count, previous, following):
            row.addWidget(widget)
        row.addStretch()
        row.addWidget(close)
        self.field.textChanged.connect(self.changed)
        for option in (self.case, self.words, self.regex):
            option.toggled.connect(self.changed)
        previous.clicked.connect(self._step_back)
        following.clicked.connect(self._step_on)
        close.clicked.connect(self.close_bar)
        self.hide()

    @property
    def query(self) -> Query:
        """What the reader looks for."""
        return Query(self.field.text(), self.case.isChecked(), self.words.isChecked(), self.regex.isChecked())

    def open_bar(self, text: str = "") -> None:
        """Show the bar with `text`, if any, as the query, ready to type."""
        self.show()
        if text:
            self.field.setText(text)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.changed.emit()

    def close_bar(self) -> None:
        """Hide the bar and what it found."""
        self.hide()
        self.closed.emit()

    def say(self, hits: int, current: int) -> None:
        """Show the number of hits and which is current, counted from 1 (0: none)."""
        if not self.field.text():
            self.count.setText("")
        elif not hits:
            self.count.setText(tr("Not found"))
        else:
            total = grouped(hits) + ("+" if hits >= MOST_HITS else "")
            self.count.setText(tr("{number} of {total}").format(number=grouped(current), total=total))
        if self.count.text():
            self.said.emit(self.count.text())

    def complain(self, reason: str) -> None:
        """Show why the query can't be looked for."""
        self.count.setText(tr("Not an expression"))
        self.said.emit(f"{self.count.text()}: {reason}")
        self.count.setToolTip(reason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        else:
            super().keyPressEvent(event)

    def _step_on(self) -> None:
        self.stepped.emit(True)

    def _step_back(self) -> None:
        self.stepped.emit(False)


def _button(text: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.setAutoRaise(True)
    return button


def _option(text: str, name: str) -> QToolButton:
    button = _button(text, name)
    button.setCheckable(True)
    return button
