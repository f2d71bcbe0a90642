"""A reader's guesses beside the program's labels."""

from __future__ import annotations

import pytest

from reader.core.annotation import Annotation, Label
from reader.core.document import Sentence, Span
from reader.core.guessing import score


def said(start: int, label: Label) -> Annotation:
    return Annotation(Sentence(Span(start, start + 5), 0), label, 0.7)


def test_misses_are_listed_in_reading_order():
    found = [said(0, Label.OPINION), said(10, Label.FACT), said(20, Label.FACT)]
    guesses = {Span(20, 25): Label.OTHER, Span(0, 5): Label.FACT, Span(10, 15): Label.FACT}
    made = score(guesses, found)
    assert (made.guessed, made.agreed) == (3, 1)
    assert made.share == pytest.approx(1 / 3)
    assert [(miss.annotation.span.start, miss.guess) for miss in made.misses] == [
        (0, Label.FACT),
        (20, Label.OTHER),
    ]


def test_no_guess_is_no_score():
    assert score({}, [said(0, Label.FACT)]).share == 0.0
