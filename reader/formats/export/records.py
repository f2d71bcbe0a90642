"""A sentence as a record: the object a line that `annotate --format jsonl` prints, as the contract has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reader.core.annotation import Annotation, Attribution, Cue
from reader.core.document import Document, Span
from reader.core.layers import STANCE
from reader.formats.export.marking import Own

_DIGITS = 4


def record(
    document: Document, annotation: Annotation, evidence: bool = True, own: Sequence[Own] = ()
) -> dict[str, Any]:
    """Return all that is known of a sentence, by plain types. Positions are code points into the text.

    `cues` are in the order of the text: the deciding words, if `evidence`, have the label as their layer; `quoted`
    tells that a word is in what somebody else says. Those of
    the reader's `own` marks that lie on the sentence are told, if there are any.
    """
    number, span = annotation.sentence.block, annotation.span
    label = STANCE.get(annotation.label, annotation.label.value)
    words = [cue._replace(layer=label) for cue in annotation.evidence] if evidence else []
    made = {
        "file": document.source.path or document.source.name,
        "block": number,
        "kind": document.blocks[number].kind.value,
        "start": span.start,
        "end": span.end,
        "text": span.slice(document.text),
        "label": annotation.label.value,
        "confidence": _rounded(annotation.confidence),
        "unsure": annotation.unsure,
        "probabilities": {label.value: _rounded(share) for label, share in annotation.probabilities.items()},
        "context": _rounded(annotation.context),
        "cues": [_cue(cue) for cue in sorted((*words, *annotation.cues), key=lambda cue: cue.span)],
        "attributions": [_attribution(one, document.text) for one in annotation.attributions],
    }
    here = [own_record(one) for one in own if one.span.overlaps(span)]
    return {**made, "own": here} if here else made


def own_record(own: Own) -> dict[str, Any]:
    """Return a reader's mark by plain types."""
    mark = own.mark
    return {
        **_ends(own.span),
        "label": mark.label.value if mark.label else None,
        "machine": mark.machine.value if mark.machine else None,
        "note": mark.note,
        "who": mark.who,
        "when": mark.when,
    }


def _cue(cue: Cue) -> dict[str, Any]:
    made: dict[str, Any] = {**_ends(cue.span), "layer": cue.layer, "weight": _rounded(cue.weight), "quoted": cue.quoted}
    return {**made, "note": cue.note} if cue.note else made


def _attribution(attribution: Attribution, text: str) -> dict[str, Any]:
    """Return an attribution; content in several pieces is given as a whole, and by its pieces."""
    pieces = attribution.content
    content: dict[str, Any] | None = None
    if pieces:
        content = _ends(Span(min(pieces).start, max(piece.end for piece in pieces)))
        if len(pieces) > 1:
            content["pieces"] = [_ends(piece) for piece in pieces]
    return {
        "content": content,
        "source": _quoted(attribution.source, text),
        "cue": _quoted(attribution.cue, text),
        "who": attribution.who,
        "source_kind": attribution.kind.value,
    }


def _quoted(span: Span | None, text: str) -> dict[str, Any] | None:
    return {**_ends(span), "text": span.slice(text)} if span else None


def _ends(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end}


def _rounded(share: float) -> float:
    return round(float(share), _DIGITS)
