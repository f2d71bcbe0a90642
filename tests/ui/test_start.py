"""The first picture of a window, and what comes after it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

SAMPLE = Path(__file__).parents[2] / "resources" / "samples" / "article.txt"


def test_the_first_picture_is_as_the_next(qtbot, make_window) -> None:
    window = make_window(shown=False)
    window.open_paths([str(SAMPLE)])
    window.show()
    pictures, panels = [], []

    def look() -> None:
        # No timer fires meanwhile: the caret does not blink, and no marks arrive.
        QApplication.sendPostedEvents()
        pictures.append(window.grab().toImage())
        panels.append(len(window.docks))

    def on_loaded() -> None:
        look()
        window.complete()
        look()

    window.jobs.loaded.connect(lambda *_: QTimer.singleShot(0, window, on_loaded))
    qtbot.waitUntil(lambda: len(pictures) == 2)
    assert panels[0] < panels[1]
    assert pictures[0] == pictures[1]


def test_a_command_that_is_wanted_before_its_feature_is_there_is_done(qtbot, make_window) -> None:
    window = make_window(shown=False)
    assert "marks" not in window.docks
    window.show()
    window.actions_by_key["marks"].trigger()
    assert window.docks["marks"].isVisible()
    assert window.actions_by_key["marks"].isChecked()


def test_a_panel_that_showed_last_time_is_there_at_once(qtbot, make_window) -> None:
    window = make_window()
    window.actions_by_key["marks"].trigger()
    window.close()
    again = make_window(state=window.state, shown=False)
    again.show()
    assert again.docks["marks"].isVisible()
    assert again.actions_by_key["marks"].isChecked()
    assert again.dockWidgetArea(again.docks["marks"]) is window.dockWidgetArea(window.docks["marks"])
