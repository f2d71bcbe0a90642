"""The frozen encoder: the first layers of all-mpnet-base-v2 in 8-bit ONNX, one sentence at a time.

Dynamic 8-bit quantisation scales each tensor as it comes, so a padded batch would give other numbers than the
sentence alone. Several sentences are read at once instead, a core each.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from reader import assets
from reader.core.document import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_PIECES = 192
"""Word pieces of a sentence that are read; what is beyond them is not seen."""
MOST_AT_ONCE = 4
"""Sentences read at the same time, where there are so many cores."""
NO_REPORTS = {"ORT_DISABLE_TELEMETRY": "1"}
"""Environment that tells onnxruntime, from its version 1.32 on, to collect and send nothing."""


class EncoderError(RuntimeError):
    """The encoder can't be loaded: the message says why."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A sentence's word pieces: their spans in the sentence (empty for the two outer signs) and hidden states."""

    spans: tuple[Span, ...]
    states: NDArray[np.float32]

    @property
    def mean(self) -> NDArray[np.float32]:
        """The sentence's vector: the mean over its pieces."""
        mean: NDArray[np.float32] = self.states.mean(axis=0)
        return mean


class Encoder:
    """Sentence vectors from the shipped model.

    Raises EncoderError where the runtime or the model's files are missing or broken.
    """

    width: Final = 768
    """Numbers in a hidden state."""

    def __init__(self) -> None:
        # Before the library is loaded: by itself it would number this computer and report to its maker.
        os.environ.update(NO_REPORTS)
        try:
            import onnxruntime
            from tokenizers import Tokenizer

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            self._session: Any = onnxruntime.InferenceSession(
                str(assets.path("model", "encoder.onnx")), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer: Any = Tokenizer.from_file(str(assets.path("model", "tokenizer.json")))
        except Exception as error:
            raise EncoderError(f"the encoder can't be loaded: {str(error).splitlines()[0]}") from error
        self._tokenizer.enable_truncation(MAX_PIECES)
        self._tokenizer.no_padding()
        self._hands = ThreadPoolExecutor(min(MOST_AT_ONCE, os.cpu_count() or 1), "encoder")

    def encode(self, text: str) -> Encoded:
        """Return the hidden states of the sentence `text`."""
        pieces = self._tokenizer.encode(text)
        ids = np.array([pieces.ids], dtype=np.int64)
        states = self._session.run(None, {"ids": ids})[0][0]
        return Encoded(tuple(Span(*offsets) for offsets in pieces.offsets), states)

    def encode_all(self, texts: list[str]) -> list[Encoded]:
        """Return the hidden states of each of `texts`, which are sentences, several read at once."""
        return list(self._hands.map(self.encode, texts))
