"""Quotation marks: where they stand, and whether they may open or close a quotation."""

from __future__ import annotations

import re
from typing import NamedTuple

from reader.core.document import Span

# the marks a quotation may be closed with, by the mark that opens it
CLOSERS = {
    "“": "”",
    "”": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "‘": "’",
    '"': '"',
    "'": "'",
    "``": "''",
    "''": "''",
    "〝": "〞",
}
# UTF-8 read as Windows-1252 is common in scraped text
_MISREAD = {"â€œ": "“", "â€�": "”", "â€\x9d": "”", "â€˜": "‘", "â€™": "’"}
_MARK = re.compile("|".join([*_MISREAD, "``", "''", "[\"“”„«»‹›‘’'〝〞]"]))
SINGLE = frozenset("‘’'‹›")
_CLIPPED = re.compile(r"['’‘](?:em|til|cause|n|tis|twas|bout|round|cos|\d\ds?)\b", re.IGNORECASE)


class Mark(NamedTuple):
    """A mark: its place, its sign, and whether what stands around it lets it open or close a quotation."""

    start: int
    end: int
    sign: str
    opens: bool
    closes: bool


def find_marks(text: str, span: Span, wrong_way: bool = True) -> list[Mark]:
    """Return the marks under `span` in order; apostrophes are left out.

    With `wrong_way` a mark like ” may open a quotation too: some sites' software turns the first mark of a paragraph.
    """
    found = []
    for match in _MARK.finditer(text, span.start, span.end):
        start, end = match.span()
        sign = _MISREAD.get(match[0], match[0])
        before = text[start - 1] if start > span.start else " "
        after = text[end] if end < span.end else " "
        if sign in "’'" and ((before.isalnum() and after.isalnum()) or _CLIPPED.match(text, start)):
            continue
        opens, closes = _reading(sign, before, after)
        opens &= wrong_way or sign != "”"
        if opens or closes:
            found.append(Mark(start, end, sign, opens, closes))
    return found


def _reading(sign: str, before: str, after: str) -> tuple[bool, bool]:
    """Tell whether a mark between two characters may open, and whether it may close a quotation."""
    loose_before = before.isspace() or before in "([{—–-/“‘\"'«"
    loose_after = after.isspace() or after in ".,;:!?)]}—–-/”’\"'»…"
    match sign:
        case "“":
            closes = loose_after and not loose_before
            return not closes, closes
        case "«":
            closes = loose_after and not loose_before
            return not closes, closes
        case "„" | "‹" | "〝" | "``":
            return True, False
        case "''":
            # two apostrophes stand for either mark in some news archives
            return loose_before and not after.isspace() and after not in ".,;", not before.isspace()
        case "”":
            return before.isspace() and after.isalnum(), True
        case "›" | "〞":
            return False, True
        case "»":
            opens = loose_before and not loose_after
            return opens, not opens
        case "‘":
            return not after.isspace() and not before.isalnum(), False
        case "’":
            return False, not after.isalnum()
        case '"':
            if before.isspace() and after.isspace():
                return True, True
            stopped = before in ").,;:?!"
            return (
                (loose_before or stopped) and not after.isspace() and after not in ".,;",
                (loose_after or before in ".,?!") and not before.isspace(),
            )
        case _:
            opens = loose_before and (after.isalnum() or after in '"“[')
            return opens, loose_after and not before.isspace()
