"""Folding keeps every position of the article, and shows all but what is folded away."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.core.annotation import Annotation, Cue, Label
from reader.core.document import BlockKind, Document, Part, Sentence, Span
from reader.core.folding import NO_BLOCK, Fold, fold
from reader.core.text import Utf16Map

SENTENCES = st.lists(
    st.lists(st.tuples(st.sampled_from(["Good.", "So 😀 it was.", "Hm!"]), st.booleans()), min_size=1, max_size=4),
    min_size=1,
    max_size=5,
)


def article(paragraphs, kind: BlockKind = BlockKind.PARAGRAPH) -> tuple[Document, list[Annotation]]:
    """Return an article of paragraphs of (sentence, is opinion), and its annotations."""
    document = Document.build(Part(kind, " ".join(text for text, _ in one)) for one in paragraphs)
    found = []
    for number, one in enumerate(paragraphs):
        at = document.blocks[number].span.start
        for text, opinion in one:
            label = Label.OPINION if opinion else Label.FACT
            found.append(Annotation(Sentence(Span(at, at + len(text)), number), label, 0.9))
            at += len(text) + 1
    return document, found


def folded(document: Document, found: list[Annotation], opened=()) -> Fold:
    return fold(document, found, lambda one: one.label is Label.OPINION, lambda number: f"⋯ {number}", opened)


def test_gaps_are_lines_of_their_own_and_join_across_paragraphs():
    document, found = article([[("A.", False), ("B.", True)], [("C.", True)], [("D.", True), ("E.", False)]])
    made = folded(document, found)
    assert made.document.text == "A.\n⋯ 3\nE."
    assert made.numbers == (0, NO_BLOCK, 2)
    assert made.sentences == 3
    assert made.gap_at(document.text.index("C")) == made.gaps[0]
    assert made.gap_at(document.text.index("E")) is None


def test_what_was_opened_stays():
    document, found = article([[("A.", False), ("B.", True), ("C.", True)]])
    made = folded(document, found, {found[1].span.start})
    assert made.document.text == "A. B.\n⋯ 1"


@given(SENTENCES)
def test_what_is_shown_keeps_its_annotations_on_its_words(paragraphs):
    document, found = article(paragraphs)
    found = [one._replace(cues=(Cue(Span(one.span.start, one.span.start + 2), "hedging", 1.0),)) for one in found]
    made = folded(document, found)
    kept = [one for one in found if one.label is not Label.OPINION]
    shown = made.shown(found)
    assert [one.span.slice(made.document.text) for one in shown] == [one.span.slice(document.text) for one in kept]
    for one, before in zip(shown, kept, strict=True):
        block = made.document.blocks[one.sentence.block].span
        assert block.start <= one.span.start <= one.span.end <= block.end
        assert one.cues[0].span.slice(made.document.text) == before.cues[0].span.slice(document.text)


def test_headings_stay_whatever_their_label():
    document, found = article([[("A.", True)]], BlockKind.HEADING)
    assert folded(document, found).document.text == "A."


def test_a_list_item_has_its_marker_once():
    document = Document.build([Part(BlockKind.LIST_ITEM, "A. B. C.", marker="1.")])
    found = [Annotation(Sentence(Span(3, 5), 0), Label.OPINION, 0.9)]
    assert [block.marker for block in folded(document, found).document.blocks] == ["1.", "", " "]


@given(SENTENCES)
def test_every_shown_character_stands_where_it_stood(paragraphs):
    document, found = article(paragraphs)
    made = folded(document, found)
    units = Utf16Map(made.document.text)
    for annotation in found:
        for position in range(*annotation.span):
            at = made.units.to_utf16(position)
            if annotation.label is Label.OPINION:
                gap = made.gap_at(position)
                assert gap is not None
                assert made.units.from_utf16(at) == gap.span.start
            else:
                assert made.gap_at(position) is None
                assert made.document.text[units.from_utf16(at)] == document.text[position]
                assert made.units.from_utf16(at) == position


@given(SENTENCES)
def test_nothing_is_lost_or_shown_twice(paragraphs):
    document, found = article(paragraphs)
    made = folded(document, found)
    kept = [text for one in paragraphs for text, opinion in one if not opinion]
    shown = [line for line in made.document.text.split("\n") if line and not line.startswith("⋯")]
    assert " ".join(shown).split() == " ".join(kept).split()
    assert made.sentences == sum(opinion for one in paragraphs for _, opinion in one)


def test_an_empty_article_folds():
    made = folded(Document("", ()), [])
    assert made.document.text == ""
    assert made.units.to_utf16(0) == made.units.from_utf16(0) == 0
