"""Training: from labelled articles to the shipped weights of both engines.

Our own articles teach; those kept back, and texts written by others, only say how far the marks can be believed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from reader.core.annotation import Label
from reader.nlp.attribution import find_attributions
from reader.nlp.corpus import LabelledArticle, read_corpus, read_standoff
from reader.nlp.encoder import Encoder
from reader.nlp.features import QuoteEvidence, feature_names
from reader.nlp.readings import reading
from reader.nlp.stance import (
    CLASSES,
    LABELS,
    Softmax,
    StanceClassifier,
    StanceModel,
    context_inputs,
    merged,
    normalised,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]
    Numbers = NDArray[np.int64]

FOLDS = 5
EVIDENCE_STRENGTH = {"light": 0.003, "full": 0.0005}
"""Inverse strength of the ridge penalty of the first stage (`C` of scikit-learn)."""
CONTEXT_STRENGTH = 0.0005
"""The same of the second stage: the strongest penalty that loses less than .01 to the best on texts by others."""
CONTEXT_WEIGHTS = {"opinion": 0.7, "view": 0.7}
"""What a sentence of these classes counts in the second stage beside others: to take a plain report for a judgement,
the author's or another's, is the worse mistake, and our articles hold more opinions than news does."""
MEASURABLE = 100
"""Marks below which a share says nothing."""
BOOTSTRAPS = 2000
"""Draws of articles for an interval."""
_NAMES = tuple(CLASSES)


class Example(NamedTuple):
    """An article as both stages take it: its sentences' first-stage inputs, quotations and class numbers."""

    inputs: Matrix
    quotes: list[QuoteEvidence]
    classes: Numbers


def example(article: LabelledArticle, classifier: StanceClassifier) -> Example:
    """Read an article as the pipeline would, and number its gold classes."""
    found = find_attributions(article.document.text, article.document.blocks, article.sentences)
    readings = [
        reading(article.document, sentence, attributed)
        for sentence, attributed in zip(article.sentences, found, strict=True)
    ]
    classes = [_NAMES.index(_class(name, read.quote)) for name, read in zip(article.classes, readings, strict=True)]
    return Example(classifier.inputs(readings), [read.quote for read in readings], np.array(classes, dtype=np.int64))


def _class(name: str, quote: QuoteEvidence) -> str:
    """Part *attributed* into words quoted and views reported, by whether the sentence holds a quotation."""
    if name != "attributed":
        return name
    return "quoted" if quote.quoted_share or quote.inside_at_start or quote.cue_kind == "turn" else "view"


def fit(
    inputs: Matrix, classes: Numbers, strength: float, weights: Mapping[str, float] = MappingProxyType({})
) -> Softmax:
    """Fit a softmax on standardised inputs and fold the standardising into its weights.

    The classes keep about their natural shares, but for the `weights` of some, by name: weighing each alike makes rare
    ones, views above all, too likely.
    """
    from sklearn.linear_model import LogisticRegression

    mean, scale = inputs.mean(axis=0), inputs.std(axis=0)
    scale[scale < 1e-6] = 1.0
    model: Any = LogisticRegression(C=strength, max_iter=500)
    counted = np.array([weights.get(name, 1.0) for name in _NAMES])
    model.fit((inputs - mean) / scale, classes, counted[classes])
    layer = np.zeros((inputs.shape[1], len(_NAMES)), dtype=np.float32)
    bias = np.full(len(_NAMES), -20.0, dtype=np.float32)
    layer[:, model.classes_] = (model.coef_ / scale).T
    bias[model.classes_] = model.intercept_ - (model.coef_ / scale) @ mean
    return Softmax(layer, bias)


def folds(count: int) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield the articles' numbers to train on and to predict, `FOLDS` times; each article is predicted once."""
    order = np.random.default_rng(7).permutation(count)
    for fold in range(FOLDS):
        yield np.sort(np.delete(order, slice(fold, None, FOLDS))), np.sort(order[fold::FOLDS])


def out_of_fold(examples: Sequence[Example], strength: float) -> list[Matrix]:
    """Return each article's log probabilities from a first stage that did not see it."""
    result: list[Matrix] = [np.zeros((0, len(_NAMES)), dtype=np.float32)] * len(examples)
    for seen, unseen in folds(len(examples)):
        inputs, classes = zip(*((examples[i].inputs, examples[i].classes) for i in seen), strict=True)
        model = fit(np.vstack(inputs), np.concatenate(classes), strength)
        for i in unseen:
            result[i] = model.log_probabilities(examples[i].inputs)
    return result


def fit_model(learnt: Sequence[Example], unseen: Sequence[Example], engine: str) -> StanceModel:
    """Fit both stages on articles, and their temperatures on articles they have not seen."""
    classes = np.concatenate([one.classes for one in learnt])
    judged = np.concatenate([one.classes for one in unseen])
    telling = np.concatenate([_telling(one) for one in unseen])

    first = fit(np.vstack([one.inputs for one in learnt]), classes, EVIDENCE_STRENGTH[engine])
    first = calibrated(first, np.vstack([one.inputs for one in unseen])[telling], judged[telling])

    held = [rows / first.temperature for rows in out_of_fold(learnt, EVIDENCE_STRENGTH[engine])]
    inputs = [context_inputs(normalised(rows), one.quotes) for rows, one in zip(held, learnt, strict=True)]
    second = fit(np.vstack(inputs), classes, CONTEXT_STRENGTH, CONTEXT_WEIGHTS)
    inputs = [context_inputs(first.log_probabilities(one.inputs), one.quotes) for one in unseen]
    second = calibrated(second, np.vstack(inputs)[telling], judged[telling])

    about = {"engine": engine, "features": feature_names(), "articles": len(learnt), "sentences": len(classes)}
    return StanceModel(first, second, about)


def _telling(example: Example) -> NDArray[np.bool_]:
    """Tell of which sentences it says something that they are known: answers in an interview are by their form."""
    return np.array([quote.cue_kind != "turn" for quote in example.quotes], dtype=np.bool_)


def calibrated(softmax: Softmax, inputs: Matrix, classes: Numbers) -> Softmax:
    """Return the softmax with the temperature that makes the labels of unseen `classes` most likely (Guo et al. 2017).

    A strong ridge makes it too modest, so that the temperature may well be below one. It must be fitted on texts by
    others: articles of one corpus resemble each other, and ours would make it too sure.
    """
    from scipy.optimize import minimize_scalar

    gold = [LABELS.index(label) for label in np.array(list(CLASSES.values()))[classes]]
    predicted = softmax.log_probabilities(inputs)

    def loss(temperature: float) -> float:
        chances = merged(normalised(predicted / temperature))
        return float(-np.log(chances[np.arange(len(gold)), gold] + 1e-9).mean())

    best = minimize_scalar(loss, bounds=(0.5, 3.0), method="bounded").x
    return replace(softmax, temperature=float(best))


def train(corpus: Path, output: Path, texts: Path | None = None, say: Callable[[str], None] = lambda _: None) -> None:
    """Fit both engines on the corpus and write `light.npz`, `full.npz` and `reliability.json` to `output`.

    `texts` is the folder of the openly licensed texts that the corpus' stand-off labels speak of; calibration is done
    on them, or on the corpus' held-out articles where they are not given. `say` is told the progress. Raises
    CorpusError for a broken corpus file, EncoderError where the encoder can't load.
    """
    articles = read_corpus(corpus)
    learnt = [article for article in articles if not article.held_out]
    held_out = [article for article in articles if article.held_out]
    elsewhere = list(read_standoff(corpus / "standoff.tsv", texts)) if texts else []
    say(f"{len(learnt)} articles, {sum(len(article.classes) for article in learnt)} sentences")
    for engine, encoder in (("light", None), ("full", Encoder())):
        nothing = Softmax(np.zeros((1, 1), np.float32), np.zeros(1, np.float32))
        reader = StanceClassifier(StanceModel(nothing, nothing, {}), encoder)  # inputs need no weights
        say(f"{engine}: reading")
        taught, kept, foreign = ([example(one, reader) for one in some] for some in (learnt, held_out, elsewhere))
        say(f"{engine}: fitting")
        model = fit_model(taught, foreign or kept, engine)
        model.save(output / f"{engine}.npz")
    measured = reliability(model, kept, foreign)
    (output / "reliability.json").write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")


def reliability(
    model: StanceModel, kept: Sequence[Example], elsewhere: Sequence[Example] = ()
) -> list[dict[str, float]]:
    """Measure what a least confidence means: for each level the share of marks shown, and the share of those right.

    `kept` are articles that were kept from training; `elsewhere` texts by others, where given. `surely` is the lower
    end of a share's 95 % bootstrap interval over articles. As in an evaluation, sentences without a stance do not
    count, nor do an interview's answers. All numbers are between 0 and 1.
    """
    own, others = ([_marks(model, one) for one in examples] for examples in (kept, elsewhere))
    table = []
    for least in np.arange(0.0, 0.96, 0.05):
        shown, right = _counts(own, least)
        if shown.sum() < MEASURABLE:
            break
        row = {"least": least, "shown": shown.sum() / _counts(own, 0.0)[0].sum(), "right": right.sum() / shown.sum()}
        row["surely right"] = _lower_end(right, shown)
        shown, right = _counts(others, least)
        if shown.sum() >= MEASURABLE:
            row |= {"right elsewhere": right.sum() / shown.sum(), "surely right elsewhere": _lower_end(right, shown)}
        table.append({name: round(float(value), 3) for name, value in row.items()})
    return table


def _marks(model: StanceModel, example: Example) -> tuple[Matrix, NDArray[np.bool_]]:
    """Return the confidence of each mark on an article's sentences that have a stance, and whether it is right."""
    other = LABELS.index(Label.OTHER)
    gold = np.array([LABELS.index(label) for label in CLASSES.values()])[example.classes]
    found = merged(StanceClassifier(model).in_context(model.evidence.log_probabilities(example.inputs), example.quotes))
    counted = (found.argmax(axis=1) != other) & (gold != other) & _telling(example)
    return found.max(axis=1)[counted], (found.argmax(axis=1) == gold)[counted]


def _counts(marks: Sequence[tuple[Matrix, NDArray[np.bool_]]], least: float) -> tuple[Matrix, Matrix]:
    """Return how many marks of each article are shown at a level, and how many of those are right."""
    shown = [(confidence >= least).sum() for confidence, _ in marks]
    right = [good[confidence >= least].sum() for confidence, good in marks]
    return np.array(shown, np.float32), np.array(right, np.float32)


def _lower_end(right: Matrix, shown: Matrix) -> float:
    """Return the lower end of the 95 % bootstrap interval of a share, from its counts in each article."""
    drawn = np.random.default_rng(7).integers(len(shown), size=(BOOTSTRAPS, len(shown)))
    return float(np.percentile(right[drawn].sum(axis=1) / np.maximum(shown[drawn].sum(axis=1), 1), 2.5))
