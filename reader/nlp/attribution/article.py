"""Attribution over an article: sentences in order, quotations that run on, turns, and who is speaking."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from reader.core.annotation import Attribution, SourceKind
from reader.core.document import Block, BlockKind, Sentence, Span
from reader.nlp.attribution.found import Found
from reader.nlp.attribution.grammar import Grammar
from reader.nlp.attribution.lexicon import lexicon, word_list
from reader.nlp.attribution.mentions import names
from reader.nlp.attribution.quotes import Quote, find_quotes, sentence_a_block
from reader.nlp.attribution.sources import Roster, Speaker
from reader.nlp.attribution.speech import Extractor
from reader.nlp.attribution.tokenized import DASHES, ENDS, Range, Tokens, tokenize
from reader.nlp.attribution.turns import Turn, find_turns

_SCARE_WORDS = 3
_SELF = frozenset(["i", "we", "my", "our"])
_PERSONS = _SELF | {"you", "he", "she", "they", "it", "who"}
_FIRST_PERSON = frozenset(["I", "my", "My"])
_TAG_TOKENS = 14
_SIGNATURE = re.compile(
    r"[ \u00a0]*(?:[—―–]|--)[ \u00a0]*([A-Z][^\W\d_]*\.?(?:[ \u00a0,]+[\w.’'-]+){0,9})[ \u00a0.]*(?=\n|$)"
)
_NAMES_BEFORE = 20_000
_QUESTIONS = 4
_HEADLINE_LABELS = word_list("headline_labels")


@dataclass(frozen=True, slots=True)
class QuoteState:
    """What quotation and attribution do to a sentence.

    `inside_at_start` and `inside_at_end` tell whether a quotation runs on from the sentence before or into the next.
    `quoted_share` and `attributed_share` are shares of the sentence's characters, between 0 and 1, scare quotes
    not counted. `cue_kind` is that of the attribution with most content: direct, indirect, according, nominal,
    thought, continued, headline, turn or none; `frame` is its cue's frame (see the lexicon). `outer_start` tells that
    the sentence begins with the author's own words. `hearsay` means a cue without a source (“it is believed”).
    """

    inside_at_start: bool = False
    inside_at_end: bool = False
    quoted_share: float = 0.0
    attributed_share: float = 0.0
    cue_kind: str = "none"
    frame: str = ""
    negated: bool = False
    modal: bool = False
    hearsay: bool = False
    scare: bool = False
    source_kind: SourceKind = SourceKind.NONE


@dataclass(frozen=True, slots=True)
class Attributed:
    """A sentence's attributions, outer before nested, and its quotation state."""

    attributions: tuple[Attribution, ...] = ()
    state: QuoteState = QuoteState()


_MOST_QUOTES = 100
"""More quotations than any sentence has; what has more is code, or made to keep the program busy."""
_NOBODY = Speaker("", SourceKind.NONE)


@dataclass(slots=True)
class _Draft:
    """An attribution on its way: spans, and the tokens' findings."""

    content: list[Span]
    source: Span | None
    cue: Span | None
    kind: str
    frame: str = ""
    negated: bool = False
    modal: bool = False
    nested: bool = False
    hearsay: bool = False
    speaker: Speaker = _NOBODY
    quotes: frozenset[int] = frozenset()


@cache
def _extractor() -> Extractor:
    return Extractor(Grammar(lexicon()))


def find_attributions(text: str, blocks: Sequence[Block], sentences: Sequence[Sentence]) -> list[Attributed]:
    """Find who says what in `sentences`, which are in document order and may be a section of a document.

    The result runs parallel to `sentences`; all spans are offsets into `text`. Short names are resolved by the names
    of the section and of the 20,000 characters before it. A sentence that only goes on with a quotation has the
    running speaker's span, which lies in another sentence, and no cue.
    """
    if not sentences:
        return []
    first, last = sentences[0].block, sentences[-1].block
    roster = Roster(lexicon(), upto=max(0, sentences[0].span.start - _NAMES_BEFORE))
    section = blocks[first : last + 1]
    return _Section(text, section, first, sentences, roster).run()


def _asks(text: str, blocks: Sequence[Block]) -> bool:
    """Tell whether so many paragraphs end with a question that several people must be talking in the first person."""
    prose = [block for block in blocks if block.kind.prose]
    questions = sum(text[block.span.end - 1 : block.span.end] == "?" for block in prose)
    return questions >= _QUESTIONS and questions * 6 >= len(prose)


class _Section:
    """One pass over a run of sentences."""

    def __init__(
        self, text: str, blocks: Sequence[Block], first: int, sentences: Sequence[Sentence], roster: Roster
    ) -> None:
        self.text = text
        self.blocks = blocks
        self.first = first
        self.sentences = sentences
        self.roster = roster
        self.quotes = find_quotes(text, blocks, sentence_a_block(sentences))
        self.starts = [quote.span.start for quote in self.quotes]
        self.ends = [quote.span.end for quote in self.quotes]
        self.turns = find_turns(text, blocks)
        self.interview = bool(self.turns) or _asks(text, blocks)
        self.scare: set[int] = set()
        self.drafts: list[list[_Draft]] = []
        self.touching: list[list[tuple[int, Quote]]] = []
        self.tags: dict[int, _Draft] = {}
        self.announced: dict[int, _Draft] = {}

    def run(self) -> list[Attributed]:
        """Draft each sentence, then tell who speaks in what no cue covers."""
        for sentence in self.sentences:
            touching = self._quotes_of(sentence.span)
            self.touching.append(touching)
            self.drafts.append(self._draft(sentence, touching))
        self._speakers()
        return [self._finish(n) for n in range(len(self.sentences))]

    def _quotes_of(self, span: Span) -> list[tuple[int, Quote]]:
        low = bisect_right(self.ends, span.start)
        high = bisect_left(self.starts, span.end)
        return [(n, self.quotes[n]) for n in range(low, high)]

    # --- one sentence ---
    def _draft(self, sentence: Sentence, touching: list[tuple[int, Quote]]) -> list[_Draft]:
        block = self.blocks[sentence.block - self.first]
        turn = self.turns.get(sentence.block - self.first)
        t = tokenize(self.text, sentence.span, touching)
        if not len(t):
            return []
        heading = block.kind in {BlockKind.TITLE, BlockKind.HEADING}
        found = _extractor().extract(t, turn is not None or self.interview, heading)
        found = [one for one in found if one.content]
        if not found and not touching:
            self._tag(t, sentence)
        if heading and not any(one.kind in {"direct", "indirect", "according"} for one in found):
            headline = self._headline(t)
            if headline:
                found.insert(0, headline)
        drafts = [self._to_draft(t, one) for one in found]
        speaker = self.announced.get(sentence.block)
        if speaker and block.kind is BlockKind.PARAGRAPH:
            drafts.insert(0, replace(speaker, content=[sentence.span], cue=None))
        if turn is not None:
            drafts.insert(0, self._turn(sentence, turn))
        else:
            drafts += self._free(t, touching, found, block)
        return drafts

    def _to_draft(self, t: Tokens, one: Found) -> _Draft:
        content = [t.span(piece) for piece in sorted(one.content) if piece[1] > piece[0]]
        quotes = frozenset(t.quote[i] - 1 for a, b in one.content for i in range(a, b) if t.quote[i])
        return _Draft(
            content,
            t.span(one.source) if one.source else None,
            t.span(one.cue) if one.cue else None,
            one.kind,
            one.frame,
            one.negated,
            one.modal,
            one.nested,
            one.hearsay,
            quotes=quotes,
        )

    def _tag(self, t: Tokens, sentence: Sentence) -> None:
        """Note a sentence that only says who spoke: “Orr said.” behind a quotation, “Orr went on:” before one.

        Where “Orr went on:” ends a paragraph and no quotation mark follows, the next paragraph is what he said.
        """
        if len(t) > _TAG_TOKENS:
            return
        extractor = _extractor()
        for i in range(1, len(t)):
            source = extractor.tag(t, i)
            if source:
                draft = _Draft([], t.span(source), t.span((i, i + 1)), "direct", "say")
                number = bisect_right(self.ends, t.starts[0]) - 1
                between = self.text[self.ends[number] : t.starts[0]] if number >= 0 else "."
                if t.low[-1] == ":":
                    number = bisect_left(self.starts, t.ends[-1])
                    between = self.text[t.ends[-1] : self.starts[number]] if number < len(self.quotes) else "."
                if not between.strip():
                    self.tags[number] = draft
                elif t.low[-1] == ":" and sentence.span.end == self.blocks[sentence.block - self.first].span.end:
                    self.announced[sentence.block + 1] = draft
                return

    def _turn(self, sentence: Sentence, turn: Turn) -> _Draft:
        start = max(sentence.span.start, turn.start if turn.start < sentence.span.end else sentence.span.start)
        return _Draft([Span(start, sentence.span.end)], turn.label, None, "turn")

    def _headline(self, t: Tokens) -> Found | None:
        """Read “Minister: no new taxes” and “No new taxes: minister”."""
        low = t.low
        for j, word in enumerate(low):
            if word == ":" and not t.quote[j] and 0 < j < len(low) - 1:
                break
        else:
            return None
        extractor = _extractor()
        labelled = low[0] in _HEADLINE_LABELS or low[j - 1] in _HEADLINE_LABELS
        # in title case a capital tells no name
        titled = all(t.capital(k) for k in range(j + 1, len(low)) if len(low[k]) > 4 and low[k].isalpha())
        given = names().male | names().female
        unclear = titled and j > 1 and not (extractor.lexicon.speaker(low[j - 1]) or low[0] in given)
        # "Orr Hammers Bank Chief: …" is a clause in title case
        clause = j > 2 and t.low[1].endswith("s") and all(t.capital(k) for k in range(j))
        if (
            j <= 5
            and not labelled
            and not clause
            and not unclear
            and extractor.speaker(t, (0, j))
            and not any(w in extractor.g.auxiliaries or w in extractor.g.prepositions for w in low[:j])
        ):
            return Found([(j + 1, len(low))], (0, j), (j, j + 1), "headline", "headline")
        after = len(low) - j - 1
        if after <= 4 and extractor.speaker(t, (j + 1, len(low))) and extractor.lexicon.speaker(low[-1]):
            return Found([(0, j)], (j + 1, len(low)), (j, j + 1), "headline", "headline")
        return None

    def _free(self, t: Tokens, touching: list[tuple[int, Quote]], found: list[Found], block: Block) -> list[_Draft]:
        """Return the quotations that no cue of the sentence covers; none where there are too many for prose."""
        if len(touching) > _MOST_QUOTES:
            return []
        if not touching:
            if block.kind is BlockKind.QUOTE and not found:
                return [_Draft([t.span((0, len(t)))], None, None, "continued")]
            return []
        drafts = []
        n = len(t)
        covered = [False] * n
        for one in found:
            for a, b in one.content:
                for i in range(a, b):
                    # what the quoted speaker reports in turn does not tell who is quoted
                    covered[i] |= not (one.cue and t.quote[one.cue[0]] == t.quote[i] > 0)
        members: dict[int, list[int]] = defaultdict(list)
        for i in range(n):
            members[t.quote[i]].append(i)
        outside = sum(1 for i in members[0] if t.low[i][0].isalnum())
        for number, quote in touching:
            inside = members[number + 1]
            if not inside or sum(covered[i] for i in inside) * 2 > len(inside):
                continue
            words = [i for i in inside if t.low[i][0].isalnum()]
            if not words:
                continue
            whole = outside <= 1
            stopped = any(t.low[i] in ENDS | {","} for i in inside[-3:])
            before = t.low[inside[0] - 1] if inside[0] else ""
            signed = inside[0] == 0 and self._signature(t, inside[-1] + 1)
            if not whole and not signed and before != ":" and self._is_scare(t, words, stopped, quote):
                self.scare.add(number)
                continue
            piece = (inside[0], inside[-1] + 1)
            span = t.span(piece)
            draft = _Draft([span], None, None, "continued", quotes=frozenset({number}))
            heading = before == ":" and block.kind in {BlockKind.TITLE, BlockKind.HEADING}
            source = self._headliner(t, inside[0] - 1) if heading else None
            source = source or (None if heading else self._beside(t, piece, found))
            if source:
                draft.source = t.span(source)
                draft.kind = "direct"
                if before == ":":
                    draft.cue = t.span((inside[0] - 1, inside[0]))
            drafts.append(draft)
        return drafts

    def _headliner(self, t: Tokens, colon: int) -> Range | None:
        """Return the name or speaker that a headline gives first: “Ana Ruiz Attacks Bank: ‘You Should Go’”."""
        if _HEADLINE_LABELS & set(t.low[:colon]):
            return None
        start = next((j for j in range(colon) if t.capital(j) and t.low[j] not in _extractor().g.determiners), colon)
        if start == colon:
            return None
        # the verb of a headline in title case has its -s
        named = start + 1 < colon and t.capital(start + 1) and not t.low[start + 1].endswith("s")
        return (start, start + 1 + named)

    def _signature(self, t: Tokens, end: int) -> bool:
        """Tell whether a dash and a name stand behind a quotation that ends at token `end`."""
        return end + 1 < len(t) and t.low[end] in DASHES and t.capital(end + 1) and len(t) - end < 14

    def _is_scare(self, t: Tokens, words: list[int], stopped: bool, quote: Quote) -> bool:
        if len(words) <= _SCARE_WORDS and not (stopped and len(words) > 2):
            return True
        capitals = sum(t.capital(i) for i in words if len(t.low[i]) > 3)
        long = sum(1 for i in words if len(t.low[i]) > 3)
        return len(words) <= 9 and capitals == long and long > 1 and t.capital(words[0])

    def _beside(self, t: Tokens, piece: Range, found: list[Found]) -> Range | None:
        """Return the speaker that the sentence itself names for a quotation without a cue."""
        extractor = _extractor()
        start, end = piece
        n = len(t)
        if self._signature(t, end):
            return (end + 1, n - 1 if t.low[n - 1] in ENDS else n)
        if not start:
            return None
        for one in reversed(found):
            if one.source and one.cue and one.frame in {"say", "tell", "judge", "mention", "noun", "ask", "show"}:
                return one.source
        source = extractor.main_subject(t, start - 1) if start > 1 else None
        if source and source[1] <= start and extractor.may_speak(t, source, {"judge"}, False, start):
            return source
        return None

    # --- who speaks ---
    def _speakers(self) -> None:
        roster = self.roster
        text = self.text
        by_quote: dict[int, _Draft] = dict(self.tags)
        for drafts in self.drafts:
            for draft in drafts:
                if draft.source is not None and draft.kind in {
                    "direct",
                    "indirect",
                    "according",
                    "nominal",
                    "thought",
                }:
                    for number in draft.quotes:
                        if not draft.nested:
                            by_quote.setdefault(number, draft)
        running: _Draft | None = None
        running_block = -1
        interviewee: Speaker | None = None
        for sentence, drafts in zip(self.sentences, self.drafts, strict=True):
            roster.read(text, sentence.span.end)
            free = []
            for draft in drafts:
                if draft.source is not None:
                    phrase = draft.source.slice(text)
                    draft.speaker = roster.resolve(phrase, draft.source.start, draft.content)
                    if draft.kind == "turn" and phrase == "A" and roster.last_named():
                        draft.speaker = Speaker(roster.last_named(), SourceKind.NAMED)
                    if not draft.nested and draft.speaker.who.lower() not in {"i", "we", "you"}:
                        roster.remember(phrase, draft.speaker)
                        if draft.kind in {"direct", "indirect", "according"}:
                            running, running_block = draft, sentence.block
                elif draft.kind == "turn":
                    if interviewee is None:
                        interviewee = self._interviewee(roster)
                    draft.speaker = interviewee
                elif draft.kind == "continued":
                    free.append(draft)
            turn = next((draft for draft in drafts if draft.kind == "turn"), None)
            for draft in drafts:
                if turn and turn.speaker.who and draft.source and draft.source.slice(text) in _FIRST_PERSON:
                    # who says “I” in an interview is the one whose turn it is
                    draft.speaker = turn.speaker
            for draft in free:
                number = next(iter(draft.quotes), -1)
                owner = by_quote.get(number)
                if owner is None and number >= 0:
                    owner = self._chained(number, by_quote) or self._signed(number)
                if owner is None and running is not None and sentence.block - running_block <= 2:
                    owner = running
                if owner is None:
                    continue
                draft.source = owner.source
                if owner.speaker.who:
                    draft.speaker = owner.speaker
                elif owner.source is not None:
                    roster.read(text, owner.source.end)
                    draft.speaker = roster.resolve(owner.source.slice(text), owner.source.start)
                running, running_block = owner, sentence.block
            _first_persons(drafts)

    def _chained(self, number: int, by_quote: dict[int, _Draft]) -> _Draft | None:
        """Return the cue of the quotation that this one continues, or is continued by."""
        k = number
        while k > 0 and self.quotes[k].continues:
            k -= 1
            if k in by_quote:
                return by_quote[k]
        k = number + 1
        while k < len(self.quotes) and self.quotes[k].continues:
            if k in by_quote:
                return by_quote[k]
            k += 1
        return None

    def _signed(self, number: int) -> _Draft | None:
        """Return the signature that ends the paragraph behind a quotation: “…” — Ana Ruiz, Hull."""
        end = self.quotes[number].span.end
        match = _SIGNATURE.match(self.text, end)
        if match is None:
            return None
        return _Draft([], Span(*match.span(1)), None, "direct")

    def _interviewee(self, roster: Roster) -> Speaker:
        name = roster.most_named(12)
        return Speaker(name, SourceKind.NAMED) if name else _NOBODY

    # --- results ---
    def _finish(self, n: int) -> Attributed:
        sentence, drafts, touching = self.sentences[n], self.drafts[n], self.touching[n]
        span = sentence.span
        length = max(1, span.end - span.start)
        drafts = [draft for draft in drafts if draft.content]
        drafts.sort(key=lambda draft: draft.nested)
        attributions = tuple(
            Attribution(tuple(draft.content), draft.source, draft.cue, draft.speaker.who, draft.speaker.kind)
            for draft in drafts
        )
        quoted = sum(
            min(quote.span.end, span.end) - max(quote.span.start, span.start)
            for number, quote in touching
            if number not in self.scare
        )
        state = QuoteState(
            inside_at_start=any(q.span.start < span.start for _, q in touching)
            or bool(touching and touching[0][1].continues and touching[0][1].span.start == span.start),
            inside_at_end=any(q.span.end > span.end for _, q in touching),
            quoted_share=min(1.0, quoted / length),
            scare=any(number in self.scare for number, _ in touching),
        )
        if not drafts:
            return Attributed((), state) if touching else _NOTHING
        covered = _union(
            [piece for draft in drafts for piece in draft.content if draft.kind not in {"thought", "nominal"}],
            span,
        )
        main = max(
            drafts,
            key=lambda draft: (
                draft.kind not in {"thought", "nominal"},
                not draft.nested,
                sum(b - a for a, b in draft.content),
            ),
        )
        state = replace(
            state,
            attributed_share=covered / length,
            cue_kind=main.kind,
            frame=main.frame,
            negated=main.negated,
            modal=main.modal,
            hearsay=main.hearsay,
            source_kind=main.speaker.kind,
        )
        return Attributed(attributions, state)


def _first_persons(drafts: list[_Draft]) -> None:
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


_NOTHING = Attributed()


def _union(spans: list[Span], within: Span) -> int:
    """Return how many characters of `within` the spans cover."""
    total, reach = 0, within.start
    for start, end in sorted(spans):
        start, end = max(start, reach), min(end, within.end)
        if end > start:
            total += end - start
            reach = end
    return total
