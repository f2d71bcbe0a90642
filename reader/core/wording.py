"""What is said of a mark in words: the same in the window, in annotated copies and to a screen reader."""

from __future__ import annotations

from reader.core.annotation import Annotation, Attribution, Cue, Label, SourceKind
from reader.core.layers import BY_KEY, STANCE

# From what confidence on which words.
_LEVELS = (
    (0.95, "nearly certain"),
    (0.8, "confident"),
    (0.65, "fairly confident"),
    (0.5, "leaning this way"),
    (0.0, "unsure"),
)
_MOST_WORDS = 6


def label_title(label: Label) -> str:
    """Return a label as the reader sees it."""
    layer = STANCE.get(label)
    return BY_KEY[layer].title if layer else "No stance"


def confidence_words(confidence: float) -> str:
    """Return a confidence (0 to 1) in words."""
    return next((words for least, words in _LEVELS if confidence >= least), _LEVELS[-1][1])


def percent(share: float) -> str:
    """Return a share (0 to 1) as a whole percentage."""
    return f"{round(100 * share)} %"


def spoken(annotation: Annotation) -> str:
    """Say an annotation in one plain line, as for a screen reader."""
    label, confidence = label_title(annotation.label), annotation.confidence
    return f"{label}, {confidence_words(confidence)}, {percent(confidence)}"


def deciding(annotation: Annotation) -> list[Cue]:
    """Return the deciding words, the weightiest first, at most six."""
    return sorted(annotation.evidence, key=lambda cue: -abs(cue.weight))[:_MOST_WORDS]


def whose(attribution: Attribution, text: str) -> str:
    """Say who speaks and by which words, such as “Sam Altman — “has acknowledged””."""
    who = attribution.who or (attribution.source.slice(text) if attribution.source else "")
    if attribution.kind is SourceKind.UNNAMED and who:
        who = f"{who} (unnamed)"
    cue = f"“{attribution.cue.slice(text)}”" if attribution.cue else ""
    return " — ".join(part for part in (who or "No source named", cue) if part)


def cue_words(cue: Cue, text: str) -> str:
    """Return a word-level cue as it is quoted: its words, and the remark on them in brackets."""
    return f"“{cue.span.slice(text)}”" + (f" ({cue.note})" if cue.note else "")


def account(annotation: Annotation, text: str, evidence: bool = True) -> list[tuple[str, str]]:
    """Return what is known of an annotation beyond its label as rows of (title, account).

    Without `evidence`, the deciding words and the share of the context are left out.
    """
    rows = [("Whose words", whose(one, text)) for one in annotation.attributions]
    words = ", ".join(f"“{cue.span.slice(text)}” {cue.weight:+.1f}" for cue in deciding(annotation))
    if evidence and words:
        rows.append(("Deciding words", words))
    for key, layer in BY_KEY.items():
        found = [cue for cue in annotation.cues if cue.layer == key and not layer.sentences]
        if found:
            rows.append((layer.title, ", ".join(cue_words(cue, text) for cue in found)))
    if evidence and annotation.context >= 0.05:
        rows.append(("Context", f"{percent(annotation.context)} of this came from neighbouring sentences"))
    return rows
