"""The line above an article: who wrote it, when, where, in which language."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from reader.core.document import Metadata
from reader.ui.wording import language_name


class Header(QLabel):
    """One quiet line; hidden where the file says nothing of its article."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setProperty("textFormat", "PlainText")
        self.setProperty("textInteractionFlags", "TextSelectableByMouse")
        self.setWordWrap(True)
        self.setProperty("alignment", "AlignHCenter")
        self.hide()

    def show_metadata(self, metadata: Metadata) -> None:
        """Show what a file says of its article."""
        parts = [part for part in (metadata.author, metadata.date, metadata.site) if part]
        self.setText("  ·  ".join([*parts, language_name(metadata.language)] if parts else []))
        self.setAccessibleName(self.text())
        self.setVisible(bool(parts))
