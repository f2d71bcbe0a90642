"""A notice inside the window, above the article: errors and news that need no answer at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from reader.ui.translate import tr


class Banner(QFrame):
    """One line of text with buttons; hidden until there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons: list[QPushButton] = []
        close = QToolButton()
        close.setText("✕")
        close.setAutoRaise(True)
        close.setAccessibleName(tr("Close this notice"))
        close.clicked.connect(self.hide)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 8, 8, 8)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(close)
        self.hide()

    @property
    def text(self) -> str:
        """What the banner says."""
        return self._text.text()

    def say(self, text: str, *, error: bool = False, actions: dict[str, Callable[[], object]] | None = None) -> None:
        """Show a sentence, with a button for each of `actions`."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setProperty("error", error)
        # A property selector of the style sheet is looked at again only when asked to.
        self.style().unpolish(self)
        self.style().polish(self)
        for button in self.buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self.buttons = []
        for title, act in (actions or {}).items():
            button = QPushButton(title)
            button.clicked.connect(partial(self._act, act))
            self._row.insertWidget(1 + len(self.buttons), button)
            self.buttons.append(button)
        self.show()

    def _act(self, act: Callable[[], object]) -> None:
        self.hide()
        act()
