"""The detector as it ships: the full engine, or the light one where the encoder can't load."""

from __future__ import annotations

from reader import assets
from reader.nlp.encoder import Encoder, EncoderError
from reader.nlp.pipeline import Pipeline
from reader.nlp.stance import StanceClassifier, StanceModel


def build(engine: str = "full") -> tuple[Pipeline, str]:
    """Return the pipeline of `engine` (full or light) and a sentence for the reader, empty if all is well.

    Raises FileNotFoundError or ValueError where the shipped weights are missing or of another version.
    """
    if engine == "full":
        try:
            encoder = Encoder()
            return Pipeline(StanceClassifier(StanceModel.load(assets.path("model", "full.npz")), encoder)), ""
        except EncoderError as error:
            notice = f"{error}; the light engine marks instead, less exactly."
            return _light(), notice
    return _light(), ""


def _light() -> Pipeline:
    return Pipeline(StanceClassifier(StanceModel.load(assets.path("model", "light.npz"))))
