"""Quotations in text that has lost marks at the ends of its sentences, as scraped and labelled data often has.

Between a mark that opens and the next one stand sentences without any. Whether they are spoken is told by how they
sound: each has log-odds from `resources/language/spoken.toml`, and the quotation ends where their sum is greatest.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from reader import assets
from reader.core.document import Block
from reader.nlp.attribution.marks import SINGLE, Mark

REACH = 8
"""Sentences without a mark over which a quotation may run on."""
_GAP = 4.0
"""Log-odds against both marks around an author's sentence being lost, where a closing mark follows."""
_BEGUN_EARLIER = 0.5
"""Log-odds against a lost opening mark for each sentence that it stands farther back."""
_STOPS = tuple(".,?!…")


class _Sound(NamedTuple):
    """How sentences are told to sound spoken: log-odds to begin with, by sign, and by words of two kinds."""

    start: float
    names: float
    length: float
    signs: tuple[tuple[re.Pattern[str], float], ...]


@cache
def _sound() -> _Sound:
    with assets.path("language", "spoken.toml").open("rb") as file:
        table = tomllib.load(file)
    signs = tuple((re.compile(sign["pattern"]), float(sign["weight"])) for sign in table["signs"])
    return _Sound(table["start"], table["names"], table["length"], signs)


def spoken(sentence: str) -> float:
    """Return the log-odds that a sentence without quotation marks is somebody's speech rather than the reporter's."""
    sound, words = _sound(), sentence.split()
    names = sum(word[0].isupper() for word in words[1:]) / (len(words) + 3)
    signs = sum(weight for pattern, weight in sound.signs if pattern.search(sentence))
    return sound.start + signs + sound.names * names + sound.length * min(len(words), 40)


def running_on(text: str, blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> list[bool]:
    """Tell of each block, a sentence, whether it begins inside a quotation begun before it.

    `marks` are each block's quotation marks; single ones are too often apostrophes to count. A block whose closing
    mark nothing opened counts as begun inside, and so do those before it that sound spoken.
    """
    inside = [False] * len(blocks)
    unmarked: list[int] = []  # blocks without a mark since the last that had one
    open_before = False

    def odds(numbers: Iterable[int]) -> list[float]:
        return [spoken(blocks[number].span.slice(text)) for number in numbers]

    for number, block in enumerate(blocks):
        double = [mark for mark in marks[number] if mark.sign not in SINGLE]
        if block.kind.prose and not double:
            unmarked.append(number)
            continue
        leading = bool(double) and double[0].start == block.span.start and double[0].opens
        closing = block.kind.prose and double[0].closes and not leading
        if open_before and closing and len(unmarked) <= REACH:
            around = _least_spoken(odds(unmarked))
            said = [*unmarked[: around.start], *unmarked[around.stop :], number]
        elif open_before:
            near = unmarked[:REACH]
            said = near[: _greatest(odds(near))]
        elif closing and text[double[0].start - 1] in _STOPS:
            near = unmarked[-REACH:]
            count = _greatest([one - _BEGUN_EARLIER for one in reversed(odds(near))])
            said = [*near[len(near) - count :], number]
        else:
            said = []
        for one in said:
            inside[one] = True
        unmarked = []
        open_before = _left_open(double, inside[number])
    if open_before:
        for one in unmarked[: _greatest(odds(unmarked[:REACH]))]:
            inside[one] = True
    return inside


def _left_open(marks: Sequence[Mark], inside: bool) -> bool:
    for mark in marks:
        inside = not mark.closes if inside else mark.opens
    return inside


def _greatest(odds: Sequence[float]) -> int:
    """Return how many of the first `odds` have the greatest sum; 0 where none is above zero."""
    sums = [0.0, *accumulate(odds)]
    return sums.index(max(sums))


def _least_spoken(odds: Sequence[float]) -> range:
    """Return the run whose odds sum to less than the gap's; an empty one where none does."""
    runs = [range(start, stop) for stop in range(1, len(odds) + 1) for start in range(stop)]
    best = min(runs, key=lambda run: sum(odds[i] for i in run), default=range(0))
    return best if sum(odds[i] for i in best) < -_GAP else range(0)
