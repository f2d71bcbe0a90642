"""Sources and shares add up, whatever the article."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.core.annotation import Annotation, Attribution, Label, SourceKind
from reader.core.document import Sentence, Span
from reader.core.summary import sources, summarise

TEXT = "one two three " * 20
SPANS = st.integers(0, 10).map(lambda number: Span(14 * number, 14 * number + 13))


def said(span: Span, who: str, kind: SourceKind = SourceKind.NAMED) -> Annotation:
    speech = Attribution((span,), who=who, kind=kind)
    return Annotation(Sentence(span, 0), Label.ATTRIBUTED, 1.0, attributions=(speech,))


def test_the_most_quoted_comes_first_and_a_quotation_over_two_sentences_counts_once():
    first, second = Span(0, 13), Span(14, 27)
    once = said(first, "Ada")
    found = sources([said(first, "Bo"), said(second, "Bo"), once, once], TEXT)
    assert [(one.who, len(one.quotations), one.words) for one in found] == [("Bo", 2, 6), ("Ada", 1, 3)]


def test_speech_without_a_source_has_no_name():
    assert not sources([said(Span(0, 13), "", SourceKind.NONE)], TEXT)[0].who


@given(st.lists(st.tuples(SPANS, st.sampled_from(Label), st.integers(0, 4)), max_size=30))
def test_every_sentence_and_word_is_counted_once(rows):
    annotations = [Annotation(Sentence(span, block), label, 1.0) for span, label, block in rows]
    made = summarise(annotations, TEXT)
    assert sum(made.sentences.values()) == len(rows)
    assert sum(made.words.values()) == 3 * len(rows)
    assert all(0 < share <= 1 for _start, share in made.densest)
    assert bool(made.densest) == any(label is Label.OPINION for _span, label, _block in rows)
