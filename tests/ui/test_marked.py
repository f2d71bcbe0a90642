"""Sorting and counting of annotations, against the plainest way of doing it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.core.annotation import Annotation, Cue, Label
from reader.core.document import Sentence, Span
from reader.core.layers import BY_KEY, marks
from reader.ui.marked import Lens, Marked

SHARES = st.integers(0, 100).map(lambda hundredths: hundredths / 100)


@st.composite
def annotation_lists(draw) -> list[Annotation]:
    """Draw sentences that stand one after the other in numbered blocks, in any order of arrival."""
    made, at = [], 0
    for block in range(draw(st.integers(0, 5))):
        for _ in range(draw(st.integers(0, 5))):
            at += draw(st.integers(0, 2))
            span = Span(at, at := at + draw(st.integers(1, 9)))
            cues = tuple(
                Cue(span, key, 1.0, quoted=draw(st.booleans()))
                for key in draw(st.lists(st.sampled_from(["hedging", "loaded"]), max_size=2))
            )
            made.append(Annotation(Sentence(span, block), draw(st.sampled_from(list(Label))), draw(SHARES), cues=cues))
        at += 1
    return draw(st.permutations(made))


def filled(annotations: list[Annotation]) -> Marked:
    marked = Marked()
    for one in annotations:
        marked.add((one,))
    return marked


LENSES = st.builds(Lens, st.frozensets(st.sampled_from(list(BY_KEY))), SHARES)


@given(annotation_lists())
def test_iteration_is_in_reading_order(annotations):
    assert list(filled(annotations)) == sorted(annotations, key=lambda one: one.span)


@given(annotation_lists(), SHARES)
def test_counts_are_those_of_the_marks(annotations, least):
    counted = dict.fromkeys(BY_KEY, 0)
    for mark in marks(annotations, min_confidence=least):
        counted[mark.layer] += not (mark.cue and mark.cue.quoted)
    assert filled(annotations).counts(least) == counted


@given(annotation_lists(), st.integers(0, 5), st.integers(0, 120), st.integers(0, 40))
def test_between_finds_what_overlaps(annotations, block, start, length):
    window = Span(start, start + length)
    wanted = sorted(
        (one for one in annotations if one.sentence.block == block and one.span.overlaps(window)),
        key=lambda one: one.span,
    )
    assert filled(annotations).between(block, *window) == wanted


@given(annotation_lists(), LENSES, st.integers(-1, 140), st.booleans())
def test_stepping_finds_the_nearest_shown(annotations, lens, position, forward):
    shown = sorted(
        (one for one in annotations if any(marks((one,), lens.visible, lens.min_confidence))),
        key=lambda one: one.span,
    )
    if forward:
        wanted = next((one for one in shown if one.span.start > position), None)
    else:
        wanted = next((one for one in reversed(shown) if one.span.start < position), None)
    assert filled(annotations).step(position, lens, forward=forward) == wanted
