"""Evaluation: labelled articles in, figures of the detector and its peers out.

Three kinds of labelled data are read: our own corpus (an article or a folder of them), JSON lines with `article`, `n`,
`text` and `label` (fact, quote, opinion; other labels give context and are not counted), and tables of single
sentences labelled SUBJ or OBJ, where *opinion* counts as SUBJ and everything else as OBJ.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from reader.core.annotation import SHOWN_FROM, UNSURE_BELOW
from reader.nlp.corpus import read_article, read_corpus

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reader.nlp.pipeline import Pipeline

    Matrix = NDArray[np.float64]
    Numbers = NDArray[np.int64]

STANCES = ("fact", "attributed", "opinion")
SUBJECTIVITY = ("OBJ", "SUBJ")
RESAMPLES = 1000
BINS = 10
_JSON_LABELS = {"fact": "fact", "quote": "attributed", "attributed": "attributed", "opinion": "opinion"}


class Article(NamedTuple):
    """Sentences in reading order, and the gold class of each; None where it is not counted."""

    sentences: tuple[str, ...]
    gold: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Data:
    """Labelled articles, and the classes their labels are of."""

    name: str
    classes: tuple[str, ...]
    articles: tuple[Article, ...]


def read(path: Path) -> Data:
    """Read labelled data, by its suffix.

    Raises OSError where it can't be read and ValueError where it is of no known kind or broken.
    """
    if path.is_dir() or path.suffix == ".txt":
        return Data(path.name, STANCES, tuple(_corpus(path)))
    if path.suffix == ".jsonl":
        return Data(path.name, STANCES, tuple(_json_lines(path)))
    if path.suffix in {".tsv", ".csv"}:
        return Data(path.name, SUBJECTIVITY, tuple(_table(path)))
    raise ValueError("it is no folder of articles, JSON lines or table")


def _corpus(path: Path) -> Iterator[Article]:
    for article in read_corpus(path) if path.is_dir() else [read_article(path)]:
        texts = tuple(article.text(number) for number in range(len(article.sentences)))
        yield Article(texts, tuple(str(label) if label in STANCES else None for label in article.labels))


def _json_lines(path: Path) -> Iterator[Article]:
    rows: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        try:
            row = json.loads(line)
            rows[str(row["article"])].append((int(row.get("n", number)), row["text"], row["label"]))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"line {number + 1} lacks article, text or label") from error
    for found in rows.values():
        found.sort()
        yield Article(tuple(text for _, text, _ in found), tuple(_JSON_LABELS.get(label) for _, _, label in found))


def _table(path: Path) -> Iterator[Article]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t" if path.suffix == ".tsv" else ",", quoting=csv.QUOTE_NONE)
        for number, row in enumerate(rows, 2):
            if row.get("label") not in SUBJECTIVITY or not row.get("sentence"):
                raise ValueError(f"line {number} has no label SUBJ or OBJ and sentence")
            yield Article((row["sentence"],), (row["label"],))


class Scores(NamedTuple):
    """What one detector reached: `f1`, `precision` and `recall` by class, `confusion[gold][found]` counts."""

    macro_f1: float
    interval: tuple[float, float]
    precision: dict[str, float]
    recall: dict[str, float]
    f1: dict[str, float]
    confusion: dict[str, dict[str, int]]


class Calibration(NamedTuple):
    """How far confidences can be believed.

    `error` is the expected calibration error over ten bins of equal width; `bins` hold (mean confidence, share right,
    sentences). `levels` hold (least confidence, share of the sentences from it on, share of those that is right) for
    the level from which marks are shown at first, and the one from which they are not called unsure.
    """

    error: float
    bins: tuple[tuple[float, float, int], ...]
    levels: tuple[tuple[float, float, float], ...]


class Report(NamedTuple):
    """The figures on one set of data, the detector's first."""

    name: str
    articles: int
    sentences: int
    classes: tuple[str, ...]
    scores: Mapping[str, Scores]
    calibration: Calibration

    def as_dict(self) -> dict[str, Any]:
        """Return the report for JSON."""
        return {
            "data": self.name,
            "articles": self.articles,
            "sentences": self.sentences,
            "scores": {name: scores._asdict() for name, scores in self.scores.items()},
            "calibration": self.calibration._asdict(),
        }

    def as_text(self) -> str:
        """Return the report as Markdown tables."""
        lines = [f"## {self.name}: {self.articles} articles, {self.sentences} sentences", ""]
        lines += [
            f"| | macro-F1 | 95 % interval | {' | '.join(self.classes)} |",
            "|---|" * 1 + "---|" * (2 + len(self.classes)),
        ]
        for name, scores in self.scores.items():
            low, high = scores.interval
            each = " | ".join(f"{scores.f1[label]:.3f}" for label in self.classes)
            lines.append(f"| {name} | {scores.macro_f1:.3f} | {low:.3f}–{high:.3f} | {each} |")
        first = next(iter(self.scores.values()))
        found = list(next(iter(first.confusion.values())))
        lines += [
            "",
            f"| gold \\ found | {' | '.join(found)} | precision | recall |",
            "|---|" + "---|" * (len(found) + 2),
        ]
        for label in self.classes:
            counts = " | ".join(str(first.confusion[label][other]) for other in found)
            lines.append(f"| {label} | {counts} | {first.precision[label]:.3f} | {first.recall[label]:.3f} |")
        lines += [
            "",
            f"Expected calibration error {self.calibration.error:.3f}.",
            *(
                f"From confidence {least} on: {shown:.0%} of the sentences, {right:.1%} of them right."
                for least, shown, right in self.calibration.levels
            ),
        ]
        lines += ["", "| mean confidence | share right | sentences |", "|---|---|---|"]
        lines += [f"| {mean:.2f} | {right:.2f} | {count} |" for mean, right, count in self.calibration.bins]
        return "\n".join(lines) + "\n"


Predict = Callable[[Sequence[str]], Sequence[Mapping[str, float]]]
"""An article's sentences in, the probabilities of the labels of each out."""


def report(data: Data, pipeline: Pipeline, *, peers: bool = False, ablations: bool = False) -> Report:
    """Measure the detector on labelled data; on request its peers, and itself with parts left out, in the same run."""
    contestants: dict[str, Predict] = {
        "detector": lambda lines: [one["probabilities"] for one in pipeline.classify(lines)]
    }
    if ablations:
        contestants["without context"] = lambda lines: [pipeline.classify([line])[0]["probabilities"] for line in lines]
    if peers:
        from reader.nlp import peers as others

        contestants |= others.contestants()
    outcomes = {name: _outcome(data, predict) for name, predict in contestants.items()}
    return Report(
        data.name,
        len(data.articles),
        len(outcomes["detector"].gold),
        data.classes,
        {name: _scores(outcome, data.classes) for name, outcome in outcomes.items()},
        _calibration(outcomes["detector"]),
    )


class _Outcome(NamedTuple):
    """Gold and found classes of the counted sentences, the confidence of what was found, and each one's article."""

    gold: list[str]
    found: list[str]
    confidence: list[float]
    article: list[int]


def _outcome(data: Data, predict: Predict) -> _Outcome:
    outcome = _Outcome([], [], [], [])
    for number, article in enumerate(data.articles):
        for gold, chances in zip(article.gold, predict(article.sentences), strict=True):
            if gold is None:
                continue
            if data.classes == SUBJECTIVITY:
                chances = {"SUBJ": chances.get("opinion", 0.0), "OBJ": 1 - chances.get("opinion", 0.0)}
            best = max(chances, key=lambda label: chances[label])
            outcome.gold.append(gold)
            outcome.found.append(best)
            outcome.confidence.append(chances[best])
            outcome.article.append(number)
    return outcome


def _scores(outcome: _Outcome, classes: tuple[str, ...]) -> Scores:
    names = [*classes, *sorted(set(outcome.found) - set(classes))]
    gold = np.array([names.index(label) for label in outcome.gold])
    found = np.array([names.index(label) for label in outcome.found])
    articles = np.array(outcome.article)
    counts = np.zeros((max(outcome.article) + 1, len(names), len(names)))
    np.add.at(counts, (articles, gold, found), 1)
    counts = counts[counts.sum(axis=(1, 2)) > 0]
    whole = counts.sum(axis=0)
    precision, recall, f1 = _class_scores(whole, len(classes))
    random = np.random.default_rng(1)
    drawn = [counts[random.integers(len(counts), size=len(counts))].sum(axis=0) for _ in range(RESAMPLES)]
    macros = [_class_scores(one, len(classes))[2].mean() for one in drawn]
    low, high = np.percentile(macros, [2.5, 97.5])
    by_class = [
        {label: float(value) for label, value in zip(classes, row, strict=True)} for row in (precision, recall, f1)
    ]
    confusion = {
        label: {other: int(whole[row, column]) for column, other in enumerate(names)}
        for row, label in enumerate(classes)
    }
    return Scores(float(f1.mean()), (float(low), float(high)), by_class[0], by_class[1], by_class[2], confusion)


def _class_scores(confusion: Matrix, classes: int) -> tuple[Matrix, Matrix, Matrix]:
    """Return precision, recall and F1 of the first `classes` classes of a confusion matrix (rows are gold)."""
    right = np.diag(confusion)[:classes]
    found, gold = confusion.sum(axis=0)[:classes], confusion.sum(axis=1)[:classes]
    return right / np.maximum(found, 1), right / np.maximum(gold, 1), 2 * right / np.maximum(found + gold, 1)


def _calibration(outcome: _Outcome) -> Calibration:
    """Return the reliability of the found classes' confidences (Naeini, Cooper and Hauskrecht 2015)."""
    confidence = np.array(outcome.confidence)
    right = np.array([gold == found for gold, found in zip(outcome.gold, outcome.found, strict=True)], dtype=float)
    bins, error = [], 0.0
    place = np.minimum((confidence * BINS).astype(int), BINS - 1)
    for number in range(BINS):
        here = place == number
        if here.any():
            mean, share = float(confidence[here].mean()), float(right[here].mean())
            bins.append((mean, share, int(here.sum())))
            error += abs(mean - share) * here.mean()
    levels = []
    for least in (SHOWN_FROM, UNSURE_BELOW):
        shown = confidence >= least
        levels.append((least, float(shown.mean()), float(right[shown].mean()) if shown.any() else 0.0))
    return Calibration(float(error), tuple(bins), tuple(levels))
