"""The reader's own labels in the real window: keys, signs on screen, the list, undo, and the next time."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from reader.core.annotation import Label
from reader.library.notebook import Notebook, as_shared, from_shared
from reader.settings import State, read
from reader.ui.note_dialog import NoteDialog
from reader.ui.own import OwnList
from reader.ui.window import Window


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_text("A heading\n\nThe cake was good. He said nothing. The bridge opened in May.\n", encoding="utf-8")
    return file


def panel(window: Window) -> OwnList:
    found = window.docks["own"].widget()
    assert isinstance(found, OwnList)
    return found


def lines(window: Window) -> list[str]:
    listed = panel(window).list
    return [listed.item(row).text() for row in range(listed.count())]


def opened(qtbot, window: Window, article: Path, words: str = "The cake") -> None:  # type: ignore[no-untyped-def]
    window.open_paths([str(article)])
    qtbot.waitUntil(lambda: window.page is not None and window.page.progress > 0.9)
    page = window.page
    assert page
    assert page.view
    assert page.document
    page.view.setTextCursor(page.view.cursor_at(page.document.text.index(words) + 2))


def test_agreeing_by_key_shows_a_sign_and_lasts(qtbot, make_window, article) -> None:  # type: ignore[no-untyped-def]
    window = make_window()
    opened(qtbot, window, article)
    view = window.page.view
    said: list[str] = []
    window.announced.connect(said.append)
    before = view.viewport().grab().toImage()
    qtbot.keyClick(view, Qt.Key.Key_A)
    assert window.status.text() == said[-1] == "You agreed: Opinion"
    assert [own.sign for own in view.scene.own] == ["✓"]
    assert view.viewport().grab().toImage() != before
    assert len(lines(window)) == 1
    assert "You agreed: Opinion" in lines(window)[0]
    qtbot.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert lines(window) == []
    assert view.scene.own == ()
    assert said[-1].startswith("Undone: Opinion “")
    qtbot.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert len(lines(window)) == 1
    assert said[-1].startswith("Done again: Opinion “")
    window.files.reload()
    qtbot.waitUntil(lambda: window.page.view is not view and window.page.progress > 0.9)
    assert [own.sign for own in window.page.view.scene.own] == ["✓"]


@pytest.mark.qt_log_ignore("grabbing the keyboard", "raise\\(\\)", extend=True)  # offscreen menus
def test_the_right_label_is_picked_and_the_programs_mark_stays(qtbot, make_window, article) -> None:  # type: ignore[no-untyped-def]
    window = make_window()
    opened(qtbot, window, article)
    counts = window.page.counts()
    window.page.open_card_here()
    window.actions_by_key["disagree"].trigger()
    menu = next(one for one in window.findChildren(QMenu) if one.isVisible())
    assert "fact" in menu.activeAction().text().lower()
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert "You decided: Reported fact" in lines(window)[0]
    assert "You decided: Reported fact" in window.page.card.accessibleName()
    assert window.page.counts() == counts
    annotation = window.page.view.annotation_at(window.page.document.text.index("The cake"))
    assert annotation.label is Label.OPINION


def test_a_highlight_has_a_note_that_can_be_edited_and_deleted(qtbot, make_window, article) -> None:  # type: ignore[no-untyped-def]
    window = make_window()
    opened(qtbot, window, article, "The bridge")

    def answer(note: str) -> None:
        dialog = next(one for one in window.findChildren(NoteDialog) if one.isVisible())
        dialog.text.setPlainText(note)
        dialog.accept()
        QApplication.processEvents()

    window.actions_by_key["highlight"].trigger()
    answer("which bridge?")
    assert lines(window)[0].endswith("which bridge?")
    listed = panel(window)
    listed.list.setCurrentRow(0)
    listed.edit.click()
    answer("the old one")
    assert lines(window)[0].endswith("the old one")
    listed.list.setCurrentRow(0)
    listed.remove.click()
    assert lines(window) == []


def test_labels_without_a_place_are_listed_as_such(qtbot, make_window, article) -> None:  # type: ignore[no-untyped-def]
    window = make_window()
    opened(qtbot, window, article)
    qtbot.keyClick(window.page.view, Qt.Key.Key_A)
    opened(qtbot, window, article, "He said")
    qtbot.keyClick(window.page.view, Qt.Key.Key_A)
    view = window.page.view
    article.write_text("A heading\n\nHe said nothing. The bridge opened in May.\n", encoding="utf-8")
    window.files.reload()
    qtbot.waitUntil(lambda: window.page.view is not view and window.page.progress > 0.9)
    assert len(lines(window)) == 2
    assert lines(window)[1].endswith("Not found in the text any more")
    assert len(window.page.view.scene.own) == 1


def test_labels_are_exported_a_line_each(qtbot, make_window, article, tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from PySide6.QtWidgets import QFileDialog

    window = make_window()
    opened(qtbot, window, article)
    qtbot.keyClick(window.page.view, Qt.Key.Key_A)
    target = tmp_path / "labels.jsonl"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    window.actions_by_key["export_labels"].trigger()
    (row,) = map(json.loads, target.read_text(encoding="utf-8").splitlines())
    assert (row["text"], row["machine"], row["label"]) == ("The cake was good.", "opinion", "opinion")


def test_labels_in_a_file_beside_the_article_are_offered(qtbot, make_window, article, folders) -> None:  # type: ignore[no-untyped-def]
    window = make_window()
    opened(qtbot, window, article)
    qtbot.keyClick(window.page.view, Qt.Key.Key_A)
    document = window.page.document
    beside = Path(f"{article}.labels.json")
    beside.write_text(as_shared(Notebook(folders.data, document).marks, document), encoding="utf-8")
    window.close()
    shutil.rmtree(folders.data)
    again = make_window()
    opened(qtbot, again, article)
    assert "notes that are not here" in again.page.banner.text
    again.page.banner.buttons[0].click()
    assert len(lines(again)) == 1


def test_a_file_beside_the_article_that_is_broken_is_told(qtbot, make_window, article) -> None:  # type: ignore[no-untyped-def]
    Path(f"{article}.labels.json").write_text("[3]", encoding="utf-8")
    window = make_window()
    opened(qtbot, window, article)
    assert "no labels that can be read" in window.page.banner.text


def test_what_can_be_undone_stands_in_the_menu(qtbot, make_window, article) -> None:  # type: ignore[no-untyped-def]
    window = make_window()
    undo, redo = (window.actions_by_key[key] for key in ("undo", "redo"))
    opened(qtbot, window, article)
    qtbot.waitUntil(lambda: not undo.isEnabled())
    qtbot.keyClick(window.page.view, Qt.Key.Key_A)
    assert undo.isEnabled()
    assert undo.text() == "&Undo: Opinion “The cake was good.”"
    assert not redo.isEnabled()
    undo.trigger()
    assert not undo.isEnabled()
    assert redo.text() == "&Redo: Opinion “The cake was good.”"


def test_own_labels_are_a_layer_with_switch_and_count(qtbot, make_window, article, folders) -> None:  # type: ignore[no-untyped-def]
    window = make_window()
    opened(qtbot, window, article)
    qtbot.keyClick(window.page.view, Qt.Key.Key_A)
    view, row = window.page.view, window.legend.own
    assert row.count.text() == "1"
    assert len(view.scene.own) == 1
    row.box.click()
    assert view.scene.own == ()
    assert not read(State, folders.state / "state.json").own_shown
    qtbot.keyClick(view, Qt.Key.Key_8)
    assert len(view.scene.own) == 1
    assert row.box.isChecked()
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.scene.own == ()
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert len(view.scene.own) == 1


def test_labels_are_put_beside_the_article(qtbot, make_window, article, folders) -> None:  # type: ignore[no-untyped-def]
    window = make_window()
    opened(qtbot, window, article)
    qtbot.keyClick(window.page.view, Qt.Key.Key_A)
    window.actions_by_key["share_labels"].trigger()
    beside = Path(f"{article}.labels.json")
    assert beside.name in window.page.banner.text
    assert from_shared(beside.read_text(encoding="utf-8")) == Notebook(folders.data, window.page.document).marks


def test_a_highlight_may_have_a_class_and_is_no_decision_on_the_sentence(qtbot, make_window, article, folders) -> None:  # type: ignore[no-untyped-def]
    window = make_window()
    opened(qtbot, window, article)
    view, document = window.page.view, window.page.document
    cursor, start = view.textCursor(), document.text.index("cake")
    cursor.setPosition(start)
    cursor.setPosition(start + 4, cursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    window.actions_by_key["highlight"].trigger()
    dialog = next(one for one in window.findChildren(NoteDialog) if one.isVisible())
    dialog.classes.setCurrentIndex(dialog.classes.findText("Opinion"))
    dialog.accept()
    assert "You marked this: Opinion" in lines(window)[0]
    view.setTextCursor(view.cursor_at(start))
    qtbot.keyClick(view, Qt.Key.Key_A)
    assert len(lines(window)) == 2
    (mark, other) = sorted(Notebook(folders.data, document).marks, key=lambda one: len(one.anchor.exact))
    assert (mark.anchor.exact, mark.label, mark.machine) == ("cake", Label.OPINION, None)
    assert other.agrees
