"""What is said of a mark in words."""

from __future__ import annotations

import pytest

from reader.core.annotation import UNSURE_BELOW, Annotation, Label
from reader.core.document import Sentence, Span
from reader.core.wording import spoken

SENTENCE = Sentence(Span(0, 5), 0)


@pytest.mark.parametrize("confidence", [0.3, UNSURE_BELOW - 0.001, UNSURE_BELOW, 0.9])
def test_a_mark_is_called_unsure_in_words_exactly_where_it_is_unsure(confidence: float) -> None:
    annotation = Annotation(SENTENCE, Label.OPINION, confidence)
    assert annotation.unsure == (confidence < UNSURE_BELOW)
    assert ("unsure" in spoken(annotation)) == annotation.unsure


def test_what_carries_no_mark_is_not_unsure() -> None:
    assert not Annotation(SENTENCE, Label.OTHER, 0.3).unsure
