"""The window as a reader uses it: keys, mouse, menus, with the real worker behind."""

from __future__ import annotations

import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame

from reader.core.layers import BY_KEY, LAYERS
from reader.settings import Settings, State, read
from reader.ui import views
from reader.ui.worker import ExpectedError
from tests.ui.conftest import wait_marked

TEXT = (
    "A headline of this kind\n\nThe council met on Monday. The plan is good and clearly needed. "
    "Ann said it may rain.\n\nCritics slammed it. The vote was close.\n"
)
LONG = "The headline\n\n" + "\n\n".join(f"Paragraph {n} was written. It is good. Ben said so." for n in range(400))


def visible(window) -> frozenset[str]:
    return window.page.view.scene.lens.visible


def click(qtbot, window, position: int, **how) -> None:
    view = window.page.view
    box = view.cursorRect(view.cursor_at(position))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.center() + QPoint(3, 0), **how)


def test_an_article_opens_and_its_marks_arrive(open_text):
    window = open_text(TEXT)
    assert window.page.document.text in TEXT.replace("\n\n", "\n")
    assert window.page.counts() == {
        "opinion": 1,
        "fact": 3,
        "attributed": 1,
        "hedging": 1,
        "certainty": 1,
        "loaded": 1,
        "vague": 0,
    }
    assert window.legend.counts["fact"].text() == "3"
    assert "A headline" in window.windowTitle()
    assert not window.statusBar().progress.isVisible()


def test_a_key_toggles_its_layer_and_zero_all(qtbot, open_text):
    window = open_text(TEXT)
    qtbot.keyClick(window.page.view, Qt.Key.Key_1)
    assert visible(window) == BY_KEY.keys() - {"opinion"}
    assert not window.legend.boxes["opinion"].isChecked()
    assert not window.actions_by_key["layer_opinion"].isChecked()
    qtbot.keyClick(window.page.view, Qt.Key.Key_1)
    assert visible(window) == BY_KEY.keys()
    qtbot.keyClick(window.page.view, Qt.Key.Key_0)
    assert visible(window) == frozenset()
    qtbot.keyClick(window.page.view, Qt.Key.Key_0)
    assert visible(window) == BY_KEY.keys()


@pytest.mark.parametrize("number", range(1, len(LAYERS) + 1))
def test_every_layer_has_its_number_key(qtbot, open_text, number):
    window = open_text(TEXT)
    qtbot.keyClick(window.page.view, str(number))
    assert visible(window) == BY_KEY.keys() - {LAYERS[number - 1].key}


def test_the_mouse_toggles_a_layer_and_alt_shows_it_alone(qtbot, open_text):
    window = open_text(TEXT)
    box = window.legend.boxes["fact"]
    at = QPoint(8, box.height() // 2)
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=at)
    assert "fact" not in visible(window)
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, pos=at)
    assert visible(window) == {"fact"}
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, pos=at)
    assert visible(window) == BY_KEY.keys()


def test_the_slider_filters_marks_and_counts(open_text):
    window = open_text("A title here\n\nIt is perhaps good. It is bad. It was so.\n")
    assert window.page.counts()["opinion"] == 2
    window.legend.slider.setValue(70)
    assert window.page.counts()["opinion"] == 1
    assert window.legend.counts["opinion"].text() == "1"
    assert window.page.view.scene.lens.min_confidence == pytest.approx(0.7)


def test_n_and_p_walk_through_visible_marks(qtbot, open_text):
    window = open_text(TEXT)
    text = window.page.document.text
    qtbot.keyClick(window.page.view, "0")
    qtbot.keyClick(window.page.view, "1")
    qtbot.keyClick(window.page.view, "3")
    for key, sentence in (("n", "The plan"), ("n", "Ann said"), ("n", "Ann said"), ("p", "The plan")):
        qtbot.keyClick(window.page.view, key)
        assert text[window.page.view.caret() :].startswith(sentence)
        assert window.page.view.scene.focus.slice(text).startswith(sentence)


def test_a_click_opens_the_card_and_escape_closes_it(qtbot, open_text):
    window = open_text(TEXT)
    text = window.page.document.text
    click(qtbot, window, text.index("plan is"))
    assert window.page.card.isVisible()
    assert window.page.card.accessibleName() == "Opinion, nearly certain, 100\u00a0%"
    assert [span.slice(text) for span in window.page.view.scene.evidence] == ["good"]
    qtbot.keyClick(window.page.card, Qt.Key.Key_Escape)
    assert not window.page.card.isVisible()
    assert window.page.view.scene.focus is None


def test_enter_opens_the_card_of_the_caret(qtbot, open_text):
    window = open_text(TEXT)
    view = window.page.view
    view.setTextCursor(view.cursor_at(window.page.document.text.index("Ann said")))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert window.page.card.accessibleName().startswith("Attributed")


def test_find_counts_steps_and_marks_its_hits(qtbot, open_text):
    window = open_text(TEXT)
    page = window.page
    qtbot.keyClick(page.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.find_bar.field.hasFocus()
    qtbot.keyClicks(page.find_bar.field, "the")
    assert [span.slice(page.document.text).lower() for span in page.view.scene.hits] == ["the"] * 3
    assert page.find_bar.count.text() == "1 of 3"
    qtbot.keyClick(page.find_bar.field, Qt.Key.Key_Return)
    assert page.find_bar.count.text() == "2 of 3"
    qtbot.keyClick(window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert page.find_bar.count.text() == "1 of 3"
    qtbot.mouseClick(page.find_bar.case, Qt.MouseButton.LeftButton)
    assert page.find_bar.count.text() == "Not found"
    qtbot.keyClick(page.find_bar.field, Qt.Key.Key_Escape)
    assert not page.find_bar.isVisible()
    assert page.view.scene.hits == ()


def test_a_malformed_expression_is_named_as_such(qtbot, open_text):
    window = open_text(TEXT)
    qtbot.keyClick(window.page.view, "/")
    window.page.find_bar.regex.click()
    qtbot.keyClicks(window.page.find_bar.field, "(a")
    assert window.page.find_bar.count.text() == "Not an expression"


def test_hits_do_not_outlive_the_text_they_were_found_in(qtbot, open_text):
    window = open_text("A long beginning.\n\n" * 20 + "The end.")
    window.page.open_find()
    qtbot.keyClicks(window.page.find_bar.field, "end")
    qtbot.keyClick(window.page.find_bar.field, Qt.Key.Key_Escape)
    Path(window.page.path).write_text("Short.", encoding="utf-8")
    window.files.reload()
    wait_marked(qtbot, window)
    window.actions_by_key["find_next"].trigger()
    assert window.page.find_bar.isVisible()
    assert window.page.view.caret() == 0


def test_digits_typed_into_the_find_bar_toggle_nothing(qtbot, open_text):
    window = open_text(TEXT)
    qtbot.keyClick(window.page.view, "/")
    qtbot.keyClicks(window.page.find_bar.field, "1n")
    assert window.page.find_bar.field.text() == "1n"
    assert visible(window) == BY_KEY.keys()


def test_a_path_behind_a_linked_folder_is_not_cut_short(qtbot, make_window, tmp_path):
    inside = tmp_path / "deep" / "folder"
    inside.mkdir(parents=True)
    (tmp_path / "link").symlink_to(inside, target_is_directory=True)
    for folder in (tmp_path, tmp_path / "deep"):
        (folder / "article.txt").write_text(f"Of {folder.name}\n\nIt was so.\n", encoding="utf-8")
    window = make_window()
    window.open_paths([str(tmp_path / "link" / ".." / "article.txt")])
    wait_marked(qtbot, window)
    assert window.page.document.title == "Of deep"
    window.open_paths([str(tmp_path / "deep" / "folder" / ".." / "article.txt")])
    assert window.page.path == str(tmp_path / "deep" / "article.txt")


def test_zoom_changes_the_text_and_keeps_the_place(qtbot, open_text):
    window = open_text(LONG)
    view = window.page.view
    view.go_to_top(window.page.document.text.index("Paragraph 200"))
    size = view.document().defaultFont().pointSizeF()
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.document().defaultFont().pointSizeF() == pytest.approx(size * 1.1**3, rel=0.01)
    assert view.top() == window.page.document.text.index("Paragraph 200")
    qtbot.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.document().defaultFont().pointSizeF() == size


def test_resizing_keeps_the_place(qtbot, open_text):
    window = open_text(LONG)
    window.page.view.go_to_top(window.page.document.text.index("Paragraph 300"))
    for width in (560, 900, 480):
        window.resize(width, 700)
        qtbot.wait(20)
        shown = window.page.view.on_screen().slice(window.page.document.text)
        assert "Paragraph 300" in shown


def test_other_widths_and_the_first_one_again_leave_the_line_on_top(qtbot, open_text):
    window = open_text("A title\n\n" + " ".join(f"Word {number} of it was good." for number in range(2000)))
    view = window.page.view
    view.go_to_top(len(view.article.text) // 2)
    top, width = view.top(), window.width()
    for other in (560, 900, 620, 840, 700, width):
        window.resize(other, 700)
        qtbot.wait(20)
    assert view.top() == top


def test_the_visible_part_is_marked_first(qtbot, open_text):
    window = open_text(LONG)
    page = window.page
    page.view.go_to_top(page.document.text.index("Paragraph 300"))
    firsts: list[int] = []
    window.jobs.annotated.connect(lambda _job, batch: firsts.append(batch[0].span.start))
    window.actions_by_key["reload"].trigger()
    wait_marked(qtbot, window)
    assert page.document.text[firsts[0] :].startswith("Paragraph 300")


@pytest.fixture
def busy(qtbot, make_window, tmp_path, brake):
    """A window with a long article, held after its first marks."""
    file = tmp_path / "one.txt"
    file.write_text(LONG, encoding="utf-8")
    window = make_window(analyse=brake)
    window.open_paths([str(file)])
    qtbot.waitUntil(lambda: window.page.document is not None and len(window.page.marked) > 0)
    return window


def test_the_marks_follow_the_reader(qtbot, busy, brake):
    qtbot.keyClick(busy.page.view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    came: list[int] = []
    busy.jobs.annotated.connect(lambda _job, batch: came.extend(one.span.end for one in batch))
    brake.released.set()
    wait_marked(qtbot, busy)
    # Behind the batch that was on its way.
    assert came.index(len(busy.page.document.text)) < 100 < len(came)


def test_another_files_results_drop_stale_ones(qtbot, busy, brake):
    window, file = busy, Path(busy.page.path)
    stale = window.page.job
    file.write_text(TEXT, encoding="utf-8")
    window.actions_by_key["reload"].trigger()
    assert window.page.job != stale
    assert brake.cancelled.wait(5)
    brake.released.set()
    wait_marked(qtbot, window)
    assert window.page.document.text.startswith("A headline")
    assert all(annotation.span.end <= len(window.page.document.text) for annotation in window.page.marked)
    assert sum(window.page.counts().values()) == 8


def test_cancel_stops_and_keeps_what_was_found(qtbot, busy, brake):
    assert busy.statusBar().cancel.isVisible()
    assert "%" in busy.status.text()
    found = len(busy.page.marked)
    qtbot.mouseClick(busy.statusBar().cancel, Qt.MouseButton.LeftButton)
    assert brake.cancelled.wait(5)
    qtbot.wait(50)
    assert not busy.statusBar().cancel.isVisible()
    assert len(busy.page.marked) == found


def test_closing_while_busy_is_clean(busy, brake):
    assert busy.close()
    assert brake.cancelled.is_set()
    assert not busy.isVisible()


def test_closing_while_a_file_is_loaded_is_clean(make_window, tmp_path):
    window = make_window()
    file = tmp_path / "one.txt"
    file.write_text(LONG, encoding="utf-8")
    window.open_paths([str(file)])
    assert window.close()


def test_an_unreadable_file_is_a_notice_and_the_program_lives_on(qtbot, open_text, make_window, tmp_path):
    def refuse(path):
        raise ExpectedError(f"{path} can't be read: it is a riddle.")

    window = make_window(load=refuse)
    window.open_paths([str(tmp_path / "no.txt")])
    qtbot.waitUntil(lambda: window.page.banner.isVisible())
    assert "it is a riddle" in window.page.banner.text
    assert not window.actions_by_key["save"].isEnabled()
    window.actions_by_key["close"].trigger()
    assert window.stack.currentWidget() is window.empty


@pytest.mark.logs
def test_a_failing_detector_is_a_notice_and_the_text_stays(qtbot, make_window, tmp_path, caplog):
    def break_down(document, where, cancelled):
        yield ()
        raise ZeroDivisionError("by hand")

    window = make_window(analyse=break_down)
    file = tmp_path / "one.txt"
    file.write_text(TEXT, encoding="utf-8")
    window.open_paths([str(file)])
    qtbot.waitUntil(lambda: window.page.banner.isVisible())
    assert "ZeroDivisionError: by hand" in window.page.banner.text
    assert window.page.view.isVisible()
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_the_slider_says_how_often_such_marks_were_right(make_window):
    window = make_window(reliability=lambda: [(0.0, 0.91), (0.5, 0.93), (0.8, 0.99)])
    assert "93\u00a0%" in window.legend._level.text()
    window.legend.slider.setValue(0)
    assert "91\u00a0%" in window.legend._level.text()
    window.legend.slider.setValue(79)
    assert "93\u00a0%" in window.legend._level.text()
    window.legend.slider.setValue(80)
    assert "99\u00a0%" in window.legend._level.text()


def test_a_file_opens_once_and_each_in_its_tab(qtbot, open_text, tmp_path):
    window = open_text(TEXT)
    open_text("Another title\n\nSomething else was said.\n", window, "two.txt")
    assert window.tabs.count() == 2
    window.open_paths([str(tmp_path / "article.txt")])
    assert window.tabs.count() == 2
    assert window.page.name == "article.txt"
    window.actions_by_key["close"].trigger()
    assert window.page.name == "two.txt"
    window.actions_by_key["reopen"].trigger()
    wait_marked(qtbot, window)
    assert window.page.name == "article.txt"


def test_layers_are_each_tabs_own(qtbot, open_text):
    window = open_text(TEXT)
    open_text("Another title\n\nSomething else was said.\n", window, "two.txt")
    qtbot.keyClick(window.page.view, "1")
    window.actions_by_key["next_tab"].trigger()
    assert visible(window) == BY_KEY.keys()
    assert window.legend.boxes["opinion"].isChecked()
    window.actions_by_key["next_tab"].trigger()
    assert "opinion" not in visible(window)
    assert not window.legend.boxes["opinion"].isChecked()


def test_dropped_files_open(qtbot, make_window, tmp_path):
    window = make_window()
    file = tmp_path / "dropped file.txt"
    file.write_text(TEXT, encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)), QUrl("https://example.org/a.html")])
    drop = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(drop)
    wait_marked(qtbot, window)
    assert [page.name for page in window.pages()] == ["dropped file.txt"]


def test_a_file_that_is_dragged_is_taken_as_a_copy_so_that_its_source_keeps_it(make_window, tmp_path):
    window = make_window()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "dropped file.txt"))])
    either = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    held = (either, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier)
    for event in (QDragEnterEvent(QPoint(50, 50), *held), QDropEvent(QPointF(50, 50), *held)):
        assert event.proposedAction() is Qt.DropAction.MoveAction
        window.event(event)
        assert event.isAccepted()
        assert event.dropAction() is Qt.DropAction.CopyAction


def test_a_window_shows_that_it_takes_what_is_dragged_over_it(make_window, tmp_path):
    window = make_window()

    def framed() -> bool:
        return any(one.isVisible() and one.geometry() == window.rect() for one in window.findChildren(QFrame, "target"))

    for url, taken in (
        (QUrl("https://example.org/a.html"), False),
        (QUrl.fromLocalFile(str(tmp_path / "a.txt")), True),
    ):
        data = QMimeData()
        data.setUrls([url])
        held = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        window.event(QDragEnterEvent(QPoint(50, 50), *held))
        assert framed() is taken
    window.event(QDragLeaveEvent())
    assert not framed()


def test_recent_files_are_kept_and_can_be_cleared(open_text, folders, tmp_path):
    window = open_text(TEXT)
    open_text(TEXT, window, "two.txt")
    window.files.recent_menu.aboutToShow.emit()
    titles = [action.text() for action in window.files.recent_menu.actions() if action.text()]
    assert titles == [str(tmp_path / "two.txt"), str(tmp_path / "article.txt"), "&Clear"]
    assert read(State, folders.state / "state.json").recents == tuple(titles[:2])
    window.files.recent_menu.actions()[-1].trigger()
    assert read(State, folders.state / "state.json").recents == ()


def test_a_changed_file_offers_to_reload(qtbot, open_text, tmp_path):
    window = open_text(TEXT)
    (tmp_path / "article.txt").write_text("A new title\n\nAll is good now.\n", encoding="utf-8")
    qtbot.waitUntil(lambda: window.page.banner.isVisible())
    assert "changed on disk" in window.page.banner.text
    qtbot.mouseClick(window.page.banner.buttons[0], Qt.MouseButton.LeftButton)
    wait_marked(qtbot, window)
    assert window.page.document.text.startswith("A new title")


def test_layers_and_level_are_remembered(open_text, folders):
    window = open_text(TEXT)
    window.legend.boxes["vague"].click()
    window.legend.slider.setValue(40)
    window.close()
    state = read(State, folders.state / "state.json")
    assert set(state.visible or ()) == BY_KEY.keys() - {"vague"}
    assert state.min_confidence == pytest.approx(0.4)


def test_the_empty_window_offers_the_sample(qtbot, make_window):
    window = make_window()
    assert window.empty.isVisible()
    qtbot.mouseClick(window.empty.sample, Qt.MouseButton.LeftButton)
    wait_marked(qtbot, window)
    assert sum(window.page.counts().values()) > 30
    assert window.state.recents == ()


def test_enter_presses_the_button_that_has_the_keys(qtbot, make_window):
    window = make_window()
    window.empty.first.setFocus()
    qtbot.keyClick(window.empty.first, Qt.Key.Key_Tab)
    qtbot.keyClick(window.empty.sample, Qt.Key.Key_Return)
    wait_marked(qtbot, window)
    assert window.page.path == str(window.services.sample)


def test_themes_change_live(qtbot, open_text):
    window = open_text(TEXT)
    for key in ("dark", "sepia", "high-contrast", "light"):
        window.look.set_theme(key)
        ground = window.page.view.viewport().grab().toImage().pixelColor(2, 2)
        assert ground == window.theme.page.background
    assert window.settings == Settings(theme="light")


@pytest.mark.parametrize("large", [views.LARGE, 0])
def test_no_line_is_wider_than_its_column(qtbot, open_text, monkeypatch, large):
    monkeypatch.setattr(views, "LARGE", large)
    window = open_text("A title\n\n" + "The council met on Monday and decided. " * 40 + "\n")
    view = window.page.view
    for width in (window.width(), 900, 1300):
        window.resize(width, 700)
        qtbot.wait(100)
        layout = view.document().firstBlock().next().layout()
        assert layout.lineCount() > 1
        assert max(layout.lineAt(number).width() for number in range(layout.lineCount())) <= view.viewport().width()


def test_a_closed_page_takes_no_memory(qtbot, open_text):
    window = open_text(TEXT)
    marked = weakref.ref(window.page.marked)
    window.actions_by_key["close"].trigger()
    qtbot.waitUntil(lambda: marked() is None)


def test_keys_go_to_the_article_in_front_when_several_are_opened_at_once(qtbot, make_window, tmp_path):
    window, files = make_window(), [tmp_path / f"{number}.txt" for number in range(4)]
    for file in files:
        file.write_text("A title\n\nIt is good.\n", encoding="utf-8")
    window.open_paths(map(str, files))
    qtbot.waitUntil(lambda: all(page.view and not window.jobs.running(page.job) for page in window.pages()))
    assert window.focusWidget() is window.page.view
    window.tabs.setCurrentIndex(0)
    assert window.focusWidget() is window.page.view


@pytest.mark.logs
def test_keys_lead_on_from_a_tab_that_could_not_be_opened(qtbot, make_window, tmp_path):
    window = make_window()
    window.actions_by_key["next_tab"].trigger()
    (tmp_path / "good.txt").write_text("A title\n\nIt is good.\n", encoding="utf-8")
    window.open_paths([str(tmp_path / "gone.txt"), str(tmp_path / "good.txt")])
    qtbot.waitUntil(lambda: all(not window.jobs.running(page.job) for page in window.pages()))
    window.tabs.setCurrentIndex(0)
    for key, name in (("next_tab", "good.txt"), ("next_tab", "gone.txt"), ("previous_tab", "good.txt")):
        window.actions_by_key[key].trigger()
        assert window.page.name == name
