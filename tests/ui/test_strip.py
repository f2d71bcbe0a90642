"""The overview strip as a reader uses it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from reader.ui.strip import Strip


def test_the_strip_shows_visible_layers_and_goes_where_it_is_clicked(qtbot, open_text):
    window = open_text("\n\n".join(["It was so."] * 60 + ["The plan is good."] * 60))
    strip = window.page.view.findChild(Strip)
    qtbot.waitUntil(lambda: set(strip.rows.values()) == {"fact", "opinion"})
    window.set_layer("fact", False)
    qtbot.waitUntil(lambda: set(strip.rows.values()) == {"opinion"})
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(5, strip.height() * 3 // 4))
    assert 700 < window.page.view.top() < len(window.page.document.text)
