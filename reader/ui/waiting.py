"""The dialog that is shown while something takes its time: how far it is, and a button to stop it."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QProgressDialog, QWidget

from reader.ui.translate import tr

STEPS = 1000
"""What is set as the dialog's value when all is done."""
_SHOW_MS = 400
_WIDTH = 360


def waiting(text: str, parent: QWidget) -> QProgressDialog:
    """Return such a dialog: it shows itself after a moment, stops nothing else, and is closed by whoever made it."""
    dialog = QProgressDialog(text, tr("Cancel"), 0, STEPS, parent)
    dialog.setWindowTitle("Bias Reader")
    bar = QProgressBar(dialog)
    bar.setTextVisible(False)
    bar.setAccessibleName(text)
    dialog.setBar(bar)
    dialog.setRange(0, STEPS)
    dialog.setMinimumWidth(_WIDTH)
    dialog.setAutoReset(False)
    dialog.setAutoClose(False)
    dialog.setMinimumDuration(_SHOW_MS)
    dialog.setValue(0)
    return dialog
