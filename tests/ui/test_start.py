"""The first picture of a window, and what comes after it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel

from reader.core.document import Document
from reader.settings import State, read
from tests.ui.conftest import document_of, wait_marked

SAMPLE = Path(__file__).parents[2] / "resources" / "samples" / "article.txt"


def text_of(window) -> tuple[QRect, QImage]:
    """Return where the text stands in its window, and how it looks."""
    # No timer fires meanwhile: the caret does not blink, and no marks arrive.
    QApplication.sendPostedEvents()
    window.grab()
    viewport = window.page.view.viewport()
    return QRect(viewport.mapTo(window, QPoint()), viewport.size()), viewport.grab().toImage()


@pytest.mark.parametrize("width", [1120, 600])
@pytest.mark.parametrize("text", ["A title\n\nIt was good.\n", "A title\n\nIt was good.\n\n# More\n\nIt was bad.\n"])
def test_the_text_stays_where_it_is_when_the_controls_come(
    qtbot, make_window, open_text, folders, tmp_path, text, width
):
    before = make_window(shown=False)
    before.resize(width, 700)
    before.show()
    open_text(text, before, name="article.md")
    before.close()
    window = make_window(state=read(State, folders.state / "state.json"), shown=False)
    window.resize(width, 700)
    seen, grown = [], []

    def look() -> None:
        assert not window.has_controls
        seen.append(text_of(window))
        assert window.controls
        seen.append(text_of(window))
        window.complete()
        seen.append(text_of(window))
        grown.append(len(window.docks))

    window.jobs.loaded.connect(lambda *_: QTimer.singleShot(0, window, look))
    window.open_paths([str(tmp_path / "article.md")])
    window.show()
    qtbot.waitUntil(lambda: bool(grown))
    assert grown[0] > 2
    assert seen[0] == seen[1] == seen[2]


START = """
import enum, sys
from pathlib import Path
from reader import app, settings
application, window = app.start(sys.argv[1:2], settings.Folders.under(Path(sys.argv[2])))
def kinds(of):
    return {kind for one in of.__subclasses__() for kind in (one, *kinds(one))}
def painted(job, document):
    window.page.view.viewport().repaint()
    print("Qt" if any(kind.__qualname__ == "Qt.Key" for kind in kinds(enum.Enum)) else "")
    print(*({"nltk", "numpy", "lxml", "hashlib", "reader.ui.legend", "reader.ui.menus"} & sys.modules.keys()))
    window.close()
window.jobs.loaded.connect(painted)
application.exec()
"""


def test_the_first_picture_needs_neither_controls_nor_the_namespace_of_qt(tmp_path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", START, str(SAMPLE), str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


@pytest.mark.parametrize("running", [False, True])
def test_a_long_load_has_controls_and_is_told_of(qtbot, make_window, running: bool) -> None:
    released = threading.Event()

    def load(path: str, **_how: str) -> Document:
        released.wait(10)
        return document_of("It was good.")

    window = make_window(load=load, shown=running)
    window.open_paths(["slow.txt"])
    window.show()
    qtbot.waitUntil(lambda: window.is_complete)

    def told() -> bool:
        return "Opening slow.txt…" in [label.text() for label in window.page.findChildren(QLabel) if label.isVisible()]

    qtbot.waitUntil(told)
    released.set()
    qtbot.waitUntil(lambda: window.page.view is not None)
    assert not told()


def test_a_command_that_is_wanted_before_its_feature_is_there_is_done(qtbot, make_window) -> None:
    window = make_window(shown=False)
    assert "marks" not in window.docks
    window.show()
    window.actions_by_key["marks"].trigger()
    assert window.docks["marks"].isVisible()
    assert window.actions_by_key["marks"].isChecked()


def test_the_panel_that_shows_at_first_is_ticked(make_window) -> None:
    window = make_window()
    assert window.docks["panel"].isVisible()
    assert window.actions_by_key["panel"].isChecked()


def test_a_panel_that_showed_last_time_comes_with_the_controls(qtbot, make_window) -> None:
    window = make_window()
    window.actions_by_key["marks"].trigger()
    window.close()
    again = make_window(state=window.state, shown=False)
    again.show()
    assert again.controls
    assert again.docks["marks"].isVisible()
    assert again.actions_by_key["marks"].isChecked()
    assert again.dockWidgetArea(again.docks["marks"]) is window.dockWidgetArea(window.docks["marks"])


@pytest.mark.parametrize("when", [0, 30, 60])
def test_a_window_closed_while_it_grows_keeps_its_layout(qtbot, make_window, when: int) -> None:
    window = make_window()
    window.actions_by_key["marks"].trigger()
    width = window.docks["marks"].width()
    window.close()
    again = make_window(state=window.state, shown=False)
    again.open_paths([str(SAMPLE)])
    again.show()
    qtbot.wait(when)
    again.close()
    assert again.state.around == window.state.around
    assert again.state.session == (str(SAMPLE),)
    third = make_window(state=again.state)
    assert third.docks["marks"].isVisible()
    assert third.docks["marks"].width() == width


def test_a_window_closed_as_soon_as_all_is_there_keeps_what_it_took(qtbot, make_window) -> None:
    window = make_window()
    window.open_paths([str(SAMPLE)])
    wait_marked(qtbot, window)
    window.close()
    again = make_window(state=window.state, shown=False)
    again.open_paths([str(SAMPLE)])
    again.show()
    assert not again.has_controls
    again.complete()
    again.close()
    assert again.state.around == window.state.around
    third = make_window(state=again.state)
    third.open_paths([str(SAMPLE)])
    wait_marked(qtbot, third)
    assert not third.bar.isHidden()
    assert third.docks["panel"].width() == window.docks["panel"].width()


@pytest.mark.parametrize(
    ("screen", "size"), [((1366, 768), (1120, 768)), ((960, 540), (960, 540)), ((1920, 1080), (1120, 860))]
)
def test_the_first_window_is_no_larger_than_its_screen(tmp_path, screen, size):
    config = tmp_path / "screen.json"
    one = {"name": "it", "x": 0, "y": 0, "width": screen[0], "height": screen[1], "logicalDpi": 96, "dpr": 1}
    config.write_text(json.dumps({"screens": [one]}), encoding="utf-8")
    code = f"""
from pathlib import Path
from reader import app, settings
application, window = app.start([], settings.Folders.under(Path({str(tmp_path)!r})))
print(window.width(), window.height())
import os, sys
sys.stdout.flush()
os._exit(0)
"""
    env = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={config}"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    width, height = map(int, done.stdout.split())
    assert width <= size[0]
    assert size[1] - 60 <= height <= size[1]
