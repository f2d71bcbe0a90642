"""Sections: runs of blocks of some ninety sentences, which are read one at a time.

They are cut the same way wherever the analysis starts, so that marks do not depend on what was on the screen first.
Most articles are one section.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reader.core.document import Block

SECTION_CHARACTERS = 12_000


class Section(NamedTuple):
    """A run of a document's blocks, from `start` up to but not including `end`."""

    start: int
    end: int


def sections(blocks: Sequence[Block]) -> list[Section]:
    """Cut the blocks into runs of about equal length, at most `SECTION_CHARACTERS` unless one block is longer."""
    if not blocks:
        return []
    total = blocks[-1].span.end
    target = total / max(1, -(-total // SECTION_CHARACTERS))
    result: list[Section] = []
    start = 0
    for number, block in enumerate(blocks, 1):
        if block.span.end - blocks[start].span.start >= target or number == len(blocks):
            result.append(Section(start, number))
            start = number
    return result


def next_to_read(left: Sequence[Section], blocks: Sequence[Block], position: int) -> Section:
    """Return the one of the sections `left`, in order, that is to be read by who looks at code point `position`.

    It is the one that holds it, else the next one behind it, else the last one before it.
    """
    return next((part for part in left if blocks[part.end - 1].span.end > position), left[-1])
