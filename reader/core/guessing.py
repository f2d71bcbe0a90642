"""How a reader's guesses compare with the labels the program gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from reader.core.annotation import Annotation, Label
from reader.core.document import Span


class Miss(NamedTuple):
    """A sentence that the reader and the program label differently."""

    annotation: Annotation
    guess: Label


class Score(NamedTuple):
    """How many sentences were guessed, and where the program differs, in reading order."""

    guessed: int
    misses: tuple[Miss, ...]

    @property
    def agreed(self) -> int:
        """How many guesses are as the program has it."""
        return self.guessed - len(self.misses)

    @property
    def share(self) -> float:
        """The share (0 to 1) of guesses that are as the program has it."""
        return self.agreed / self.guessed if self.guessed else 0.0


def score(guesses: Mapping[Span, Label], annotations: Iterable[Annotation]) -> Score:
    """Compare guesses, by their sentences' spans, with the program's labels."""
    found = [(annotation, guesses[annotation.span]) for annotation in annotations if annotation.span in guesses]
    misses = (Miss(annotation, guess) for annotation, guess in found if annotation.label is not guess)
    return Score(len(found), tuple(sorted(misses, key=lambda miss: miss.annotation.span)))
