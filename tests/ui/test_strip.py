"""The overview strip as a reader uses it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionSlider, QToolTip

from reader.ui import views
from reader.ui.strip import Strip

TEXT = "\n\n".join(["It was so."] * 60 + ["The plan is good."] * 60)
LARGE = pytest.mark.parametrize("large", [views.LARGE, 0])


def layers(strip: Strip) -> set[str]:
    return {mark.layer for mark in strip.rows.marks.values()}


def strip_of(window) -> Strip:
    return window.page.view.findChild(Strip)


def handle(view):
    """Return the rectangle of the scroll bar's handle."""
    bar, option = view.verticalScrollBar(), QStyleOptionSlider()
    bar.initStyleOption(option)
    kind = QStyle.ComplexControl.CC_ScrollBar
    return bar.style().subControlRect(kind, option, QStyle.SubControl.SC_ScrollBarSlider, bar)


def test_the_strip_shows_visible_layers_and_goes_where_it_is_clicked(qtbot, open_text):
    window = open_text(TEXT)
    strip = strip_of(window)
    qtbot.waitUntil(lambda: layers(strip) == {"fact", "opinion"})
    window.set_layer("fact", False)
    qtbot.waitUntil(lambda: layers(strip) == {"opinion"})
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(5, strip.height() * 3 // 4))
    assert 700 < window.page.view.top() < len(window.page.document.text)


@LARGE
def test_it_agrees_with_the_scroll_bar(qtbot, open_text, monkeypatch, large):
    monkeypatch.setattr(views, "LARGE", large)
    # The paragraphs of the second half are much longer: by characters, the first would end much too early.
    window = open_text("\n\n".join(["No."] * 100 + ["It is good, " + "and so it was " * 40 + "."] * 20))
    view, strip = window.page.view, strip_of(window)
    qtbot.waitUntil(lambda: layers(strip) == {"fact", "opinion"})
    place = view.article.text.index("It is good")
    view.go_to_top(place)
    qtbot.wait(600)
    first = min(row for row, mark in strip.rows.marks.items() if mark.layer == "opinion")
    groove = strip._groove()
    assert abs(groove.top() + 2 * first - handle(view).top()) <= 12
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(5, groove.top() + 2 * first))
    shown = view.on_screen()
    assert shown.start < place < shown.end


def test_hits_and_own_labels_are_on_it(qtbot, open_text):
    window = open_text(TEXT)
    strip = strip_of(window)
    qtbot.keyClick(window.page.view, "/")
    qtbot.keyClicks(window.page.find_bar.field, "plan")
    qtbot.waitUntil(lambda: len(strip.rows.hits) > 10)
    qtbot.keyClick(window.page.find_bar.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not strip.rows.hits)
    qtbot.keyClick(window.page.view, "a")
    qtbot.waitUntil(lambda: len(strip.rows.own) > 0)


def test_keys_go_from_mark_to_mark(qtbot, open_text):
    window = open_text("It was so.\n\nHere. The plan is good.\n\nIt was.\n")
    view, strip = window.page.view, strip_of(window)
    window.legend.rows["opinion"].only.click()
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Down)
    assert view.article.text[view.caret() :].startswith("The plan")
    assert strip.hasFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert view.hasFocus()


def test_the_tooltip_says_what_stands_there(qtbot, open_text):
    window = open_text(TEXT)
    strip = strip_of(window)
    qtbot.waitUntil(lambda: bool(strip.rows.marks))
    row = min(row for row, mark in strip.rows.marks.items() if mark.layer == "opinion")
    spot = QPoint(5, strip._groove().top() + 2 * row + 1)
    QApplication.sendEvent(strip, QHelpEvent(QHelpEvent.Type.ToolTip, spot, strip.mapToGlobal(spot)))
    assert QToolTip.text().startswith("Opinion, nearly certain, 100\u00a0%: “The plan")
