"""Every theme: complete, legible, and told apart without full colour sight."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from reader.core.layers import BY_KEY
from reader.settings import Settings
from reader.ui import theme as themes
from reader.ui.drawing import PATTERNS
from reader.ui.sheet import sheet

ALL = pytest.mark.parametrize("key", themes.available())

# Viénot, Brettel and Mollon 1999 (protanopia, deuteranopia) and Brettel et al. 1997 reduced to one plane
# (tritanopia), as matrices over linear RGB.
BLINDNESS = {
    "protanopia": ((0.112, 0.888, 0.0), (0.112, 0.888, 0.0), (0.004, -0.004, 1.0)),
    "deuteranopia": ((0.293, 0.707, 0.0), (0.293, 0.707, 0.0), (-0.021, 0.021, 1.0)),
    "tritanopia": ((1.0, 0.145, -0.145), (0.0, 0.859, 0.141), (0.0, 0.859, 0.141)),
}


def linear(colour: QColor) -> tuple[float, ...]:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def luminance(colour: QColor) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of WCAG 2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    """CIE L*a*b* of linear sRGB, white point D65."""
    red, green, blue = (min(max(part, 0.0), 1.0) for part in rgb)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen(colour: QColor, blindness: str) -> tuple[float, float, float]:
    rgb = linear(colour)
    return lab(tuple(sum(weight * part for weight, part in zip(row, rgb, strict=True)) for row in BLINDNESS[blindness]))


@ALL
def test_a_theme_is_complete(key):
    theme = themes.load(key)
    assert theme.layers.keys() == BY_KEY.keys()
    assert {style.pattern for style in theme.layers.values()} <= PATTERNS.keys()


@ALL
def test_text_stands_out_at_least_seven_to_one(key):
    theme = themes.load(key)
    grounds = [
        theme.page.background,
        theme.page.find,
        *(style.fill for style in theme.layers.values() if style.fill),
    ]
    for ground in grounds:
        assert contrast(theme.page.text, ground) >= 7, ground.name()
    assert contrast(theme.page.dim, theme.page.background) >= 4.5
    assert contrast(theme.window.text, theme.window.background) >= 7
    assert contrast(theme.window.dim, theme.window.background) >= 4.5
    assert contrast(theme.window.accent_text, theme.window.accent) >= 4.5


@ALL
def test_lines_stand_out_at_least_three_to_one(key):
    theme = themes.load(key)
    fills = [style.fill for style in theme.layers.values() if style.fill]
    for layer, style in theme.layers.items():
        assert contrast(style.line, theme.page.background) >= 3, layer
        for fill in fills:
            assert contrast(style.line, fill) >= 3, (layer, fill.name())


@ALL
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_fills_differ_for_everybody(key, blindness):
    theme = themes.load(key)
    fills = [style.fill for style in theme.layers.values() if style.fill]
    for one, other in combinations(fills, 2):
        a, b = seen(one, blindness), seen(other, blindness)
        assert sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5 > 20


@ALL
def test_layers_differ_without_colour(key):
    theme = themes.load(key)
    ways = [(style.pattern, style.row, style.fill is not None) for style in theme.layers.values()]
    assert len(set(ways)) == len(ways)


def test_a_malformed_theme_says_what_is_missing():
    with pytest.raises(ValueError, match="opinion"):
        themes.parse("odd", {"title": "Odd", "dark": False}, {"layers": {}})


@ALL
def test_edges_of_fields_and_scroll_bars_stand_out(key):
    theme, rules = themes.load(key), sheet(themes.load(key))
    for found in ("QLineEdit, [^}]*border: 1px solid", "QMenu {[^}]*border: 1px solid", "::handle { background:"):
        drawn = re.search(found + r" (#\w{6})", rules)
        assert drawn
        for around in (theme.window.background, theme.window.base, theme.page.background):
            assert contrast(QColor(drawn[1]), around) >= 3


@ALL
def test_what_stands_on_a_button_stays_legible_under_the_pointer(key):
    theme, rules = themes.load(key), sheet(themes.load(key))
    grounds = re.findall(r"(?:button|Button):(?:hover|pressed) {\s*background: (#\w{6}); }", rules)
    assert len(grounds) > 2
    for ground in grounds:
        assert contrast(theme.window.text, QColor(ground)) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_follow_the_system_means_the_systems_own_colours(qapp, make_window, dark: bool) -> None:
    qapp.setPalette(QPalette(QColor("black" if dark else "white")))
    window = make_window(settings=Settings(theme="system"))
    assert window.theme.dark is dark
    window.look.set_theme("light" if dark else "high-contrast")
    window.look.set_theme("system")
    assert window.theme.dark is dark
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light if dark else Qt.ColorScheme.Dark)
    assert window.theme.dark is not dark


@pytest.mark.parametrize(("text", "drawn"), [("A title\n\nIt was so.\n", False), ("It was so.\n\n" * 200, True)])
def test_a_scroll_bar_has_a_handle_where_there_is_something_to_scroll(qapp, open_text, text: str, drawn: bool) -> None:
    bar = open_text(text).page.view.verticalScrollBar()
    picture = bar.grab().toImage()
    inks = {picture.pixel(bar.width() // 2, y) for y in range(bar.height())}
    assert (len(inks) > 1) is drawn
