"""Colours and line patterns for copies, from the same theme files as the window's."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from reader import assets
from reader.core.layers import BY_KEY

_LAID_ON = 0.5
"""How much of a colour is laid on for words that are not the author's, as in the window."""


class Look(NamedTuple):
    """How a layer is shown: a fill (empty for none) and a line, as “#RRGGBB”, and the line's pattern.

    `row` counts lines downward from the letters.
    """

    fill: str
    line: str
    pattern: str
    row: int


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme; `page` and `window` by role, `layers` by the layer's key."""

    page: Mapping[str, str]
    window: Mapping[str, str]
    layers: Mapping[str, Look]

    def look(self, layer: str, *, faint: bool) -> Look:
        """Return how a mark of a layer is shown, where it may be `faint`.

        A sentence of which the program is unsure has its line without the fill, and words that are not the author's a
        lighter line.
        """
        look = self.layers[layer]
        if not faint:
            return look
        return look._replace(fill="") if BY_KEY[layer].sentences else look._replace(line=_lighter(look.line))


def _lighter(colour: str) -> str:
    """Return a colour as it shows on white paper where little of it is laid on."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - _LAID_ON * (255 - part)):02X}" for part in parts)


def load(theme: str = "light") -> Palette:
    """Read a shipped theme. Raises FileNotFoundError where there is none."""
    colours, lines = _table(theme), _table("lines")
    looks = {}
    for key in BY_KEY:
        style = {**lines["layers"][key], **colours["layers"][key]}
        looks[key] = Look(style.get("fill", ""), style["line"], style["pattern"], style["row"])
    return Palette(colours["page"], colours["window"], looks)


def _table(name: str) -> dict[str, Any]:
    with assets.path("themes", f"{name}.toml").open("rb") as stream:
        return tomllib.load(stream)
