"""What marks and their deciding words cost, each as a ratio to something in the same run.

Run by hand: python tests/benchmarks/marks.py. Cold start: whole processes from the command to the saved copy, beside
one that only imports the libraries, taken in turns. Reading: all that is found in articles, and its parts. Deciding
words: every mark of three of our own articles is explained, beside reading a sentence once, after a round that warms
up. Process time is that of all threads together, which other programs don't disturb; time by the clock is shorter
where several cores are free. How well the words to try are chosen: in some of the sentences every word is tried, to
see how often the weightiest of all was among the chosen.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from reader.core.annotation import Annotation  # noqa: E402
from reader.core.document import Document  # noqa: E402
from reader.nlp import detector, pipeline  # noqa: E402
from reader.nlp.attribution import find_attributions  # noqa: E402
from reader.nlp.corpus import read_article  # noqa: E402
from reader.nlp.cues import find_cues  # noqa: E402
from reader.nlp.sentences import split  # noqa: E402

ARTICLES = ("news/uk-signal-fire-kings-cross-line", "tech/mix-qubit-claims", "column/uk-pothole-council-rant")
EVERY = 3
"""Of so many sentences one has all its words tried."""
STARTS = 7
LIBRARIES = "import nltk, numpy, onnxruntime, tokenizers, lxml.html, click"


def documents() -> list[Document]:
    """Return the articles."""
    return [read_article(ROOT / "resources" / "corpus" / f"{name}.txt").document for name in ARTICLES]


def spoken(document: Document, found: list[Annotation]) -> list[Annotation]:
    """Return the annotations that have evidence at all."""
    return [one for one in found if document.blocks[one.sentence.block].kind.prose]


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


def cold_starts() -> None:
    """Print how long it takes from the command to a saved copy of two articles, some sixty sentences."""
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder) / "article.txt"
        article.write_text("\n\n".join(one.text for one in documents()[:2]), encoding="utf-8")
        annotate = ["-m", "reader", "annotate", str(article), "-o", f"{folder}/copy.html"]
        kinds = {"libraries alone": ["-c", LIBRARIES]}
        kinds |= {engine: [*annotate, "--engine", engine] for engine in ("full", "light")}
        kinds |= {"full, with deciding words": [*annotate, "--evidence"]}
        times: dict[str, list[tuple[float, float]]] = {kind: [] for kind in kinds}
        for _ in range(STARTS):
            for kind, arguments in kinds.items():
                started, before = time.perf_counter(), os.times()
                subprocess.run([sys.executable, *arguments], check=True, cwd=ROOT)
                spent = sum(os.times()[2:4]) - sum(before[2:4])
                times[kind].append((time.perf_counter() - started, spent))
    bare = statistics.median(spent for _, spent in times["libraries alone"])
    for kind, runs in times.items():
        clock, spent = (statistics.median(column) for column in zip(*runs, strict=True))
        print(
            f"cold start, {kind:26} {clock:.2f} s by the clock, {spent:.2f} s of the process, {spent / bare:.1f} times"
        )


def parts() -> None:
    """Print what a sentence costs, in all and by part, beside splitting it from its text."""
    texts = documents()
    sentences = [split(document) for document in texts]
    number = sum(map(len, sentences))
    found = [find_attributions(one.text, one.blocks, some) for one, some in zip(texts, sentences, strict=True)]
    costs: dict[str, float] = {}

    def cues() -> None:
        for document, some, attributed in zip(texts, sentences, found, strict=True):
            for sentence, one in zip(some, attributed, strict=True):
                find_cues(document.text, sentence.span, one.attributions)

    def attributions() -> None:
        for document, some in zip(texts, sentences, strict=True):
            find_attributions(document.text, document.blocks, some)

    jobs: dict[str, Callable[[], object]] = {
        "sentences": lambda: [split(document) for document in texts],
        "attribution": attributions,
        "cues": cues,
    }
    for engine in ("light", "full"):
        built, _ = detector.build(engine)
        jobs[f"all, {engine}"] = lambda model=built.classifier: [  # type: ignore[misc]
            list(pipeline.Pipeline(model).analyse(document)) for document in texts
        ]
    for name, job in jobs.items():
        job()
        runs = []
        for _ in range(3 if name.endswith("full") else 7):
            watch = Watch()
            job()
            runs.append(watch.read()[1] / number)
        costs[name] = statistics.median(runs)
        ratio = costs[name] / costs["sentences"]
        print(f"{name:12} {costs[name]:6.2f} ms a sentence, {1000 / costs[name]:6.0f} a second, {ratio:.1f} times")


def main() -> None:
    """Print all figures."""
    cold_starts()
    parts()
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
