"""Stance: opinion, fact, attributed or other, in three stages.

1. *Evidence* of one sentence: word classes, signs, quotation and attribution (`features`), and in the full engine the
   encoder's vector; a softmax over them.
2. *Context* of the article: a second softmax over the sentence's evidence, its neighbours' and the article's mean.
   Stacked sequential learning, Cohen and Carvalho 2005: the second stage is trained on out-of-fold evidence.
3. *Calibration*: a temperature for each stage, fitted on texts by others that it has not seen (Guo et al. 2017).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from nltk.classify.api import ClassifierI
from nltk.probability import DictionaryProbDist

from reader.core.annotation import Label
from reader.core.document import BlockKind, Span
from reader.nlp.features import QuoteEvidence, feature_names, features

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reader.nlp.encoder import Encoded, Encoder

    Matrix = NDArray[np.float32]

LABELS = (Label.OPINION, Label.FACT, Label.ATTRIBUTED, Label.OTHER)
CLASSES = {
    "opinion": Label.OPINION,
    "fact": Label.FACT,
    "quoted": Label.ATTRIBUTED,
    "view": Label.ATTRIBUTED,
    "reported": Label.FACT,
    "other": Label.OTHER,
}
"""What the model tells apart, and the label each class counts as. *quoted* has another's very words, *view* another's
view in the reporter's words; *reported* is a checkable matter passed on with its source, which is a reported fact
whose attribution is shown beside it."""
_MERGED = np.array([[float(label is other) for other in LABELS] for label in CLASSES.values()], dtype=np.float32)


class Reading(NamedTuple):
    """A sentence as the classifier takes it: its text, its block's kind, what attribution found in it."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    quote: QuoteEvidence = QuoteEvidence()


class Pieces(NamedTuple):
    """A sentence's word pieces: their spans in the sentence, a row each, and what each adds to the first stage."""

    spans: NDArray[np.int32]
    logits: Matrix

    def mean_without(self, span: Span) -> Matrix:
        """Return what the pieces that do not stand under `span` add, as their mean."""
        kept = (self.spans[:, 0] >= span.end) | (self.spans[:, 1] <= span.start)
        mean: Matrix = self.logits[kept].mean(axis=0)
        return mean


class Seen(NamedTuple):
    """What the first stage takes in of sentences: a row of numbers for each, in the full engine its word pieces too."""

    inputs: Matrix
    pieces: list[Pieces]


@dataclass(frozen=True, slots=True)
class Softmax:
    """A linear layer before a softmax: `weights` has a row an input and a column a class."""

    weights: Matrix
    bias: Matrix
    temperature: float = 1.0

    def log_probabilities(self, inputs: Matrix) -> Matrix:
        """Return a row of natural log probabilities, one a class, for each row of `inputs`."""
        return normalised((inputs @ self.weights + self.bias) / self.temperature)


def normalised(logits: Matrix) -> Matrix:
    """Return log probabilities: each row shifted so that its exponentials sum to one."""
    logits = logits - logits.max(axis=1, keepdims=True)
    result: Matrix = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return result


@dataclass(frozen=True, slots=True)
class StanceModel:
    """The trained weights of both stages, and what is known of their making."""

    evidence: Softmax
    context: Softmax
    about: Mapping[str, Any]

    def save(self, path: Path) -> None:
        """Write the model as one npz file."""
        with path.open("wb") as file:
            np.savez_compressed(
                file,
                evidence_weights=self.evidence.weights.astype(np.float32),
                evidence_bias=self.evidence.bias.astype(np.float32),
                context_weights=self.context.weights.astype(np.float32),
                context_bias=self.context.bias.astype(np.float32),
                temperatures=np.array([self.evidence.temperature, self.context.temperature]),
                about=np.array(json.dumps(dict(self.about))),
            )

    @classmethod
    def load(cls, path: Path) -> StanceModel:
        """Read a model from its npz file.

        Raises ValueError where it was trained for other features than this program computes.
        """
        with np.load(path, allow_pickle=False) as data:
            about = json.loads(str(data["about"]))
            first, second = data["temperatures"].tolist()
            model = cls(
                Softmax(data["evidence_weights"], data["evidence_bias"], first),
                Softmax(data["context_weights"], data["context_bias"], second),
                about,
            )
        if tuple(about["features"]) != feature_names():
            raise ValueError(f"{path.name} was trained for other features; run `bias-reader train`")
        return model


NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
"""Which sentences around one speak to the context stage, by distance in reading order."""


def context_inputs(evidence: Matrix, quotes: Sequence[QuoteEvidence]) -> Matrix:
    """Return the context stage's row of numbers for each sentence of an article.

    `evidence` are the first stage's log probabilities. A neighbour beyond the article's ends is all zeros.
    """
    own = np.exp(evidence)
    count = len(own)
    blocks = [evidence, own]
    for distance in NEIGHBOURS:
        shifted = np.zeros_like(own)
        if abs(distance) < count:
            if distance < 0:
                shifted[-distance:] = own[:distance]
            else:
                shifted[:-distance] = own[distance:]
        blocks.append(shifted)
    mean = own.mean(axis=0, keepdims=True)
    opinion_climate = np.repeat(mean, count, axis=0)
    blocks += [opinion_climate, own * mean, _running_mean(own, 5)]
    speech = np.array(
        [[q.attributed_share, q.quoted_share, q.inside_at_start, q.inside_at_end] for q in quotes], dtype=np.float32
    ).reshape(count, 4)
    before, after = np.zeros_like(speech), np.zeros_like(speech)
    before[1:], after[:-1] = speech[:-1], speech[1:]
    place = np.stack([np.arange(count) < 3, np.arange(count) >= count - 3, np.full(count, count < 6)], axis=1)
    return np.hstack([*blocks, speech, before, after, place]).astype(np.float32)


def _running_mean(rows: Matrix, reach: int) -> Matrix:
    """Return the mean over each row and its `reach` neighbours on both sides."""
    sums = np.vstack([np.zeros((1, rows.shape[1])), np.cumsum(rows, axis=0)])
    positions = np.arange(len(rows))
    left, right = np.maximum(positions - reach, 0), np.minimum(positions + reach + 1, len(rows))
    result: Matrix = ((sums[right] - sums[left]) / (right - left)[:, None]).astype(np.float32)
    return result


def merged(log_probabilities: Matrix) -> Matrix:
    """Return the probabilities of `LABELS` for rows of log probabilities of `CLASSES`."""
    rows: Matrix = np.exp(log_probabilities) @ _MERGED
    return rows


class StanceClassifier(ClassifierI):  # type: ignore[misc]  # nltk has no types
    """Labels sentences, alone or in their article; with an encoder the full engine, without one the light."""

    def __init__(self, model: StanceModel, encoder: Encoder | None = None) -> None:
        self.model = model
        self.encoder = encoder

    def labels(self) -> list[str]:
        """Return the labels that are told apart."""
        return [str(label) for label in LABELS]

    def prob_classify(self, featureset: Reading) -> DictionaryProbDist:
        """Return the probabilities of a sentence that stands alone."""
        return self.prob_classify_many([featureset])[0]

    def classify(self, featureset: Reading) -> str:
        """Return the likeliest label of a sentence that stands alone."""
        return str(self.prob_classify(featureset).max())

    def prob_classify_many(self, featuresets: Sequence[Reading]) -> list[DictionaryProbDist]:
        """Return the probabilities of an article's sentences, which are in reading order."""
        rows = self.probabilities(featuresets)
        return [DictionaryProbDist(dict(zip(self.labels(), row, strict=True))) for row in rows.tolist()]

    def probabilities(self, readings: Sequence[Reading]) -> Matrix:
        """Return a row of calibrated probabilities, one a label, for each sentence of an article."""
        return merged(self.in_context(self.evidence(readings), [reading.quote for reading in readings]))

    def evidence(self, readings: Sequence[Reading]) -> Matrix:
        """Return the first stage's log probabilities, one a class, for each sentence by itself."""
        return self.model.evidence.log_probabilities(self.inputs(readings))

    def inputs(self, readings: Sequence[Reading]) -> Matrix:
        """Return the first stage's row of numbers for each sentence."""
        return self._inputs(readings, self._encoded(readings))

    def see(self, readings: Sequence[Reading]) -> Seen:
        """Take in sentences for the first stage, and what their word pieces bring to it."""
        encoded = self._encoded(readings)
        weights = self.model.evidence.weights[len(feature_names()) :]
        pieces = [Pieces(np.array(one.spans, dtype=np.int32), one.states @ weights) for one in encoded]
        return Seen(self._inputs(readings, encoded), pieces)

    def _encoded(self, readings: Sequence[Reading]) -> list[Encoded]:
        return self.encoder.encode_all([reading.text for reading in readings]) if self.encoder else []

    def _inputs(self, readings: Sequence[Reading], encoded: Sequence[Encoded]) -> Matrix:
        numbers = _numbers(readings)
        if self.encoder is None:
            return numbers
        means = np.array([one.mean for one in encoded], dtype=np.float32)
        return np.hstack([numbers, means.reshape(len(readings), self.encoder.width)])

    def in_context(self, evidence: Matrix, quotes: Sequence[QuoteEvidence]) -> Matrix:
        """Return the second stage's log probabilities; a sentence without an article keeps the first stage's."""
        if len(evidence) < 2:
            return evidence
        return self.model.context.log_probabilities(context_inputs(evidence, quotes))

    def estimate(self, without: Mapping[Span, Reading], pieces: Pieces | None) -> Matrix:
        """Estimate the probabilities of `LABELS` for one sentence as read without some of it, by what is left out.

        Nothing is encoded: the mean is taken over the `pieces` of the whole sentence that do not stand under the span,
        and what it does to the other pieces is not seen. Good for choosing what to leave out in earnest.
        """
        model, numbers = self.model.evidence, _numbers(list(without.values()))
        logits = numbers @ model.weights[: numbers.shape[1]] + model.bias
        if pieces:
            logits += np.stack([pieces.mean_without(span) for span in without])
        return merged(normalised(logits / model.temperature))


def _numbers(readings: Sequence[Reading]) -> Matrix:
    """Return the features of each sentence as a row."""
    rows = [features(reading.text, reading.kind, reading.quote) for reading in readings]
    return np.array(rows, dtype=np.float32).reshape(len(readings), len(feature_names()))
