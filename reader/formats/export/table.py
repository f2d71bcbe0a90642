"""CSV (RFC 4180): a row a sentence, for spreadsheets, which must not take a text for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from reader.core import wording
from reader.core.annotation import Annotation, Cue, Label
from reader.core.document import Document
from reader.core.layers import LAYERS, Layer
from reader.formats.export.exporter import Exporter, ExportOptions
from reader.formats.export.marking import Own, own_marks, selected

# What spreadsheets take for the beginning of a formula, after the signs that they skip.
_FORMULA = re.compile("^[\\s\"']*[=+\\-@|%\t\r\n\uff1d\uff0b\uff0d\uff20]")
_BOM = "\ufeff"


def save(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> bytes:
    """Return the table in UTF-8 with the byte order mark by which spreadsheets know it."""
    words = [layer for layer in LAYERS if not layer.sentences and layer.key in options.layers]
    stream = io.StringIO(newline="")
    table = csv.writer(stream)
    table.writerow(
        ["Sentence", "Kind", "Text", "Label", "Confidence"]
        + [f"P({label.value})" for label in Label]
        + ["Source", "Source's kind", "Cue"]
        + [layer.title for layer in words]
        + (["Deciding words"] if options.evidence else [])
        + ["Reader's label", "Reader's note"]
        + ["Start", "End", "Block", "File"]
    )
    own = own_marks(document, options)
    chosen = list(selected(annotations, options))
    rows = [_sentence(document, one, words, options, own) for one in chosen]
    covered = [one.span for one in chosen]
    width = 2 + len(Label) + 3 + len(words) + options.evidence
    rows += [
        ["", one.mark.anchor.exact, *[""] * width, *_own([one]), *one.span, "", document.source.name]
        for one in own
        if not any(span.overlaps(one.span) for span in covered)
    ]
    for number, row in enumerate(rows, 1):
        table.writerow([number, *(guarded(cell) if isinstance(cell, str) else cell for cell in row)])
    return (_BOM + stream.getvalue()).encode()


def _sentence(
    document: Document, one: Annotation, words: Sequence[Layer], options: ExportOptions, own: Sequence[Own]
) -> list[str | int | float]:
    """Return a sentence's cells but for its number."""
    text, block = document.text, one.sentence.block
    row: list[str | int | float] = [document.blocks[block].kind.value, one.span.slice(text)]
    row += [wording.label_title(one.label), round(one.confidence, 4)]
    row += [round(one.probabilities[label], 4) if label in one.probabilities else "" for label in Label]
    row += [
        _joined(said.who or (said.source.slice(text) if said.source else "") for said in one.attributions),
        _joined(said.kind.value for said in one.attributions),
        _joined(said.cue.slice(text) if said.cue else "" for said in one.attributions),
    ]
    row += [_joined(_quoted(cue, text) for cue in one.cues if cue.layer == layer.key) for layer in words]
    if options.evidence:
        row.append(_joined(f"{cue.span.slice(text)} ({cue.weight:+.2f})" for cue in wording.deciding(one)))
    row += _own(mark for mark in own if mark.span.overlaps(one.span))
    return [*row, one.span.start, one.span.end, block, document.source.name]


def guarded(cell: str) -> str:
    """Return a cell's text so that no spreadsheet computes it: with an apostrophe before a formula's sign."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _own(marks: Iterable[Own]) -> list[str]:
    """Return the two cells with what the reader says: labels, and notes; a highlight without a note shows its sign."""
    found = [one.mark for one in marks]
    labels = _joined(wording.label_title(mark.label) for mark in found if mark.label is not None)
    notes = _joined(mark.note or (wording.own_sign(mark) if mark.label is None else "") for mark in found)
    return [labels, notes]


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(text for text in texts if text)


def _quoted(cue: Cue, text: str) -> str:
    said = wording.remark(cue)
    return cue.span.slice(text) + (f" ({said})" if said else "")


EXPORTER = Exporter(
    "csv",
    "Table",
    (".csv",),
    "text/csv",
    "One row a sentence, for sorting and counting in a spreadsheet.",
    save,
    heeds=frozenset({"evidence", "own"}),
)
