"""What quotation and attribution do to a sentence, summed up from its drafts."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from reader.core.annotation import Attribution, SourceKind
from reader.core.document import Span
from reader.nlp.attribution.drafts import Draft
from reader.nlp.attribution.quotes import Quote


@dataclass(frozen=True, slots=True)
class QuoteState:
    """What quotation and attribution do to a sentence.

    `inside_at_start` and `inside_at_end` tell whether a quotation runs on from the sentence before or into the next.
    `quoted_share` and `attributed_share` are shares of the sentence's characters, between 0 and 1, scare quotes
    not counted. `cue_kind` is that of the attribution with most content: direct, indirect, according, nominal,
    thought, continued, headline, turn or none; `frame` is its cue's frame (see the lexicon). `hearsay` means a cue
    without a source (“it is believed”).
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


_NOTHING = Attributed()


def summed_up(
    span: Span, drafts: Sequence[Draft], touching: Sequence[tuple[int, Quote]], scare: Container[int]
) -> Attributed:
    """Return what the `drafts` of the sentence `span` come to.

    `touching` are the numbered quotations that touch it, `scare` the numbers of those that only keep a distance.
    """
    if not drafts and not touching:
        return _NOTHING
    length = max(1, span.end - span.start)
    drafts = sorted((draft for draft in drafts if draft.content), key=lambda draft: draft.nested)
    attributions = tuple(
        Attribution(tuple(draft.content), draft.source, draft.cue, draft.speaker.who, draft.speaker.kind)
        for draft in drafts
    )
    quoted = sum(
        min(quote.span.end, span.end) - max(quote.span.start, span.start)
        for number, quote in touching
        if number not in scare
    )
    state = QuoteState(
        inside_at_start=any(q.span.start < span.start for _, q in touching)
        or bool(touching and touching[0][1].continues and touching[0][1].span.start == span.start),
        inside_at_end=any(q.span.end > span.end for _, q in touching),
        quoted_share=min(1.0, quoted / length),
        scare=any(number in scare for number, _ in touching),
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


def _union(spans: list[Span], within: Span) -> int:
    """Return how many characters of `within` the spans cover."""
    total, reach = 0, within.start
    for start, end in sorted(spans):
        start, end = max(start, reach), min(end, within.end)
        if end > start:
            total += end - start
            reach = end
    return total
