"""How a theme looks to colour-blind readers.

Matrices over linear RGB for complete protanopia, deuteranopia and tritanopia: Machado, Oliveira and Fernandes,
“A Physiologically-based Model for Simulation of Color Vision Deficiency”, IEEE TVCG 15 (2009).
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QColor

from reader.ui.theme import Theme

Matrix = tuple[tuple[float, float, float], ...]

DEFICIENCIES: Mapping[str, Matrix] = {
    "Protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "Deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "Tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def seen(colour: QColor, deficiency: str) -> QColor:
    """Return the colour that a reader without the deficiency sees as the one with it sees `colour`."""
    rgb = [_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF())]
    mixed = (sum(weight * part for weight, part in zip(row, rgb, strict=True)) for row in DEFICIENCIES[deficiency])
    return QColor.fromRgbF(*(_encoded(min(max(part, 0.0), 1.0)) for part in mixed))


def theme_seen(theme: Theme, deficiency: str) -> Theme:
    """Return a theme with its layers and page as a reader with the deficiency sees them."""
    layers = {
        key: style._replace(
            fill=seen(style.fill, deficiency) if style.fill else None, line=seen(style.line, deficiency)
        )
        for key, style in theme.layers.items()
    }
    return theme._replace(layers=layers, page=type(theme.page)(*(seen(colour, deficiency) for colour in theme.page)))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _encoded(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
