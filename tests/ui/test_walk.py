"""Random walks over the window's commands: after every step, what is on screen and what the menus say agree."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from reader.ui.window import Window
from tests.ui.conftest import wait_marked

TEXT = "# A title\n\n## One\n\n" + "\n\n".join(
    f"The council met on day {number} 😀. The plan is good. It is a perhaps good sign. Ann said it may rain."
    for number in range(30)
)
COMMANDS = (
    *("report", "opinion", "guess", "guess_opinion", "guess_fact", "guess_skip", "guess_reveal"),
    *("next", "previous", "next_opinion", "card", "find", "contents", "panel", "marks", "sources", "select_all"),
    *("agree", "highlight", "undo", "redo", "own", "own_shown", "layers_all", "layer_fact", "copy_labels"),
    *("reload", "close", "reopen", "next_tab", "previous_tab", "plain_reading", "zoom_in", "zoom_out"),
)
STEPS = 150


class Walk:
    """Does one thing after another in a window, as `seed` has it; `done` tells what, for whom a step fails."""

    def __init__(self, window: Window, files: list[Path], seed: int) -> None:
        self.window = window
        self.files = files
        self.random = random.Random(seed)
        self.done: list[str] = []

    def step(self) -> None:
        """Do something: mostly a command, now and then what needs a hand on the text, a file or the window."""
        others = (self.rewrite, self.put_caret, self.open_gap, self.open_file, self.resize)
        act = self.random.choice(others) if self.random.random() < 0.25 else self.trigger
        self.done.append(act.__name__)
        act()
        for dialog in self.window.findChildren(QDialog):
            dialog.close()

    def trigger(self) -> None:
        key = self.random.choice(COMMANDS)
        self.done.append(key)
        action = self.window.actions_by_key[key]
        if action.isEnabled():
            action.trigger()

    def rewrite(self) -> None:
        file = self.random.choice(self.files)
        file.write_text(TEXT.replace("day", f"day {len(self.done)}"), encoding="utf-8")

    def put_caret(self) -> None:
        view = self.window.page.view if self.window.page else None
        if view:
            view.setTextCursor(view.cursor_at(self.random.randrange(len(view.article.text))))

    def open_gap(self) -> None:
        view = self.window.page.view if self.window.page else None
        if view and view.fold and view.fold.gaps:
            view.gap_wanted.emit(self.random.choice(view.fold.gaps))

    def open_file(self) -> None:
        self.window.open_paths([str(self.random.choice(self.files))])

    def resize(self) -> None:
        self.window.resize(self.random.choice([400, 700, 1100]), 700)

    def check(self) -> None:
        """Check that the page in front shows what it is said to show."""
        page = self.window.page
        if page is None or page.view is None or page.document is None:
            return
        view, done = page.view, self.done
        checked = {key: self.window.actions_by_key[key].isChecked() for key in ("report", "opinion", "guess")}
        assert view.document().toRawText().replace("\u2029", "\n") == view.shown.text, done
        assert view.fold is None or page.reading.mode, done
        assert checked["report"] == (page.reading.mode == "report"), done
        assert checked["opinion"] == (page.reading.mode == "opinion"), done
        assert checked["guess"] == (page.reading.guesses is not None), done
        assert self.window.actions_by_key["layer_fact"].isChecked() == ("fact" in page.lens.visible), done
        # While the reader guesses, no mark of the detector's is shown.
        assert (view.scene.marked is page.marked) == (page.guesses is None), done


@pytest.mark.parametrize("seed", [105, 501, 903])
def test_a_walk_over_the_commands_leaves_all_that_is_told_true(qtbot, make_window, tmp_path, seed):
    files = [tmp_path / f"{name}.md" for name in ("one", "two", "three")]
    for file in files:
        file.write_text(TEXT.replace("day", f"{file.stem} day"), encoding="utf-8")
    window = make_window()
    window.open_paths([str(file) for file in files])
    wait_marked(qtbot, window)
    walk = Walk(window, files, seed)
    for _ in range(STEPS):
        walk.step()
        if walk.random.random() < 0.3:
            qtbot.wait(walk.random.choice([0, 5, 60]))
        walk.check()
    # What was started by the last steps comes to an end, too.
    if window.page:
        wait_marked(qtbot, window)
    walk.check()
    assert window.isVisible()
