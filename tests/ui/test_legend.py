"""The legend as a reader uses it: order by drag and by key, one layer alone, all off."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from reader.core.layers import BY_KEY
from reader.settings import Settings, read

TEXT = "A title\n\nThe council met. The plan is perhaps good. Ann said it may rain.\n"
LEFT = Qt.MouseButton.LeftButton


def rows(window) -> list[str]:
    """Return the layers' keys as they stand below each other."""
    return sorted(window.legend.rows, key=lambda key: window.legend.rows[key].y())


def test_a_row_is_dragged_by_its_handle_and_the_order_is_remembered(qtbot, open_text, make_window, folders):
    window = open_text(TEXT)
    legend = window.legend
    handle, target = legend.rows["loaded"].handle, legend.rows["opinion"]
    qtbot.mousePress(handle, LEFT)
    qtbot.mouseMove(handle, handle.mapFromGlobal(target.mapToGlobal(QPoint(5, 2))))
    qtbot.mouseRelease(handle, LEFT)
    qtbot.waitUntil(lambda: rows(window)[:2] == ["loaded", "opinion"])
    assert window.page.view.scene.lens.depth("loaded") == 0
    open_text("B title\n\nIt was so.\n", window, "other.txt")
    assert window.page.lens.order[0] == "loaded"
    again = make_window(settings=read(Settings, folders.config / "settings.json"))
    qtbot.waitUntil(lambda: rows(again)[0] == "loaded")


def test_alt_and_arrows_move_a_row(qtbot, open_text):
    window = open_text(TEXT)
    box = window.legend.boxes["fact"]
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: rows(window)[:2] == ["fact", "opinion"])
    qtbot.keyClick(box, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(box, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: rows(window) == list(BY_KEY))
    assert box.hasFocus()


def test_one_click_shows_a_layer_alone_and_one_switches_all_off(qtbot, open_text):
    window = open_text(TEXT)
    only = window.legend.rows["hedging"].only
    qtbot.mouseClick(only, LEFT)
    assert window.page.lens.visible == {"hedging"}
    qtbot.mouseClick(only, LEFT)
    assert window.page.lens.visible == set(BY_KEY)
    qtbot.mouseClick(window.legend.all, LEFT)
    assert not window.page.lens.visible
    assert window.legend.all.text() == "All on"
    qtbot.mouseClick(window.legend.all, LEFT)
    assert window.page.lens.visible == set(BY_KEY)


def test_the_order_survives_another_level_and_file(qtbot, open_text):
    window = open_text(TEXT)
    qtbot.keyClick(window.legend.boxes["vague"], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    order = window.page.lens.order
    assert order[5:] == ("vague", "loaded")
    window.legend.slider.setValue(40)
    qtbot.keyClick(window.page.view, "1")
    assert window.page.lens.order == order
