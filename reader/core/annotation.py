"""What is said of a document's sentences: labels, probabilities, evidence, cues, attributions."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from reader.core.document import Sentence, Span

SHOWN_FROM = 0.6
"""Confidence from which marks are shown at first: the least tenth at which nine in ten are surely right, on our
held-out articles and on texts by others, as `resources/model/reliability.json` has it."""
UNSURE_BELOW = 0.7
"""Confidence below which a mark is right less than two times in three on articles kept from training."""


class Label(StrEnum):
    """A sentence's stance."""

    OPINION = "opinion"
    FACT = "fact"
    ATTRIBUTED = "attributed"
    OTHER = "other"


class Cue(NamedTuple):
    """A word or phrase that speaks for a layer.

    `weight` is signed: for a deciding word of the stance, the change of the label's log-odds that the word brings;
    for a word-level layer (hedging, loaded …), how sure the rule is, between 0 and 1.
    `note` is a short remark for the reader, such as the neutral word for a loaded one.
    `quoted` tells that the word stands in what somebody else says: it is theirs, and is not counted for the author.
    """

    span: Span
    layer: str
    weight: float
    note: str = ""
    quoted: bool = False


class SourceKind(StrEnum):
    """How much a text tells of who speaks."""

    NAMED = "named"
    UNNAMED = "unnamed"
    NONE = "none"


class Attribution(NamedTuple):
    """Words and whose they are, after the PARC/PolNeAR scheme: content, source and cue.

    `content` may come in several pieces (“…,” she said, “…”). `source` and `cue` are the spans in the text that
    name the speaker and the speech, or None. `who` is the source resolved within the article: the
    fullest name, or the description, or an empty string.
    """

    content: tuple[Span, ...]
    source: Span | None = None
    cue: Span | None = None
    who: str = ""
    kind: SourceKind = SourceKind.NONE


class Annotation(NamedTuple):
    """All that is said of one sentence.

    `probabilities` give each label's calibrated probability and sum to one; `confidence` is that of `label`.
    `evidence` are the deciding words; `context` is the part of the decision, between 0 and 1, that came from
    neighbouring sentences instead of the sentence's own words.
    """

    sentence: Sentence
    label: Label
    confidence: float
    probabilities: Mapping[Label, float] = {}
    evidence: tuple[Cue, ...] = ()
    cues: tuple[Cue, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    context: float = 0.0

    @property
    def span(self) -> Span:
        """The sentence's span."""
        return self.sentence.span

    @property
    def unsure(self) -> bool:
        """Whether a mark of this is wrong too often to be shown as plainly as the others."""
        return self.label is not Label.OTHER and self.confidence < UNSURE_BELOW
