"""The sources panel and stepping by class, as a reader uses them."""

from __future__ import annotations

from PySide6.QtCore import Qt


def test_a_click_goes_to_the_next_quotation_and_round(qtbot, open_text):
    window = open_text("Ada said one thing.\n\nThe plan is good.\n\nAda said another thing.")
    window.actions_by_key["sources"].trigger()
    panel = window.docks["sources"].widget()
    qtbot.waitUntil(lambda: panel.list.count() == 1)
    assert panel.list.item(0).text() == "Ada\n2 × quoted, 8 words"
    assert "Opinion: 33 % of sentences" in panel.summary.text()
    places = []
    for _ in range(3):
        middle = panel.list.visualItemRect(panel.list.item(0)).center()
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=middle)
        places.append(window.page.view.caret())
    assert places == [0, 38, 0]


def test_stepping_by_class_passes_over_the_others(open_text):
    window = open_text("It was so. The plan is good. It went on. The day was bad.")
    window.actions_by_key["next_opinion"].trigger()
    assert window.page.view.caret() == 11
    window.actions_by_key["next_opinion"].trigger()
    assert window.page.view.caret() == 41
