"""The simulation of colour blindness: what stays, what vanishes, and that every theme's layers stay apart."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtGui import QColor

from reader.ui import theme as themes
from reader.ui.colour_vision import DEFICIENCIES, seen, theme_seen

EACH = pytest.mark.parametrize("deficiency", DEFICIENCIES)


@EACH
@pytest.mark.parametrize("grey", ["#000000", "#808080", "#ffffff"])
def test_greys_stay(deficiency, grey):
    before, after = QColor(grey), seen(QColor(grey), deficiency)
    pairs = zip(before.getRgb()[:3], after.getRgb()[:3], strict=True)
    assert all(abs(one - other) <= 2 for one, other in pairs)


def test_red_and_green_draw_near_without_red_or_green_cones():
    def apart(deficiency: str) -> float:
        one, other = (seen(QColor(name), deficiency) for name in ("#c04040", "#708020"))
        return abs(one.hueF() - other.hueF())

    assert apart("Deuteranopia") < apart("Tritanopia") / 2


@EACH
@pytest.mark.parametrize("key", themes.available())
def test_fills_stay_apart(key, deficiency):
    fills = [style.fill for style in theme_seen(themes.load(key), deficiency).layers.values() if style.fill]
    for one, other in combinations(fills, 2):
        assert sum((a - b) ** 2 for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)) ** 0.5 > 30
