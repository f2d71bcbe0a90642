"""Icons: line drawings in SVG, coloured as the theme has its text."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QColor, QIcon, QPixmap

from reader import assets
from reader.ui.theme import Theme

_SIZES = (20, 40)


def icon(name: str, theme: Theme) -> QIcon:
    """Return the shipped line icon `name` in the theme's colours."""
    drawing = assets.path("icons", f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    faded = QColor(theme.window.dim)
    faded.setAlpha(110)
    for mode, colour in ((QIcon.Mode.Normal, theme.window.text), (QIcon.Mode.Disabled, faded)):
        inked = drawing.replace("currentColor", colour.name()).replace(
            'opacity="1"', f'opacity="{colour.alphaF():.2f}"'
        )
        for size in _SIZES:
            pixmap = QPixmap(QSize(size, size))
            scaled = inked.replace('width="24" height="24"', f'width="{size}" height="{size}"')
            pixmap.loadFromData(QByteArray(scaled.encode()), "SVG")
            pixmap.setDevicePixelRatio(size / _SIZES[0])
            made.addPixmap(pixmap, mode)
    return made


def application_icon() -> QIcon:
    """Return the program's own icon."""
    return QIcon(str(assets.path("icons", "bias-reader.svg")))
