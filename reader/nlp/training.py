"""Training: from labelled articles to the shipped weights of both engines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from reader.core.annotation import Label
from reader.nlp.attribution import find_attributions
from reader.nlp.corpus import LabelledArticle, read_corpus, read_standoff
from reader.nlp.encoder import Encoder
from reader.nlp.features import QuoteEvidence, feature_names
from reader.nlp.pipeline import reading
from reader.nlp.stance import CLASSES, LABELS, Reading, Softmax, StanceClassifier, StanceModel, context_inputs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]
    Numbers = NDArray[np.int64]

FOLDS = 5
EVIDENCE_STRENGTH = {"light": 0.01, "full": 0.0002}
"""Inverse strength of the ridge penalty of the first stage (`C` of scikit-learn), chosen by cross-validation."""
CONTEXT_STRENGTH = 0.0003
MEASURABLE = 100
"""Marks below which a share says nothing."""
_NAMES = tuple(CLASSES)


class Example(NamedTuple):
    """An article ready for training: its sentences' readings and class numbers."""

    readings: list[Reading]
    classes: list[int]

    @property
    def quotes(self) -> list[QuoteEvidence]:
        """What attribution found in each sentence."""
        return [reading.quote for reading in self.readings]


def example(article: LabelledArticle) -> Example:
    """Read an article as the pipeline would, and number its gold classes."""
    found = find_attributions(article.document.text, article.document.blocks, article.sentences)
    readings = [
        reading(article.document, sentence, attributed)
        for sentence, attributed in zip(article.sentences, found, strict=True)
    ]
    classes = [_NAMES.index(_class(name, read.quote)) for name, read in zip(article.classes, readings, strict=True)]
    return Example(readings, classes)


def _class(name: str, quote: QuoteEvidence) -> str:
    """Part *attributed* into words quoted and views reported, by whether the sentence holds a quotation."""
    if name != "attributed":
        return name
    return "quoted" if quote.quoted_share or quote.inside_at_start or quote.cue_kind == "turn" else "view"


def fit(inputs: Matrix, classes: Numbers, strength: float) -> Softmax:
    """Fit a softmax on standardised inputs and fold the standardising into its weights.

    The classes keep their natural shares: weighing each alike makes rare ones, views above all, too likely.
    """
    from sklearn.linear_model import LogisticRegression

    mean, scale = inputs.mean(axis=0), inputs.std(axis=0)
    scale[scale < 1e-6] = 1.0
    model: Any = LogisticRegression(C=strength, max_iter=500)
    model.fit((inputs - mean) / scale, classes)
    weights = np.zeros((inputs.shape[1], len(_NAMES)), dtype=np.float32)
    bias = np.full(len(_NAMES), -20.0, dtype=np.float32)
    weights[:, model.classes_] = (model.coef_ / scale).T
    bias[model.classes_] = model.intercept_ - (model.coef_ / scale) @ mean
    return Softmax(weights, bias)


def folds(count: int) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield the articles' numbers to train on and to predict, `FOLDS` times; each article is predicted once."""
    order = np.random.default_rng(7).permutation(count)
    for fold in range(FOLDS):
        yield np.sort(np.delete(order, slice(fold, None, FOLDS))), np.sort(order[fold::FOLDS])


def out_of_fold(inputs: Sequence[Matrix], classes: Sequence[Numbers], strength: float) -> list[Matrix]:
    """Return each article's log probabilities from a model that did not see it."""
    result: list[Matrix] = [np.zeros((0, len(_NAMES)), dtype=np.float32)] * len(inputs)
    for seen, unseen in folds(len(inputs)):
        model = fit(np.vstack([inputs[i] for i in seen]), np.concatenate([classes[i] for i in seen]), strength)
        for i in unseen:
            result[i] = model.log_probabilities(inputs[i])
    return result


def fit_model(inputs: Sequence[Matrix], examples: Sequence[Example], engine: str) -> StanceModel:
    """Fit both stages and their temperatures on articles' first-stage inputs."""
    classes = [np.array(one.classes, dtype=np.int64) for one in examples]
    every = np.concatenate(classes)
    evidence = out_of_fold(inputs, classes, EVIDENCE_STRENGTH[engine])
    second = [context_inputs(rows, one.quotes) for rows, one in zip(evidence, examples, strict=True)]
    context = out_of_fold(second, classes, CONTEXT_STRENGTH)
    first_stage = fit(np.vstack(inputs), every, EVIDENCE_STRENGTH[engine])
    second_stage = fit(np.vstack(second), every, CONTEXT_STRENGTH)
    return StanceModel(
        calibrated(first_stage, np.vstack(evidence), every),
        calibrated(second_stage, np.vstack(context), every),
        {"engine": engine, "features": feature_names(), "articles": len(examples), "sentences": len(every)},
    )


def calibrated(softmax: Softmax, predicted: Matrix, classes: Numbers) -> Softmax:
    """Return the softmax with the temperature that makes out-of-fold predictions most likely (Guo et al. 2017).

    It is never below one: articles of one corpus resemble each other, so sharper would be too sure of others.
    """
    from scipy.optimize import minimize_scalar

    def loss(temperature: float) -> float:
        scaled = predicted / temperature
        scaled = scaled - scaled.max(axis=1, keepdims=True)
        scaled = scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True))
        return float(-scaled[np.arange(len(classes)), classes].mean())

    best = minimize_scalar(loss, bounds=(1.0, 3.0), method="bounded").x
    return Softmax(softmax.weights, softmax.bias, float(best))


def gather(corpus: Path, texts: Path | None) -> list[LabelledArticle]:
    """Read the corpus' training articles, and the stand-off labelled ones where their texts are given."""
    articles = [article for article in read_corpus(corpus) if not article.held_out]
    if texts:
        articles += read_standoff(corpus / "standoff.tsv", texts)
    return articles


def train(corpus: Path, output: Path, texts: Path | None = None, say: Callable[[str], None] = lambda _: None) -> None:
    """Fit both engines on the corpus and write `light.npz`, `full.npz` and `reliability.json` to
    `output`.

    `texts` is the folder of the openly licensed texts that the corpus' stand-off labels speak of. `say` is told the
    progress. Raises CorpusError for a broken corpus file, EncoderError where the encoder can't load.
    """
    articles = gather(corpus, texts)
    say(f"{len(articles)} articles, {sum(len(article.classes) for article in articles)} sentences")
    examples = [example(article) for article in articles]
    kept_back = [example(article) for article in read_corpus(corpus) if article.held_out]
    for engine, encoder in (("light", None), ("full", Encoder())):
        nothing = Softmax(np.zeros((1, 1), np.float32), np.zeros(1, np.float32))
        reader = StanceClassifier(StanceModel(nothing, nothing, {}), encoder)  # inputs need no weights
        say(f"{engine}: reading")
        inputs = [reader.inputs(one.readings) for one in examples]
        say(f"{engine}: fitting")
        model = fit_model(inputs, examples, engine)
        model.save(output / f"{engine}.npz")
    measured = reliability(StanceClassifier(model, encoder), kept_back)
    (output / "reliability.json").write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")


def reliability(classifier: StanceClassifier, examples: Sequence[Example]) -> list[dict[str, float]]:
    """Measure what a least confidence means: for each level the share of marks shown, and the share of those right.

    `examples` are articles that were kept from training. Marks are of the three stances; all numbers are between 0
    and 1.
    """
    found = np.vstack([classifier.probabilities(one.readings) for one in examples])
    gold = np.array([LABELS.index(CLASSES[_NAMES[number]]) for one in examples for number in one.classes])
    marked = found.argmax(axis=1) != LABELS.index(Label.OTHER)
    confidence, right = found.max(axis=1)[marked], (found.argmax(axis=1) == gold)[marked]
    table = []
    for least in np.arange(0.0, 0.96, 0.05):
        shown = confidence >= least
        if shown.sum() >= MEASURABLE:
            row = {"least": least, "shown": shown.mean(), "right": right[shown].mean()}
            table.append({name: round(float(value), 3) for name, value in row.items()})
    return table
