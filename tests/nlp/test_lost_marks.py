"""Quotations in text that has a sentence a block and has lost marks at their ends."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import BlockKind, Document, Part, Sentence
from reader.nlp.attribution import find_attributions
from reader.nlp.attribution.lost_marks import spoken
from reader.nlp.attribution.quotes import find_quotes

REPORT = [
    "The ferry company cut the evening sailing to Brodick in March.",
    "It carried 214,000 passengers on the route in 2023.",
    "The regional transport committee meets in Ayr on Thursday.",
]


def _quoted(sentences: list[str]) -> list[bool]:
    """Tell of each sentence whether most of it stands inside a quotation."""
    document = Document.build(Part(BlockKind.PARAGRAPH, sentence) for sentence in sentences)
    quotes = [quote.span for quote in find_quotes(document.text, document.blocks, loose=True)]
    result = []
    for block in document.blocks:
        start, end = block.span
        inside = sum(max(0, min(quote.end, end) - max(quote.start, start)) for quote in quotes)
        result.append(inside * 2 > end - start)
    return result


@pytest.mark.parametrize(
    ("sentences", "inside"),
    [
        pytest.param(
            ['"I only found out when I got to the pier.', "We had the kids with us and you could see it leaving."],
            [True, True],
            id="closing mark lost, the speech runs on",
        ),
        pytest.param(
            ['"I only found out when I got to the pier.', "The operator cancelled 31 sailings in January."],
            [True, False],
            id="closing mark lost, the reporter goes on",
        ),
        pytest.param(
            ['"It was cold.', "We had nothing, and you could see it.", 'They just shut the door," said Ina Muir.'],
            [True, True, True],
            id="nothing lost",
        ),
        pytest.param(
            [
                "“I only found out at the pier.",
                "The operator, which runs 26 routes on the west coast, cancelled 31 sailings in January, records show.",
                "It carried 214,000 passengers between Ardrossan and Brodick in 2023, according to the Board.",
                "We won’t be told anything,” said Ina Muir.",
            ],
            [True, False, False, True],
            id="both marks around the reporter's sentences lost",
        ),
        pytest.param(
            [
                "The operator cancelled 31 sailings.",
                "We won’t be told anything, you know that,” said Ina Muir.",
            ],
            [False, True],
            id="opening mark lost",
        ),
        pytest.param(
            ["The operator cancelled 31 sailings.", "We just sat there.", "You can’t plan anything,” said Ina Muir."],
            [False, True, True],
            id="opening mark lost a sentence earlier",
        ),
        pytest.param(
            ["“We had the kids with us.", "You could see it leaving.", "“I cried.”"],
            [True, True, True],
            id="the next quotation begins",
        ),
        pytest.param(
            ["The pole was 6 feet and the gap 4' 9\" wide.", "We measured it."],
            [False, False],
            id="inches close nothing",
        ),
        pytest.param(
            ["‘We had nothing.", "You could see it.", "We went."], [False] * 3, id="single marks do not count"
        ),
    ],
)
def test_quotations_run_as_far_as_they_sound_spoken(sentences: list[str], inside: list[bool]) -> None:
    assert _quoted(REPORT + sentences + REPORT) == [False] * 3 + inside + [False] * 3


def test_a_lost_mark_does_not_swallow_a_heading() -> None:
    parts = [Part(BlockKind.PARAGRAPH, "“We had nothing.")]
    parts += [Part(BlockKind.HEADING, "What you can do if we cancel"), Part(BlockKind.PARAGRAPH, "We cried, you know.")]
    document = Document.build(parts)
    (quote,) = find_quotes(document.text, document.blocks, loose=True)
    assert quote.span == document.blocks[0].span


def test_who_speaks_is_known_beyond_the_lost_mark() -> None:
    said = ['"I only found out at the pier," Ina Muir said.', '"We had the kids with us.', "You could see it leaving."]
    document = Document.build(Part(BlockKind.PARAGRAPH, sentence) for sentence in REPORT + said + REPORT + REPORT)
    sentences = [Sentence(block.span, number) for number, block in enumerate(document.blocks)]
    found = find_attributions(document.text, document.blocks, sentences)
    assert [[one.who for one in each.attributions] for each in found[3:6]] == [["Ina Muir"]] * 3
    assert not any(each.attributions for each in found[6:])


def test_speech_and_report_sound_different() -> None:
    speech = ["I don't know what you'd do.", "We just went home.", "Nobody told us, and that's the thing."]
    assert min(map(spoken, speech)) > 0 > max(map(spoken, [REPORT[0], REPORT[1], REPORT[2]]))


@given(st.lists(st.text(st.sampled_from("ab .,?“”\"'’IW5\n")), max_size=12))
def test_whatever_the_marks_quotations_stay_in_order_inside_their_blocks(texts: list[str]) -> None:
    document = Document.build(Part(BlockKind.PARAGRAPH, text) for text in texts)
    quotes = find_quotes(document.text, document.blocks, loose=True)
    spans = [quote.span for quote in quotes]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    blocks = [block.span for block in document.blocks]
    assert all(any(block.start <= span.start < span.end <= block.end for block in blocks) for span in spans)
