"""Guess first, as a reader plays it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from reader.ui.compare import Compare
from tests.ui.conftest import wait_marked

TEXT = "A title\n\nThe council met. The plan is perhaps good. Ann said it may rain.\n\nIt was so. It is bad.\n"
SHIFT = Qt.KeyboardModifier.ShiftModifier


def begun(qtbot, open_text):
    window = open_text(TEXT)
    qtbot.keyClick(window.page.view, Qt.Key.Key_G, SHIFT)
    return window, window.docks["guess_panel"].widget()


def framed(window) -> str:
    return window.page.view.scene.focus.slice(window.page.document.text)


def shown(window) -> list[str]:
    scene = window.page.view.scene
    return [mark.layer for mark in scene.marked.shown(scene.lens)]


def test_marks_are_hidden_until_they_are_revealed_with_a_score(qtbot, open_text):
    window, panel = begun(qtbot, open_text)
    view = window.page.view
    assert panel.isVisible()
    assert shown(window) == []
    assert framed(window) == "The council met."
    for key in "fotfo":
        qtbot.keyClick(view, key)
    assert shown(window) == ["fact", "opinion", "attributed", "fact", "opinion"]
    qtbot.keyClick(view, "v")
    assert "5 of 5" in panel.told.text()
    assert not panel.list.isVisible()
    assert "hedging" in shown(window)


def test_misses_are_listed_and_lead_to_the_card(qtbot, open_text):
    window, panel = begun(qtbot, open_text)
    qtbot.mouseClick(panel.buttons[next(iter(panel.buttons))], Qt.MouseButton.LeftButton)
    qtbot.keyClick(window.page.view, "x")
    qtbot.keyClick(window.page.view, "t")
    qtbot.mouseClick(panel.reveal, Qt.MouseButton.LeftButton)
    assert "1 of 2" in panel.told.text()
    assert panel.list.count() == 1
    assert "“The council met.”" in panel.list.item(0).text()
    box = panel.list.visualItemRect(panel.list.item(0))
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert window.page.card.isVisible()
    qtbot.mouseClick(panel.again, Qt.MouseButton.LeftButton)
    assert shown(window) == []


def test_each_sentence_that_is_asked_for_is_said_and_the_score(qtbot, open_text):
    window = open_text(TEXT)
    said: list[str] = []
    window.announced.connect(said.append)
    window.actions_by_key["guess"].trigger()
    first = framed(window)
    assert said[-2].startswith("What is the framed sentence?")
    assert said[-1] == first
    qtbot.keyClick(window.page.view, Qt.Key.Key_F)
    assert said[-1] == framed(window) != first
    window.actions_by_key["guess_reveal"].trigger()
    assert said[-1].startswith("As the program has it: 1 of 1 guesses")


def test_nothing_tells_the_label_while_guessing(qtbot, open_text):
    window, _ = begun(qtbot, open_text)
    said: list[str] = []
    window.announced.connect(said.append)
    view, text = window.page.view, window.page.document.text
    view.setTextCursor(view.cursor_at(text.index("It is bad")))
    assert framed(window) == "It is bad."
    for key in ("e", "n", "0", "1", Qt.Key.Key_Return):
        qtbot.keyClick(view, key)
    assert not window.page.card.isVisible()
    assert said == []
    assert "opinion" not in window.status.text()
    window.actions_by_key["sources"].trigger()
    panel = window.docks["sources"].widget()
    qtbot.waitUntil(lambda: "hidden" in panel.summary.text())
    assert panel.list.count() == 0
    assert not any(int(count.text()) for count in window.legend.counts.values())
    assert shown(window) == []


def test_the_same_key_ends_it_with_layers_as_they_were(qtbot, open_text):
    window = open_text(TEXT)
    qtbot.keyClick(window.page.view, "2")
    before = shown(window)
    qtbot.keyClick(window.page.view, Qt.Key.Key_G, SHIFT)
    qtbot.keyClick(window.page.view, "o")
    qtbot.keyClick(window.page.view, Qt.Key.Key_G, SHIFT)
    assert shown(window) == before
    assert not window.docks["guess_panel"].isVisible()
    assert not window.actions_by_key["guess"].isChecked()


def test_each_article_has_its_round(qtbot, open_text):
    window, panel = begun(qtbot, open_text)
    qtbot.keyClick(window.page.view, "o")
    first = window.page
    open_text("B title\n\nIt was so.\n", window, "other.txt")
    assert not panel.isVisible()
    assert shown(window) == ["fact"]
    window.tabs.setCurrentWidget(first)
    assert panel.isVisible()
    assert shown(window) == ["opinion"]


def test_without_a_round_the_keys_say_what_they_are_for(qtbot, open_text):
    window = open_text(TEXT)
    qtbot.keyClick(window.page.view, "o")
    assert "Guess first" in window.status.text()


def test_what_is_folded_away_tells_nothing_either(qtbot, open_text):
    window = open_text(TEXT)
    view = window.page.view
    qtbot.keyClick(view, Qt.Key.Key_R, SHIFT)
    assert view.fold is not None
    qtbot.keyClick(view, Qt.Key.Key_G, SHIFT)
    assert view.fold is None
    qtbot.keyClick(view, Qt.Key.Key_O, SHIFT)
    assert view.fold is None
    assert not window.actions_by_key["opinion"].isChecked()
    assert "Reveal the marks first" in window.page.banner.text
    qtbot.keyClick(view, "f")
    qtbot.keyClick(view, "v")
    assert not window.page.banner.isVisible()
    qtbot.keyClick(view, Qt.Key.Key_O, SHIFT)
    assert view.fold is not None


@pytest.mark.parametrize("key", ["copy_labels", "save", "print", "print_preview", "compare"])
def test_what_would_show_the_marks_elsewhere_waits_until_they_are_revealed(qtbot, open_text, key):
    window, _ = begun(qtbot, open_text)
    first = window.page
    open_text("B title\n\nIt was so.\n", window, "other.txt")
    window.tabs.setCurrentWidget(first)
    before = set(window.findChildren(QDialog))
    window.actions_by_key[key].trigger()
    assert "Reveal the marks first" in first.banner.text
    assert set(window.findChildren(QDialog)) == before


def test_a_comparison_ends_where_a_round_begins_in_it(qtbot, open_text):
    window = open_text(TEXT)
    open_text("B title\n\nIt was so.\n", window, "other.txt")
    window.actions_by_key["compare"].trigger()
    assert window.findChildren(Compare)
    window.actions_by_key["guess"].trigger()
    qtbot.waitUntil(lambda: not window.findChildren(Compare))


def test_a_reloaded_article_tells_no_marks_and_keeps_what_was_guessed(qtbot, open_text):
    window, panel = begun(qtbot, open_text)
    qtbot.keyClick(window.page.view, "o")
    window.actions_by_key["reload"].trigger()
    wait_marked(qtbot, window)
    assert shown(window) == ["opinion"]
    assert "Guessed: 1 of 5" in panel.told.text()
    qtbot.waitUntil(lambda: framed(window) == "The plan is perhaps good.")
    Path(window.page.path).write_text(TEXT.replace("bad", "good"), encoding="utf-8")
    window.actions_by_key["reload"].trigger()
    wait_marked(qtbot, window)
    assert not panel.isVisible()
    assert not window.actions_by_key["guess"].isChecked()
