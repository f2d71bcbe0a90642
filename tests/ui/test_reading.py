"""What makes the window a reading program: contents, places, session, languages, passwords, preferences."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QDialog, QInputDialog, QLabel, QTextBrowser

from reader.core.layers import BY_KEY
from reader.formats import load as load_file
from reader.settings import Settings, State, read, read_places
from reader.ui.commands import COMMANDS
from reader.ui.preferences import Preferences
from reader.ui.worker import LockedError
from tests.ui.conftest import wait_marked

PARTS = "# The title\n\nIt was so.\n\n" + "\n\n".join(
    f"## Part {number}\n\n" + "\n\n".join("The council met on Monday and it is good." for _ in range(12))
    for number in range(6)
)
GERMAN = (
    "Der Rat\n\nDer Rat hat am Montag beschlossen, dass die Schule nicht geschlossen wird und die Kinder dort "
    "bleiben. Die Eltern sind mit der Entscheidung zufrieden, aber sie wissen, dass es auch anders kommen kann.\n"
)


def dialog(window, kind: type[QDialog]) -> QDialog:
    return next(one for one in window.findChildren(kind) if one.isVisible())


def test_contents_list_headings_and_go_there(qtbot, open_text):
    window = open_text(PARTS, name="article.md")
    dock = window.docks["contents"]
    assert dock.isVisible()
    contents = dock.widget()
    assert [contents.item(row).text().strip() for row in range(3)] == ["The title", "Part 0", "Part 1"]
    box = contents.visualItemRect(contents.item(4))
    qtbot.mouseClick(contents.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    text = window.page.document.text
    assert text[window.page.view.top() :].startswith("Part 3")
    window.page.view.go_to_top(text.index("Part 2") + 60)
    assert contents.currentItem().text().strip() == "Part 2"
    qtbot.keyClick(window.page.view, Qt.Key.Key_F7)
    assert not dock.isVisible()
    qtbot.keyClick(window.page.view, Qt.Key.Key_F7)
    assert dock.isVisible()


def test_contents_hide_where_there_are_no_headings(open_text):
    window = open_text("A title\n\nIt was so.\n")
    assert not window.docks["contents"].isVisible()


def test_place_layers_and_level_come_back_with_the_file(qtbot, open_text, make_window, folders, tmp_path):
    window = open_text(PARTS, name="article.md")
    position = window.page.document.text.index("Part 4")
    window.page.view.go_to_top(position)
    window.set_layer("fact", False)
    window.legend.slider.setValue(30)
    window.close()
    again = make_window()
    again.open_paths([str(tmp_path / "article.md")])
    wait_marked(qtbot, again)
    assert again.page.view.top() == position
    assert "fact" not in again.page.lens.visible
    assert again.page.lens.min_confidence == pytest.approx(0.3)


def test_the_layers_of_a_file_that_opens_behind_leave_the_legend_alone(qtbot, open_text, make_window, tmp_path):
    front = open_text(PARTS, name="front.md")
    front.set_layer("opinion", False)
    behind = open_text("A title\n\nIt was so.\n", front, "behind.txt")
    behind.set_layer("opinion", True)
    behind.set_layer("fact", False)
    behind.close()
    again = make_window()
    again.open_paths([str(tmp_path / "front.md")])
    wait_marked(qtbot, again)
    again.open_paths([str(tmp_path / "behind.txt")])
    again.tabs.setCurrentIndex(0)
    qtbot.waitUntil(lambda: "fact" not in again.pages()[1].lens.visible)
    assert "fact" in again.page.lens.visible
    assert again.actions_by_key["layer_fact"].isChecked()
    assert again.legend.boxes["fact"].isChecked()
    assert not again.legend.boxes["opinion"].isChecked()


def test_the_place_comes_back_with_a_file_that_was_moved(qtbot, open_text, make_window, folders, tmp_path):
    window = open_text(PARTS, name="article.md")
    position = window.page.document.text.index("Part 4")
    window.page.view.go_to_top(position)
    window.close()
    moved = (tmp_path / "article.md").rename(tmp_path / "moved.md")
    again = make_window()
    again.open_paths([str(moved)])
    wait_marked(qtbot, again)
    assert again.page.view.top() == position


def test_the_session_is_kept_while_reading_and_restored(qtbot, open_text, make_window, folders, tmp_path):
    window = open_text(PARTS, name="one.md")
    open_text("A title\n\nIt was so.\n", window, "two.txt")
    kept = folders.state / "state.json"
    # As after a crash: nothing was closed.
    qtbot.waitUntil(lambda: len(read(State, kept).session) == 2)
    assert set(read_places(folders.state / "places.json")) == {str(tmp_path / "one.md"), str(tmp_path / "two.txt")}
    (tmp_path / "one.md").unlink()
    again = make_window(state=read(State, kept))
    again.restore_session()
    assert [page.name for page in again.pages()] == ["two.txt"]
    off = make_window(settings=Settings(theme="light", restore=False), state=read(State, kept))
    off.restore_session()
    assert off.pages() == []


def test_another_language_is_said_so_and_not_marked(open_text):
    window = open_text(GERMAN)
    assert window.page.document.metadata.language == "de"
    assert "German" in window.page.banner.text
    assert len(window.page.marked) == 0
    assert not window.statusBar().progress.isVisible()


def test_a_file_is_read_again_in_another_encoding(qtbot, make_window, tmp_path):
    window = make_window()
    file = tmp_path / "old.txt"
    file.write_bytes("A title\n\nThe café was closed.\n".encode())
    window.open_paths([str(file)])
    wait_marked(qtbot, window)
    assert "café" in window.page.document.text
    next(action for action in window.files.encoding_menu.actions() if action.text() == "windows-1252").trigger()
    wait_marked(qtbot, window)
    assert "cafÃ©" in window.page.document.text


def test_an_encrypted_file_asks_for_its_password(qtbot, make_window, tmp_path):
    def locked(path: str, password: str = "") -> object:
        if password != "sesame":
            raise LockedError(f"{path} can't be read: it is encrypted.")
        return load_file(path)

    window = make_window(load=locked)
    file = tmp_path / "secret.txt"
    file.write_text("A title\n\nIt was so.\n", encoding="utf-8")
    window.open_paths([str(file)])
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(QInputDialog)))
    asked = dialog(window, QInputDialog)
    asked.setTextValue("wrong")
    asked.accept()
    qtbot.waitUntil(lambda: any("not the password" in one.labelText() for one in window.findChildren(QInputDialog)))
    asked = next(one for one in window.findChildren(QInputDialog) if "not the password" in one.labelText())
    asked.setTextValue("sesame")
    asked.accept()
    qtbot.waitUntil(lambda: window.page.document is not None)
    assert "It was so." in window.page.document.text
    assert not window.page.banner.isVisible()


def test_the_password_of_a_file_behind_another_is_asked_for_when_the_reader_wants_it(qtbot, make_window, tmp_path):
    def load(path: str, password: str = "") -> object:
        if "secret" in path and password != "sesame":
            raise LockedError(f"{path} can't be read: it is encrypted.")
        return load_file(path)

    def asked(reason: str = "") -> list[QInputDialog]:
        return [one for one in window.findChildren(QInputDialog) if one.isVisible() and reason in one.labelText()]

    for name in ("secret.txt", "open.txt"):
        (tmp_path / name).write_text("A title\n\nIt was so.\n", encoding="utf-8")
    window = make_window(load=load)
    window.open_paths([str(tmp_path / name) for name in ("secret.txt", "open.txt")])
    wait_marked(qtbot, window)
    qtbot.waitUntil(lambda: window.pages()[0].failed)
    assert asked() == []
    window.tabs.setCurrentIndex(0)
    assert window.focusWidget().text() == "Enter the password…"
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(asked("is encrypted")) == 1)
    asked()[0].setTextValue("wrong")
    asked()[0].accept()
    qtbot.waitUntil(lambda: len(asked("not the password")) == 1)
    asked()[0].reject()
    qtbot.keyClick(window.page.banner.buttons[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(asked("is encrypted")) == 1)
    asked()[0].setTextValue("sesame")
    asked()[0].accept()
    qtbot.waitUntil(lambda: window.page.view is not None)
    assert "It was so." in window.page.document.text


def test_properties_say_what_is_known(open_text):
    window = open_text("A title\n\nIt was so. It is good.\n")
    window.actions_by_key["properties"].trigger()
    shown = [label.text() for label in dialog(window, QDialog).findChildren(QLabel)]
    assert window.page.document.source.path in shown
    assert "8" in shown
    assert "utf-8" in " ".join(shown).lower()


def test_reading_without_distraction_hides_all_but_the_text_and_escape_leaves(qtbot, open_text):
    window = open_text("A title\n\nIt was so.\n")
    around = (window.menuBar(), window.statusBar(), window.bar, window.docks["panel"])
    window.actions_by_key["plain_reading"].trigger()
    assert not any(widget.isVisible() for widget in around)
    assert window.page.view.isVisible()
    qtbot.keyClick(window.page.view, "1")
    assert "opinion" not in window.page.lens.visible
    qtbot.keyClick(window.page.view, Qt.Key.Key_Escape)
    assert all(widget.isVisible() for widget in around)
    assert not window.isFullScreen()


def test_a_file_replaced_by_its_editor_is_noticed_every_time(qtbot, open_text, tmp_path):
    window = open_text("A title\n\nIt was so.\n")
    for number in range(2):
        window.page.banner.withdraw("disk")
        (tmp_path / "new").write_text(f"A title\n\nVersion {number} was so.\n", encoding="utf-8")
        (tmp_path / "new").replace(tmp_path / "article.txt")
        qtbot.waitUntil(lambda: "changed on disk" in window.page.banner.text and window.page.banner.isVisible())


def preferences(window) -> Preferences:
    window.actions_by_key["preferences"].trigger()
    return dialog(window, Preferences)


def test_preferences_set_the_article_at_once_and_last(open_text, folders):
    window = open_text("A title\n\nIt was so.\n")
    shown = preferences(window)
    shown.points.setValue(20)
    assert window.page.view.document().defaultFont().pointSizeF() == 20
    shown.theme.setCurrentIndex(shown.theme.findData("dark"))
    assert window.theme.key == "dark"
    shown.restore.setChecked(False)
    kept = read(Settings, folders.config / "settings.json")
    assert (kept.size, kept.theme, kept.restore) == (20, "dark", False)


def test_the_preferences_begin_where_the_keys_go_through_their_pages(qtbot, open_text):
    shown = preferences(open_text("A title\n\nIt was so.\n"))
    with qtbot.waitExposed(shown):
        shown.activateWindow()
    qtbot.waitUntil(lambda: shown.focusWidget() is not None)
    assert shown.tabs.isAncestorOf(shown.focusWidget())
    qtbot.keyClick(shown.focusWidget(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert shown.tabs.currentIndex() == 1


def test_the_engine_is_changed_and_marks_anew(qtbot, open_text):
    chosen: list[str] = []
    window = open_text("A title\n\nIt was so.\n", use_engine=chosen.append)
    shown = preferences(window)
    shown.engine.setCurrentIndex(shown.engine.findData("light"))
    assert chosen == ["light"]
    wait_marked(qtbot, window)
    assert len(window.page.marked) == 2


def test_a_detector_that_is_not_the_chosen_one_is_said_so(open_text):
    window = open_text("A title\n\nIt was so.\n", notice=lambda: "The light engine marks instead.")
    assert "light engine" in window.page.banner.text


def test_shortcuts_are_remapped_with_the_keys_themselves_and_escape_closes(qtbot, open_text):
    window = open_text("A title\n\nIt was so.\n")
    shown = preferences(window)
    field = shown.keys["reload"]
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "belongs to" in shown.conflict.text())
    assert "reload" not in window.settings.shortcuts
    qtbot.keyClick(field, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: window.settings.shortcuts.get("reload") == "Ctrl+Alt+R")
    assert shown.conflict.text() == ""
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not shown.isVisible())
    assert window.settings.shortcuts == {"reload": "Ctrl+Alt+R"}


def test_shortcuts_are_remapped_refused_where_taken_and_reset(qtbot, open_text):
    window = open_text("A title\n\nIt was so.\n")
    shown = preferences(window)
    shown.keys["reload"].setKeySequence(QKeySequence("Ctrl+F"))
    shown.keys["reload"].editingFinished.emit()
    assert "Find" in shown.conflict.text()
    assert window.settings.shortcuts == {}
    shown.keys["reload"].setKeySequence(QKeySequence("Ctrl+Alt+R"))
    shown.keys["reload"].editingFinished.emit()
    assert window.actions_by_key["reload"].shortcut() == QKeySequence("Ctrl+Alt+R")
    window.actions_by_key["shortcuts"].trigger()
    listed = next(one for one in window.findChildren(QTextBrowser) if one.isVisible()).toPlainText()
    assert QKeySequence("Ctrl+Alt+R").toString(QKeySequence.SequenceFormat.NativeText) in listed
    shown.reset.click()
    assert window.actions_by_key["reload"].shortcut() == QKeySequence(QKeySequence.StandardKey.Refresh)


def test_help_shows_what_it_promises(open_text):
    window = open_text("A title\n\nIt was so.\n")
    for key, words in (("detector", "not a verdict"), ("about", "Network connections: 0"), ("shortcuts", "Find")):
        window.actions_by_key[key].trigger()
        shown = [one.toPlainText() for one in window.findChildren(QTextBrowser) if one.isVisible()]
        assert any(words in text for text in shown), key


def test_the_window_has_no_network_code():
    """Nothing that the window imports can open a connection."""
    import subprocess
    import sys

    code = (
        "import sys; import reader.ui.window, reader.app; "
        "print([n for n in ('PySide6.QtNetwork', 'urllib.request', 'http.client', 'ssl') if n in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert ran.stdout.strip() == "[]"


def test_every_command_has_a_title_and_an_action(make_window):
    window = make_window()
    assert window.actions_by_key.keys() == {command.key for command in COMMANDS}


@pytest.mark.parametrize("way", ["Understood", "✕"])
def test_the_first_article_comes_with_a_hint_until_it_is_understood(qtbot, open_text, make_window, folders, way):
    window = open_text("A title\n\nIt was so.\n", make_window(state=State()))
    assert "not verdicts" in window.page.banner.text
    buttons = {button.text(): button for button in window.page.banner.findChildren(QAbstractButton)}
    qtbot.mouseClick(buttons[way], Qt.MouseButton.LeftButton)
    assert not window.page.banner.isVisible()
    assert read(State, folders.state / "state.json").hinted
    open_text("Another title\n\nIt was so.\n", window, "two.txt")
    assert not window.page.banner.isVisible()


def test_closing_while_reading_without_distraction_keeps_the_panels(open_text, make_window, folders):
    window = open_text("A title\n\nIt was so.\n")
    window.actions_by_key["plain_reading"].trigger()
    window.close()
    again = make_window(state=read(State, folders.state / "state.json"))
    assert again.docks["panel"].isVisible()
    assert again.bar.isVisible()


def test_escape_leaves_the_full_screen_in_the_size_the_window_had(qtbot, open_text):
    window = open_text("A title\n\nIt was so.\n")
    before = window.geometry()
    window.actions_by_key["full_screen"].trigger()
    assert window.isFullScreen()
    qtbot.keyClick(window.page.view, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    assert window.geometry() == before


def test_the_command_of_the_full_screen_is_true_to_the_window(qtbot, open_text):
    window = open_text("A title\n\nIt was so.\n")
    action = window.actions_by_key["full_screen"]
    # As the window manager does.
    window.windowHandle().showFullScreen()
    qtbot.waitUntil(action.isChecked)
    window.windowHandle().showNormal()
    qtbot.waitUntil(lambda: not action.isChecked())


def test_leaving_the_text_alone_goes_back_to_the_full_screen_that_was(qtbot, open_text):
    window = open_text("A title\n\nIt was so.\n")
    window.actions_by_key["full_screen"].trigger()
    window.actions_by_key["plain_reading"].trigger()
    qtbot.keyClick(window.page.view, Qt.Key.Key_Escape)
    assert window.menuBar().isVisible()
    assert window.isFullScreen()


@pytest.mark.parametrize("key", ["full_screen", "plain_reading"])
def test_a_window_closed_on_the_full_screen_finds_its_own_size_again(open_text, make_window, folders, key):
    window = open_text("A title\n\nIt was so.\n")
    window.resize(700, 600)
    window.actions_by_key[key].trigger()
    window.close()
    again = make_window(state=read(State, folders.state / "state.json"))
    assert again.isFullScreen() is (key == "full_screen")
    assert again.isFullScreen() is again.actions_by_key["full_screen"].isChecked()
    if again.isFullScreen():
        again.actions_by_key["full_screen"].trigger()
    assert again.size() == QSize(700, 600)


def test_no_line_is_cut_at_the_side(open_text):
    window = open_text("A title\n\n" + "The council met on Monday and it was good. " * 20 + "\n")
    view = window.page.view
    for width in (1120, 700, 1300):
        window.resize(width, 700)
        assert view.document().textWidth() == view.viewport().width()


BOOK = "The book\n\n" + "\n\n".join(
    f"Page {n} was written. " + "It told what had come before. " * 20 for n in range(500)
)


def test_a_long_text_is_laid_out_to_its_end(qtbot, open_text):
    view = open_text(BOOK).page.view
    bar = view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 500 * view.fontMetrics().lineSpacing())
    view.go_to_top(len(view.article.text))
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() == round(view.document().size().height()) - bar.pageStep())
    assert view.on_screen().end >= len(view.article.text)


def test_another_text_size_keeps_the_place_in_a_long_text(qtbot, open_text):
    window = open_text(BOOK)
    place = window.page.document.text.index("Page 400 ")
    window.page.view.go_to_top(place)
    window.actions_by_key["zoom_in"].trigger()
    assert abs(window.page.view.top() - place) < 100
    qtbot.wait(100)
    assert abs(window.page.view.top() - place) < 100


def test_new_articles_show_the_layers_chosen_for_them(qtbot, open_text, folders):
    window = open_text(PARTS, name="one.md")
    window.actions_by_key["preferences"].trigger()
    shown = dialog(window, Preferences)
    assert not shown.layers["fact"].isEnabled()
    shown.own_layers.click()
    for key in ("fact", "hedging"):
        shown.layers[key].click()
    shown.close()
    assert "fact" in window.page.lens.visible
    window.set_layer("opinion", False)
    open_text("A title\n\nIt was so.\n", window, "two.txt")
    assert window.page.lens.visible == {"opinion", "attributed", "certainty", "loaded", "vague"}
    assert read(Settings, folders.config / "settings.json").default_layers == tuple(
        key for key in BY_KEY if key not in ("fact", "hedging")
    )
