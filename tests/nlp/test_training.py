"""Training: stages that have not seen what they predict, and probabilities that fit."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from reader import assets
from reader.core.annotation import SHOWN_FROM, UNSURE_BELOW
from reader.nlp.features import QuoteEvidence
from reader.nlp.stance import CLASSES, Softmax, StanceModel, merged
from reader.nlp.training import Example, calibrated, fit, out_of_fold, train

pytest.importorskip("sklearn")

OPINION, FACT, QUOTED = THREE = [list(CLASSES).index(name) for name in ("opinion", "fact", "quoted")]
SENTENCES = 1000
CORPUS = Path(__file__).parents[2] / "resources" / "corpus"


def softmax(boast: float) -> Softmax:
    """Return a layer that sees one number: opinion where it is 1, fact where it is 0, the surer the greater `boast`."""
    weights = np.zeros((1, len(CLASSES)), np.float32)
    bias = np.full(len(CLASSES), -20, np.float32)
    weights[0, OPINION], bias[OPINION], bias[FACT] = 2 * boast, -boast, 0
    return Softmax(weights, bias)


@pytest.mark.parametrize("boast", [0.2, 1.0, 6.0])
def test_calibration_brings_confidence_to_the_share_that_is_right(boast: float) -> None:
    random = np.random.default_rng(1)
    seen = random.integers(0, 2, SENTENCES)
    right = random.random(SENTENCES) < 0.8
    classes = np.where((seen == 1) == right, OPINION, FACT)
    inputs = seen[:, None].astype(np.float32)
    found = calibrated(softmax(boast), inputs, classes)
    confidence = merged(found.log_probabilities(inputs)).max(axis=1).mean()
    before = merged(softmax(boast).log_probabilities(inputs)).max(axis=1).mean()
    assert abs(confidence - 0.8) <= abs(before - 0.8) + 0.01
    assert (found.temperature > 1) == (before > 0.8)


def test_no_article_is_predicted_by_a_stage_that_saw_it() -> None:
    count = 9
    examples = []
    for number in range(count):  # each article has a word of its own, which tells its class to whoever read it
        inputs = np.zeros((20, count), np.float32)
        inputs[:, number] = 1
        classes = np.full(20, THREE[number % 3], np.int64)
        examples.append(Example(inputs, [QuoteEvidence()] * 20, classes))
    whole = fit(np.vstack([one.inputs for one in examples]), np.concatenate([one.classes for one in examples]), 100)
    for one, rows in zip(examples, out_of_fold(examples, 100), strict=True):
        gold = one.classes[0]
        assert np.exp(whole.log_probabilities(one.inputs))[0, gold] > 0.9
        assert np.exp(rows)[0, gold] < 0.6


def test_a_lighter_opinion_is_found_less_often() -> None:
    inputs = np.zeros((90, 1), np.float32)
    classes = np.array(THREE * 30)
    even = np.exp(fit(inputs, classes, 1).log_probabilities(inputs[:1]))[0]
    light = np.exp(fit(inputs, classes, 1, {"opinion": 0.5}).log_probabilities(inputs[:1]))[0]
    assert even[OPINION] == pytest.approx(1 / 3, abs=0.01)
    assert light[OPINION] == pytest.approx(1 / 5, abs=0.01)


def test_both_engines_learn_from_a_corpus_and_their_weights_load(tmp_path: Path) -> None:
    corpus, output = tmp_path / "corpus", tmp_path / "model"
    output.mkdir()
    for name in (
        "local/pn-school-bus-app-council",
        "letters/us-letters-farm-aid",
        "column/pn-standing-ovation-congress",
    ):
        target = corpus / f"{name}.txt"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CORPUS / f"{name}.txt", target)
    train(corpus, output)
    for engine in ("light", "full"):
        model = StanceModel.load(output / f"{engine}.npz")
        assert model.about["engine"] == engine
        assert model.about["articles"] == 2
    assert all(0 <= row["right"] <= 1 for row in json.loads((output / "reliability.json").read_text("utf-8")))


def test_marks_are_shown_from_the_least_tenth_at_which_nine_in_ten_are_surely_right() -> None:
    rows = json.loads(assets.path("model", "reliability.json").read_text("utf-8"))
    good = [row["least"] for row in rows if min(row["surely right"], row["surely right elsewhere"]) >= 0.9]
    assert min(level for level in good if round(10 * level, 6).is_integer()) == SHOWN_FROM


def test_marks_are_unsure_where_a_third_and_more_are_wrong() -> None:
    rows = {row["least"]: row for row in json.loads(assets.path("model", "reliability.json").read_text("utf-8"))}
    low, high = rows[SHOWN_FROM], rows[UNSURE_BELOW]
    right = low["shown"] * low["right"] - high["shown"] * high["right"]
    assert right / (low["shown"] - high["shown"]) < 2 / 3
