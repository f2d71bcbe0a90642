"""Attribution over an article: each sentence drafted in order, then who speaks, then what it comes to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from reader.core.document import Block, BlockKind, Sentence, Span
from reader.nlp.attribution.drafts import Draft, to_draft
from reader.nlp.attribution.grammar import Grammar
from reader.nlp.attribution.headlines import read_headline
from reader.nlp.attribution.lexicon import lexicon
from reader.nlp.attribution.quotes import Quote, find_quotes, sentence_a_block
from reader.nlp.attribution.sources import Roster
from reader.nlp.attribution.speaking import tell_speakers
from reader.nlp.attribution.speech import Extractor
from reader.nlp.attribution.state import Attributed, summed_up
from reader.nlp.attribution.tokenized import Tokens, tokenize
from reader.nlp.attribution.turns import Turn, find_turns
from reader.nlp.attribution.uncued import uncued

_TAG_TOKENS = 14
_NAMES_BEFORE = 20_000
_QUESTIONS = 4


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
        self.drafts: list[list[Draft]] = []
        self.touching: list[list[tuple[int, Quote]]] = []
        self.tags: dict[int, Draft] = {}
        self.announced: dict[int, Draft] = {}

    def run(self) -> list[Attributed]:
        """Draft each sentence, then tell who speaks in what no cue covers."""
        for sentence in self.sentences:
            touching = self._quotes_of(sentence.span)
            self.touching.append(touching)
            self.drafts.append(self._draft(sentence, touching))
        tell_speakers(self.text, self.sentences, self.drafts, self.quotes, self.tags, self.roster)
        return [
            summed_up(sentence.span, drafts, touching, self.scare)
            for sentence, drafts, touching in zip(self.sentences, self.drafts, self.touching, strict=True)
        ]

    def _quotes_of(self, span: Span) -> list[tuple[int, Quote]]:
        low = bisect_right(self.ends, span.start)
        high = bisect_left(self.starts, span.end)
        return [(n, self.quotes[n]) for n in range(low, high)]

    def _draft(self, sentence: Sentence, touching: list[tuple[int, Quote]]) -> list[Draft]:
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
            headline = read_headline(_extractor(), t)
            if headline:
                found.insert(0, headline)
        drafts = [to_draft(t, one) for one in found]
        speaker = self.announced.get(sentence.block)
        if speaker and block.kind is BlockKind.PARAGRAPH:
            drafts.insert(0, replace(speaker, content=[sentence.span], cue=None))
        if turn is not None:
            drafts.insert(0, self._turn(sentence, turn))
        else:
            loose, scare = uncued(_extractor(), t, touching, found, block.kind)
            drafts += loose
            self.scare |= scare
        return drafts

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
                draft = Draft([], t.span(source), t.span((i, i + 1)), "direct", "say")
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

    def _turn(self, sentence: Sentence, turn: Turn) -> Draft:
        start = max(sentence.span.start, turn.start if turn.start < sentence.span.end else sentence.span.start)
        return Draft([Span(start, sentence.span.end)], turn.label, None, "turn")
