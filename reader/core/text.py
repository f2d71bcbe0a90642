"""Clean text: the one place where characters are dropped or changed.

What passes through `clean` survives Qt's text document, JSON, XML and UTF-8 unchanged, so a position
counted once is right everywhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Protocol
from unicodedata import bidirectional

# What Qt's text document drops, breaks at or shows as an object, what XML forbids, and the invisible
# characters that web pages leave inside words. The joiners U+200C and U+200D stay: scripts and emoji need them.
# Compiled when the first text needs it, like those below: most texts need none of them.
_DROPPED = (
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u202a-\u202e\u2060\ufdd0-\ufdef\ufeff\ufff9-\ufffc\ufffe\uffff"
    "\ud800-\udfff" + "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF)) + "]"
)
_WIDE = "[\U00010000-\U0010ffff]"
_RIGHT_TO_LEFT = ("R", "AL")
_DIRECTED = ("L", *_RIGHT_TO_LEFT)
_TELLING = 400
_OBJECT = "\ufffc"
_WHITE = "[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029 ]+"


def clean(text: str) -> str:
    """Return `text` as one line without control characters; runs of ordinary white space become one space.

    No-break and other typographic spaces inside the text are kept. Cleaning twice changes nothing.
    """
    # Most text needs no search: of printable characters, only one is dropped, and only the space is white.
    if not text.isprintable() or _OBJECT in text:
        text = re.sub(_DROPPED, "", text)
        return re.sub(_WHITE, " ", text).strip()
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip()


def has_right_to_left(text: str) -> bool:
    """Tell whether there is a letter in a text that runs from right to left."""
    # Each character but once: a text has few different ones.
    return not text.isascii() and any(
        "\u0590" <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufefc" for char in set(text)
    )


def right_to_left(text: str) -> bool:
    """Tell whether a paragraph runs from right to left: whether most of its letters do, at least at its beginning.

    Its very first letter, by which Qt goes, may belong to a name or a quotation in another script.
    """
    directed = [kind in _RIGHT_TO_LEFT for kind in map(bidirectional, text[:_TELLING]) if kind in _DIRECTED]
    return 2 * sum(directed) > len(directed)


class Units(Protocol):
    """Translates between code points of an article and UTF-16 units of the text on screen."""

    def to_utf16(self, position: int) -> int:
        """Return the UTF-16 offset of code point offset `position`."""

    def from_utf16(self, position: int) -> int:
        """Return the code point offset of UTF-16 offset `position`."""


class Utf16Map:
    """Translate between code points (ours) and UTF-16 units (Qt's) of one text.

    Only characters beyond U+FFFF differ, so an index of those suffices: the common text without any costs nothing.
    """

    def __init__(self, text: str) -> None:
        self._wide = [] if text.isascii() else [found.start() for found in re.finditer(_WIDE, text)]
        self._wide16 = [position + count for count, position in enumerate(self._wide)]

    def to_utf16(self, position: int) -> int:
        """Return the UTF-16 offset of code point offset `position`."""
        return position + bisect_right(self._wide, position - 1)

    def from_utf16(self, position: int) -> int:
        """Return the code point offset of UTF-16 offset `position`; inside a pair, that of its character."""
        wide_before = bisect_right(self._wide16, position - 1)
        if wide_before and self._wide16[wide_before - 1] == position - 1:
            return self._wide[wide_before - 1]
        return position - wide_before
