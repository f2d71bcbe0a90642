"""A window that is made narrow and wide again, and closed while narrow."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from reader.settings import State, read
from tests.ui.conftest import wait_marked


def narrowed(qtbot, window) -> None:
    """Make a window narrow in one go, as a screen's half does; its panels don't hold it wide."""
    window.resize(420, 700)
    qtbot.waitUntil(lambda: window.docks["panel"].isHidden())
    assert window.width() == 420


TEXT = "A title\n\nIt was so.\n"


def test_panels_step_aside_in_a_narrow_window_and_come_back(qtbot, open_text):
    window = open_text(TEXT)
    qtbot.keyClick(window.page.view, Qt.Key.Key_F4)
    narrowed(qtbot, window)
    assert window.docks["marks"].isHidden()
    assert window.width() == 420
    qtbot.waitUntil(lambda: window.page.view.viewport().width() > 350)
    window.resize(1100, 700)
    qtbot.waitUntil(lambda: not window.docks["panel"].isHidden() and not window.docks["marks"].isHidden())
    assert window.docks["own"].isHidden()


def test_a_panel_that_is_asked_for_stays(qtbot, open_text):
    window = open_text(TEXT)
    narrowed(qtbot, window)
    qtbot.keyClick(window.page.view, Qt.Key.Key_F9)
    window.resize(650, 700)
    qtbot.wait(50)
    assert not window.docks["panel"].isHidden()


def test_a_panel_that_is_asked_for_in_a_narrow_window_leaves_the_text_its_width(qtbot, open_text):
    window = open_text(TEXT)
    dock = window.docks["marks"]
    narrowed(qtbot, window)
    width = window.page.view.viewport().width()
    qtbot.keyClick(window.page.view, Qt.Key.Key_F4)
    qtbot.keyClick(window.page.view, "/")
    qtbot.waitUntil(lambda: dock.isVisible() and dock.y() > window.stack.y())
    assert window.page.view.viewport().width() == width
    window.resize(1100, 700)
    qtbot.waitUntil(lambda: dock.isVisible() and dock.x() > window.stack.x())
    assert window.tabifiedDockWidgets(dock)


def test_the_contents_show_where_they_are_asked_for_in_a_narrow_window_and_stay(qtbot, open_text):
    window = open_text("# A title\n\n## One\n\n" + "It was so. " * 200 + "\n\n## Two\n\nIt was so.\n", name="a.md")
    dock = window.docks["contents"]
    narrowed(qtbot, window)
    assert dock.isHidden()
    qtbot.keyClick(window.page.view, Qt.Key.Key_F7)
    qtbot.keyClick(window.page.view, Qt.Key.Key_PageDown)
    qtbot.wait(50)
    assert dock.isVisible()
    assert dock.y() > window.stack.y()
    qtbot.keyClick(window.page.view, Qt.Key.Key_F7)
    assert dock.isHidden()
    qtbot.keyClick(window.page.view, Qt.Key.Key_F7)
    window.resize(1100, 700)
    qtbot.waitUntil(lambda: dock.isVisible() and dock.x() < window.stack.x())


def test_panels_come_back_as_wide_as_they_were_when_a_window_was_closed_in_between(
    qtbot, open_text, make_window, folders
):
    window = open_text("# A title\n\n## One\n\nIt was so.\n\n## Two\n\nIt was so.\n", name="a.md")
    docks = [window.docks["contents"], window.docks["panel"]]
    window.resizeDocks(docks, [240, 330], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: [dock.width() for dock in docks] == [240, 330])
    path = window.page.path
    window.close()

    def opened(width: int):
        again = make_window(state=read(State, folders.state / "state.json"))
        again.open_paths([path])
        wait_marked(qtbot, again)
        again.resize(width, 860)
        qtbot.waitUntil(lambda: again.docks["panel"].isHidden() is (width == 420))
        return again

    opened(420).close()
    window = opened(1120)
    docks = [window.docks["contents"], window.docks["panel"]]
    qtbot.waitUntil(lambda: [dock.width() for dock in docks] == [240, 330])


def test_contents_without_headings_are_not_ticked(qtbot, open_text):
    window = open_text(TEXT.replace("A title\n\n", ""))
    action = window.actions_by_key["contents"]
    qtbot.keyClick(window.page.view, Qt.Key.Key_F7)
    assert not action.isChecked()
    assert "no headings" in window.status.text()


def test_panels_of_a_narrow_window_stay_away_from_a_text_that_is_shown_alone(qtbot, open_text):
    window = open_text(TEXT)
    narrowed(qtbot, window)
    window.actions_by_key["plain_reading"].trigger()
    window.resize(1100, 700)
    qtbot.wait(50)
    assert not any(dock.isVisible() for dock in window.docks.values())
    window.actions_by_key["plain_reading"].trigger()
    window.resize(1000, 700)
    qtbot.waitUntil(lambda: window.docks["panel"].isVisible())


def test_a_panel_that_comes_below_the_text_does_not_cover_the_caret(qtbot, open_text):
    window = open_text("A title\n\n" + "It was so, and the town knew it well.\n\n" * 60)
    view = window.page.view
    narrowed(qtbot, window)
    point = view.viewport().rect().bottomLeft() + QPoint(60, -40)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    window.page.card.close_card()
    caret = view.caret()
    assert caret > 100
    window.actions_by_key["marks"].trigger()
    qtbot.waitUntil(lambda: view.viewport().height() < point.y())
    assert view.caret() == caret
    assert view.viewport().rect().contains(view.cursorRect())


def test_a_narrow_window_that_is_closed_keeps_its_panels(qtbot, open_text, make_window, folders):
    window = open_text(TEXT)
    narrowed(qtbot, window)
    window.close()
    again = make_window(state=read(State, folders.state / "state.json"))
    assert again.docks["panel"].isHidden()
    again.resize(1100, 700)
    qtbot.waitUntil(lambda: not again.docks["panel"].isHidden())


def test_the_status_line_gives_way_and_says_the_rest_where_it_is_pointed_at(qtbot, open_text):
    window = open_text(TEXT)
    assert window.status.toolTip() == ""
    narrowed(qtbot, window)
    window.status.setText("The article says this and that. " * 9)
    assert window.width() == 420
    assert window.status.toolTip() == window.status.text()
    window.status.setText("Nothing.")
    assert window.status.toolTip() == ""


def test_the_panel_in_front_is_in_front_again(qtbot, open_text):
    window = open_text(TEXT)
    qtbot.keyClick(window.page.view, Qt.Key.Key_F4)
    qtbot.keyClick(window.page.view, Qt.Key.Key_F6)
    qtbot.keyClick(window.page.view, Qt.Key.Key_F8)
    window.docks["marks"].raise_()
    qtbot.waitUntil(lambda: window.docks["marks"].widget().isEnabled())

    def seen() -> list[str]:
        return [key for key, dock in window.docks.items() if not dock.visibleRegion().isEmpty()]

    assert seen() == ["marks"]
    window.actions_by_key["plain_reading"].trigger()
    assert seen() == []
    window.actions_by_key["plain_reading"].trigger()
    qtbot.waitUntil(lambda: seen() == ["marks"])
    narrowed(qtbot, window)
    window.resize(1100, 700)
    qtbot.waitUntil(lambda: seen() == ["marks"])


@pytest.mark.parametrize("key", ["save", "preferences", "shortcuts", "detector", "about", "compare", "properties"])
def test_windows_fit_on_the_screen_and_on_one_of_half_the_size(open_text, key):
    window = open_text(TEXT, open_text(TEXT), name="other.txt")
    before = QApplication.topLevelWidgets()
    window.actions_by_key[key].trigger()
    opened = next(one for one in QApplication.topLevelWidgets() if one.isVisible() and one not in before)
    room = opened.screen().availableSize()
    assert opened.width() < room.width()
    assert opened.height() < room.height()
    least = opened.minimumSizeHint().expandedTo(opened.minimumSize())
    assert least.width() <= 900
    assert least.height() <= 480
    opened.close()
