"""A preview shows the beginning of a copy, at a cost that does not grow with the article or its paragraphs."""

from __future__ import annotations

import pytest

from reader.core.annotation import Annotation, Label
from reader.core.document import BlockKind, Document, Part, Sentence, Span
from reader.formats.export import ExportOptions, exporters, fragment
from reader.formats.export.preview import preview

SENTENCE = "The committee said on Thursday that it would publish the figures. "
OWN_FORMATS = [one for one in exporters() if not one.key.startswith("original")]


def paragraph(sentences: int) -> tuple[Document, list[Annotation]]:
    """Return an article of one paragraph, all of it marked."""
    document = Document.build([Part(BlockKind.PARAGRAPH, SENTENCE * sentences)])
    starts = range(0, len(document.text), len(SENTENCE))
    spans = [Span(start, start + len(SENTENCE) - 1) for start in starts]
    return document, [Annotation(Sentence(span, 0), Label.FACT, 0.9) for span in spans]


@pytest.mark.parametrize("exporter", OWN_FORMATS, ids=lambda one: one.key)
def test_a_paragraph_however_long_has_the_same_preview(exporter):
    once = preview(exporter, *paragraph(100), ExportOptions())
    assert any(once)
    assert preview(exporter, *paragraph(1000), ExportOptions()) == once


def test_a_huge_paragraph_is_cut_between_words_and_marked_up_to_there():
    document, found = paragraph(1000)
    start = fragment.beginning(document, 1500)
    assert document.text.startswith(start.text + " ")
    assert 1500 <= len(start.text) <= 3000
    assert start.blocks[-1].span == Span(0, len(start.text))
    html = next(one for one in OWN_FORMATS if one.mime == "text/html")
    assert preview(html, document, found, ExportOptions()).rich.count("[") == len(start.text) // len(SENTENCE)


def test_words_without_spaces_are_cut_all_the_same():
    document = Document.build([Part(BlockKind.PARAGRAPH, "字" * 9000)])
    assert fragment.beginning(document, 1500).text == "字" * 3000


def test_paragraphs_of_a_common_length_are_shown_whole():
    document = Document.build([Part(BlockKind.PARAGRAPH, SENTENCE * 10)] * 9)
    assert fragment.beginning(document, 1500).text == "\n".join(
        block.span.slice(document.text) for block in document.blocks[:3]
    )
