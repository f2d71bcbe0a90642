"""The stance classifier and the pipeline, with the shipped weights."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.core.annotation import Annotation, Label
from reader.core.document import BlockKind, Document, Part, Span
from reader.nlp import detector
from reader.nlp.pipeline import Pipeline

PARAGRAPHS = (
    "The harbour board put off a vote on dredging the inner basin on Tuesday. It meets again on 4 July.",
    "“We were promised figures in March,” said the chairman, Idris Vale. “It is now June, and nobody is ashamed.",
    "“They should all resign.”",
    "The decision is a disgrace, and nobody with a shred of sense could possibly defend it.",
)
LIGHT, _ = detector.build("light")


@pytest.fixture(scope="module", params=["light", "full"])
def pipeline(request: pytest.FixtureRequest) -> Pipeline:
    built, notice = detector.build(request.param)
    assert not notice
    return built


def article(*paragraphs: str) -> Document:
    return Document.build(
        [Part(BlockKind.TITLE, "Vote put off"), *(Part(BlockKind.PARAGRAPH, text) for text in paragraphs)]
    )


def analysed(pipeline: Pipeline, document: Document) -> list[Annotation]:
    return [annotation for batch in pipeline.analyse(document) for annotation in batch]


def test_plain_cases_get_their_labels(pipeline: Pipeline) -> None:
    document = article(*PARAGRAPHS)
    found = {one.span.slice(document.text)[:18]: one.label for one in analysed(pipeline, document)}
    assert found["Vote put off"] is Label.OTHER
    assert found["The harbour board "] is Label.FACT
    assert found["“We were promised "] is Label.ATTRIBUTED
    assert found["“They should all r"] is Label.ATTRIBUTED
    assert found["The decision is a "] is Label.OPINION


def test_probabilities_sum_to_one_and_confidence_is_that_of_the_label(pipeline: Pipeline) -> None:
    for one in analysed(pipeline, article(*PARAGRAPHS)):
        assert sum(one.probabilities.values()) == pytest.approx(1, abs=1e-4)
        assert one.confidence == one.probabilities[one.label] == max(one.probabilities.values())


def log_odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


def test_striking_a_deciding_word_changes_the_log_odds_by_its_weight(pipeline: Pipeline) -> None:
    document = article(*PARAGRAPHS)
    weighed = 0
    for one in analysed(pipeline, document):
        for word in pipeline.explain(document, one).evidence:
            struck = pipeline.strike(document, one, [word.span])
            change = log_odds(one.confidence) - log_odds(struck.probabilities[one.label])
            assert change == pytest.approx(word.weight, abs=0.01)
            weighed += 1
    assert weighed >= 8


RUNNING_QUOTATION = (
    PARAGRAPHS[1],
    "“Nobody has seen the figures.",
    "“The town pays for the dredger every day that it lies idle.",
    "“The money is gone.",
    PARAGRAPHS[2],
)


@pytest.mark.parametrize("paragraphs", [PARAGRAPHS, RUNNING_QUOTATION])
def test_striking_nothing_changes_nothing(pipeline: Pipeline, paragraphs: tuple[str, ...]) -> None:
    document = article(*paragraphs)
    for one in analysed(pipeline, document):
        if one.label is not Label.OTHER:
            struck = pipeline.strike(document, one, [])
            assert struck.probabilities == pytest.approx(one.probabilities, abs=1e-4)


def test_a_heading_stays_without_a_stance_whatever_is_struck(pipeline: Pipeline) -> None:
    parts = (
        Part(BlockKind.HEADING, "A shameful waste of money"),
        *(Part(BlockKind.PARAGRAPH, one) for one in PARAGRAPHS),
    )
    document = Document.build(parts)
    heading = analysed(pipeline, document)[0]
    assert pipeline.strike(document, heading, [Span(0, 1)]) == pipeline.explain(document, heading) == heading
    assert heading.label is Label.OTHER


def test_struck_words_might_as_well_never_have_stood_there(pipeline: Pipeline) -> None:
    said = "She told the board, quite slowly, that “the whole scheme is a disgrace”, but (perhaps) a legal one."
    words = ("quite", "slowly", "perhaps", "one")
    shorter = "She told the board,, that “the whole scheme is a disgrace”, but () a legal."
    document, without = (article(*PARAGRAPHS[:2], text, *PARAGRAPHS[2:]) for text in (said, shorter))
    at = document.text.index(said)
    whole, other = (
        next(one for one in analysed(pipeline, text) if one.span.start == at) for text in (document, without)
    )
    struck = [Span(found, found + len(word)) for word in words for found in [document.text.index(word, at)]]
    assert pipeline.strike(document, whole, struck).probabilities == pytest.approx(other.probabilities, abs=1e-4)


def test_a_sentence_of_which_all_is_struck_is_still_decided(pipeline: Pipeline) -> None:
    document = article(*PARAGRAPHS, "Enough")
    enough = analysed(pipeline, document)[-1]
    assert sum(pipeline.strike(document, enough, [enough.span]).probabilities.values()) == pytest.approx(1, abs=1e-4)


def test_the_same_marks_come_wherever_the_analysis_starts() -> None:
    document = article(*PARAGRAPHS * 60)
    orders = []
    for first in (0, 3 * len(document.text) // 4, len(document.text)):
        batches = list(LIGHT.analyse(document, where=lambda first=first: first))
        orders.append(batches[0][0].span)
        assert sorted((one.span, one.label) for batch in batches for one in batch) == sorted(
            (one.span, one.label) for one in analysed(LIGHT, document)
        )
    assert orders[0].start == 0
    assert orders[1].start > 0


def test_the_marks_follow_a_reader_who_goes_on_to_another_place() -> None:
    document = article(*PARAGRAPHS * 200)
    place = 0
    found = LIGHT.analyse(document, where=lambda: place)
    begun = next(found)
    place = len(document.text) - 1
    rest = list(found)
    at_end = next(number for number, batch in enumerate(rest) if batch[-1].span.end == len(document.text))
    # What of the first section was still to come, then the last one.
    assert at_end <= len(rest) // 3
    spans = [one.span for batch in (begun, *rest) for one in batch]
    assert sorted(spans) == sorted({one.span for one in analysed(LIGHT, document)})


def test_a_cancelled_analysis_stops() -> None:
    assert list(LIGHT.analyse(article(*PARAGRAPHS * 60), cancelled=lambda: True)) == []


def test_without_the_encoder_the_light_engine_marks_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise detector.EncoderError("the encoder can't be loaded: no runtime")

    monkeypatch.setattr(detector, "Encoder", broken)
    built, notice = detector.build("full")
    assert "light engine" in notice
    assert analysed(built, article(*PARAGRAPHS))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=120), max_size=5))
def test_any_text_is_covered_by_sentences_inside_their_blocks(paragraphs: list[str]) -> None:
    document = article(*paragraphs)
    for one in analysed(LIGHT, document):
        block = document.blocks[one.sentence.block].span
        assert block.start <= one.span.start < one.span.end <= block.end
        for cue in one.cues:
            assert block.start <= cue.span.start < cue.span.end <= block.end
            assert one.span.overlaps(Span(*cue.span))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(alphabet=st.sampled_from("ab “”’.?,-:\n\u00a0é"), max_size=40), max_size=4), st.data())
def test_any_words_can_be_struck(paragraphs: list[str], data: st.DataObject) -> None:
    document = article(*paragraphs)
    for one in analysed(LIGHT, document):
        places = sorted(data.draw(st.sets(st.integers(*one.span), max_size=6)))
        struck = [Span(*pair) for pair in zip(places[::2], places[1::2], strict=False)]
        assert sum(LIGHT.strike(document, one, struck).probabilities.values()) == pytest.approx(1, abs=1e-4)
        for word in LIGHT.explain(document, one).evidence:
            assert one.span.start <= word.span.start < word.span.end <= one.span.end
