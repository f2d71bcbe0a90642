"""The list of marks as a reader uses it: it lists, narrows, goes there and follows."""

from __future__ import annotations

from PySide6.QtCore import Qt

from reader.core.annotation import Label
from tests.ui.conftest import analyse

TEXT = "A title\n\n" + "\n\n".join(
    f"The council met on day {number}. The plan is perhaps good. Ann said it may rain. Bob said no."
    for number in range(20)
)


def opened(qtbot, open_text):
    window = open_text(TEXT)
    qtbot.keyClick(window.page.view, Qt.Key.Key_F4)
    panel = window.docks["marks"].widget()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 100)
    return window, panel


def rows(panel) -> list[str]:
    return [panel.model.index(row, 0).data() for row in range(panel.model.rowCount())]


def test_it_lists_what_the_visible_layers_mark_in_reading_order(qtbot, open_text):
    window, panel = opened(qtbot, open_text)
    assert [row.split(".")[0] for row in rows(panel)[:3]] == [
        "The council met on day 0",
        "The plan is perhaps good",
        "Ann said it may rain",
    ]
    assert rows(panel)[3].startswith("“may” — Ann said")
    qtbot.keyClick(window.page.view, "4")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 80)
    assert "80" in panel.count.text()


def test_search_and_filters_narrow_it(qtbot, open_text):
    _, panel = opened(qtbot, open_text)
    qtbot.keyClicks(panel.words, "DAY 1")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 11)
    panel.words.clear()
    panel.layer.setCurrentIndex(panel.layer.findData("attributed"))
    qtbot.waitUntil(lambda: panel.model.rowCount() == 40)
    assert [panel.source.itemData(row) for row in range(panel.source.count())] == ["", "Ann", "Bob"]
    panel.source.setCurrentIndex(2)
    qtbot.waitUntil(lambda: rows(panel) == ["Bob said no."] * 20)
    panel.source.setCurrentIndex(0)
    panel.layer.setCurrentIndex(0)
    panel.confidence.setCurrentIndex(panel.confidence.count() - 2)
    qtbot.waitUntil(lambda: rows(panel) == ["The plan is perhaps good."] * 20)
    qtbot.keyClicks(panel.words, "nowhere")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 0)
    assert "None of 100" in panel.count.text()


def test_a_click_goes_there_and_the_caret_is_followed(qtbot, open_text):
    window, panel = opened(qtbot, open_text)
    view, text = window.page.view, window.page.document.text
    index = panel.model.index(90, 0)
    panel.list.scrollTo(index)
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=panel.list.visualRect(index).center())
    at = panel.model.marks[90].span.start
    assert view.caret() == at
    assert at in range(view.on_screen().start, view.on_screen().end)
    view.setTextCursor(view.cursor_at(text.index("Bob said") + 3))
    assert panel.list.currentIndex().data() == "Bob said no."
    assert panel.list.currentIndex().row() == 4
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert view.caret() == panel.model.marks[5].span.start
    assert view.hasFocus()


def test_each_row_is_said_with_its_layer_and_confidence(qtbot, open_text):
    _, panel = opened(qtbot, open_text)
    said = panel.model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Opinion · 60\u00a0%: The plan is perhaps good."
    said = panel.model.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Attributed · 100\u00a0% · Ann: Ann said")


def test_it_is_drawn_in_the_theme_of_the_window(qtbot, open_text):
    window, panel = opened(qtbot, open_text)
    panel.list.clearSelection()

    def darkest() -> int:
        picture = panel.list.viewport().grab().toImage()
        across = range(20, picture.width() - 10)
        return min(picture.pixelColor(x, y).lightness() for y in range(picture.height()) for x in across)

    def lightest() -> int:
        picture = panel.list.viewport().grab().toImage()
        across = range(20, picture.width() - 10)
        return max(picture.pixelColor(x, y).lightness() for y in range(picture.height()) for x in across)

    assert darkest() < 60
    window.look.set_theme("dark")
    assert lightest() > 200


def test_other_peoples_words_are_told_apart_and_can_be_listed_alone_or_left_out(qtbot, open_text):
    def quoting(document, where, cancelled):
        for batch in analyse(document, where, cancelled):
            yield tuple(
                one._replace(cues=tuple(cue._replace(quoted=one.label is Label.ATTRIBUTED) for cue in one.cues))
                for one in batch
            )

    window = open_text(f"{TEXT}\n\nThe plan may fail.\n", analyse=quoting)
    window.actions_by_key["marks"].trigger()
    panel = window.docks["marks"].widget()
    qtbot.waitUntil(lambda: panel.count.text() == "102 marks, 20 in quoted words")
    assert window.legend.counts["hedging"].text() == "1"
    panel.layer.setCurrentIndex(panel.layer.findData("hedging"))
    qtbot.waitUntil(lambda: panel.count.text() == "21 of 102 marks, 20 in quoted words")
    panel.quoted.setCurrentIndex(panel.quoted.findData(True))
    qtbot.waitUntil(lambda: panel.model.rowCount() == 20)
    assert panel.model.named(panel.model.marks[0]) == "Hedging · in quoted words"
    panel.quoted.setCurrentIndex(panel.quoted.findData(False))
    qtbot.waitUntil(lambda: panel.count.text() == "1 of 102 marks")
    assert rows(panel)[0].startswith("“may” — The plan")
    panel.layer.setCurrentIndex(0)
    qtbot.waitUntil(lambda: panel.count.text() == "82 of 102 marks")


def test_where_no_source_is_named_the_choice_is_any(open_text, make_window):
    window = make_window()
    window.actions_by_key["marks"].trigger()
    panel = window.docks["marks"].widget()
    assert panel.source.currentText() == "Any source"
    open_text("A title\n\nThe council met on Monday.\n", window)
    assert panel.source.currentText() == "Any source"
