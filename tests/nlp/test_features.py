"""What the features say of a sentence's signs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import BlockKind
from reader.nlp.features import SIGNS, QuoteEvidence, feature_names, features

_PIECES = (
    "so-called", "more than", "as good as", "not", "don’t", "but", "if", "If", "It is", "right to", "There is no",
    "there’s little", "What", "was", "has taken", "useful", "$5", "20 %", "1989", "5 pm", "a 40-year-old", ", 40,",
    "“fair”", "'fair'", "\"fair\"", "‘fair’", "—", "–", "--", "-", ":", ";", "(", "[", "...", "…", "?", "!", ".", "٣",
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=8), st.sampled_from([" ", "", "\u00a0"]))
def test_a_sign_is_told_wherever_its_pattern_stands(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    numbers = dict(zip(feature_names(), features(text, BlockKind.PARAGRAPH, QuoteEvidence()), strict=True))
    assert {name: bool(numbers[f"sign: {name}"]) for name in SIGNS} == {
        name: bool(pattern.search(text)) for name, pattern in SIGNS.items()
    }
