"""Quotations that no cue covers: scare quotes set apart, and the rest's speaker, if the sentence names one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from reader.core.document import BlockKind
from reader.nlp.attribution.drafts import Draft
from reader.nlp.attribution.found import Found
from reader.nlp.attribution.headlines import headliner
from reader.nlp.attribution.lexicon import word_list
from reader.nlp.attribution.quotes import Quote
from reader.nlp.attribution.speech import Extractor
from reader.nlp.attribution.tokenized import DASHES, ENDS, Range, Tokens

_SCARE_WORDS = 3
_LONGEST_NAME = 9
_NAMING = word_list("naming")
_MOST_QUOTES = 100
"""More quotations than any sentence has; what has more is code, or made to keep the program busy."""


def uncued(
    extractor: Extractor, t: Tokens, touching: Sequence[tuple[int, Quote]], found: Sequence[Found], kind: BlockKind
) -> tuple[list[Draft], set[int]]:
    """Return the quotations that no cue of the sentence covers, and the numbers of its scare quotes.

    Both are empty where there are more quotations than prose has. `kind` is that of the sentence's block.
    """
    if len(touching) > _MOST_QUOTES:
        return [], set()
    if not touching:
        if kind is BlockKind.QUOTE and not found:
            return [Draft([t.span((0, len(t)))], None, None, "continued")], set()
        return [], set()
    drafts = []
    scare: set[int] = set()
    for number, inside, words in _uncovered(t, touching, found):
        before = t.low[inside[0] - 1] if inside[0] else ""
        if before != ":" and _no_speech(t, inside, words, before):
            scare.add(number)
        else:
            drafts.append(_draft(extractor, t, number, (inside[0], inside[-1] + 1), found, kind))
    return drafts, scare


def _uncovered(
    t: Tokens, touching: Sequence[tuple[int, Quote]], found: Sequence[Found]
) -> Iterator[tuple[int, list[int], list[int]]]:
    """Yield the quotations of which no cue covers most: their number, their tokens, and those that are words."""
    covered = [False] * len(t)
    for one in found:
        for a, b in one.content:
            for i in range(a, b):
                # what the quoted speaker reports in turn does not tell who is quoted
                covered[i] |= not (one.cue and t.quote[one.cue[0]] == t.quote[i] > 0)
    members: dict[int, list[int]] = defaultdict(list)
    for i in range(len(t)):
        members[t.quote[i]].append(i)
    for number, _ in touching:
        inside = members[number + 1]
        words = [i for i in inside if t.low[i][0].isalnum()]
        if words and sum(covered[i] for i in inside) * 2 <= len(inside):
            yield number, inside, words


def _no_speech(t: Tokens, inside: list[int], words: list[int], before: str) -> bool:
    """Tell whether a quotation only sets words apart, or gives a title: one within a sentence, and not signed."""
    outside = sum(1 for i in range(len(t)) if not t.quote[i] and t.low[i][0].isalnum())
    if outside <= 1 or (inside[0] == 0 and _signature(t, inside[-1] + 1)):
        return False
    if before in _NAMING and len(words) <= _LONGEST_NAME and t.capital(words[0]):
        return True
    return _is_scare(t, words, stopped=any(t.low[i] in ENDS | {","} for i in inside[-3:]))


def _draft(
    extractor: Extractor, t: Tokens, number: int, piece: Range, found: Sequence[Found], kind: BlockKind
) -> Draft:
    """Return the draft of a quotation without a cue, with its source if the sentence names it."""
    draft = Draft([t.span(piece)], None, None, "continued", quotes=frozenset({number}))
    announced = piece[0] > 0 and t.low[piece[0] - 1] == ":"
    if announced and kind in {BlockKind.TITLE, BlockKind.HEADING}:
        source = headliner(extractor, t, piece[0] - 1)
    else:
        source = _beside(extractor, t, piece, found)
    if source:
        draft.source = t.span(source)
        draft.kind = "direct"
        draft.cue = t.span((piece[0] - 1, piece[0])) if announced else None
    return draft


def _signature(t: Tokens, end: int) -> bool:
    """Tell whether a dash and a name stand behind a quotation that ends at token `end`."""
    return end + 1 < len(t) and t.low[end] in DASHES and t.capital(end + 1) and len(t) - end < 14


def _is_scare(t: Tokens, words: list[int], *, stopped: bool) -> bool:
    """Tell whether a quotation is too short to be speech, or a title; `stopped` tells of a stop before its end."""
    if len(words) <= _SCARE_WORDS and not (stopped and len(words) > 2):
        return True
    capitals = sum(t.capital(i) for i in words if len(t.low[i]) > 3)
    long = sum(1 for i in words if len(t.low[i]) > 3)
    return len(words) <= 9 and capitals == long and long > 1 and t.capital(words[0])


def _beside(extractor: Extractor, t: Tokens, piece: Range, found: Sequence[Found]) -> Range | None:
    """Return the speaker that the sentence itself names for a quotation without a cue."""
    start, end = piece
    n = len(t)
    if _signature(t, end):
        return (end + 1, n - 1 if t.low[n - 1] in ENDS else n)
    if not start:
        return None
    for one in reversed(found):
        if one.cue and start <= one.cue[0] < end:
            continue
        if one.source and one.cue and one.frame in {"say", "tell", "judge", "mention", "noun", "ask", "show"}:
            return one.source
    source = extractor.main_subject(t, start - 1) if start > 1 else None
    if source and t.low[source[0]] in extractor.lexicon.verbs and not t.capital(source[0]):
        return None
    for last in range(source[1], source[0], -1) if source else ():
        # an unknown verb may stand in the phrase
        if source and last <= start and extractor.may_speak(t, (source[0], last), {"judge"}, False, start):
            return (source[0], last)
    return None
