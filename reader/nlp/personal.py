"""What is learnt from a reader's own labels: a layer over the shipped classifier, which stays as it is.

The layer shifts a sentence's log probabilities by a linear function of what the first stage sees of it, fitted to the
reader's labels by multinomial logistic regression with the shipped probabilities as offset. A Gaussian prior holds the
shift at nothing where no label speaks for one: MacKay, Information Theory, Inference, and Learning Algorithms, 2003,
chapter 41. What it is worth is told on labels that it was not fitted to, leaving out one at a time.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import BadZipFile

import numpy as np

from reader.core.annotation import Label
from reader.nlp.stance import LABELS, StanceModel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

_log = logging.getLogger(__name__)

FEWEST = 5
"""Labels below which nothing is learnt."""
_PRIOR = 0.2
_STEPS = 200
_MOST_FOLDS = 50
_LONGEST = 2.0
_LEAST_DEVIATION = 0.05
_SMALL = 1e-6


class Example(NamedTuple):
    """A labelled sentence: what the first stage sees of it, the probabilities of `LABELS`, the reader's label."""

    inputs: Matrix
    probabilities: Matrix
    label: Label


@dataclass(frozen=True, slots=True)
class Personal:
    """The layer: `mean` and `scale` of the inputs, `weights` with a row an input and a column a label.

    `about` tells which model it belongs to and what it was learnt from.
    """

    mean: Matrix
    scale: Matrix
    weights: Matrix
    about: Mapping[str, Any]

    def adjust(self, probabilities: Matrix, inputs: Matrix) -> Matrix:
        """Return the rows of probabilities that the reader would rather see."""
        return _shifted(probabilities, _seen(inputs, self.mean, self.scale) @ self.weights)

    def save(self, path: Path) -> None:
        """Write the layer as one npz file, whole or not at all. Raises OSError."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            about = np.array(json.dumps(dict(self.about)))
            np.savez_compressed(file, mean=self.mean, scale=self.scale, weights=self.weights, about=about)
        part.replace(path)

    @classmethod
    def load(cls, path: Path) -> Personal:
        """Read a layer from its npz file. Raises OSError, or ValueError where the file is none."""
        try:
            with np.load(path, allow_pickle=False) as data:
                about = json.loads(str(data["about"]))
                found = cls(data["mean"], data["scale"], data["weights"], about)
        except (KeyError, TypeError, EOFError, BadZipFile) as error:
            raise ValueError(f"{path.name} is no personal layer") from error
        if found.weights.shape != (len(found.mean), len(LABELS)) or found.scale.shape != found.mean.shape:
            raise ValueError(f"{path.name} is no personal layer")
        return found


class Learnt(NamedTuple):
    """A layer, and of how many labels the program had how many right without it, and with it on labels left out."""

    layer: Personal
    labels: int
    right_before: int
    right_after: int


def learn(examples: Sequence[Example], background: Matrix, about: Mapping[str, Any]) -> Iterator[float | Learnt]:
    """Yield the share that is done, at last what was learnt.

    `background` are inputs of ordinary sentences, a row each, that tell how far a sentence is from the usual. Raises
    ValueError for less than `FEWEST` examples.
    """
    if len(examples) < FEWEST:
        raise ValueError(f"{len(examples)} labels are too few to learn from")
    mean = background.mean(axis=0).astype(np.float32)
    deviation = background.std(axis=0) + _LEAST_DEVIATION
    # An ordinary sentence's row gets the length one, so that the prior means the same for every engine.
    length = np.sqrt((((background - mean) / deviation) ** 2).sum(axis=1).mean())
    scale = (deviation * max(length, _LEAST_DEVIATION)).astype(np.float32)
    seen = _seen(np.stack([one.inputs for one in examples]), mean, scale)
    offered = np.stack([one.probabilities for one in examples])
    wanted = np.array([LABELS.index(one.label) for one in examples])
    right_after, count = 0, len(examples)
    for fold in (folds := np.array_split(np.arange(count), min(count, _MOST_FOLDS))):
        rest = np.setdiff1d(np.arange(count), fold)
        shift = seen[fold] @ (seen[rest].T @ _fitted(seen[rest], offered[rest], wanted[rest]))
        right_after += int((_shifted(offered[fold], shift).argmax(axis=1) == wanted[fold]).sum())
        yield float(fold[-1] + 1) / (count + len(folds))
    weights = (seen.T @ _fitted(seen, offered, wanted)).astype(np.float32)
    right_before = int((offered.argmax(axis=1) == wanted).sum())
    yield Learnt(Personal(mean, scale, weights, about), count, right_before, right_after)


def fingerprint(model: StanceModel) -> str:
    """Return a name for the model's weights: a layer belongs to the model that it was learnt over."""
    digest = hashlib.sha256()
    for stage in (model.evidence, model.context):
        digest.update(np.ascontiguousarray(stage.weights, np.float32).tobytes())
    return digest.hexdigest()[:16]


def find(path: Path, model: StanceModel) -> Personal | None:
    """Return the layer kept at `path`, or None where there is none for this model."""
    try:
        layer = Personal.load(path)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        _log.warning("%s is ignored: %s", path.name, error)
        return None
    return layer if layer.about.get("model") == fingerprint(model) else None


def _seen(inputs: Matrix, mean: Matrix, scale: Matrix) -> Matrix:
    """Return rows of inputs by their distance from the usual; a strange row gets no longer than `_LONGEST`."""
    rows: Matrix = (inputs - mean) / scale
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    shortened: Matrix = rows / np.maximum(1, lengths / _LONGEST)
    return shortened


def _shifted(probabilities: Matrix, shift: NDArray[Any]) -> Matrix:
    logits = np.log(probabilities + _SMALL) + shift
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    rows: Matrix = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
    return rows


def _fitted(seen: Matrix, offered: Matrix, wanted: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return each example's share in the weights, a row an example: accelerated gradient descent (Nesterov 1983)."""
    alike = seen @ seen.T
    target = np.eye(len(LABELS), dtype=np.float32)[wanted]
    step = 1 / (_PRIOR + 0.5 * float(np.linalg.norm(alike, 2)))
    shares = ahead = np.zeros(target.shape)
    for number in range(_STEPS):
        error = target - _shifted(offered, alike @ ahead)
        moved = ahead + step * (error - _PRIOR * ahead)
        ahead, shares = moved + number / (number + 3) * (moved - shares), moved
    return shares
