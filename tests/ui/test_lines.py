"""Lists whose items take several lines."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QListWidget

from reader.ui.lines import RANK, first_lines, show_all_lines


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


@pytest.mark.parametrize(
    "text", ["word " * 40 + "end", "😀 word " * 30 + "end", "Donaudampfschifffahrt" * 20, "two words"]
)
@pytest.mark.parametrize("width", [90, 173, 240])
def test_the_first_lines_of_a_text_are_full_and_end_in_dots_where_it_is_cut(qapp, text, width):
    lines = first_lines(text, QFont(), width, 2)
    assert lines.lineCount() <= 2
    assert all(lines.lineAt(number).naturalTextWidth() <= width for number in range(lines.lineCount()))
    shown = lines.text()
    if shown != text:
        assert text.startswith(shown.removesuffix("…").removesuffix("...").rstrip())
        assert shown.endswith(("…", "..."))
        assert lines.lineAt(1).naturalTextWidth() > width - 60
