"""An attribution on its way: what was found in a sentence, in spans of the text, before it is known who speaks."""

from __future__ import annotations

from dataclasses import dataclass

from reader.core.annotation import SourceKind
from reader.core.document import Span
from reader.nlp.attribution.found import Found
from reader.nlp.attribution.sources import Speaker
from reader.nlp.attribution.tokenized import Tokens

NOBODY = Speaker("", SourceKind.NONE)


@dataclass(slots=True)
class Draft:
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
    speaker: Speaker = NOBODY
    quotes: frozenset[int] = frozenset()


def to_draft(t: Tokens, one: Found) -> Draft:
    """Return the draft of what was found in a sentence's tokens."""
    content = [t.span(piece) for piece in sorted(one.content) if piece[1] > piece[0]]
    quotes = frozenset(t.quote[i] - 1 for a, b in one.content for i in range(a, b) if t.quote[i])
    return Draft(
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
