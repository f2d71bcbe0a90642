"""PySide6 6.12.0 on CPython 3.10 and 3.11 loses references to None and True, and aborts in the end.

The dependency bound keeps such a pair out; this test fails where one gets in.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextDocument

CALLS = 300
SLACK = 30


class Sender(QObject):
    sent = Signal()


def test_void_calls_keep_their_references_to_none(qapp):
    document = QTextDocument()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        document.setModified(False)
    assert abs(sys.getrefcount(None) - before) < SLACK


def test_emitting_keeps_its_references_to_true(qapp):
    sender = Sender()
    before = sys.getrefcount(True)
    for _ in range(CALLS):
        sender.sent.emit()
    assert abs(sys.getrefcount(True) - before) < SLACK
