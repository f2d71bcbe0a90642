"""Finding a place again after the text was edited: by position, by quotation, by context, by likeness.

After the Web Annotation Data Model's text quote and position selectors, in the order of the “fuzzy anchoring” that
annotation tools use. In doubt a mark is not placed: a mark on the wrong sentence is worse than one in a list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from reader.core.document import Span
from reader.core.own import Anchor, OwnMark

_SURE_ALONE = 16
"""A quotation this long that occurs once needs no context to be believed."""
_LIKENESS = (1.0, 0.85, 0.6)
"""How alike an edited quotation must be, 0 to 1, where none, one or both of its neighbours stand beside it:
with none, nothing is like enough."""
_LEAD = 0.05
_SEED = 8
_SIDE = 20
_NEAR = 36
_MOST_PLACES = 12
_MOST_HITS = 50
_LONGEST_LIKE = 2000


class Placed(NamedTuple):
    """A mark and where it stands in the text at hand."""

    mark: OwnMark
    span: Span


def place_all(marks: Iterable[OwnMark], text: str) -> tuple[tuple[Placed, ...], tuple[OwnMark, ...]]:
    """Return the marks that have their place in `text`, in reading order, and those that have lost it."""
    placed, lost = [], []
    for mark in marks:
        span = place(mark.anchor, text)
        if span is None:
            lost.append(mark)
        else:
            placed.append(Placed(mark, span))
    return tuple(sorted(placed, key=lambda one: (one.span, one.mark.key))), tuple(lost)


def place(anchor: Anchor, text: str) -> Span | None:
    """Return where an anchor stands in `text`, or None where that can't be told."""
    whole = len(anchor.prefix) + len(anchor.suffix)
    if anchor.span.slice(text) == anchor.exact and _context(anchor, anchor.span, text) == whole:
        return anchor.span
    found = list(_occurrences(anchor.exact, text))
    if found:
        return _best_quoted(anchor, found, text)
    return _alike(anchor, text)


def _best_quoted(anchor: Anchor, found: list[Span], text: str) -> Span | None:
    ranked = sorted(((_context(anchor, span, text), span) for span in found), reverse=True)
    score, span = ranked[0]
    if len(ranked) == 1:
        enough = score >= _SEED or len(anchor.exact) >= _SURE_ALONE
        return span if enough or score == len(anchor.prefix) + len(anchor.suffix) else None
    enough = 2 * score >= len(anchor.prefix) + len(anchor.suffix)
    return span if enough and score >= ranked[1][0] + _SEED else None


def _context(anchor: Anchor, span: Span, text: str) -> int:
    """Return how many code points next to `span` are those that stood next to the anchor."""
    before = text[max(span.start - len(anchor.prefix), 0) : span.start]
    after = text[span.end : span.end + len(anchor.suffix)]
    return _common(reversed(before), reversed(anchor.prefix)) + _common(after, anchor.suffix)


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _occurrences(exact: str, text: str) -> Iterator[Span]:
    start = text.find(exact)
    while start >= 0:
        yield Span(start, start + len(exact))
        start = text.find(exact, start + 1)


def _alike(anchor: Anchor, text: str) -> Span | None:
    """Return the one stretch that is most like the quotation: as much as needed, and ahead of the next."""
    exact = anchor.exact
    if not _SURE_ALONE <= len(exact) <= _LONGEST_LIKE:
        return None
    votes: Counter[int] = Counter()
    step = len(exact) // 4 or 1
    for offset in range(0, len(exact) - _SEED + 1, _SEED):
        for hits, span in enumerate(_occurrences(exact[offset : offset + _SEED], text)):
            if hits >= _MOST_HITS:
                break
            votes[(span.start - offset) // step] += 1
    found: dict[Span, float] = {}
    for cell, _ in votes.most_common(_MOST_PLACES):
        like = _likeness(exact, text, Span(max((cell - 1) * step, 0), min((cell + 2) * step + len(exact), len(text))))
        if like is not None:
            found[like[0]] = like[1]
    ranked = sorted(((ratio, span) for span, ratio in found.items()), reverse=True)
    if not ranked or ranked[0][0] < _LIKENESS[_neighbours(anchor, ranked[0][1], text)]:
        return None
    rivals = [ratio for ratio, span in ranked[1:] if not span.overlaps(ranked[0][1])]
    return ranked[0][1] if not rivals or ranked[0][0] - rivals[0] >= _LEAD else None


def _neighbours(anchor: Anchor, span: Span, text: str) -> int:
    """Return on how many sides of `span`, 0 to 2, stands what stood beside the anchor."""
    before = text[max(span.start - _NEAR, 0) : span.start + _SEED]
    after = text[max(span.end - _SEED, 0) : span.end + _NEAR]
    return (anchor.prefix[-_SIDE:] in before) + (anchor.suffix[:_SIDE] in after)


def _likeness(exact: str, text: str, window: Span) -> tuple[Span, float] | None:
    """Return the stretch of `window` that the quotation has become, and how alike they are, 0 to 1."""
    matcher = SequenceMatcher(None, exact, window.slice(text), autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size >= 4]
    if not blocks:
        return None
    start, end = window.start + blocks[0].b, window.start + blocks[-1].b + blocks[-1].size
    # Words that were changed at the quotation's ends are taken in whole.
    if blocks[0].a:
        start = max(text.rfind("\n", 0, start) + 1, _sentence_start(text, start), start - 2 * blocks[0].a)
    same = sum(block.size for block in blocks)
    span = Span(start, end)
    return span, 2 * same / (len(exact) + end - start)


def _sentence_start(text: str, position: int) -> int:
    """Return where the words after the last full stop before `position` begin."""
    stop = max(text.rfind(sign, 0, position) for sign in (". ", "? ", "! ", "” "))
    return stop + 2 if stop >= 0 else 0
