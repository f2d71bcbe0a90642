"""What assistive technology finds: a name on everything that takes the focus, and the sentence at the caret."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QDialog, QTabBar

from reader.ui.strip import Strip
from reader.ui.wording import spoken

TEXT = "A title\n\nThe council met on Monday. The plan is good.\n\nAnn said it may rain.\n"


def nameless(widget) -> list[str]:
    """Return the classes of visible widgets that take the focus and have no accessible name."""
    found = []
    todo = [QAccessible.queryAccessibleInterface(widget)]
    while todo:
        interface = todo.pop()
        if interface is None or not interface.isValid():
            continue
        todo += [interface.child(number) for number in range(interface.childCount())]
        one = interface.object()
        state = interface.state()
        if one is None or not one.isWidgetType() or not one.isVisible() or not state.focusable:
            continue
        if one.focusPolicy() == Qt.FocusPolicy.NoFocus or one.focusProxy() is not None:
            continue
        if not interface.text(QAccessible.Text.Name).strip():
            found.append(f"{type(one).__name__} in {type(one.parent()).__name__}")
    return found


def test_everything_in_the_window_has_a_name(qtbot, open_text):
    window = open_text("# A title\n\n## Part\n\nIt was so.\n", name="article.md")
    qtbot.keyClick(window.page.view, "/")
    window.page.banner.say("A notice", actions={"Act": window.files.reload})
    assert nameless(window) == []


@pytest.mark.parametrize("key", ["panel", "marks", "sources", "own", "guess"])
def test_everything_in_a_panel_has_a_name(open_text, key):
    window = open_text(TEXT)
    action = window.actions_by_key[key]
    if not action.isChecked():
        action.trigger()
    dock = window.docks.get(key) or window.docks["guess_panel"]
    assert dock.isVisible()
    assert nameless(dock) == []
    if key == "guess":
        window.actions_by_key["guess_opinion"].trigger()
        window.actions_by_key["guess_reveal"].trigger()
        assert nameless(dock) == []


def test_everything_in_the_comparison_has_a_name(open_text):
    window = open_text(TEXT)
    open_text(TEXT, window, "other.txt")
    window.actions_by_key["compare"].trigger()
    shown = next(one for one in window.findChildren(QDialog) if one.isVisible())
    assert nameless(shown) == []


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_the_tab_key_leads_through_all_of_the_window(qtbot, open_text, number, key):
    window = open_text(TEXT)
    if number > 1:
        open_text(TEXT, window, "other.txt")
    window.activateWindow()
    window.page.open_find()
    passed = [window.page.find_bar.field]
    while window.focusWidget() is not passed[0] or len(passed) == 1:
        before = window.grab().toImage()
        qtbot.keyClick(window.focusWidget(), key)
        passed.append(window.focusWidget())
        assert passed.count(passed[-1]) == 1 or passed[-1] is passed[0], "the focus is caught"
        assert window.grab().toImage() != before, f"nothing shows that {passed[-1]} has the focus"
    assert {window.page.view, window.page.view.findChild(Strip), window.legend.slider, window.legend.own.box} <= set(
        passed
    )
    assert (window.tabs.tabBar() in passed) is (number > 1)


def test_the_tab_key_leads_past_what_is_behind_another_panel(qtbot, open_text):
    window = open_text(TEXT)
    window.activateWindow()
    window.actions_by_key["marks"].trigger()
    passed = [window.page.view]
    passed[0].setFocus()
    while window.focusWidget() is not passed[0] or len(passed) == 1:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        passed.append(window.focusWidget())
        assert len(passed) < 40
    assert window.docks["marks"].widget().list in passed
    assert not any(window.legend.isAncestorOf(widget) for widget in passed)
    window.docks["panel"].raise_()
    qtbot.waitUntil(window.legend.isEnabled)


def test_a_bar_of_panels_is_passed_while_it_has_but_one_tab(qtbot, open_text):
    window = open_text(TEXT)
    bars = [bar for bar in window.findChildren(QTabBar) if bar.parent() is window]
    assert [bar.count() for bar in bars] == [1]
    qtbot.waitUntil(lambda: bars[0].focusPolicy() is Qt.FocusPolicy.NoFocus)
    window.actions_by_key["marks"].trigger()
    qtbot.waitUntil(lambda: bars[0].focusPolicy() is Qt.FocusPolicy.TabFocus)
    assert bars[0].accessibleName() == "Panels"
    window.actions_by_key["marks"].trigger()
    qtbot.waitUntil(lambda: bars[0].focusPolicy() is Qt.FocusPolicy.NoFocus)


def test_the_empty_window_has_names(make_window):
    assert nameless(make_window()) == []


@pytest.mark.parametrize("key", ["preferences", "properties", "shortcuts", "detector", "about"])
def test_everything_in_a_dialog_has_a_name(open_text, key):
    window = open_text(TEXT)
    window.actions_by_key[key].trigger()
    shown = next(one for one in window.findChildren(QDialog) if one.isVisible())
    assert nameless(shown) == []


def test_the_sentence_at_the_caret_is_said_once(qtbot, open_text):
    window = open_text(TEXT)
    view, text = window.page.view, window.page.document.text
    said: list[str] = []
    window.announced.connect(said.append)
    for words in ("The council", "council met", "The plan", "Ann said"):
        view.setTextCursor(view.cursor_at(text.index(words)))
    assert [one.split(",")[0] for one in said] == ["Reported fact", "Opinion", "Attributed"]
    qtbot.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.caret() > 0


def test_what_is_stepped_to_found_or_just_happened_is_said(qtbot, open_text):
    window = open_text(TEXT)
    view, text = window.page.view, window.page.document.text
    said: list[str] = []
    window.announced.connect(said.append)
    qtbot.keyClick(view, "n")
    mark = view.annotation_at(view.caret())
    assert said[-2:] == [spoken(mark), mark.span.slice(text)]
    for _ in range(9):
        qtbot.keyClick(view, "n")
    assert said[-1].startswith("No mark after")
    qtbot.keyClick(view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = window.page.find_bar.field
    qtbot.keyClicks(field, "the")
    assert said[-1].endswith(f"of {text.lower().count('the')}")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert said[-1] == view.annotation_at(view.caret()).span.slice(text)
    window.page.find_bar.regex.click()
    field.setText("(")
    assert said[-1].startswith("Not an expression: ")


def test_the_end_of_the_marking_is_said_with_what_was_found(qtbot, make_window, open_text):
    window = make_window()
    said: list[str] = []
    window.announced.connect(said.append)
    open_text(TEXT, window)
    assert window.status.text() in said
