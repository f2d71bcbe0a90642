"""Icons: line drawings in SVG, coloured as the theme has its text."""

from __future__ import annotations

from PySide6.QtGui import QIcon, QPixmap

from reader import assets
from reader.ui.theme import Theme

_SIZE = 20


def icon(name: str, theme: Theme, ratio: float) -> QIcon:
    """Return the shipped line icon `name` in the theme's colours, for a screen with `ratio` pixels a point."""
    size = round(_SIZE * ratio)
    drawing = assets.path("icons", f"{name}.svg").read_text(encoding="utf-8")
    inked = drawing.replace("currentColor", theme.window.text.name())
    pixmap = QPixmap()
    pixmap.loadFromData(inked.replace('width="24" height="24"', f'width="{size}" height="{size}"').encode(), "SVG")
    pixmap.setDevicePixelRatio(ratio)
    return QIcon(pixmap)


def application_icon() -> QIcon:
    """Return the program's own icon."""
    return QIcon(str(assets.path("icons", "bias-reader.svg")))
