"""The layers a reader can switch: the one table that legend, shortcuts, `--layer` and exports derive from.

How a layer looks belongs to the theme.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from reader.core.annotation import Annotation, Cue, Label
from reader.core.document import Span


class Layer(NamedTuple):
    """A layer: its key, its title, what a mark of it means, and whether it marks sentences or words in them."""

    key: str
    title: str
    meaning: str
    sentences: bool


LAYERS: tuple[Layer, ...] = (
    Layer("opinion", "Opinion", "The author judges, predicts, recommends or asks rhetorically.", True),
    Layer("fact", "Reported fact", "The author states something that could be checked. Not a verdict of truth.", True),
    Layer("attributed", "Attributed", "Somebody else's words or views: quoted, reported, or cited.", True),
    Layer("hedging", "Hedging", "Words that hold back: may, reportedly, appears to.", False),
    Layer("certainty", "Certainty", "Words that insist: clearly, undoubtedly.", False),
    Layer("loaded", "Loaded language", "Words that judge where a neutral word exists.", False),
    Layer("vague", "Unnamed source", "Sources without a name: critics say, it is believed.", False),
)
BY_KEY = {layer.key: layer for layer in LAYERS}
STANCE = {Label.OPINION: "opinion", Label.FACT: "fact", Label.ATTRIBUTED: "attributed"}


class Mark(NamedTuple):
    """A stretch of text to be shown for a layer, and how sure it is (0 to 1)."""

    span: Span
    layer: str
    confidence: float
    annotation: Annotation
    cue: Cue | None = None


class Placed(NamedTuple):
    """How many of a document's marks found their place in its original, and how many there are."""

    placed: int
    total: int


def marks(
    annotations: Iterable[Annotation], visible: Container[str] = BY_KEY, min_confidence: float = 0.0
) -> Iterator[Mark]:
    """Yield the marks of `annotations` in the `visible` layers, a sentence's own mark before its words'.

    Stance marks below `min_confidence` are left out; word-level marks have no calibrated probability and stay.
    """
    for annotation in annotations:
        layer = STANCE.get(annotation.label)
        if layer and layer in visible and annotation.confidence >= min_confidence:
            yield Mark(annotation.span, layer, annotation.confidence, annotation)
        for cue in annotation.cues:
            if cue.layer in visible:
                yield Mark(cue.span, cue.layer, cue.weight, annotation, cue)
