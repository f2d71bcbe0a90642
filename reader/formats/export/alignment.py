"""Find a document's text again in its source: from positions in the one to positions in the other.

Loaders clean, join and leave out; what they keep, they keep in order. So the characters that loaders don't touch
are compared alone: white space, hyphens and what is never seen are passed over, and ligatures are spelled out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from reader.core.document import Document, Span

NOWHERE = -1
"""The place of a character that is not found in the source."""

_PASSED_OVER = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Cn", "Pd"})
# A shorter piece of a sentence says too little to be looked for by itself, but for a tail that is near.
_LEAST = 12
_NEAR = 400
_STEP = 4


def align(document: Document, source: str) -> list[int]:
    """Return for each code point of the document's text its position in `source`, or NOWHERE.

    Blocks are looked for in reading order, each behind the one before, else anywhere; one that the source
    interrupts (a page's foot, a note) is found in pieces.
    """
    folded, origins = _folded(source)
    places = [NOWHERE] * len(document.text)
    at = 0
    for block in document.blocks:
        wanted, offsets = _folded(block.span.slice(document.text))
        for start, end, found in _pieces(wanted, folded, at):
            for offset, index in zip(offsets[start:end], origins[found : found + end - start], strict=True):
                if places[block.span.start + offset] == NOWHERE:
                    places[block.span.start + offset] = index
            at = found + end - start
    return places


def stretches(span: Span, places: Sequence[int], source: str) -> list[Span]:
    """Return where a span of the document stands in the source, as stretches in the source's order.

    Characters that are passed over don't part a stretch.
    """
    made: list[Span] = []
    start = end = NOWHERE
    for place in sorted(place for place in places[span.start : span.end] if place != NOWHERE):
        if start == NOWHERE:
            start, end = place, place + 1
        elif place <= end or not any(map(_fold, source[end:place])):
            end = max(end, place + 1)
        else:
            made.append(Span(start, end))
            start, end = place, place + 1
    return made if start == NOWHERE else [*made, Span(start, end)]


def _pieces(wanted: str, source: str, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, position in source) for what is found of `wanted`: whole, else in pieces in order."""
    whole = _found(wanted, source, at)
    if whole >= 0:
        yield 0, len(wanted), whole
        return
    start = taken = 0
    while start < len(wanted):
        head = wanted[start : start + _LEAST]
        if len(head) == _LEAST:
            found = _found(head, source, at)
        else:
            found = source.find(head, at, at + _NEAR) if start == taken > 0 else NOWHERE
        if found < 0:
            start += _STEP
            continue
        while start > taken and found > 0 and wanted[start - 1] == source[found - 1]:
            start, found = start - 1, found - 1
        end = start + _longest(wanted[start:], source, found)
        yield start, end, found
        at, start, taken = found + end - start, end, end


def _found(piece: str, source: str, at: int) -> int:
    """Return where `piece` stands behind `at`, else anywhere, else -1."""
    if not piece:
        return -1
    found = source.find(piece, at)
    return found if found >= 0 else source.find(piece)


def _longest(wanted: str, source: str, at: int) -> int:
    """Return how many characters agree from `at` on."""
    count = 0
    for one, other in zip(wanted, source[at : at + len(wanted)], strict=False):
        if one != other:
            break
        count += 1
    return count


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the characters that are compared, and the position in `text` of each."""
    folded = list(map(_fold, text))
    return "".join(folded), [index for index, chars in enumerate(folded) for _ in chars]


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    """Return what is compared of a character: nothing, itself, or the letters of a ligature."""
    if unicodedata.category(char) in _PASSED_OVER:
        return ""
    plain = unicodedata.normalize("NFKD", char)
    return "".join(one for one in plain if unicodedata.category(one) not in _PASSED_OVER)
