"""JSON Lines: an object a sentence, for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from reader.core.annotation import Annotation
from reader.core.document import Document
from reader.formats.export.exporter import Exporter, ExportOptions
from reader.formats.export.marking import own_marks, selected
from reader.formats.export.records import record


def save(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> bytes:
    """Return one JSON object a line, in UTF-8, for each sentence in reading order."""
    own = own_marks(document, options)
    lines = [
        json.dumps(record(document, annotation, options.evidence, own), ensure_ascii=False)
        for annotation in selected(annotations, options)
    ]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")  # a path may be no Unicode


EXPORTER = Exporter(
    "jsonl",
    "JSON Lines",
    (".jsonl", ".ndjson"),
    "application/jsonl",
    "One object a sentence, with all that is known of it, for scripts.",
    save,
    heeds=frozenset({"evidence", "own"}),
)
