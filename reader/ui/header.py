"""The line above an article: who wrote it, when, where, in which language."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from reader.core.document import Metadata
from reader.ui.wording import language_name


class Header(QLabel):
    """One quiet line; hidden where the file says nothing of its article."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.hide()

    def show_metadata(self, metadata: Metadata) -> None:
        """Show what a file says of its article."""
        told = (metadata.author, metadata.date, metadata.site)
        parts = [part for part in told if part]
        self.setText("  ·  ".join([*parts, language_name(metadata.language)] if parts else []))
        self.setAccessibleName(self.text())
        self.setVisible(bool(parts))
