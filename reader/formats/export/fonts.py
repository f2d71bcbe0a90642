"""Fonts for PDF copies: which of them has a character, and how wide it is there."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from reader import assets

SERIF, BOLD, SANS = "NotoSerif-Regular", "NotoSerif-Bold", "NotoSans-Regular"
_SYMBOLS = "DejaVuSans"
# Viewers bring these themselves; a script that none of ours has is at least readable there.
_EAST_ASIAN = (
    ("HYSMyeongJo-Medium", "HANGUL"),
    ("HeiseiMin-W3", ("HIRAGANA", "KATAKANA")),
    ("STSong-Light", ""),
)
_REPLACEMENT = "\N{WHITE SQUARE}"
_UNSEEN = frozenset("\u200c\u200d\u200e\u200f\ufe0e\ufe0f")


class Fonts:
    """The shipped fonts, each loaded when it is first needed."""

    def __init__(self) -> None:
        self._chosen: dict[tuple[str, str], tuple[str, str]] = {}
        self._advances: defaultdict[str, dict[str, float]] = defaultdict(dict)
        self._loaded: dict[str, frozenset[int]] = {}

    def pieces(self, text: str, font: str) -> Iterator[tuple[str, str]]:
        """Yield (font, text) for the stretches of `text`, with another font where `font` lacks characters."""
        shown = (self._choice(font, char) for char in unicodedata.normalize("NFC", text) if char not in _UNSEEN)
        for name, group in groupby(shown, key=lambda choice: choice[0]):
            yield name, "".join(char for _, char in group)

    def widths(self, text: str, font: str, size: float) -> list[float]:
        """Return each character's advance in points; what is not shown or combines has none."""
        known = self._advances[font]
        return [size * (known[char] if char in known else self._advance(font, char)) for char in text]

    def _advance(self, font: str, char: str) -> float:
        """Return a character's advance for a size of one point, and keep it."""
        from reportlab.pdfbase.pdfmetrics import stringWidth

        if char in _UNSEEN or unicodedata.combining(char):
            found = 0.0
        else:
            name, shown = self._choice(font, char)
            found = stringWidth(shown, name, 1)
        self._advances[font][char] = found
        return found

    def _choice(self, font: str, char: str) -> tuple[str, str]:
        key = (font, char)
        if key not in self._chosen:
            self._chosen[key] = self._found(font, char)
        return self._chosen[key]

    def _found(self, font: str, char: str) -> tuple[str, str]:
        for name in (font, _SYMBOLS):
            if ord(char) in self._characters(name):
                return name, char
        if unicodedata.east_asian_width(char) in "WF" and ord(char) < 0x10000:
            return self._east_asian(char), char
        return _SYMBOLS, _REPLACEMENT

    def _characters(self, name: str) -> frozenset[int]:
        """Return the code points that a shipped font has, having made it known to reportlab."""
        if name not in self._loaded:
            from reportlab.pdfbase.pdfmetrics import registerFont
            from reportlab.pdfbase.ttfonts import TTFont

            font = TTFont(name, str(assets.path("fonts", f"{name}.ttf")))
            registerFont(font)
            self._loaded[name] = frozenset(font.face.charToGlyph)
        return self._loaded[name]

    def _east_asian(self, char: str) -> str:
        called = unicodedata.name(char, "")
        name = next(name for name, scripts in _EAST_ASIAN if called.startswith(scripts))
        if name not in self._loaded:
            from reportlab.pdfbase.cidfonts import UnicodeCIDFont
            from reportlab.pdfbase.pdfmetrics import registerFont

            registerFont(UnicodeCIDFont(name))
            self._loaded[name] = frozenset()
        return name
