"""Notices above an article, as a reader meets them: none is lost to another, and each can be closed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton

from reader.core.document import Document
from reader.formats import load as load_file
from reader.settings import Settings, State
from reader.ui.worker import ExpectedError
from tests.ui.conftest import wait_marked

TEXT = "A title\n\nThe council met. The plan is good.\n"


@pytest.fixture
def banner(open_text):
    return open_text(TEXT).page.banner


def closers(banner) -> list[QToolButton]:
    return sorted(
        (one for one in banner.findChildren(QToolButton) if one.isVisible()),
        key=lambda one: one.mapTo(banner, one.rect().topLeft()).y(),
    )


def test_news_of_several_matters_stand_below_each_other_the_newest_on_top(qtbot, make_window, open_text):
    window = make_window(Settings(theme="light"), State(), notice=lambda: "The light engine is used.")
    open_text(TEXT, window)
    qtbot.keyClick(window.page.view, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    Path(window.page.path).write_text(TEXT + "More.\n", encoding="utf-8")
    banner = window.page.banner
    qtbot.waitUntil(lambda: "changed on disk" in banner.text)
    assert ["changed on disk" in banner.texts[0], *banner.texts[1:]] == [
        True,
        "Just the report. Sentences of opinion folded away: 1.",
        "The light engine is used.",
    ]
    assert len(closers(banner)) == 3
    qtbot.mouseClick(closers(banner)[1], Qt.MouseButton.LeftButton)
    # What was said first has waited for its turn.
    assert "not verdicts" in banner.texts[2]
    banner.buttons[0].click()
    wait_marked(qtbot, window)
    assert banner.texts[0] == "The light engine is used."
    assert len(banner.texts) == 2


def test_a_matter_has_one_notice(banner):
    banner.say("Saved as one.")
    banner.say("It changed.", about="disk")
    banner.say("Saved as two.")
    assert banner.texts == ["Saved as two.", "It changed."]
    banner.change("disk", "It is gone.")
    banner.change("mode", "Nobody asked.")
    assert banner.texts == ["Saved as two.", "It is gone."]
    banner.withdraw("disk", "answer")
    assert not banner.isVisible()


def test_each_is_closed_by_its_button_or_escape_and_the_keys_go_on_to_the_next(qtbot, open_text):
    window = open_text(TEXT)
    banner, view = window.page.banner, window.page.view
    window.activateWindow()
    for about in ("a", "b", "c"):
        banner.say(f"News of {about}.", about=about)
    # The newest is reached from the text, by the key that goes back.
    view.setFocus()
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is closers(banner)[0]
    qtbot.keyClick(closers(banner)[0], Qt.Key.Key_Space)
    assert banner.texts == ["News of b.", "News of a."]
    assert QApplication.focusWidget() is closers(banner)[0]
    qtbot.keyClick(closers(banner)[0], Qt.Key.Key_Escape)
    assert banner.texts == ["News of a."]
    qtbot.keyClick(closers(banner)[0], Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is view


def test_a_notice_is_announced_once_when_it_is_seen(qtbot, open_text):
    window = open_text(TEXT)
    first, said = window.page, []
    first.banner.announced.connect(said.append)
    first.banner.say("Here.", about="mode")
    first.banner.change("mode", "Here again.")
    assert said == ["Here."]
    open_text("B title\n\nIt was so.\n", window, "other.txt")
    first.banner.say("Behind.", error=True)
    assert said == ["Here."]
    window.tabs.setCurrentWidget(first)
    window.tabs.setCurrentIndex(1)
    window.tabs.setCurrentWidget(first)
    assert said == ["Here.", "Behind."]


def test_at_most_three_show_and_the_rest_wait(banner):
    for number in range(6):
        banner.say(f"News {number}.", about=str(number))
    assert banner.texts == ["News 5.", "News 4.", "News 3."]
    assert len(closers(banner)) == 3
    for _ in range(6):
        closers(banner)[0].click()
    assert not banner.isVisible()


def test_the_keys_are_with_what_can_be_done_about_a_file_that_does_not_open(qtbot, make_window, open_text, tmp_path):
    def load(path: str, **_how: str) -> Document:
        if not Path(path).exists():
            raise ExpectedError("There is no such file.")
        return load_file(path)

    window = make_window(load=load)
    window.open_paths([str(tmp_path / "missing.txt")])
    failed = window.page
    qtbot.waitUntil(lambda: failed.failed)
    again = failed.banner.buttons[0]
    assert again.text() == "Try again"
    assert window.focusWidget() is again
    open_text(TEXT, window)
    window.tabs.setCurrentWidget(failed)
    assert window.focusWidget() is again
    Path(failed.path).write_text(TEXT, encoding="utf-8")
    qtbot.keyClick(again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: failed.view is not None)
    assert window.focusWidget() is failed.view
