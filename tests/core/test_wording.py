"""What is said of a mark in words."""

from __future__ import annotations

import pytest

from reader.core.annotation import UNSURE_BELOW, Annotation, Cue, Label
from reader.core.document import Sentence, Span
from reader.core.wording import account, spoken

SENTENCE = Sentence(Span(0, 5), 0)


@pytest.mark.parametrize("confidence", [0.3, UNSURE_BELOW - 0.001, UNSURE_BELOW, 0.9])
def test_a_mark_is_called_unsure_in_words_exactly_where_it_is_unsure(confidence: float) -> None:
    annotation = Annotation(SENTENCE, Label.OPINION, confidence)
    assert annotation.unsure == (confidence < UNSURE_BELOW)
    assert ("unsure" in spoken(annotation)) == annotation.unsure


def test_what_carries_no_mark_is_not_unsure() -> None:
    assert not Annotation(SENTENCE, Label.OTHER, 0.3).unsure


def test_quotations_and_tenths_are_written_as_a_language_writes_them() -> None:
    german = {"“{words}”": "„{words}“", "{whole}.{tenths}": "{whole},{tenths}", "Deciding words": "Ausschlaggebend"}
    text = "It is bad."
    words = (Cue(Span(6, 9), "opinion", 1.25), Cue(Span(0, 2), "opinion", -0.5))
    one = Annotation(Sentence(Span(0, 10), 0), Label.OPINION, 0.9, evidence=words)
    assert account(one, text) == [("Deciding words", "“bad” +1.2, “It” −0.5")]
    assert account(one, text, say=german.__getitem__) == [("Ausschlaggebend", "„bad“ +1,2, „It“ −0,5")]
