"""Quotation marks: which pair up, over sentences and paragraphs, and which are only apostrophes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from reader.core.document import Block, Sentence, Span

# the marks a quotation may be closed with, by the mark that opens it
_CLOSERS = {
    "“": "”",
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
_SINGLE = frozenset("‘’'‹›")
_CLIPPED = re.compile(r"['’‘](?:em|til|cause|n|tis|twas|bout|round|cos|\d\ds?)\b", re.IGNORECASE)
_TELLS = re.compile(r"\b(?:said|says|told|according to|reported|announced)\b")
_LOOKAHEAD = 8


class Quote(NamedTuple):
    """A quotation: its span with the marks. `continues` tells that it goes on from the paragraph before."""

    span: Span
    continues: bool = False


class _Mark(NamedTuple):
    """A mark: its place, its sign, and whether what stands around it lets it open or close a quotation."""

    start: int
    end: int
    sign: str
    opens: bool
    closes: bool


def _marks(text: str, span: Span) -> list[_Mark]:
    found = []
    for match in _MARK.finditer(text, span.start, span.end):
        start, end = match.span()
        sign = _MISREAD.get(match[0], match[0])
        before = text[start - 1] if start > span.start else " "
        after = text[end] if end < span.end else " "
        if sign in "’'" and ((before.isalnum() and after.isalnum()) or _CLIPPED.match(text, start)):
            continue
        opens, closes = _reading(sign, before, after)
        if opens or closes:
            found.append(_Mark(start, end, sign, opens, closes))
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
        case "”" | "›" | "〞":
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


def _possessive(text: str, mark: _Mark) -> bool:
    """Tell whether a closing single mark could as well be the apostrophe of a plural: the miners’ union."""
    after = text[mark.end : mark.end + 2]
    return text[mark.start - 1 : mark.start] == "s" and len(after) == 2 and after[0] == " " and after[1].islower()


def _closes(text: str, marks: Sequence[_Mark], opening: _Mark, position: int) -> bool:
    mark = marks[position]
    if not mark.closes or mark.sign not in _CLOSERS[opening.sign]:
        return False
    if opening.sign not in _SINGLE or not _possessive(text, mark):
        return True
    # of several candidates the last before the next opening mark is the quotation's end
    for later in marks[position + 1 :]:
        if later.opens and later.sign == opening.sign:
            break
        if later.closes and later.sign in _CLOSERS[opening.sign]:
            return False
    return True


def _single_closes(text: str, marks: Sequence[_Mark], position: int) -> bool:
    """Tell whether a single opening mark is closed in its paragraph; otherwise it is an apostrophe."""
    opening = marks[position]
    return any(_closes(text, marks, opening, later) for later in range(position + 1, len(marks)))


def sentence_a_block(sentences: Sequence[Sentence]) -> bool:
    """Tell whether the text has its sentences as blocks, as labelled data has, so that paragraphs are not known."""
    return len(sentences) > _LOOKAHEAD and all(a.block != b.block for a, b in pairwise(sentences))


def find_quotes(text: str, blocks: Sequence[Block], loose: bool = False) -> list[Quote]:
    """Pair the quotation marks of `blocks`; nested quotations are part of the outer one.

    A quotation that no mark closes ends with its paragraph. The next paragraph goes on with it if it opens
    with the same mark again, or closes one that it never opened. With `loose` the blocks are sentences, and a
    quotation may go on over some that have no mark at all.
    """
    return _Pairing(text, blocks, loose).run()


class _Pairing:
    """One pass over the marks of a run of blocks."""

    def __init__(self, text: str, blocks: Sequence[Block], loose: bool) -> None:
        self.text = text
        self.blocks = blocks
        self.loose = loose
        self.marks = [_marks(text, block.span) for block in blocks]
        self.quotes: list[Quote] = []

    def run(self) -> list[Quote]:
        """Return the quotations in order."""
        sign = ""
        for number in range(len(self.blocks)):
            sign = self._block(number, sign)
        return self.quotes

    def _block(self, number: int, sign: str) -> str:
        """Pair one block's marks, inside a quotation opened with `sign` before; return the sign left open."""
        start, end = self.blocks[number].span
        marks: Sequence[_Mark] = self.marks[number]
        open_mark: _Mark | None = None
        continues = bool(sign)
        if sign:
            open_mark = _Mark(start, start, sign, True, False)
            if marks and marks[0].start == start and marks[0].opens and len(marks) + (end - start) > 2:
                marks = marks[1:]
        for position, mark in enumerate(marks):
            if open_mark is None:
                if mark.opens and (mark.sign not in _SINGLE or _single_closes(self.text, marks, position)):
                    open_mark = mark
            elif _closes(self.text, marks, open_mark, position):
                self.quotes.append(Quote(Span(open_mark.start, mark.end), continues))
                open_mark, continues = None, False
            elif mark.opens and mark.sign == open_mark.sign and mark.sign not in _SINGLE:
                self.quotes.append(Quote(Span(open_mark.start, mark.start), continues))
                open_mark, continues = mark, False
        if open_mark is None:
            return ""
        self.quotes.append(Quote(Span(open_mark.start, end), continues))
        return open_mark.sign if self._goes_on(number, open_mark.sign) else ""

    def _goes_on(self, number: int, sign: str) -> bool:
        """Tell whether a quotation left open in block `number` goes on in the next."""
        for later in range(number + 1, min(number + _LOOKAHEAD, len(self.blocks))):
            block = self.blocks[later]
            if not block.kind.prose:
                return False
            fitting = [mark for mark in self.marks[later] if mark.sign == sign or mark.sign in _CLOSERS[sign]]
            leads = bool(fitting) and fitting[0].start == block.span.start
            if leads and fitting[0].opens and (later == number + 1 or self.loose):
                return later == number + 1 or not self._told(number + 1, later)
            if fitting:
                return fitting[0].closes and sign not in _SINGLE
        return False

    def _told(self, first: int, last: int) -> bool:
        return any(_TELLS.search(self.text, *block.span) for block in self.blocks[first:last])
