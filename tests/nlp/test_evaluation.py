"""Figures that can be worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import pytest

from reader.nlp import evaluation
from reader.nlp.evaluation import STANCES, SUBJECTIVITY, Article, Data
from reader.nlp.pipeline import Pipeline


class Told:
    """A detector that says what each sentence tells it to: the label and its confidence."""

    def classify(self, lines: Sequence[str]) -> list[dict[str, Any]]:
        found = []
        for line in lines:
            label, confidence = line.split()
            rest = (1 - float(confidence)) / 3
            chances = dict.fromkeys(("opinion", "fact", "attributed", "other"), rest) | {label: float(confidence)}
            found.append({"probabilities": chances})
        return found


def measured(data: Data) -> evaluation.Report:
    return evaluation.report(data, cast("Pipeline", Told()))


def test_scores_by_hand() -> None:
    article = Article(
        ("fact 0.9", "fact 0.9", "opinion 0.9", "attributed 0.9", "opinion 0.9"),
        ("fact", "opinion", "opinion", "attributed", None),
    )
    scores = measured(Data("x", STANCES, (article,))).scores["detector"]
    assert scores.f1 == pytest.approx({"fact": 2 / 3, "attributed": 1.0, "opinion": 2 / 3})
    assert scores.macro_f1 == pytest.approx(7 / 9)
    assert scores.confusion["opinion"] == {"fact": 1, "attributed": 0, "opinion": 1}
    assert scores.interval == pytest.approx((7 / 9, 7 / 9))


def test_a_calibrated_detector_has_no_error_and_an_overconfident_one_has() -> None:
    honest = Article(("fact 0.75",) * 4, ("fact", "fact", "fact", "opinion"))
    assert measured(Data("x", STANCES, (honest,))).calibration.error == pytest.approx(0)
    boasting = Article(("fact 0.95",) * 2, ("fact", "opinion"))
    calibration = measured(Data("x", STANCES, (boasting,))).calibration
    assert calibration.error == pytest.approx(0.45)
    assert [found for _, *found in calibration.levels] == [[1.0, 0.5], [1.0, 0.5]]


def test_subjectivity_counts_everything_but_opinion_as_objective() -> None:
    articles = tuple(Article((f"{label} 0.9",), ("OBJ",)) for label in ("fact", "attributed", "other"))
    scores = measured(Data("x", SUBJECTIVITY, articles)).scores["detector"]
    assert scores.recall["OBJ"] == 1.0


def test_articles_are_read_in_their_order_and_uncounted_labels_stay_as_context(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(
        '{"article": 1, "n": 1, "text": "b", "label": "quote"}\n{"article": 1, "n": 0, "text": "a", "label": "none"}\n',
        encoding="utf-8",
    )
    assert evaluation.read(path).articles == (Article(("a", "b"), (None, "attributed")),)


@pytest.mark.parametrize(("name", "text"), [("x.jsonl", "{}"), ("x.tsv", "label\tsentence\nMAYBE\tx"), ("x.doc", "")])
def test_broken_data_is_refused(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"line|no folder"):
        evaluation.read(path)
