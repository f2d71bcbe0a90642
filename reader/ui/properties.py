"""Properties: what is known of the file in front and of the article in it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout

from reader.core.document import Document, Source, checksum
from reader.ui.room import fit
from reader.ui.translate import tr
from reader.ui.wording import language_name

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_CHECKSUM = "SHA-256"
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


class Properties(QDialog):
    """A list of facts, each of which can be selected and copied."""

    def __init__(self, document: Document, sentences: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Properties"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setHorizontalSpacing(16)
        for title, value in facts(document, sentences):
            label = QLabel(value)
            label.setTextFormat(Qt.TextFormat.PlainText)
            # A checksum that is copied is to be one word.
            label.setWordWrap(title != _CHECKSUM)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            label.setAccessibleName(f"{title}: {value}")
            form.addRow(title, label)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(buttons)
        # Lines that are broken ask for more height than a dialog gives them by itself.
        width = max(self.minimumWidth(), layout.totalSizeHint().width())
        fit(self, width, layout.totalHeightForWidth(width))


def facts(document: Document, sentences: int) -> list[tuple[str, str]]:
    """Return what is known of a document as rows of (title, value), without empty ones."""
    source, metadata, locale = document.source, document.metadata, QLocale()
    rows = [
        (tr("Title"), document.title),
        (tr("Author"), metadata.author),
        (tr("Date"), metadata.date),
        (tr("Site"), metadata.site),
        (tr("Language"), language_name(metadata.language)),
        (tr("Words"), locale.toString(sum(1 for _ in _WORD.finditer(document.text)))),
        (tr("Sentences"), locale.toString(sentences) if sentences else ""),
        (tr("Path"), source.path),
        (tr("Size"), locale.formattedDataSize(source.size) if source.size else ""),
        (tr("Format"), source.format),
        (tr("Encoding"), source.encoding),
        (_CHECKSUM, _sha256(source)),
    ]
    return [(title, value) for title, value in rows if value]


def _sha256(source: Source) -> str:
    """Return the SHA-256 of a document's file, in hexadecimal; nothing where it is gone or no longer what was read."""
    try:
        data = Path(source.path).read_bytes() if source.path else b""
    except OSError:
        return ""
    return hashlib.sha256(data).hexdigest() if checksum(data) == source.checksum else ""
