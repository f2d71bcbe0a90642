"""The dialog for a note, and for a highlight's class."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from reader.core.annotation import Label
from reader.ui.override import override
from reader.ui.translate import tr
from reader.ui.wording import label_title

_CLASSES = tuple(label for label in Label if label is not Label.OTHER)


class NoteDialog(QDialog):
    """Asks for a note and, `with_class`, what a highlighted stretch is. Signal `written(note, label or None)`."""

    written = Signal(str, object)

    def __init__(self, note: str, parent: QWidget, *, with_class: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Highlight") if with_class else tr("Note"))
        self.resize(380, 240)
        self.classes = QComboBox()
        self.classes.setAccessibleName(tr("Class"))
        self.classes.addItem(tr("No class: just a highlight"))
        self.classes.addItems([label_title(label) for label in _CLASSES])
        self.text = QPlainTextEdit(note)
        self.text.setAccessibleName(tr("Note"))
        self.text.setTabChangesFocus(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        if with_class:
            column.addWidget(QLabel(tr("What it is to you:")))
            column.addWidget(self.classes)
        column.addWidget(QLabel(tr("Your note (may be empty):")))
        column.addWidget(self.text, 1)
        column.addWidget(buttons)
        self.accepted.connect(self._tell)
        self.finished.connect(self.deleteLater)
        self.text.setFocus()

    def _tell(self) -> None:
        label = (None, *_CLASSES)[self.classes.currentIndex()]
        self.written.emit(self.text.toPlainText(), label)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.accept()
        else:
            super().keyPressEvent(event)
