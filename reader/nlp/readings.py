"""Sentences as the stance classifier takes them, whole or with words struck out."""

from __future__ import annotations

from collections.abc import Sequence

from reader.core.document import Document, Sentence, Span
from reader.nlp.attribution import Attributed, find_attributions
from reader.nlp.features import QuoteEvidence
from reader.nlp.stance import Reading


def reading(document: Document, sentence: Sentence, attributed: Attributed) -> Reading:
    """Return the sentence as the stance classifier takes it."""
    start, end = sentence.span
    state = attributed.state
    spans = tuple(
        Span(max(span.start, start) - start, min(span.end, end) - start)
        for attribution in attributed.attributions
        for span in attribution.content
        if span.start < end and span.end > start
    )
    quote = QuoteEvidence(
        attributed=spans,
        attributed_share=state.attributed_share,
        quoted_share=state.quoted_share,
        inside_at_start=state.inside_at_start,
        inside_at_end=state.inside_at_end,
        cue_kind=state.cue_kind,
        negated=state.negated,
        named=state.source_kind == "named",
        unnamed=state.source_kind == "unnamed",
    )
    return Reading(sentence.span.slice(document.text), document.blocks[sentence.block].kind, quote)


def struck(document: Document, sentence: Sentence, words: Sequence[Span], around: Sequence[Sentence]) -> Reading:
    """Return a sentence as read when `words` are cut out: attribution looks again at what stands `around` it too."""
    text, place = document.text, around.index(sentence)
    before, blocks = document.blocks[: around[0].block], document.blocks[around[0].block : around[-1].block + 1]
    for word in sorted(words, reverse=True):
        cut = _with_gap(text, word, around[place].span)
        text = text[: cut.start] + text[cut.end :]
        around = [other._replace(span=_closed(other.span, cut)) for other in around]
        blocks = tuple(block._replace(span=_closed(block.span, cut)) for block in blocks)
    shorter = document._replace(text=text, blocks=(*before, *blocks))
    return reading(shorter, around[place], find_attributions(text, shorter.blocks, around)[place])


def _with_gap(text: str, word: Span, sentence: Span) -> Span:
    """Return a word's span with the white space behind it, or before it if there is none, in its sentence."""
    behind = text[word.end : sentence.end]
    gap = len(behind) - len(behind.lstrip())
    if gap:
        return Span(word.start, word.end + gap)
    return Span(sentence.start + len(text[sentence.start : word.start].rstrip()), word.end)


def _closed(span: Span, cut: Span) -> Span:
    """Return where a span is when `cut` has been taken out of the text."""
    return Span(*(place - min(cut.end, place) + min(cut.start, place) for place in span))
