"""An article is taken up again as it was read: folded, with its gaps opened, and in the midst of a round of guesses."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from reader.settings import Guesses, Place, Reading, read_places, write_places
from tests.ui.conftest import wait_marked

TEXT = "A title\n\n" + "\n\n".join(
    f"The council met on day {number} 😀. The plan is good. It is a good sign. Ann said it may rain."
    for number in range(30)
)
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def begin(qtbot, make_window, folders, tmp_path):
    """Return a function that opens the article in a new window, as after the program was closed or has crashed."""
    file = tmp_path / "article.txt"
    file.write_text(TEXT, encoding="utf-8")

    def open_it():
        window = make_window()
        window.open_paths([str(file)])
        wait_marked(qtbot, window)
        return window

    return open_it


def kept(qtbot, folders, expected) -> None:
    """Wait until what is read is on disk, without closing anything."""
    qtbot.waitUntil(
        lambda: any(expected(place.reading) for place in read_places(folders.state / "places.json").values())
    )


def lines(window) -> list[str]:
    return window.page.view.toPlainText().split("\n")


@pytest.mark.parametrize("end", ["crash", "window", "tab"])
def test_what_was_folded_is_folded_again_with_its_open_gaps_at_the_same_place(qtbot, begin, folders, end):
    first = begin()
    view = first.page.view
    qtbot.keyClick(view, Qt.Key.Key_R, SHIFT)
    view.gap_wanted.emit(view.fold.gaps[0])
    place = TEXT.replace("\n\n", "\n").index("The council met on day 20")
    view.go_to_top(place)
    shown = lines(first)
    if end == "crash":
        kept(qtbot, folders, lambda reading: reading.mode == "report" and len(reading.opened) == 2)
    elif end == "window":
        first.close()
    else:
        first.files.close()
        first.files.reopen()
        wait_marked(qtbot, first)
    second = first if end == "tab" else begin()
    qtbot.waitUntil(lambda: lines(second) == shown)
    assert second.actions_by_key["report"].isChecked()
    assert second.page.view.top() == place
    assert "58" in second.page.banner.text
    qtbot.keyClick(second.page.view, Qt.Key.Key_R, SHIFT)
    assert lines(second)[1].endswith("Ann said it may rain.")
    second.close()
    assert begin().page.view.fold is None


def test_a_round_goes_on_with_the_sentence_that_was_asked_for(qtbot, begin, folders):
    first = begin()
    view, text = first.page.view, first.page.document.text
    qtbot.keyClick(view, Qt.Key.Key_G, SHIFT)
    qtbot.keyClick(view, "f")
    qtbot.keyClick(view, "o")
    view.setTextCursor(view.cursor_at(text.index("The council met on day 7")))
    kept(
        qtbot, folders, lambda reading: reading.guesses and reading.guesses.at == text.index("The council met on day 7")
    )
    second = begin()
    panel, scene = second.docks["guess_panel"].widget(), second.page.view.scene
    assert panel.isVisible()
    assert "Guessed: 2 of 120" in panel.told.text()
    assert [(mark.layer, mark.annotation.span.slice(text)) for mark in scene.marked.shown(scene.lens)] == [
        ("fact", "The council met on day 0 😀."),
        ("opinion", "The plan is good."),
    ]
    assert scene.focus.slice(text) == "The council met on day 7 😀."
    assert not any(int(count.text()) for count in second.legend.counts.values())
    qtbot.keyClick(second.page.view, "f")
    assert second.page.view.scene.focus.slice(text) == "The plan is good."
    assert "Guessed: 3 of 120" in panel.told.text()


def test_a_round_goes_on_where_the_sentence_that_was_asked_for_is_none_any_more(qtbot, begin, folders):
    first = begin()
    text = first.page.document.text
    qtbot.keyClick(first.page.view, Qt.Key.Key_G, SHIFT)
    qtbot.keyClick(first.page.view, "f")
    first.close()
    (path, place), *_ = read_places(folders.state / "places.json").items()
    between = place.reading.guesses._replace(at=text.index(" The plan is good"))
    moved = place._replace(reading=place.reading._replace(guesses=between))
    write_places({path: moved}, folders.state / "places.json")
    second = begin()
    assert second.page.view.scene.focus.slice(text) == "The plan is good."


def test_a_revealed_round_comes_back_with_its_score(qtbot, begin):
    first = begin()
    qtbot.keyClick(first.page.view, Qt.Key.Key_G, SHIFT)
    for key in ("o", "f", "t", "v"):
        qtbot.keyClick(first.page.view, key)
    told = first.docks["guess_panel"].widget().told.text()
    first.close()
    second = begin()
    panel = second.docks["guess_panel"].widget()
    assert "0 of 3" in told
    assert panel.told.text() == told
    assert panel.list.count() == 3
    assert second.page.guesses is None
    qtbot.keyClick(second.page.view, Qt.Key.Key_G, SHIFT)
    second.close()
    assert not begin().docks["guess_panel"].widget().isVisible()


def test_guesses_in_another_text_are_given_up(qtbot, begin, folders, tmp_path):
    first = begin()
    qtbot.keyClick(first.page.view, Qt.Key.Key_G, SHIFT)
    qtbot.keyClick(first.page.view, "f")
    first.close()
    (tmp_path / "article.txt").write_text(TEXT.replace("day 0", "no day"), encoding="utf-8")
    second = begin()
    assert second.page.guesses is None
    assert not second.actions_by_key["guess"].isChecked()


def test_ways_of_reading_survive_the_file_of_places(tmp_path):
    reading = Reading("opinion", frozenset({3, 1}), Guesses("abc", ((0, 4, "fact"),), 7, revealed=True))
    places = {"a": Place(1, ("fact",), 0.5, "x", reading), "b": Place(2, (), 0.6, "y")}
    write_places(places, tmp_path / "places.json")
    assert read_places(tmp_path / "places.json") == places
