"""The original Word document with marks: same text, split runs, comments; other parts untouched."""

from __future__ import annotations

import io
import tempfile
import zipfile
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.core.annotation import Annotation, Cue, Label
from reader.core.document import Document, Sentence, Span
from reader.formats import load
from reader.formats.export import ExportOptions, SaveError, by_key

_ORIGINAL = by_key("original-docx")
_SENTENCE = "It is clearly the worst bargain the city has struck."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    word = docx.Document()
    paragraph = word.add_paragraph("The bridge reopened. It is cl")
    paragraph.add_run("early the").bold = True
    paragraph.add_run(" worst bargain\tthe city has struck. More follows.")
    word.add_table(1, 1).cell(0, 0).text = "Steel cost 12 million."
    path = tmp_path / "bridge.docx"
    word.save(str(path))
    return path


def _marks(document: Document) -> list[Annotation]:
    text = document.text.replace("\t", " ")
    start, clearly = text.index(_SENTENCE), text.index("clearly")
    return [
        Annotation(
            Sentence(Span(start, start + len(_SENTENCE)), 0),
            Label.OPINION,
            0.9,
            cues=(Cue(Span(clearly, clearly + 7), "certainty", 0.9),),
        )
    ]


def test_the_sentence_alone_is_shaded_and_has_one_comment(path: Path) -> None:
    document = load(path)
    word = docx.Document(io.BytesIO(_ORIGINAL.make(document, _marks(document), ExportOptions()).data))
    runs = word.paragraphs[0].runs
    shaded = [run for run in runs if run._r.xpath("w:rPr/w:shd")]

    assert "".join(run.text for run in shaded).replace("\t", " ") == _SENTENCE
    assert [run.text for run in runs if run.bold] == ["early", " the"]
    assert [comment.author for comment in word.comments] == ["Bias Reader"]
    assert "Opinion" in next(iter(word.comments)).text


def test_the_text_and_the_other_parts_stay_as_they_were(path: Path) -> None:
    document = load(path)
    data = _ORIGINAL.make(document, _marks(document), ExportOptions()).data
    copy = path.with_name("copy.docx")
    copy.write_bytes(data)

    assert load(copy).text == document.text
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(copy) as after:
        assert before.read("word/styles.xml") == after.read("word/styles.xml")


@given(st.sets(st.integers(0, 40), min_size=1, max_size=20), st.lists(st.sampled_from(["ab ", "é", "\t"]), max_size=9))
@settings(max_examples=10, deadline=None)
def test_a_run_split_at_many_edges_keeps_its_text_and_its_settings(edges: set[int], more: list[str]) -> None:
    word = docx.Document()
    paragraph = word.add_paragraph()
    for italic in (False, True):
        run = paragraph.add_run("It might rain, perhaps." + "".join(more))
        run.bold, run.italic = True, italic
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rain.docx"
        word.save(str(path))
        document = load(path)
        places = sorted(edge for edge in edges if edge < document.blocks[0].span.end)
        cues = tuple(Cue(Span(a, b), "hedging", 1.0) for a, b in pairwise(places))
        marks = [Annotation(Sentence(document.blocks[0].span, 0), Label.FACT, 0.9, cues=cues)]
        copy = docx.Document(io.BytesIO(_ORIGINAL.make(document, marks, ExportOptions()).data))
    before, after = paragraph.runs, copy.paragraphs[0].runs
    assert "".join(run.text for run in after) == paragraph.text
    assert all(run.bold for run in after if run.text)
    assert "".join(run.text for run in after if run.italic) == before[1].text


def test_another_format_is_refused_by_name(path: Path, tmp_path: Path) -> None:
    text = tmp_path / "bridge.txt"
    text.write_text("The bridge reopened on Monday.")
    with pytest.raises(SaveError, match="not read from a file of the format “docx”"):
        _ORIGINAL.make(load(text), [], ExportOptions())
    assert _ORIGINAL.fits(load(path))
    assert not _ORIGINAL.fits(load(text))
