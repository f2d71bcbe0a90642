"""Each kind of copy says which options make a difference to it, and they do; the others don't."""

from __future__ import annotations

import datetime
import io
import zipfile
from dataclasses import replace

import pytest

from reader.core.annotation import Annotation, Cue, Label
from reader.core.document import BlockKind, Document, Part, Sentence, Span
from reader.core.own import Anchor, OwnMark, new_key
from reader.formats.export import ExportOptions
from reader.formats.export.exporter import Exporter
from reader.formats.export.registry import BUILT_IN

TEXT = "The cake was good."
DOCUMENT = Document.build([Part(BlockKind.PARAGRAPH, TEXT)])
SPAN = Span(0, len(TEXT))
ANNOTATION = Annotation(
    Sentence(SPAN, 0), Label.OPINION, 0.9, {Label.OPINION: 0.9, Label.FACT: 0.1}, (Cue(Span(13, 17), "opinion", 1.5),)
)
OWN = (OwnMark(new_key(), Anchor.at(SPAN, TEXT), Label.FACT, Label.OPINION),)
OPTIONS = ExportOptions(footnotes=True, own=OWN, date=datetime.date(2026, 1, 2))
WITHOUT = {
    "legend": replace(OPTIONS, legend=False),
    "evidence": replace(OPTIONS, evidence=False),
    "footnotes": replace(OPTIONS, footnotes=False),
    "own": replace(OPTIONS, own=()),
}


def shown(exporter: Exporter, options: ExportOptions) -> bytes:
    """Return what is in a copy, without the times at which files were put into archives."""
    made = exporter.save(DOCUMENT, (ANNOTATION,), options)
    if not made.startswith(b"PK"):
        return made
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if not name.startswith("docProps"))


@pytest.mark.parametrize("option", WITHOUT)
@pytest.mark.parametrize("exporter", [one for one in BUILT_IN if one.fits(DOCUMENT)], ids=lambda one: one.key)
def test_an_option_makes_a_difference_where_it_is_heeded(
    exporter: Exporter, option: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reportlab import rl_config

    monkeypatch.setattr(rl_config, "invariant", 1)
    differs = shown(exporter, OPTIONS) != shown(exporter, WITHOUT[option])
    assert differs == (option in exporter.heeds)
