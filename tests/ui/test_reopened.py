"""A copy of ours is opened in the window: its own marks are shown, until the reader wants them made anew."""

from __future__ import annotations

import datetime

import pytest

from reader import app
from reader.core.annotation import Label
from reader.formats import load
from reader.formats.export import ExportOptions, save
from reader.ui import translate
from reader.ui.services import CopyOptions
from tests.ui.conftest import annotate, wait_marked

TEXT = "A heading\n\nThe cake was good. He said nothing. Critics may complain.\n"


@pytest.fixture
def copy(tmp_path):
    """Return a function that saves a copy in which the program held every sentence an opinion."""

    def make(name: str):
        article = tmp_path / "article.txt"
        article.write_text(TEXT, encoding="utf-8")
        document = load(article)
        made = [one._replace(label=Label.OPINION) for one in annotate(document)]
        save(tmp_path / name, document, made, ExportOptions(version="0.0.9", date=datetime.date(2026, 1, 2)))
        return tmp_path / name

    return make


@pytest.mark.parametrize("name", ["copy.html", "copy.json"])
def test_the_copys_own_marks_are_shown_and_can_be_made_anew(qtbot, make_window, folders, copy, name):
    real = app.services(folders)
    window = make_window(load=real.load, marks_of=real.marks_of)
    window.open_paths([str(copy(name))])
    wait_marked(qtbot, window)
    page = window.page
    assert "version 0.0.9 on 2026-01-02" in page.banner.text
    assert {one.label for one in page.marked} == {Label.OPINION}
    assert window.legend.counts["opinion"].text() == "4"
    page.banner.buttons[0].click()
    wait_marked(qtbot, window)
    assert [one.label for one in page.marked] == [Label.OTHER, Label.OPINION, Label.ATTRIBUTED, Label.FACT]


def test_marks_by_another_engine_are_no_longer_called_those_of_the_copy(qtbot, make_window, folders, copy):
    real = app.services(folders)
    window = make_window(load=real.load, marks_of=real.marks_of)
    window.open_paths([str(copy("copy.html"))])
    wait_marked(qtbot, window)
    window.apply_settings(window.settings._replace(engine="light"))
    wait_marked(qtbot, window)
    assert window.page.marked.counts()["opinion"] == 1
    assert not window.page.banner.isVisible()


def test_other_files_are_marked_as_ever(qtbot, make_window, folders, tmp_path):
    real = app.services(folders)
    window = make_window(load=real.load, marks_of=real.marks_of)
    article = tmp_path / "page.html"
    article.write_text(f"<html><body><p>{'The cake was good. ' * 9}</p></body></html>", encoding="utf-8")
    window.open_paths([str(article)])
    wait_marked(qtbot, window)
    assert not window.page.banner.isVisible()
    assert len(window.page.marked) == 9


@pytest.mark.parametrize("name", ["copy.md", "copy.txt", "copy.docx", "copy.pdf"])
def test_a_copy_that_can_only_be_read_as_text_says_so(qtbot, make_window, folders, copy, name):
    window = make_window(load=app.services(folders).load)
    window.open_paths([str(copy(name))])
    wait_marked(qtbot, window)
    assert "copy with labels" in window.page.banner.text


def test_so_it_does_of_a_copy_in_the_windows_language(qtbot, make_window, folders, tmp_path):
    real = app.services(folders)
    article = tmp_path / "article.txt"
    article.write_text(TEXT, encoding="utf-8")
    document = load(article)
    translate.install("de")
    try:
        for _ in real.save(tmp_path / "copy.txt", "txt", document, list(annotate(document)), CopyOptions()):
            pass
        assert "Markierte Kopie von article.txt" in (tmp_path / "copy.txt").read_text(encoding="utf-8")
        window = make_window(load=real.load)
        window.open_paths([str(tmp_path / "copy.txt")])
        wait_marked(qtbot, window)
        assert "Kopie mit Marken" in window.page.banner.text
    finally:
        translate.install("en")


def test_a_copys_marks_stay_hidden_where_a_round_of_guesses_goes_on(qtbot, make_window, folders, copy):
    real = app.services(folders)
    path = str(copy("copy.html"))
    for _ in range(2):
        window = make_window(shown=False, load=real.load, marks_of=real.marks_of)
        seen = []
        window.document_shown.connect(lambda page, seen=seen: seen.append(page.guesses is not None))
        window.open_paths([path])
        with qtbot.waitSignal(window.completed):
            window.show()
        wait_marked(qtbot, window)
        if not window.actions_by_key["guess"].isChecked():
            window.actions_by_key["guess"].trigger()
            window.actions_by_key["guess_fact"].trigger()
        window.close()
    # From the first moment of the second time on.
    assert seen
    assert all(seen)
    assert len(window.page.guesses) == 1
