"""Every command of the table, triggered in a real window: none may raise, and none may hang in a dialog."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

from reader.ui.commands import COMMANDS
from reader.ui.window import Window
from tests.ui.conftest import wait_marked

TEXT = (
    "# A title\n\nThe council met. The plan is perhaps good.\n\n"
    "## Part\n\nAnn said it may rain. The critics slammed it.\n"
)
LAST = ("close", "quit")


@pytest.fixture(autouse=True)
def dialogs_close() -> Iterator[None]:
    """Close whatever waits for an answer."""

    def close() -> None:
        for widget in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
            if widget:
                widget.close()

    timer = QTimer()
    timer.timeout.connect(close)
    timer.start(30)
    yield
    timer.stop()


def settle(qtbot, window: Window) -> None:
    QApplication.processEvents()
    for dialog in window.findChildren(QDialog):
        dialog.close()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_command_does_what_it_does(qtbot, open_text, number):
    window = open_text(TEXT, name="one.md")
    window = open_text(TEXT.replace("council", "board"), window, "two.md") if number == 2 else window
    if number:
        view = window.page.view
        view.setTextCursor(view.cursor_at(window.page.document.text.index("perhaps")))
    ordered = COMMANDS if number != 1 else COMMANDS[::-1]
    for command in ordered:
        if command.key in LAST:
            continue
        action = window.actions_by_key[command.key]
        # What can be switched on is switched off again.
        for _ in range(2 if command.checkable else 1):
            action.trigger()
            settle(qtbot, window)
        wait_marked(qtbot, window)
        assert window.isVisible(), command.key
    for key in LAST:
        window.actions_by_key[key].trigger()
        settle(qtbot, window)
    assert not window.isVisible()


def test_every_command_is_harmless_without_an_article(qtbot, make_window):
    window = make_window()
    for command in COMMANDS:
        if not command.article and command.key not in ("quit", "sample"):
            window.actions_by_key[command.key].trigger()
            settle(qtbot, window)
    assert window.isVisible()
