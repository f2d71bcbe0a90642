"""Just the report and just the opinion, as a reader uses them."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrintPreviewDialog
from PySide6.QtWidgets import QWidget

from reader.core.document import Document
from reader.core.folding import fold
from reader.formats.export import ExportOptions, fragment
from reader.ui import theme as themes
from reader.ui import views
from reader.ui.copy_dialog import CopyDialog
from reader.ui.marked import Lens, Marked
from reader.ui.typography import Typography
from tests.ui.conftest import analyse

TEXT = "A title\n\n" + "\n\n".join(
    f"The council met on day {number} 😀. The plan is good. It is a good sign. Ann said it may rain."
    for number in range(30)
)
SHIFT = Qt.KeyboardModifier.ShiftModifier


def clip(document, found, _options, within):
    """Return rich and plain text as the program does."""
    made = fragment.rich, fragment.plain
    return tuple(make(document, found, ExportOptions(own=()), within) for make in made)


def press(qtbot, window, key) -> None:
    qtbot.keyClick(window.page.view, key, SHIFT)


def lines(window) -> list[str]:
    return window.page.view.toPlainText().split("\n")


def test_just_the_report_folds_opinion_away_and_the_same_key_brings_it_back(qtbot, open_text):
    window = open_text(TEXT)
    view, text = window.page.view, window.page.document.text
    place = text.index("day 20") - len("The council met on ")
    view.go_to_top(place)
    press(qtbot, window, Qt.Key.Key_R)
    assert lines(window)[:4] == [
        "A title",
        "The council met on day 0 😀.",
        "⋯ 2 sentences of opinion",
        "Ann said it may rain.",
    ]
    assert "60" in window.page.banner.text
    assert view.top() == place
    assert window.actions_by_key["report"].isChecked()
    press(qtbot, window, Qt.Key.Key_R)
    assert view.document().toRawText().replace("\u2029", "\n") == text
    assert view.top() == place
    assert not window.page.banner.isVisible()


def test_just_the_opinion_folds_the_report_away(qtbot, open_text):
    window = open_text(TEXT)
    press(qtbot, window, Qt.Key.Key_R)
    press(qtbot, window, Qt.Key.Key_O)
    assert lines(window)[:4] == [
        "A title",
        "⋯ one sentence of report",
        "The plan is good. It is a good sign.",
        "⋯ 2 sentences of report",
    ]
    assert not window.actions_by_key["report"].isChecked()


@pytest.mark.parametrize("by_key", [True, False])
def test_a_gap_is_opened_by_click_or_enter(qtbot, open_text, by_key):
    window = open_text(TEXT)
    press(qtbot, window, Qt.Key.Key_R)
    view = window.page.view
    cursor = view.textCursor()
    cursor.setPosition(view.toPlainText().index("⋯") + 1)
    if by_key:
        view.setTextCursor(cursor)
        qtbot.keyClick(view, Qt.Key.Key_Return)
    else:
        spot = view.cursorRect(cursor).center()
        qtbot.mouseMove(view.viewport(), spot)
        qtbot.waitUntil(lambda: view.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor)
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert lines(window)[1].endswith("The plan is good. It is a good sign. Ann said it may rain.")
    assert lines(window)[3] == "⋯ 2 sentences of opinion"
    assert not window.page.card.isVisible()


def test_find_opens_what_is_folded_away(qtbot, open_text):
    window = open_text(TEXT)
    press(qtbot, window, Qt.Key.Key_R)
    qtbot.keyClick(window.page.view, "/")
    qtbot.keyClicks(window.page.find_bar.field, "good sign")
    assert lines(window)[1].endswith("It is a good sign. Ann said it may rain.")
    assert window.page.document.text[window.page.view.caret() :].startswith("good sign")


def test_stepping_passes_over_what_is_folded_away(qtbot, open_text):
    window = open_text(TEXT)
    press(qtbot, window, Qt.Key.Key_R)
    seen = []
    for _ in range(4):
        qtbot.keyClick(window.page.view, "n")
        seen.append(window.page.document.text[window.page.view.caret() :].split(" ")[0])
    assert seen == ["The", "Ann", "The", "Ann"]
    assert "⋯ 2 sentences of opinion" in lines(window)


def test_what_is_copied_is_what_is_seen(qtbot, open_text):
    window = open_text(TEXT)
    press(qtbot, window, Qt.Key.Key_R)
    window.actions_by_key["select_all"].trigger()
    window.actions_by_key["copy"].trigger()
    copied = QGuiApplication.clipboard().text()
    assert "good" not in copied
    assert "⋯ 2 sentences of opinion" in copied
    assert "day 29 😀." in copied


def test_what_is_copied_with_labels_is_what_is_seen(qtbot, open_text):
    window = open_text(TEXT, clip=clip)
    press(qtbot, window, Qt.Key.Key_R)
    QGuiApplication.clipboard().clear()
    window.actions_by_key["copy_labels"].trigger()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() != "")
    assert QGuiApplication.clipboard().text().split("\n\n")[:4] == [
        "A title",
        "The council met on day 0 😀. [Reported fact 100\N{NO-BREAK SPACE}%]",
        "⋯ 2 sentences of opinion",
        "Ann said it may rain. [Attributed 100\N{NO-BREAK SPACE}% · hedging]",
    ]
    view = window.page.view
    cursor = view.textCursor()
    at = view.document().toRawText().index("may rain") + 1  # Qt counts the smiley twice
    cursor.setPosition(at)
    cursor.setPosition(at + len("may"), cursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    QGuiApplication.clipboard().clear()
    window.actions_by_key["copy_labels"].trigger()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() != "")
    assert QGuiApplication.clipboard().text().startswith("may [Attributed")


def test_saving_and_printing_say_that_they_take_the_whole_article(qtbot, open_text):
    window = open_text(TEXT)
    press(qtbot, window, Qt.Key.Key_R)
    window.actions_by_key["save"].trigger()
    dialog = window.findChild(CopyDialog)
    assert dialog.remark.isVisible()
    dialog.reject()
    window.actions_by_key["print_preview"].trigger()
    qtbot.waitUntil(lambda: window.findChild(QPrintPreviewDialog) is not None)
    preview = window.findChild(QPrintPreviewDialog)
    assert "the whole article" in preview.windowTitle()
    preview.reject()


def test_marks_stand_on_their_words(qtbot, open_text):
    window = open_text(TEXT)
    press(qtbot, window, Qt.Key.Key_R)
    view, text = window.page.view, window.page.document.text
    at = text.index("Ann said")
    assert view.annotation_at(at).span.slice(text) == "Ann said it may rain."
    spot = view.cursorRect(view.cursor_at(at + 4)).center().toPointF()
    assert view.annotation_under(spot).span.slice(text) == "Ann said it may rain."


def test_marks_that_arrive_later_are_folded_too(qtbot, open_text, make_window, brake, tmp_path):
    window = make_window(analyse=brake)
    file = tmp_path / "slow.txt"
    file.write_text(TEXT, encoding="utf-8")
    window.open_paths([str(file)])
    qtbot.waitUntil(lambda: window.page.document is not None and len(window.page.marked) > 0)
    press(qtbot, window, Qt.Key.Key_R)
    assert lines(window)[-1].startswith("The council")
    brake.released.set()
    qtbot.waitUntil(lambda: lines(window).count("⋯ 2 sentences of opinion") == 30)


def test_nobody_is_told_of_a_place_while_one_text_gives_way_to_another(qtbot, open_text):
    window = open_text(TEXT)
    view = window.page.view
    view.go_to_top(window.page.document.text.index("day 20"))
    sizes = []
    view.scrolled.connect(lambda: sizes.append(view.document().characterCount()))
    press(qtbot, window, Qt.Key.Key_R)
    assert sizes
    assert min(sizes) > 1


def test_a_reloaded_article_stays_folded(qtbot, open_text):
    window = open_text(TEXT)
    press(qtbot, window, Qt.Key.Key_R)
    window.actions_by_key["reload"].trigger()
    qtbot.waitUntil(lambda: not window.jobs.running(window.page.job))
    qtbot.waitUntil(lambda: lines(window).count("⋯ 2 sentences of opinion") == 30)


def test_gaps_that_were_opened_close_where_the_text_has_changed(qtbot, open_text):
    window = open_text(TEXT)
    press(qtbot, window, Qt.Key.Key_R)
    window.page.view.gap_wanted.emit(window.page.view.fold.gaps[5])
    for text, gaps in ((TEXT, 29), (f"A title\n\nThis is good.\n\n{TEXT[9:]}", 31)):
        Path(window.page.path).write_text(text, encoding="utf-8")
        window.actions_by_key["reload"].trigger()
        qtbot.waitUntil(lambda: not window.jobs.running(window.page.job))
        qtbot.waitUntil(lambda gaps=gaps: len(window.page.view.fold.gaps) == gaps)
    assert window.page.reading.opened == frozenset()


def test_a_long_article_is_folded_without_a_pause(qtbot, open_text):
    window = open_text(TEXT * 90)
    press(qtbot, window, Qt.Key.Key_R)
    assert "Folding" in window.status.text()
    assert window.page.view.fold is None
    qtbot.waitUntil(lambda: window.page.view.fold is not None)
    assert lines(window)[1:3] == ["The council met on day 0 😀.", "⋯ 2 sentences of opinion"]
    assert "Folding" not in window.status.text()
    press(qtbot, window, Qt.Key.Key_O)
    press(qtbot, window, Qt.Key.Key_O)
    qtbot.wait(300)
    assert window.page.view.fold is None


def test_a_long_article_is_folded_while_it_is_being_marked(qtbot, make_window, tmp_path):
    def slowly(document, where, cancelled):
        for batch in analyse(document, where, cancelled):
            time.sleep(0.004)
            yield batch

    window, file = make_window(analyse=slowly), tmp_path / "article.txt"
    file.write_text(TEXT * 90, encoding="utf-8")
    window.open_paths([str(file)])
    qtbot.waitUntil(lambda: window.page.document is not None and len(window.page.marked) > 0)
    press(qtbot, window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: window.page.view.fold is not None)
    assert window.jobs.running(window.page.job)
    few = window.page.view.fold.sentences
    qtbot.waitUntil(lambda: window.page.view.fold.sentences > few)


def test_the_text_stands_where_it_did_before_an_article_was_folded(qtbot, open_text):
    window = open_text(TEXT)
    view = window.page.view
    before = view.cursorRect(view.cursor_at(0))
    for _ in "on", "off":
        press(qtbot, window, Qt.Key.Key_R)
    assert view.cursorRect(view.cursor_at(0)) == before


def test_a_view_without_text_can_be_folded(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    article = Document("", ())
    view = views.create(article, Marked(), themes.load("light"), Typography(), Lens(), parent)
    parent.show()
    view.set_fold(fold(article, [], lambda _one: True, str))
    qtbot.mouseMove(view.viewport())
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view.toPlainText() == ""


def test_what_is_too_unsure_to_be_marked_is_no_opinion(qtbot, open_text):
    window = open_text("A title\n\nIt is perhaps good. The plan is good. It was so.\n")
    press(qtbot, window, Qt.Key.Key_R)
    assert lines(window) == ["A title", "⋯ 2 sentences of opinion", "It was so."]
    window.legend.slider.setValue(80)
    qtbot.waitUntil(lambda: lines(window)[1:] == ["It is perhaps good.", "⋯ one sentence of opinion", "It was so."])
    press(qtbot, window, Qt.Key.Key_O)
    assert lines(window)[1:] == ["⋯ one sentence of report", "The plan is good.", "⋯ one sentence of report"]


def test_no_number_is_told_before_the_first_marks(qtbot, make_window, tmp_path):
    released = threading.Event()

    def late(document, where, cancelled):
        while not released.wait(0.005):
            if cancelled():
                return
        yield from analyse(document, where, cancelled)

    window = make_window(analyse=late)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    window.open_paths([str(tmp_path / "a.txt")])
    qtbot.waitUntil(lambda: window.page is not None and window.page.view is not None)
    window.actions_by_key["report"].trigger()
    assert window.page.banner.texts == ["Just the report."]
    window.actions_by_key["opinion"].trigger()
    assert window.page.banner.texts == ["Just the opinion."]
    window.actions_by_key["report"].trigger()
    released.set()
    told = "Just the report. Sentences of opinion folded away: 60."
    qtbot.waitUntil(lambda: window.page.banner.texts == [told])


def test_where_nothing_is_folded_away_that_is_said(qtbot, open_text):
    window = open_text("A title\n\nThe council met on Monday. Ann said it may rain.\n")
    press(qtbot, window, Qt.Key.Key_R)
    told = ["Just the report. There is no opinion to fold away."]
    qtbot.waitUntil(lambda: window.page.banner.texts == told)


def test_a_tab_closed_while_marks_arrive_is_not_folded_again(qtbot, make_window, open_text, brake, tmp_path):
    window = make_window(analyse=brake)
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    window.open_paths([str(tmp_path / "article.txt")])
    qtbot.waitUntil(lambda: window.page.document is not None and len(window.page.marked) > 0)
    page = window.page  # known to Python for longer than to Qt
    press(qtbot, window, Qt.Key.Key_R)
    window.marks_changed.emit(page)
    window.files.close()
    qtbot.wait(900)
    assert not window.pages()
