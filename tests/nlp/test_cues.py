"""Cue layers: every entry's own examples, quoted words, names, offsets."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.annotation import Cue
from reader.core.document import BlockKind, Document, Part, Sentence, Span
from reader.nlp import detector
from reader.nlp.attribution import find_attributions
from reader.nlp.attribution.lexicon import read_toml
from reader.nlp.cues import LAYERS, find_cues, remarks

ENTRIES = [(layer, entry) for layer in LAYERS for entry in read_toml(layer)["entry"]]
HITS = [(layer, example) for layer, entry in ENTRIES for example in entry["hit"]]
MISSES = [(layer, example) for layer, entry in ENTRIES for example in entry["miss"]]


def cues(text: str) -> tuple[Cue, ...]:
    document = Document.build([Part(BlockKind.PARAGRAPH, text)])
    sentence = Sentence(Span(0, len(document.text)), 0)
    (found,) = find_attributions(document.text, document.blocks, [sentence])
    return find_cues(document.text, sentence.span, found.attributions)


def words(text: str, layer: str) -> list[str]:
    return [cue.span.slice(text) for cue in cues(text) if cue.layer == layer]


@pytest.mark.parametrize(("layer", "example"), HITS)
def test_an_entrys_example_is_flagged(layer: str, example: str) -> None:
    assert words(example.replace("|", ""), layer) == example.split("|")[1::2]


@pytest.mark.parametrize(("layer", "example"), MISSES)
def test_an_entrys_counterexample_is_left_alone(layer: str, example: str) -> None:
    assert words(example, layer) == []


@pytest.mark.parametrize(("layer", "entry"), ENTRIES)
def test_every_entry_has_examples_of_both_kinds_and_a_remark(layer: str, entry: dict[str, Any]) -> None:
    assert entry["hit"]
    assert entry["miss"]
    assert all(remarks(entry).values())


def test_no_phrase_stands_in_two_entries_of_a_layer_without_a_context_to_tell_them_apart() -> None:
    seen: dict[tuple[str, str], dict[str, Any]] = {}
    for layer, entry in ENTRIES:
        for phrase in remarks(entry):
            other = seen.setdefault((layer, phrase), entry)
            assert other is entry or {"before", "after", "not_before"} & entry.keys(), phrase


def test_quoted_words_are_told_from_the_authors() -> None:
    (cue,) = cues("“The vote may be delayed,” said Ruiz.")
    assert cue.quoted


def test_the_authors_own_words_beside_a_quotation_are_the_authors() -> None:
    found = cues("“It is open,” said Ruiz, who reportedly owns the shop.")
    assert [cue.quoted for cue in found] == [False]


def test_a_source_that_the_author_names_is_in_the_authors_words() -> None:
    found = cues("The mayor wants the docks sold at a loss, critics say.")
    assert [(cue.layer, cue.quoted) for cue in found] == [("vague", False)]


def test_what_nobody_says_stays_the_authors() -> None:
    found = cues("It is believed that the regime may fall.")
    assert found
    assert not any(cue.quoted for cue in found)


def test_neither_code_nor_site_text_nor_a_byline_has_words_marked() -> None:
    shameful = "It may be a shameful farce."
    silent = (BlockKind.CODE, BlockKind.BYLINE, BlockKind.BOILERPLATE)
    document = Document.build([Part(kind, shameful) for kind in (*silent, BlockKind.HEADING, BlockKind.PARAGRAPH)])
    pipeline, _ = detector.build("light")
    found = sorted(
        one for batch in pipeline.analyse(document) for one in ((a.sentence.block, len(a.cues)) for a in batch)
    )
    assert found == [(0, 0), (1, 0), (2, 0), (3, 3), (4, 3)]


def test_a_loaded_word_names_the_neutral_one() -> None:
    (cue,) = cues("The regime closed the border.")
    assert cue.note == "neutral: government"


def test_a_word_of_a_group_may_have_a_neutral_one_of_its_own() -> None:
    assert [cue.note for cue in cues("The cronies of the mayor left, and a thug stayed.")] == [
        "neutral: associates",
        "neutral: man",
    ]


def test_an_unnamed_source_is_marked_by_its_attribution() -> None:
    assert words("Industry lawyers expect that the rule will fall.", "vague") == ["Industry lawyers"]
    assert words("Several delegates said the vote was rushed.", "vague") == ["Several delegates"]
    assert words("Two Western diplomats said the talks had failed.", "vague") == ["Two Western diplomats"]
    assert words("A top Democratic adviser said the plan was dead.", "vague") == ["A top Democratic adviser"]
    assert words("Ana Ruiz expects that the rule will fall.", "vague") == []


def test_positions_are_into_the_whole_text() -> None:
    text = "It rained.\nThe shop reportedly closed."
    (cue,) = find_cues(text, Span(11, len(text)))
    assert cue.span.slice(text) == "reportedly"


def test_a_phrase_does_not_run_over_a_stop_or_a_quotation_mark() -> None:
    assert words("The rule is bound to fail.", "certainty") == ["bound to"]
    assert words("The twine is bound. To cut it, pull.", "certainty") == []
    assert words("They called it “certain” to amuse us.", "certainty") == []


@given(st.text(alphabet=st.sampled_from("may I Critics say regime “”'\".,’- \u0130ß😀"), max_size=120))
def test_any_text_gives_ordered_cues_inside_the_sentence(text: str) -> None:
    found = find_cues(text, Span(0, len(text)))
    assert list(found) == sorted(found)
    assert all(0 <= cue.span.start < cue.span.end <= len(text) for cue in found)


@pytest.mark.parametrize(
    "text",
    [
        "Our relatives, neighbours and friends don’t know that.",
        "Members ask why voters should consider the plan.",
        "Why should voters consider the plan?",
        "Many were ready to leave at once.",
        "Many of them have not read the rules.",
        "This is a community-focused open source project that says it is free.",
        "Some people in my street like to write letters.",
        "With the new lens scientists can observe more moons.",
        "We are lazy and have many projects going on.",
        "Ana Ruiz and other researchers concluded that the well was dry.",
        "That makes people feel betrayed.",
        "At the rally supporters chanted slogans.",
        "I have had friends respond to it.",
        "Maybe the neighbours told them.",
        "The tax was dropped before city officials said a word.",
        "Officials have not said when the road will open.",
        "Most people don’t know about it.",
        "Two million people replied that they would come.",
        "The rule was explained by Ana Ruiz, a former adviser.",
    ],
)
def test_those_who_tell_nothing_are_no_sources(text: str) -> None:
    assert words(text, "vague") == []
