"""Finding a document's text again in its source."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import BlockKind, Document, Part, Span
from reader.formats.export.alignment import NOWHERE, align, stretches

_WORDS = st.lists(st.text("abcdeé🙂“”.,", min_size=1, max_size=8), min_size=1, max_size=12)
_GAPS = st.sampled_from([" ", "\n", "\r\n  ", "\u00a0", "\u00ad", "\t\t"])


@given(st.lists(_WORDS, min_size=1, max_size=5), st.data())
def test_every_character_is_found_however_the_source_is_spaced(blocks: list[list[str]], data: st.DataObject) -> None:
    document = Document.build(Part(BlockKind.PARAGRAPH, " ".join(words)) for words in blocks)
    source = "".join(
        word + data.draw(_GAPS) for block in document.blocks for word in block.span.slice(document.text).split()
    )

    places = align(document, source)

    for char, place in zip(document.text, places, strict=True):
        if not char.isspace():
            assert source[place] == char
    found = [place for place in places if place != NOWHERE]
    assert found == sorted(found)


def test_a_paragraph_that_the_source_interrupts_is_found_on_both_sides() -> None:
    before, after = (
        "The bridge reopened after fourteen months of work,",
        "and the council is proud of what it has cost.",
    )
    document = Document.build([Part(BlockKind.PARAGRAPH, f"{before} {after}")])
    source = f"{before}\n17\nThe Harbour Gazette\n{after}"

    found = stretches(Span(0, len(document.text)), align(document, source), source)

    assert "".join(span.slice(source) for span in found).replace(" ", "") == f"{before}{after}".replace(" ", "")
    assert len(found) == 2


def test_what_repeats_is_found_in_reading_order() -> None:
    document = Document.build([Part(BlockKind.PARAGRAPH, text) for text in ("Again.", "Between.", "Again.")])
    source = "Again. Between. Again."

    assert [place for place in align(document, source) if place >= 0] == [i for i, c in enumerate(source) if c != " "]


def test_ligatures_and_hyphens_at_line_ends_do_not_hinder() -> None:
    document = Document.build([Part(BlockKind.PARAGRAPH, "The official insufficient.")])
    source = "The o\ufb03cial insuf-\nficient."

    assert stretches(Span(0, len(document.text)), align(document, source), source) == [Span(0, len(source))]


def test_words_that_are_not_there_have_no_place() -> None:
    document = Document.build([Part(BlockKind.PARAGRAPH, "Added by the loader.")])

    assert set(align(document, "Quite another text.")) == {NOWHERE}
