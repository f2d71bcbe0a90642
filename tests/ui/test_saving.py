"""Saving copies as a reader does: the dialog, what it remembers, the work in the thread, and what can go wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QProgressDialog, QPushButton

from reader import app
from reader.core.layers import BY_KEY, Placed
from reader.settings import State, read
from reader.ui.copy_dialog import CopyDialog
from reader.ui.worker import ExpectedError

TEXT = "A heading\n\nThe cake was good. He said nothing. Critics may complain.\n"


def dialog_of(window) -> CopyDialog:
    window.actions_by_key["save"].trigger()
    return next(one for one in window.findChildren(CopyDialog) if one.isVisible())


def choose(dialog: CopyDialog, title: str) -> None:
    (found,) = dialog.list.findItems(title, Qt.MatchFlag.MatchExactly)
    dialog.list.setCurrentItem(found)


def test_a_copy_is_saved_as_the_dialog_says_and_the_next_time_begins_there(qtbot, open_text, saved, tmp_path, folders):
    window = open_text(TEXT)
    qtbot.keyClick(window.page.view, "2")
    dialog = dialog_of(window)
    choose(dialog, "Markdown")
    assert dialog.path.text() == str(tmp_path / "article-annotated.md")
    dialog.boxes["legend"].setChecked(False)
    dialog.save.click()
    qtbot.waitUntil(lambda: len(saved) == 1)
    (path, key, document, annotations, options), *_ = saved
    assert (path, key) == (tmp_path / "article-annotated.md", "md")
    assert document is window.page.document
    assert [one.span.start for one in annotations] == sorted(one.span.start for one in annotations)
    assert options.layers == BY_KEY.keys() - {"fact"}
    assert not options.legend
    qtbot.waitUntil(lambda: "Saved as article-annotated.md" in window.page.banner.text)
    assert read(State, folders.state / "state.json").copy["format"] == "md"
    again = dialog_of(window)
    assert again.format.key == "md"
    assert not again.boxes["legend"].isChecked()
    again.reject()


def test_only_options_that_the_format_heeds_can_be_changed(open_text):
    dialog = dialog_of(open_text(TEXT))
    for title, heeded in (("Web page", {"legend", "evidence", "own"}), ("PDF for print", {"footnotes"})):
        choose(dialog, title)
        assert {name for name, box in dialog.boxes.items() if box.isEnabled()} == heeded
    dialog.reject()


def test_one_class_from_a_least_confidence(open_text):
    dialog = dialog_of(open_text(TEXT))
    dialog.layers.setCurrentIndex(dialog.layers.findData("opinion"))
    dialog.least.setValue(80)
    assert dialog.options.layers == {"opinion"}
    assert dialog.options.min_confidence == 0.8
    dialog.reject()


def test_each_kind_is_previewed(qtbot, open_text):
    dialog = dialog_of(open_text(TEXT))
    qtbot.waitUntil(lambda: dialog.pane.lines.toPlainText() == "preview of html")
    choose(dialog, "Markdown")
    qtbot.waitUntil(lambda: dialog.pane.lines.toPlainText() == "preview of md")
    dialog.reject()


@pytest.mark.parametrize(
    ("title", "typed", "given", "key"),
    [
        ("Web page", "a", "a.html", "html"),
        ("Web page", "a.htm", "a.htm", "html"),
        ("Web page", "a.pdf", "a.pdf", "pdf"),
        ("Web page", "a.b", "a.b.html", "html"),
        ("The original PDF", "a.marked.pdf", "a.marked.pdf", "original-pdf"),
    ],
)
def test_name_and_kind_agree(open_text, title, typed, given, key):
    dialog = dialog_of(open_text(TEXT))
    choose(dialog, title)
    dialog.path.setText(typed)
    dialog.path.editingFinished.emit()
    assert (dialog.path.text(), dialog.format.key) == (given, key)
    dialog.reject()


def test_another_kind_takes_another_suffix(open_text):
    dialog = dialog_of(open_text(TEXT))
    for title, suffix in (("The original PDF", ".marked.pdf"), ("PDF for print", ".pdf"), ("Web page", ".html")):
        choose(dialog, title)
        assert Path(dialog.path.text()).name == f"article-annotated{suffix}"
    dialog.reject()


def test_a_file_that_is_there_is_not_replaced_unasked(qtbot, open_text, saved, tmp_path, monkeypatch):
    window = open_text(TEXT)
    (tmp_path / "copy.html").write_text("mine", encoding="utf-8")
    dialog = dialog_of(window)
    dialog.path.setText(str(tmp_path / "copy"))
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.No)
    dialog.save.click()
    assert dialog.isVisible()
    assert not saved
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    dialog.save.click()
    qtbot.waitUntil(lambda: "Saved as" in window.page.banner.text)
    assert len(saved) == 1


def test_the_article_itself_and_a_missing_folder_are_refused(open_text, tmp_path):
    dialog = dialog_of(open_text(TEXT))
    dialog.path.setText(str(tmp_path / "article.txt"))
    assert "article itself" in dialog.warning.text()
    assert not dialog.save.isEnabled()
    dialog.path.setText(str(tmp_path / "nowhere" / "copy.html"))
    assert "There is no folder" in dialog.warning.text()
    dialog.path.setText(str(tmp_path / "copy.html"))
    assert dialog.save.isEnabled()
    dialog.reject()


def test_a_copy_that_fails_is_one_sentence(qtbot, open_text, make_window):
    def full(*_args):
        yield 0.0
        raise ExpectedError("copy.html can't be saved: the disk is full.")

    window = open_text(TEXT, make_window(save=full))
    dialog_of(window).save.click()
    qtbot.waitUntil(lambda: "the disk is full" in window.page.banner.text)


def test_a_name_that_can_not_be_is_refused(open_text, saved):
    dialog = dialog_of(open_text(TEXT))
    for name in ("~nobody-of-this-name/copy.html", "x" * 300 + ".html"):
        dialog.path.setText(name)
        assert dialog.warning.text()
        assert not dialog.save.isEnabled()
    dialog.path.setText("~nobody-of-this-name/copy")
    dialog.path.editingFinished.emit()
    assert not dialog.save.isEnabled()
    dialog.reject()
    assert not saved


def test_a_copy_that_fails_while_the_window_closes_keeps_it_open(qtbot, open_text, make_window):
    go_on = threading.Event()
    window = open_text(TEXT, make_window(save=partial(held, go_on, "the disk is full")))
    dialog_of(window).save.click()
    window.close()
    go_on.set()
    qtbot.waitUntil(lambda: "the disk is full" in window.page.banner.text)
    assert window.isVisible()


@pytest.mark.parametrize(("others", "reason"), [(0, ""), (1, ""), (0, "the disk is full"), (1, "the disk is full")])
def test_what_came_of_a_copy_is_told_where_its_tab_is_closed(qtbot, open_text, make_window, others, reason):
    go_on = threading.Event()
    window = make_window(save=partial(held, go_on, reason))
    for number in range(others):
        open_text(TEXT, window, f"other{number}.txt")
    open_text(TEXT, window)
    dialog_of(window).save.click()
    window.files.close()
    qtbot.wait(100)  # the bar below is made true to the page in front before
    go_on.set()
    said = reason or "Saved as article-annotated.html"
    qtbot.waitUntil(lambda: said in (window.page.banner.text if others else window.status.text()))


def held(go_on: threading.Event, reason: str, *_args) -> Iterator[float]:
    """Save nothing when it is told to go on, or fail for a reason."""
    while not go_on.wait(0.005):
        yield 0.5
    if reason:
        raise ExpectedError(reason)


def test_marks_without_a_place_in_the_original_are_told(qtbot, open_text, make_window):
    def partly(*_args):
        yield 0.0
        return Placed(34, 36)

    window = open_text(TEXT, make_window(save=partly))
    dialog_of(window).save.click()
    qtbot.waitUntil(lambda: "34 of 36 marks found their place" in window.page.banner.text)


def test_the_window_answers_while_a_copy_is_saved_and_closes_only_after(qtbot, open_text, make_window, tmp_path):
    go_on = threading.Event()

    def slow(path, *_args):
        while not go_on.wait(0.005):
            yield 0.5
        path.write_text("all of it", encoding="utf-8")

    window = open_text(TEXT, make_window(save=slow))
    dialog_of(window).save.click()
    qtbot.keyClick(window.page.view, "1")
    assert "opinion" not in window.page.lens.visible
    window.close()
    QApplication.processEvents()
    assert window.isVisible()
    go_on.set()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert (tmp_path / "article-annotated.html").read_text(encoding="utf-8") == "all of it"


def test_a_copy_that_is_given_up_leaves_nothing_and_says_nothing(qtbot, open_text, make_window, tmp_path):
    def endless(*_args):
        while True:
            yield 0.5

    window = open_text(TEXT, make_window(save=endless))
    dialog_of(window).save.click()
    (shown,) = window.findChildren(QProgressDialog)
    shown.findChild(QPushButton).click()
    assert not window.page.banner.isVisible()
    assert not (tmp_path / "article-annotated.html").exists()
    window.close()
    assert not window.isVisible()


def test_a_copy_with_its_real_evidence_and_previews_of_every_kind(qtbot, make_window, tmp_path, folders):
    real = app.services(folders, "light")
    # Here first: threads that libraries start for themselves outlive the worker's, under its name where it began them.
    list(real.analyse(real.load(str(real.sample)), lambda: 0, lambda: False))
    window = make_window(
        analyse=real.analyse, save=real.save, preview=real.preview, clip=real.clip, save_formats=real.save_formats
    )
    article = tmp_path / "article.txt"
    article.write_text("A walk\n\nThe bridge opened in May. It is an utterly shameful waste.\n", encoding="utf-8")
    window.open_paths([str(article)])
    qtbot.waitUntil(lambda: window.page is not None and not window.jobs.running(window.page.job), timeout=30_000)
    dialog = dialog_of(window)
    for row in range(dialog.list.count()):
        dialog.list.setCurrentRow(row)
        assert dialog.pane.currentWidget() is dialog.pane.said
        qtbot.waitUntil(lambda: dialog.pane.currentWidget() is not dialog.pane.said, timeout=10_000)
    choose(dialog, "Markdown")
    dialog.save.click()
    qtbot.waitUntil(lambda: "Saved as" in window.page.banner.text, timeout=20_000)
    assert "Deciding words" in (tmp_path / "article-annotated.md").read_text(encoding="utf-8")
