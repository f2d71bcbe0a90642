"""Who is speaking, sentence by sentence: sources resolved, and quotations without a cue given to whoever runs on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reader.core.annotation import SourceKind
from reader.core.document import Sentence, Span
from reader.nlp.attribution.drafts import NOBODY, Draft
from reader.nlp.attribution.quotes import Quote
from reader.nlp.attribution.sources import Roster, Speaker

_CUED = frozenset(["direct", "indirect", "according", "nominal", "thought"])
_SELF = frozenset(["i", "we", "my", "our"])
_RUNNING_BLOCKS = 2
"""So many blocks on, a quotation without a cue still belongs to who spoke last."""
_PERSONS = _SELF | {"you", "he", "she", "they", "it", "who"}
_FIRST_PERSON = frozenset(["I", "my", "My"])
_SIGNATURE = re.compile(
    r"[ \u00a0]*(?:[—―–]|--)[ \u00a0]*([A-Z][^\W\d_]*\.?(?:[ \u00a0,]+[\w.’'-]+){0,9})[ \u00a0.]*(?=\n|$)"
)


def tell_speakers(
    text: str,
    sentences: Sequence[Sentence],
    drafts_of: Sequence[Sequence[Draft]],
    quotes: Sequence[Quote],
    tags: Mapping[int, Draft],
    roster: Roster,
) -> None:
    """Set the speaker of every draft, and the source of quotations that have no cue of their own.

    `drafts_of` runs parallel to `sentences`; `tags` are sentences that only say who spoke, by their quotation's
    number. The `roster` takes in the names as they come.
    """
    by_quote: dict[int, Draft] = dict(tags)
    for drafts in drafts_of:
        for draft in drafts:
            if draft.source is not None and draft.kind in _CUED and not draft.nested:
                for number in draft.quotes:
                    by_quote.setdefault(number, draft)
    conversation = _Conversation(text, quotes, by_quote, roster)
    for sentence, drafts in zip(sentences, drafts_of, strict=True):
        conversation.hear(sentence, drafts)


class _Conversation:
    """Who speaks while an article is read: who spoke last, in which block, and whose answers an interview has."""

    def __init__(self, text: str, quotes: Sequence[Quote], by_quote: Mapping[int, Draft], roster: Roster) -> None:
        self._text = text
        self._quotes = quotes
        self._by_quote = by_quote
        self._roster = roster
        self._running: Draft | None = None
        self._block = -1
        self._interviewee: Speaker | None = None

    def hear(self, sentence: Sentence, drafts: Sequence[Draft]) -> None:
        """Set the speakers of a sentence's drafts."""
        self._roster.read(self._text, sentence.span.end)
        for draft in drafts:
            if draft.source is not None:
                self._resolve(draft, draft.source, sentence.block)
            elif draft.kind == "turn":
                draft.speaker = self._answering()
        turn = next((draft for draft in drafts if draft.kind == "turn"), None)
        for draft in drafts:
            if turn and turn.speaker.who and draft.source and draft.source.slice(self._text) in _FIRST_PERSON:
                # who says “I” in an interview is the one whose turn it is
                draft.speaker = turn.speaker
        for draft in drafts:
            if draft.source is None and draft.kind == "continued":
                self._continue(draft, sentence.block)
        _first_persons(drafts)

    def _resolve(self, draft: Draft, source: Span, block: int) -> None:
        """Set the speaker of a draft whose source is named."""
        phrase, roster = source.slice(self._text), self._roster
        draft.speaker = roster.resolve(phrase, source.start, draft.content)
        if draft.kind == "turn" and phrase == "A" and roster.last_named():
            draft.speaker = Speaker(roster.last_named(), SourceKind.NAMED)
        if not draft.nested and draft.speaker.who.lower() not in {"i", "we", "you"}:
            roster.remember(phrase, draft.speaker)
            if draft.kind in {"direct", "indirect", "according"}:
                self._running, self._block = draft, block

    def _answering(self) -> Speaker:
        """Return whose answers an interview has: who was named most often before the first of them."""
        if self._interviewee is None:
            name = self._roster.most_named(12)
            self._interviewee = Speaker(name, SourceKind.NAMED) if name else NOBODY
        return self._interviewee

    def _continue(self, draft: Draft, block: int) -> None:
        """Give a quotation without a cue to whoever it is of: its cue elsewhere, its signature, or who runs on."""
        number = next(iter(draft.quotes), -1)
        owner = self._by_quote.get(number)
        if owner is None and number >= 0:
            owner = _chained(self._quotes, number, self._by_quote) or _signed(self._text, self._quotes[number])
        if owner is None and block - self._block <= _RUNNING_BLOCKS:
            owner = self._running
        if owner is None:
            return
        draft.source = owner.source
        if owner.speaker.who:
            draft.speaker = owner.speaker
        elif owner.source is not None:
            self._roster.read(self._text, owner.source.end)
            draft.speaker = self._roster.resolve(owner.source.slice(self._text), owner.source.start)
        self._running, self._block = owner, block


def _chained(quotes: Sequence[Quote], number: int, by_quote: Mapping[int, Draft]) -> Draft | None:
    """Return the cue of the quotation that this one continues, or is continued by."""
    k = number
    while k > 0 and quotes[k].continues:
        k -= 1
        if k in by_quote:
            return by_quote[k]
    k = number + 1
    while k < len(quotes) and quotes[k].continues:
        if k in by_quote:
            return by_quote[k]
        k += 1
    return None


def _signed(text: str, quote: Quote) -> Draft | None:
    """Return the signature that ends the paragraph behind a quotation: “…” — Ana Ruiz, Hull."""
    match = _SIGNATURE.match(text, quote.span.end)
    if match is None:
        return None
    return Draft([], Span(match.start(1), match.start(1) + len(match[1].rstrip(" ."))), None, "direct")


def _first_persons(drafts: Sequence[Draft]) -> None:
    """Let the “I” of a quotation be whoever is quoted: “I know it leaks,” Orr said."""
    for draft in drafts:
        if draft.source is None or draft.speaker.who not in _SELF:
            continue
        around = [
            outer
            for outer in drafts
            if outer.speaker.who and outer.speaker.who not in _PERSONS and _holds(outer.content, draft.source)
        ]
        if around:
            draft.speaker = min(around, key=lambda outer: (outer.nested, sum(b - a for a, b in outer.content))).speaker


def _holds(content: list[Span], inner: Span) -> bool:
    return any(span.start <= inner.start and inner.end <= span.end for span in content)
