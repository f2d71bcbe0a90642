"""The empty state: what to do first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reader.ui.translate import tr

_WIDTH = 620
"""Pixels that a line takes at most."""


class EmptyState(QWidget):
    """Shown while no article is open."""

    open_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(tr("Read an article with its opinions marked"))
        title.setObjectName("emptyTitle")
        hint = QLabel(
            tr(
                "Open a web page, PDF, Word or text file, or drop it here. Sentences are coloured as opinion, "
                "reported fact and attributed speech. Everything happens on this computer."
            )
        )
        hint.setObjectName("dim")
        for label in (title, hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
        hint.setMaximumWidth(_WIDTH)
        middle = QHBoxLayout()
        middle.addStretch(1)
        # It takes all the width there is up to its greatest, the sides share the rest.
        middle.addWidget(hint, 1000)
        middle.addStretch(1)
        open_button = QPushButton(tr("&Open a file…"))
        open_button.setDefault(True)
        open_button.setObjectName("primary")
        sample_button = QPushButton(tr("Try the &sample article"))
        # Enter presses the one that has the keys.
        sample_button.setAutoDefault(True)
        open_button.clicked.connect(self.open_wanted)
        sample_button.clicked.connect(self.sample_wanted)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(open_button)
        buttons.addSpacing(8)
        buttons.addWidget(sample_button)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 32, 32, 32)
        layout.addStretch(2)
        layout.addWidget(title)
        layout.addSpacing(6)
        layout.addLayout(middle)
        layout.addSpacing(20)
        layout.addLayout(buttons)
        layout.addStretch(3)
        self.first = open_button
        self.sample = sample_button
