"""Measure the sentence splitter against NLTK's Punkt as it comes, on the golden rules and on GUM.

Run by hand: python tests/benchmarks/sentences.py. The English model that NLTK offers for download keeps 27 of the 48
golden rules; here, without a download, stand Punkt trained on the very texts that it is measured on, and bare.
GUM's sentences are given line by line; a boundary counts as found where it has the same place in the text, white
space left out. Boundaries at the end of a paragraph, which no splitter can miss, don't count.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from nltk.tokenize.punkt import PunktSentenceTokenizer

from reader.nlp.sentences import sentence_spans

DATA = Path(__file__).parents[3] / "shared" / "data"
Splitter = Callable[[str], list[tuple[int, int]]]


class Score(NamedTuple):
    """Boundaries found rightly, found in all, and to be found."""

    right: int
    found: int
    wanted: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.wanted)


def ours(text: str) -> list[tuple[int, int]]:
    """Split as the program does."""
    return [(span.start, span.end) for span in sentence_spans(text)]


def trained(texts: list[str]) -> Splitter:
    """Return Punkt trained on the texts themselves, which is how its authors mean it to be used."""
    punkt = PunktSentenceTokenizer("\n\n".join(texts))
    return lambda text: list(punkt.span_tokenize(text))


def bare(text: str) -> list[tuple[int, int]]:
    """Split as Punkt does without any parameters."""
    return list(PunktSentenceTokenizer().span_tokenize(text))


def golden(split: Splitter, folder: Path = DATA) -> tuple[int, int]:
    """Return how many golden rules a splitter keeps, and how many there are."""
    cases = json.loads((folder / "sentences_golden_rules_en.json").read_text(encoding="utf-8"))
    kept = sum([case["text"][start:end] for start, end in split(case["text"])] == case["sents"] for case in cases)
    return kept, len(cases)


def gum(split: Splitter, folder: Path = DATA) -> Score:
    """Return how well a splitter finds the boundaries inside GUM's paragraphs."""
    right = found = wanted = 0
    for path in sorted((folder / "gum").glob("*.sents")):
        paragraphs = path.with_suffix(".txt").read_text(encoding="utf-8").split("\n\n")
        ends = _ends(path.read_text(encoding="utf-8").splitlines())
        before = 0
        for paragraph in paragraphs:
            length = _length(paragraph)
            inside = {end - before for end in ends if before < end < before + length}
            told = {_length(paragraph[:end]) for _, end in split(paragraph)} - {length}
            right, found, wanted = right + len(inside & told), found + len(told), wanted + len(inside)
            before += length
    return Score(right, found, wanted)


def texts(folder: Path = DATA) -> list[str]:
    """Return GUM's texts."""
    return [path.read_text(encoding="utf-8") for path in sorted((folder / "gum").glob("*.txt"))]


def _ends(sentences: list[str]) -> list[int]:
    """Return where each sentence ends in the text without white space."""
    ends = []
    place = 0
    for sentence in sentences:
        place += _length(sentence)
        ends.append(place)
    return ends


def _length(text: str) -> int:
    return len(re.sub(r"\s", "", text))


def main() -> None:
    """Print a line for each splitter."""
    for name, split in (("ours", ours), ("Punkt, trained on GUM itself", trained(texts())), ("Punkt, bare", bare)):
        started = time.perf_counter()
        score = gum(split)
        seconds = time.perf_counter() - started
        kept, cases = golden(split)
        print(
            f"{name:30} golden {kept}/{cases}   GUM F1 {score.f1:.4f} "
            f"P {score.right / score.found:.4f} R {score.right / score.wanted:.4f}   {seconds:.2f} s"
        )


if __name__ == "__main__":
    main()
