"""Sentence boundaries: our own cases, and the golden rules and GUM where they lie beside the checkout."""

from __future__ import annotations

import importlib.util
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import BlockKind, Document, Part
from reader.nlp.sentences import sentence_spans, split

# “|” stands between the sentences.
CASES = [
    "Dr. J. R. Okafor teaches here.| She said the estimate was too low.",
    "“We survived the flood.| I am not sure about the trams,” said Tom Berg.",
    "“Great!” she said, and left.| Nobody followed.",
    "He moved to the U.S. in May.| The move cost him dearly.",
    "He lives in the U.S.| They live in Spain.",
    "The bill, H. R. 1280, was passed.| It was signed on Jan. 5.",
    "Prices rose by 3.5 percent.| Wages fell by 0.2.",
    "The train leaves at 5 p.m. on Monday.| It is late.",
    "It works with Yahoo! and others.| Really?| Yes!",
    "That is the “aha!” moment.| It came late.",
    'He has his own "why not?" approach.| It works.',
    "She holds an M.Sc. degree from Mill Street Inc. in town.| So does he.",
    "“Is that all?” he asked.| (It was not.)| They went on.",
    "The plan ... is dead.| Nobody mourns it.",
    "It was cut short [...]| However, they went on.",
    "Mr. and Mrs. Falk vs. the State: St. Mary’s lost, No. 4 of 9.| An appeal is due.",
    "See www.example.org for more.| Or write to us.",
    "He said, “I quit.”| Then he left.",
]


@pytest.mark.parametrize("case", CASES)
def test_sentences(case: str) -> None:
    expected = [sentence.strip() for sentence in case.split("|")]
    text = case.replace("|", "")
    assert [span.slice(text) for span in sentence_spans(text)] == expected


def test_a_heading_is_one_sentence_whatever_stops_it_holds() -> None:
    document = Document.build(
        [Part(BlockKind.HEADING, "Will the U.S. Act? It Must."), Part(BlockKind.PARAGRAPH, "No.")]
    )
    assert [sentence.span.slice(document.text) for sentence in split(document)] == [
        "Will the U.S. Act? It Must.",
        "No.",
    ]


@given(st.text(alphabet=st.sampled_from('aB1 .!?…"“”’()[]•\u00a0\U0001f600é,;:-\n'), max_size=80))
def test_sentences_hold_all_but_white_space_in_order(text: str) -> None:
    spans = sentence_spans(text)
    assert "".join("".join(span.slice(text).split()) for span in spans) == "".join(text.split())
    assert all(first.end <= second.start for first, second in pairwise(spans))
    assert all(span.slice(text) == span.slice(text).strip() for span in spans)


def _benchmark() -> ModuleType:
    path = Path(__file__).parents[1] / "benchmarks" / "sentences.py"
    spec = importlib.util.spec_from_file_location("sentences_benchmark", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_golden_rules(shared_data: Path) -> None:
    measure = _benchmark()
    kept, _ = measure.golden(measure.ours, shared_data)
    assert kept >= 44


def test_gum_is_split_at_least_as_well_as_by_punkt(shared_data: Path) -> None:
    measure = _benchmark()
    ours = measure.gum(measure.ours, shared_data)
    assert ours.f1 >= measure.gum(measure.trained(measure.texts(shared_data)), shared_data).f1
    assert ours.f1 >= 0.976
