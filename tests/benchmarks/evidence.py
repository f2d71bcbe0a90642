"""What the deciding words of a mark cost, as ratios to reading the sentence once.

Run by hand: python tests/benchmarks/evidence.py. Three of our own articles are read and every mark is explained, with
each engine, after a round that warms up. Times are this process's own, all threads together, which other programs
don't disturb, and those of the clock, which are shorter where several cores are free. How well the words to try are
chosen: in some of the sentences every word is tried, to see how often the weightiest of all was among the chosen.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from reader.core.annotation import Annotation  # noqa: E402
from reader.core.document import Document  # noqa: E402
from reader.nlp import detector, pipeline  # noqa: E402
from reader.nlp.corpus import read_article  # noqa: E402

ARTICLES = ("news/uk-signal-fire-kings-cross-line", "tech/mix-qubit-claims", "column/uk-pothole-council-rant")
EVERY = 3
"""Of so many sentences one has all its words tried."""


def documents() -> list[Document]:
    """Return the articles."""
    return [read_article(ROOT / "resources" / "corpus" / f"{name}.txt").document for name in ARTICLES]


def spoken(document: Document, found: list[Annotation]) -> list[Annotation]:
    """Return the annotations that have evidence at all."""
    return [one for one in found if document.blocks[one.sentence.block].kind not in pipeline.SILENT]


class Watch:
    """The clock's and the process's time since it was made, in milliseconds."""

    def __init__(self) -> None:
        self._clock, self._process = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        """Return both."""
        return (time.perf_counter() - self._clock) * 1e3, (time.process_time() - self._process) * 1e3


def measured(built: pipeline.Pipeline) -> Iterator[tuple[tuple[float, float], list[tuple[float, float]]]]:
    """Yield for each article the time of reading a sentence, and that of explaining each."""
    for document in documents():
        watch = Watch()
        found = [one for batch in built.analyse(document) for one in batch]
        clock, process = watch.read()
        costs = []
        for one in spoken(document, found):
            watch = Watch()
            built.explain(document, one)
            costs.append(watch.read())
        yield (clock / len(found), process / len(found)), costs


def chosen_well(built: pipeline.Pipeline) -> float:
    """Return the share of sentences of whose words the weightiest is among those that are tried."""
    hits = []
    for document in documents():
        found = [one for batch in built.analyse(document) for one in batch]
        for one in spoken(document, found)[::EVERY]:
            tried = built.explain(document, one).evidence
            with patch.object(pipeline, "FEWEST_TRIED", 1000):
                all_words = built.explain(document, one).evidence
            if all_words:
                hits.append(max(all_words, key=lambda word: abs(word.weight)).span in {word.span for word in tried})
    return statistics.mean(hits)


def main() -> None:
    """Print a line for each engine."""
    for engine in ("full", "light"):
        built, notice = detector.build(engine)
        assert not notice, notice
        list(measured(built))
        built, _ = detector.build(engine)
        readings, explained = zip(*measured(built), strict=True)
        once = [statistics.median(kind) for kind in zip(*readings, strict=True)]
        costs = list(zip(*[cost for article in explained for cost in article], strict=True))
        clock, process = (statistics.median(kind) for kind in costs)
        print(
            f"{engine:6} {len(costs[0])} marks explained: median {process:.0f} ms of the process, "
            f"{process / once[1]:.1f} times reading the sentence; {clock:.0f} ms by the clock, nine in ten within "
            f"{statistics.quantiles(costs[0], n=10)[-1]:.0f}; weightiest word tried {chosen_well(built):.0%}"
        )


if __name__ == "__main__":
    main()
