"""Lay text out on pages: lines by greedy breaking, pages by height, footnotes on the page of their mark.

Positions stay those of the text, so that a mark's place on a line is a difference of sums of widths.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from reader.core.document import Span
from reader.formats.export.fonts import Fonts
from reader.formats.export.marking import Passage


class Setting(NamedTuple):
    """How a block is set, in points; `colour` is a role of the theme's page."""

    font: str
    size: float
    leading: float
    above: float = 0.0
    below: float = 7.0
    indent: float = 0.0
    colour: str = "text"
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a block: its span in `text`, where each of its characters begins, and what is marked in it.

    `starts` has one entry more than the span has characters. `marker` hangs to the left of the first line.
    `notes` are the lines of the footnotes whose marks end here.
    """

    text: str
    span: Span
    starts: Sequence[float]
    setting: Setting
    passages: Sequence[Passage] = ()
    marker: str = ""
    notes: tuple[Line, ...] = ()

    def place(self, span: Span) -> tuple[float, float] | None:
        """Return from where to where, in points from the line's left, a stretch of the text lies in the line."""
        start, end = max(span.start, self.span.start), min(span.end, self.span.end)
        if start >= end:
            return None
        return self.starts[start - self.span.start], self.starts[end - self.span.start]


@dataclass(slots=True)
class Page:
    """What stands on a page: lines with their baseline's distance from the top of the type area, and notes."""

    lines: list[tuple[float, Line]] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)


def broken(text: str, within: Span, setting: Setting, width: float, fonts: Fonts) -> Iterator[tuple[Span, list[float]]]:
    """Yield the lines of a stretch of text: their spans, and where each character begins.

    Lines end at spaces, between East Asian characters, or, in a word wider than the line, anywhere.
    """
    sums = [0.0, *accumulate(fonts.widths(within.slice(text), setting.font, setting.size))]

    def at(position: int) -> float:
        return sums[position - within.start]

    start = within.start
    while start < within.end:
        end = chance = start
        while end < within.end and (at(end + 1) - at(start) <= width or text[end] == " "):
            end += 1
            if end < within.end and _may_break(text, end):
                chance = end
        stop = within.end if end == within.end else (chance if chance > start else max(end, start + 1))
        shown = start + len(text[start:stop].rstrip(" ")) or stop
        yield Span(start, shown), [at(position) - at(start) for position in range(start, shown + 1)]
        start = stop


def _may_break(text: str, position: int) -> bool:
    before, after = text[position - 1], text[position]
    if before == " ":
        return after != " "
    if before in "-–—/":
        return after.isalpha()
    return unicodedata.east_asian_width(before) in "WF" and unicodedata.east_asian_width(after) in "WF"


def paginated(blocks: Iterable[Sequence[Line]], height: float, gap: float) -> list[Page]:
    """Fill pages of `height` with blocks of lines; `gap` is kept between the text and the first footnote.

    A block that must stay with the next starts a new page where less than two lines would follow it.
    """
    pages = [Page()]
    y = notes = 0.0
    for lines in blocks:
        setting = lines[0].setting
        above = setting.above if pages[-1].lines else 0.0
        needed = above + setting.leading * (len(lines) + 2 if setting.keep else min(len(lines), 2))
        if pages[-1].lines and y + needed + notes > height:
            pages.append(Page())
            y = notes = above = 0.0
        y += above
        for line in lines:
            if pages[-1].lines and y + line.setting.leading + notes + _tall(line, notes, gap) > height:
                pages.append(Page())
                y = notes = 0.0
            notes += _tall(line, notes, gap)
            y += line.setting.leading
            pages[-1].lines.append((y, line))
            pages[-1].notes.extend(line.notes)
        y += setting.below
    return pages


def _tall(line: Line, notes: float, gap: float) -> float:
    """Return by how much a line's footnotes heighten those on its page."""
    own = sum(note.setting.leading for note in line.notes)
    return own + gap if own and not notes else own
