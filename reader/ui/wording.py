"""What is said of a mark in words: the same in tooltip, card and to a screen reader."""

from __future__ import annotations

from html import escape

from reader.core.annotation import Annotation, Attribution, Cue, Label, SourceKind
from reader.core.layers import BY_KEY, STANCE
from reader.ui.theme import Theme
from reader.ui.translate import tr

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
    return tr(BY_KEY[layer].title if layer else "No stance")


def confidence_words(confidence: float) -> str:
    """Return a confidence (0 to 1) in words."""
    return tr(next(words for least, words in _LEVELS if confidence >= least))


def percent(share: float) -> str:
    """Return a share (0 to 1) as a whole percentage."""
    return f"{round(100 * share)} %"


def how_sure(confidence: float) -> str:
    """Return a confidence (0 to 1) in words and as a number."""
    return f"{confidence_words(confidence)}, {percent(confidence)}"


def deciding(annotation: Annotation) -> list[Cue]:
    """Return the deciding words, the weightiest first, at most six."""
    return sorted(annotation.evidence, key=lambda cue: -abs(cue.weight))[:_MOST_WORDS]


def whose(attribution: Attribution, text: str) -> str:
    """Say who speaks and by which words, such as “Sam Altman — “has acknowledged””."""
    said = attribution.source.slice(text) if attribution.source else ""
    who = attribution.who or said
    if attribution.kind is SourceKind.UNNAMED and who:
        who = tr("{who} (unnamed)").format(who=who)
    cue = f"“{attribution.cue.slice(text)}”" if attribution.cue else ""
    return " — ".join(part for part in (who or tr("No source named"), cue) if part)


def spoken(annotation: Annotation) -> str:
    """Say an annotation in one plain line, as for a screen reader."""
    return f"{label_title(annotation.label)}, {how_sure(annotation.confidence)}"


def tooltip(annotation: Annotation, text: str, theme: Theme) -> str:
    """Return a short rich-text account of an annotation: label, confidence, deciding words, whose words."""
    layer = STANCE.get(annotation.label)
    colour = theme.layers[layer].line.name() if layer else theme.window.dim.name()
    rows = [
        f"<b style='color:{colour}'>{escape(label_title(annotation.label))}</b> · "
        f"{confidence_words(annotation.confidence)} ({percent(annotation.confidence)})"
    ]
    words = deciding(annotation)
    if words:
        rows.append(tr("Deciding words") + ": " + escape(", ".join(f"“{cue.span.slice(text)}”" for cue in words)))
    rows.extend(f"{tr('Whose words')}: {escape(whose(one, text))}" for one in annotation.attributions)
    for key, title in ((key, layer.title) for key, layer in BY_KEY.items() if not layer.sentences):
        found = [cue for cue in annotation.cues if cue.layer == key]
        if found:
            rows.append(f"{tr(title)}: " + escape(", ".join(_with_note(cue, text) for cue in found)))
    return f"<div style='white-space:normal'>{'<br>'.join(rows)}</div>"


def _with_note(cue: Cue, text: str) -> str:
    return f"“{cue.span.slice(text)}”" + (f" ({cue.note})" if cue.note else "")
