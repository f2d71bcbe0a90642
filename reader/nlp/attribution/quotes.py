"""Quotation marks: which pair up, over sentences and paragraphs, and which are only apostrophes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from reader.core.document import Block, Sentence, Span
from reader.nlp.attribution.lost_marks import running_on
from reader.nlp.attribution.marks import CLOSERS, SINGLE, Mark, find_marks

_LOOKAHEAD = 8


class Quote(NamedTuple):
    """A quotation: its span with the marks. `continues` tells that it goes on from the paragraph before."""

    span: Span
    continues: bool = False


def _possessive(text: str, mark: Mark) -> bool:
    """Tell whether a closing single mark could as well be the apostrophe of a plural: the miners’ union."""
    after = text[mark.end : mark.end + 2]
    return text[mark.start - 1 : mark.start] == "s" and len(after) == 2 and after[0] == " " and after[1].islower()


def _closes(text: str, marks: Sequence[Mark], opening: Mark, position: int) -> bool:
    mark = marks[position]
    if not mark.closes or mark.sign not in CLOSERS[opening.sign]:
        return False
    if opening.sign not in SINGLE or not _possessive(text, mark):
        return True
    # of several candidates the last before the next opening mark is the quotation's end
    for later in marks[position + 1 :]:
        if later.opens and later.sign == opening.sign:
            break
        if later.closes and later.sign in CLOSERS[opening.sign]:
            return False
    return True


def _single_closes(text: str, marks: Sequence[Mark], position: int) -> bool:
    """Tell whether a single opening mark is closed in its paragraph; otherwise it is an apostrophe."""
    opening = marks[position]
    return any(_closes(text, marks, opening, later) for later in range(position + 1, len(marks)))


def sentence_a_block(sentences: Sequence[Sentence]) -> bool:
    """Tell whether the text has its sentences as blocks, as labelled data has, so that paragraphs are not known."""
    return len(sentences) > _LOOKAHEAD and all(a.block != b.block for a, b in pairwise(sentences))


def find_quotes(text: str, blocks: Sequence[Block], loose: bool = False) -> list[Quote]:
    """Pair the quotation marks of `blocks`; nested quotations are part of the outer one.

    A quotation that no mark closes ends with its paragraph. The next paragraph goes on with it if it opens
    with the same mark again, or closes one that it never opened. With `loose` the blocks are sentences whose marks may
    be lost, and a quotation may go on over some that have none at all.
    """
    return _Pairing(text, blocks, loose).run()


class _Pairing:
    """One pass over the marks of a run of blocks."""

    def __init__(self, text: str, blocks: Sequence[Block], loose: bool) -> None:
        self.text = text
        self.blocks = blocks
        self.marks = [find_marks(text, block.span, wrong_way=not loose) for block in blocks]
        self.inside = running_on(text, blocks, self.marks) if loose else None
        self.quotes: list[Quote] = []

    def run(self) -> list[Quote]:
        """Return the quotations in order."""
        sign = ""
        for number in range(len(self.blocks)):
            going_on = self._goes_on(number, sign)
            sign = self._block(number, (sign or self._opener(number)) if going_on else "", bool(sign))
        return self.quotes

    def _block(self, number: int, sign: str, continues: bool) -> str:
        """Pair one block's marks, inside a quotation opened with `sign` before; return the sign left open."""
        start, end = self.blocks[number].span
        marks: Sequence[Mark] = self.marks[number]
        open_mark: Mark | None = None
        continues = continues and bool(sign)
        if sign:
            open_mark = Mark(start, start, sign, True, False)
            if (
                marks
                and marks[0].start == start
                and marks[0].opens
                and not marks[0].closes
                and len(marks) + (end - start) > 2
            ):
                marks = marks[1:]
        for position, mark in enumerate(marks):
            if open_mark is None:
                if mark.opens and (mark.sign not in SINGLE or _single_closes(self.text, marks, position)):
                    open_mark = mark
            elif _closes(self.text, marks, open_mark, position):
                self.quotes.append(Quote(Span(open_mark.start, mark.end), continues))
                open_mark, continues = None, False
            elif mark.opens and mark.sign == open_mark.sign and mark.sign not in SINGLE:
                self.quotes.append(Quote(Span(open_mark.start, mark.start), continues))
                open_mark, continues = mark, False
        if open_mark is None:
            return ""
        self.quotes.append(Quote(Span(open_mark.start, end), continues))
        return open_mark.sign

    def _goes_on(self, number: int, sign: str) -> bool:
        """Tell whether block `number` begins inside a quotation that was left open, with `sign`, before it."""
        if self.inside and sign not in SINGLE:
            return self.inside[number]
        if not sign or not self.blocks[number].kind.prose:
            return False
        for later in range(number, min(number + _LOOKAHEAD, len(self.blocks))):
            block = self.blocks[later]
            if not block.kind.prose:
                return False
            fitting = [mark for mark in self.marks[later] if mark.sign == sign or mark.sign in CLOSERS[sign]]
            if fitting and fitting[0].opens and fitting[0].start == block.span.start:
                return later == number
            if fitting:
                return fitting[0].closes and sign not in SINGLE
        return False

    def _opener(self, number: int) -> str:
        """Return the mark that the next closing mark asks for, where the opening one is lost."""
        for marks in self.marks[number : number + _LOOKAHEAD]:
            for mark in marks:
                for opener, closers in CLOSERS.items():
                    if mark.closes and mark.sign in closers and mark.sign not in SINGLE:
                        return opener
        return '"'
