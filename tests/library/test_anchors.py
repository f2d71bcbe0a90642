from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.core.document import Span
from reader.core.own import Anchor, OwnMark, from_item, to_item
from reader.library.anchors import place, place_all

WORDS = ["river", "council", "budget", "mayor", "garden", "engine", "letter"]
WORDS += ["winter", "harbour", "teacher", "market", "window", "coffee", "mountain"]
SENTENCES = [
    f"The {WORDS[n % 14]} number {n} met the {WORDS[(n * 5 + 3) % 14]} of {n * 7} in 😀 town." for n in range(20)
]
# The same short words after different sentences.
SENTENCES[4] = SENTENCES[11] = SENTENCES[17] = "“Nobody asked us,” she said."
TEXT = " ".join(SENTENCES)
SPANS = [Span(TEXT.index(each), TEXT.index(each) + len(each)) for each in SENTENCES[:4]]
NOISE = st.text(alphabet="abc defg.\n😀é", max_size=60)


def spans() -> list[Span]:
    found, start = [], 0
    for sentence in SENTENCES:
        found.append(Span(start, start + len(sentence)))
        start += len(sentence) + 1
    return found


@settings(deadline=None)
@given(
    st.sampled_from(range(20)), st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, 90), NOISE), max_size=5)
)
def test_edits_elsewhere_never_misplace_an_anchor(number: int, edits: list[tuple[int, int, str]]) -> None:
    span = spans()[number]
    anchor = Anchor.at(span, TEXT)
    before, after = TEXT[: span.start], TEXT[span.end :]
    for position, length, noise in edits:
        if position < span.start:
            before = before[:position] + noise + before[position + length :]
        elif position >= span.end:
            offset = position - span.end
            after = after[:offset] + noise + after[offset + length :]
    edited = before + anchor.exact + after
    found = place(anchor, edited)
    right = Span(len(before), len(before) + len(anchor.exact))
    if edited.count(anchor.exact) == 1:
        assert found == right
    else:
        assert found in (right, None)


@settings(deadline=None)
@given(st.sampled_from(range(20)), NOISE)
def test_repeated_words_are_told_apart_by_what_stands_round_them(number: int, noise: str) -> None:
    span = spans()[number]
    edited = noise + TEXT
    assert place(Anchor.at(span, TEXT), edited) == span.shift(len(noise))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The mayor number 3 met", "The mayor number three met"),
        ("in 😀 town", "in 😀 the old town"),
        ("number 3", "No. 3"),
        ("The mayor number 3 ", "Yesterday the mayor number 3 "),
    ],
)
def test_an_edited_sentence_is_found_by_likeness(old: str, new: str) -> None:
    span = SPANS[3]
    changed = SENTENCES[3].replace(old, new)
    edited = "Quite new here. " + TEXT.replace(SENTENCES[3], changed)
    found = place(Anchor.at(span, TEXT), edited)
    assert found is not None
    where = edited.index(changed)
    assert abs(found.start - where) <= 12
    assert abs(found.end - where - len(changed)) <= 12


def test_what_is_gone_is_listed_and_not_lost() -> None:
    marks = [OwnMark(str(n), Anchor.at(span, TEXT)) for n, span in enumerate(SPANS)]
    gone = TEXT.replace(SENTENCES[1], "")
    placed, lost = place_all(marks, gone)
    assert [one.mark.key for one in placed] == ["0", "2", "3"]
    assert [mark.key for mark in lost] == ["1"]


def test_in_doubt_nothing_is_placed() -> None:
    text = "Yes. No. Yes. No. Yes. No. Yes. No. Yes. No. " * 3
    assert place(Anchor.at(Span(45, 49), text), "Once. " + text) is None


@settings(deadline=None)
@given(st.text(min_size=1), st.text(), st.integers(0, 50))
def test_any_anchor_in_any_text_is_answered(exact: str, text: str, start: int) -> None:
    anchor = Anchor(Span(start, start + len(exact)), exact, "before ", " after")
    found = place(anchor, text)
    assert found is None or 0 <= found.start < found.end <= len(text)
    mark = OwnMark("12345678-1234-4234-8234-123456789abc", anchor, note=text)
    assert from_item(to_item(mark, "urn:x")) == mark
