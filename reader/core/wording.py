"""What is said of a mark in words: the same in the window, in annotated copies and to a screen reader.

`say` puts an English text into the reader's language; without it English stays. The texts it is asked for are `TEXTS`
and the titles of the layers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.core.annotation import SHOWN_FROM, UNSURE_BELOW, Annotation, Attribution, Cue, Label, SourceKind
from reader.core.layers import BY_KEY, LAYERS, STANCE
from reader.core.text import clean

if TYPE_CHECKING:
    from reader.core.own import OwnMark

Say = Callable[[str], str]

# From what confidence on which words.
LEVELS = (
    (0.95, "nearly certain"),
    (0.8, "confident"),
    (UNSURE_BELOW, "fairly confident"),
    (SHOWN_FROM, "unsure"),
    (0.0, "very unsure"),
)
_NO_STANCE = "No stance"
_NO_SOURCE = "No source named"
_UNNAMED = "{who} (unnamed)"
_WHOSE = "Whose words"
_IN_QUOTES = "in quoted words"
_DECIDING = "Deciding words"
_CONTEXT = "Context"
_FROM_CONTEXT = "{share} of this came from neighbouring sentences"
_QUOTATION = "“{words}”"
_TENTHS = "{whole}.{tenths}"
NEUTRAL = "neutral: {words}"
"""What is noted of a loaded word: neutral ones, of the article's language."""
NO_FILL = "Sentences without a fill are unsure."
OWN_TITLE = "Reader"
OWN_MEANING = "A reader’s own marks: ✓ agrees, ≠ decided otherwise, ✎ highlighted or noted."
"""What the signs of a reader's marks mean."""
_OWN = ("Reader’s label", "Reader’s note", "Reader’s highlight")
_OWN_OF = ("{who}’s label", "{who}’s note", "{who}’s highlight")
_AS_PROGRAM = "{label} (as the program)"
_NOT_AS_PROGRAM = "{label} (not as the program)"

# What stands around the marks of a copy.
COPY_OF = "Marked copy of {name}"
AN_ARTICLE = "an article"
LIMIT = "sentences from {least} confidence on"
WITH_QUOTED = "{number} + {quoted} quoted"
MARKED_TITLE = "{title} – marked"
MARKED_BY = "Marked by Bias Reader {version}"
LEGEND = "Legend"
IN_THIS_COPY = "Marks in this copy"
CAN_BE_WRONG = "The labels were worked out by a program and can be wrong; it is unsure of those without a fill."
NO_VERDICT = "“Reported fact” means that something is stated as fact, not that it is true."
SWITCHED_OFF = "Scripts and remote pictures of the page are switched off; its links lead to the web."

TEXTS = (
    _QUOTATION,
    _TENTHS,
    NEUTRAL,
    NO_FILL,
    OWN_TITLE,
    OWN_MEANING,
    *_OWN,
    *_OWN_OF,
    _AS_PROGRAM,
    _NOT_AS_PROGRAM,
    COPY_OF,
    AN_ARTICLE,
    LIMIT,
    WITH_QUOTED,
    MARKED_TITLE,
    MARKED_BY,
    LEGEND,
    IN_THIS_COPY,
    CAN_BE_WRONG,
    NO_VERDICT,
    SWITCHED_OFF,
    *(layer.title.lower() for layer in LAYERS),
    *(words for _, words in LEVELS),
    _NO_STANCE,
    _NO_SOURCE,
    _UNNAMED,
    _WHOSE,
    _IN_QUOTES,
    _DECIDING,
    _CONTEXT,
    _FROM_CONTEXT,
)
_MOST_WORDS = 6


def english(text: str) -> str:
    """Leave a text in English."""
    return text


def label_title(label: Label, say: Say = english) -> str:
    """Return a label as the reader sees it."""
    layer = STANCE.get(label)
    return say(BY_KEY[layer].title if layer else _NO_STANCE)


def confidence_words(confidence: float, say: Say = english) -> str:
    """Return a confidence (0 to 1) in words."""
    return say(next((words for least, words in LEVELS if confidence >= least), LEVELS[-1][1]))


def percent(share: float) -> str:
    """Return a share (0 to 1) as a whole percentage, which no line is broken in."""
    return f"{round(100 * share)}\u00a0%"


def quotation(words: str, say: Say = english) -> str:
    """Return words between quotation marks."""
    return say(_QUOTATION).format(words=words)


def how_sure(confidence: float, say: Say = english) -> str:
    """Return a confidence (0 to 1) in words and as a number."""
    return f"{confidence_words(confidence, say)}, {percent(confidence)}"


def spoken(annotation: Annotation, say: Say = english) -> str:
    """Say an annotation in one plain line, as for a screen reader."""
    return f"{label_title(annotation.label, say)}, {how_sure(annotation.confidence, say)}"


def deciding(annotation: Annotation) -> list[Cue]:
    """Return the deciding words, the weightiest first, at most six."""
    return sorted(annotation.evidence, key=lambda cue: -abs(cue.weight))[:_MOST_WORDS]


def whose(attribution: Attribution, text: str, say: Say = english) -> str:
    """Say who speaks and by which words, such as “Sam Altman — “has acknowledged””."""
    who = clean(attribution.who) or (attribution.source.slice(text) if attribution.source else "")
    if attribution.kind is SourceKind.UNNAMED and who:
        who = say(_UNNAMED).format(who=who)
    cue = quotation(attribution.cue.slice(text), say) if attribution.cue else ""
    return " — ".join(part for part in (who or say(_NO_SOURCE), cue) if part)


def remark(cue: Cue, say: Say = english) -> str:
    """Return what is remarked on a word-level cue: its note, and whether the words are somebody else's."""
    note = clean(cue.note)
    words = note.removeprefix(NEUTRAL.format(words=""))
    told = say(NEUTRAL).format(words=words) if words != note else note and say(note)
    return "; ".join(part for part in (told, say(_IN_QUOTES) if cue.quoted else "") if part)


def cue_words(cue: Cue, text: str, say: Say = english) -> str:
    """Return a word-level cue as it is quoted: its words, and the remark on them in brackets."""
    said = remark(cue, say)
    return quotation(cue.span.slice(text), say) + (f" ({said})" if said else "")


def account(annotation: Annotation, text: str, evidence: bool = True, say: Say = english) -> list[tuple[str, str]]:
    """Return what is known of an annotation beyond its label as rows of (title, account).

    Without `evidence`, the deciding words and the share of the context are left out.
    """
    rows = [(say(_WHOSE), whose(one, text, say)) for one in annotation.attributions]
    words = ", ".join(
        f"{quotation(cue.span.slice(text), say)} {_signed(cue.weight, say)}" for cue in deciding(annotation)
    )
    if evidence and words:
        rows.append((say(_DECIDING), words))
    for key, layer in BY_KEY.items():
        found = [cue for cue in annotation.cues if cue.layer == key and not layer.sentences]
        if found:
            rows.append((say(layer.title), ", ".join(cue_words(cue, text, say) for cue in found)))
    if evidence and annotation.context >= 0.05:
        rows.append((say(_CONTEXT), say(_FROM_CONTEXT).format(share=percent(annotation.context))))
    return rows


def _signed(weight: float, say: Say) -> str:
    """Return a weight with its sign, a true minus."""
    whole, tenths = f"{weight:+.1f}".replace("-", "−").split(".")
    return say(_TENTHS).format(whole=whole, tenths=tenths)


def own_sign(mark: OwnMark) -> str:
    """Return the sign of a reader's mark: agreement, another label, or a highlight."""
    if mark.machine is None:
        return "✎"
    return "✓" if mark.agrees else "≠"


def own_account(mark: OwnMark, say: Say = english) -> list[tuple[str, str]]:
    """Return what a reader says of a stretch of text as rows of (title, account), for readers other than them."""
    who, note = clean(mark.who), clean(mark.note)
    label, noted, highlight = (say(text).format(who=who) for text in (_OWN_OF if who else _OWN))
    rows = []
    if mark.label is not None:
        compared = say(_AS_PROGRAM if mark.agrees else _NOT_AS_PROGRAM) if mark.machine else "{label}"
        rows.append((label, compared.format(label=label_title(mark.label, say))))
    if note or not rows:
        rows.append((noted if note else highlight, note or quotation(clean(mark.anchor.exact), say)))
    return rows
