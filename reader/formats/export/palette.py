"""Colours and line patterns for copies, from the same theme files as the window's."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from reader import assets
from reader.core.layers import BY_KEY


class Look(NamedTuple):
    """How a layer is shown: a fill (empty for none) and a line, as “#RRGGBB”, and the line's pattern.

    `row` counts lines downward from the letters.
    """

    fill: str
    line: str
    pattern: str
    row: int

    def faint(self, unsure: bool) -> Look:
        """Return the look of a mark that may be `unsure`: its line without the fill then."""
        return self._replace(fill="") if unsure else self


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme; `page` and `window` by role, `layers` by the layer's key."""

    page: Mapping[str, str]
    window: Mapping[str, str]
    layers: Mapping[str, Look]


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
