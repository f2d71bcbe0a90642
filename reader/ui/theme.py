"""Themes: colours and line styles read from TOML files, and the Qt palette made of them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtGui import QColor, QPalette

from reader import assets
from reader.core.layers import LAYERS

FOLLOW_SYSTEM = "system"
_LINES = "lines"


class LayerStyle(NamedTuple):
    """How a layer is drawn: an optional fill behind the letters, and a line below them.

    `width` is in pixels at 100 %; `row` counts lines downward from the letters.
    """

    fill: QColor | None
    line: QColor
    pattern: str
    width: float
    row: int


class PageColours(NamedTuple):
    """The colours of the article itself."""

    background: QColor
    text: QColor
    dim: QColor
    heading: QColor
    rule: QColor
    selection: QColor
    selected_text: QColor
    find: QColor
    find_current: QColor
    find_line: QColor
    focus: QColor


class WindowColours(NamedTuple):
    """The colours of what surrounds the article."""

    background: QColor
    base: QColor
    text: QColor
    dim: QColor
    border: QColor
    button: QColor
    accent: QColor
    accent_text: QColor
    notice: QColor
    error: QColor


class Theme(NamedTuple):
    """One look of the program; `layers` has a style for each key of `reader.core.layers`."""

    key: str
    title: str
    dark: bool
    page: PageColours
    window: WindowColours
    layers: Mapping[str, LayerStyle]


def available() -> tuple[str, ...]:
    """Return the keys of the shipped themes, in alphabetical order."""
    return tuple(sorted(file.stem for file in assets.path("themes").glob("*.toml") if file.stem != _LINES))


def titles() -> dict[str, str]:
    """Return the titles of the shipped themes by their keys."""
    return {key: load(key).title for key in available()}


def load(key: str) -> Theme:
    """Read the shipped theme `key`.

    Raises FileNotFoundError where there is none, ValueError where its file is malformed.
    """
    return parse(key, _table(assets.path("themes", f"{key}.toml")), _table(assets.path("themes", f"{_LINES}.toml")))


def parse(key: str, table: Mapping[str, Any], lines: Mapping[str, Any]) -> Theme:
    """Build a theme from its own TOML table and that of the common lines.

    Raises ValueError where a colour or a layer is missing.
    """
    try:
        layers = {}
        for layer in LAYERS:
            style = {**lines["layers"][layer.key], **table["layers"][layer.key]}
            fill = _colour(style["fill"]) if "fill" in style else None
            layers[layer.key] = LayerStyle(
                fill, _colour(style["line"]), style["pattern"], float(style["width"]), int(style["row"])
            )
        page = PageColours(**{name: _colour(table["page"][name]) for name in PageColours._fields})
        window = WindowColours(**{name: _colour(table["window"][name]) for name in WindowColours._fields})
        return Theme(key, table["title"], table["dark"], page, window, layers)
    except KeyError as missing:
        raise ValueError(f"theme {key}: {missing} is missing") from missing


def chosen(preference: str, *, dark: bool) -> str:
    """Return the key of the theme to use: the preference itself, or light or `dark` as the system has it."""
    if preference != FOLLOW_SYSTEM and preference in available():
        return preference
    return "dark" if dark else "light"


def palette(theme: Theme) -> QPalette:
    """Return the palette that gives all standard widgets the theme's colours."""
    window, roles = theme.window, QPalette.ColorRole
    made = QPalette(window.button, window.background)
    for role, colour in (
        (roles.Window, window.background),
        (roles.WindowText, window.text),
        (roles.Base, window.base),
        (roles.AlternateBase, window.background),
        (roles.Text, window.text),
        (roles.PlaceholderText, window.dim),
        (roles.Button, window.button),
        (roles.ButtonText, window.text),
        (roles.ToolTipBase, window.base),
        (roles.ToolTipText, window.text),
        (roles.Highlight, window.accent),
        (roles.HighlightedText, window.accent_text),
        (roles.Accent, window.accent),
        (roles.Link, window.accent),
        (roles.LinkVisited, window.accent),
        (roles.BrightText, window.text),
        (roles.Mid, window.border),
    ):
        made.setColor(role, colour)
    for role in (roles.WindowText, roles.Text, roles.ButtonText, roles.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, role, mix(window.text, window.background, 0.55))
    return made


def colour_page(palette: QPalette, theme: Theme) -> None:
    """Give a palette the colours of the article's page, for the article view."""
    page, roles = theme.page, QPalette.ColorRole
    for role, colour in (
        (roles.Window, page.background),
        (roles.Base, page.background),
        (roles.Text, page.text),
        (roles.Highlight, page.selection),
        (roles.HighlightedText, page.selected_text),
    ):
        palette.setColor(role, colour)


def mix(one: QColor, other: QColor, share: float) -> QColor:
    """Return `one` with `share` (0 to 1) of `other` mixed in."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )


def _colour(text: str) -> QColor:
    colour = QColor(text)
    if not colour.isValid():
        raise ValueError(f"{text!r} is no colour")
    return colour


def _table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
