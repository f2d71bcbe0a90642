"""The reader's own labels, highlights and notes stand beside the program's in every kind of copy."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace

import docx
import pypdfium2
import pytest

from reader.core.annotation import Annotation, Label
from reader.core.document import Document, Span
from reader.core.own import Anchor, OwnMark, new_key
from reader.formats.export import ExportOptions, by_key
from reader.formats.export.marking import passages


def _own(document: Document, words: str, label: Label | None, machine: Label | None, note: str) -> OwnMark:
    start = document.text.index(words)
    anchor = Anchor.at(Span(start, start + len(words)), document.text)
    return OwnMark(new_key(), anchor, label, machine, note, who="Ana")


@pytest.fixture
def marked(document: Document, options: ExportOptions) -> ExportOptions:
    own = (
        _own(document, "It is clearly the worst bargain the city has struck.", Label.OPINION, Label.OPINION, ""),
        _own(document, "Paint: 2 million, officials reported.", Label.FACT, Label.ATTRIBUTED, "a plain figure"),
        _own(document, "What it cost\nCritics say", None, None, "a leading question"),
        _own(document, "The bridge at dawn", None, None, ""),
    )
    return replace(options, own=own, footnotes=True)


def _shown(key: str, data: bytes) -> str:
    """Return what a program shows of a copy, in one line."""
    if key == "pdf":
        pdf = pypdfium2.PdfDocument(data)
        text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    elif key == "docx":
        word = docx.Document(io.BytesIO(data))
        text = "\n".join([*(one.text for one in word.paragraphs), *(one.text for one in word.comments)])
    elif key == "brat":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            text = archive.read("bridge.ann").decode()
    else:
        text = data.decode()
    return " ".join(text.split())


@pytest.mark.parametrize("key", ["html", "md", "txt", "pdf", "docx", "brat"])
def test_labels_and_notes_are_told_beside_the_programs(
    key: str, document: Document, annotations: tuple[Annotation, ...], marked: ExportOptions
) -> None:
    shown = _shown(key, by_key(key).make(document, annotations, marked).data)
    assert "Ana’s label: Opinion (as the program)" in shown
    assert "Ana’s label: Reported fact (not as the program)" in shown
    assert "Ana’s note: a plain figure" in shown
    assert "Ana’s note: a leading question" in shown
    assert "Attributed, confident, 80 %" in shown


def test_tables_have_them_in_columns_and_highlights_outside_sentences_in_rows(
    document: Document, annotations: tuple[Annotation, ...], marked: ExportOptions
) -> None:
    data = by_key("csv").make(document, annotations, marked).data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data)))
    paint = next(row for row in rows if row["Text"].startswith("Paint"))
    assert (paint["Label"], paint["Reader's label"], paint["Reader's note"]) == (
        "Attributed", "Reported fact", "a plain figure",
    )  # fmt: skip
    assert [row["Reader's note"] for row in rows if row["Text"] == "The bridge at dawn"] == ["✎"]
    assert all(None not in row and None not in row.values() for row in rows)


def test_records_have_them_where_there_are_any(
    document: Document, annotations: tuple[Annotation, ...], marked: ExportOptions
) -> None:
    lines = [json.loads(line) for line in by_key("jsonl").make(document, annotations, marked).data.splitlines()]
    (paint,) = [line for line in lines if line["text"].startswith("Paint")]
    assert [(one["label"], one["machine"], one["who"]) for one in paint["own"]] == [("fact", "attributed", "Ana")]
    assert "own" not in lines[0]


def test_a_sentence_the_reader_decided_on_stays_in_a_filtered_copy(
    document: Document, annotations: tuple[Annotation, ...], marked: ExportOptions
) -> None:
    few = replace(marked, layers=frozenset({"hedging"}))
    lines = [json.loads(line) for line in by_key("jsonl").make(document, annotations, few).data.splitlines()]
    assert any(line["text"].startswith("Paint") for line in lines)


def test_a_mark_whose_words_are_gone_is_kept_for_the_way_back_but_shown_nowhere(
    document: Document, annotations: tuple[Annotation, ...], options: ExportOptions
) -> None:
    lost = OwnMark(new_key(), Anchor(Span(3, 9), "ferry!"), note="about the ferry")
    kept = replace(options, own=(lost,))
    assert "about the ferry" not in by_key("txt").make(document, annotations, kept).data.decode()
    assert "about the ferry" in by_key("json").make(document, annotations, kept).data.decode()


def test_passages_still_make_up_the_text_and_each_mark_is_told_once(
    document: Document, annotations: tuple[Annotation, ...], marked: ExportOptions
) -> None:
    told = []
    for block, parts in passages(document, annotations, marked):
        assert "".join(part.span.slice(document.text) for part in parts) == block.span.slice(document.text)
        for part in parts:
            told += part.own
            assert "".join(run.span.slice(document.text) for run in part.runs) == part.span.slice(document.text)
    assert sorted(one.key for one in told) == sorted(one.key for one in marked.own)


def test_spans_are_positions_into_the_text_in_both_shapes(
    document: Document, annotations: tuple[Annotation, ...], marked: ExportOptions
) -> None:
    (line,) = by_key("spans").make(document, annotations, marked).data.splitlines()
    found = json.loads(line)
    quoted = {(label, found["text"][start:end]) for start, end, label in found["label"]}
    assert ("opinion", "It is clearly the worst bargain the city has struck.") in quoted
    assert ("loaded", "worst") in quoted
    assert ("reader fact", "Paint: 2 million, officials reported.") in quoted
    assert ("reader highlight", "The bridge at dawn") in quoted
    assert [[one["start"], one["end"], one["label"]] for one in found["spans"]] == found["label"]
