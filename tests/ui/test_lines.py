"""Lists whose items take several lines."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QListWidget

from reader.ui.lines import RANK, show_all_lines


@pytest.mark.parametrize("width", [130, 210, 320])
@pytest.mark.parametrize("rank", [0, 2])
def test_every_item_is_as_high_as_the_lines_drawn_in_it(qtbot, width, rank):
    made = QListWidget()
    qtbot.addWidget(made)
    show_all_lines(made)
    made.setSpacing(3)
    made.resize(width, 900)
    made.setStyleSheet("QListWidget { background: white; color: black; border: 0; }")
    made.addItem("Said first.\nAnd a second line which is long enough to be broken")
    for count in (1, 7, 19):
        made.addItem("word " * count + "gggg")
    for row in range(made.count()):
        made.item(row).setData(RANK, rank)
    made.show()
    qtbot.waitUntil(lambda: made.visualItemRect(made.item(3)).height() > made.visualItemRect(made.item(1)).height())
    picture = made.viewport().grab().toImage()
    for row in range(made.count()):
        box = made.visualItemRect(made.item(row))
        assert box.width() <= made.viewport().width()
        inked = [
            y
            for y in range(box.top(), box.bottom() + 1)
            if any(QColor(picture.pixel(x, y)).lightness() < 128 for x in range(box.left(), box.right()))
        ]
        # The last line stands whole above the padding, and nothing is left free below it.
        assert 1 <= box.bottom() - inked[-1] <= 12
