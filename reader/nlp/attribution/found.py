"""What is found in a sentence: an attribution in tokens, and the kinds that frames lead to."""

from __future__ import annotations

from dataclasses import dataclass

from reader.nlp.attribution.tokenized import Range

KINDS = {
    "say": "indirect",
    "tell": "indirect",
    "ask": "indirect",
    "show": "indirect",
    "think": "thought",
    "want": "thought",
    "direct": "nominal",
    "judge": "nominal",
    "mention": "nominal",
    "decide": "nominal",
}
SPEECH = frozenset({"say", "tell", "ask"})
CLAUSE_FRAMES = SPEECH | {"think", "show", "decide"}
"""Frames of words that take a whole clause as their content."""


@dataclass(slots=True)
class Found:
    """An attribution in tokens; `kind` as in `QuoteState.cue_kind`, `frame` the cue's."""

    content: list[Range]
    source: Range | None
    cue: Range | None
    kind: str
    frame: str = ""
    negated: bool = False
    modal: bool = False
    nested: bool = False
    hearsay: bool = False


def main_frame(frames: set[str]) -> str:
    """Return the frame that tells the kind where a word has several."""
    return next((frame for frame in KINDS if frame in frames), "say")
