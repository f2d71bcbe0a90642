from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reader.core.annotation import Annotation, Cue, Label
from reader.core.document import BlockKind, Document, Part, Sentence, Span
from reader.formats.export import ExportOptions
from reader.formats.export.marking import counts, passages, selected


def test_passages_make_up_the_text_of_every_block(document, annotations, options):
    for block, parts in passages(document, annotations, options):
        assert "".join(part.span.slice(document.text) for part in parts) == block.span.slice(document.text)
        for part in parts:
            runs = "".join(run.span.slice(document.text) for run in part.runs)
            assert runs == part.span.slice(document.text)


def test_overlapping_cues_are_cut_where_one_begins_or_ends(document, annotations, options):
    found = {
        run.span.slice(document.text): {cue.layer for cue in run.cues}
        for _, parts in passages(document, annotations, options)
        for part in parts
        for run in part.runs
    }
    assert found["the "] == {"hedging"}
    assert found["regime"] == {"hedging", "loaded"}
    assert found[" of overruns 🙂"] == {"loaded"}


def test_a_complete_copy_keeps_every_sentence(annotations, options):
    assert tuple(selected(annotations, options)) == annotations


def test_one_layer_keeps_its_sentences_only(annotations, options):
    kept = list(selected(annotations, replace(options, layers=frozenset({"opinion"}))))
    assert [one.label for one in kept] == [Label.OPINION, Label.OPINION]
    assert all(one.cues == () for one in kept)


def test_words_of_a_shown_layer_keep_their_sentence(document, annotations, options):
    kept = list(selected(annotations, replace(options, layers=frozenset({"vague"}))))
    assert [one.span.slice(document.text)[:11] for one in kept] == ["Critics say"]
    assert [cue.layer for cue in kept[0].cues] == ["vague"]


def test_unsure_sentences_are_left_out(annotations, options):
    kept = selected(annotations, replace(options, min_confidence=0.6, layers=frozenset({"opinion", "fact"})))
    assert [round(one.confidence, 2) for one in kept] == [0.91, 0.97, 0.62]


def test_counts_are_the_marks_of_each_layer(document, annotations, options):
    assert counts(document, annotations, options) == {
        "opinion": "2", "fact": "2", "attributed": "3", "hedging": "3", "certainty": "1", "loaded": "3", "vague": "1",
    }  # fmt: skip


def test_words_that_are_not_the_authors_are_counted_apart(document, annotations, options):
    theirs = [one._replace(cues=tuple(cue._replace(quoted=True) for cue in one.cues)) for one in annotations]
    told = counts(document, theirs, options)
    assert (told["hedging"], told["vague"], told["fact"]) == ("0 + 3 quoted", "0 + 1 quoted", "2")


spans = st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda pair: Span(pair[0], sum(pair)))


@given(st.lists(spans, max_size=6), st.lists(spans, max_size=6))
def test_any_spans_even_wild_ones_cover_the_block_once(sentences, words):
    document = Document.build([Part(BlockKind.PARAGRAPH, "a b🙂 " * 6 + "end")])
    cues = tuple(Cue(word, "hedging", 1.0) for word in words)
    annotations = [Annotation(Sentence(span, 0), Label.FACT, 0.9, cues=cues) for span in sentences]
    [(block, parts)] = passages(document, annotations, ExportOptions())
    runs = [run for part in parts for run in part.runs]
    assert "".join(run.span.slice(document.text) for run in runs) == document.text
    assert all(run.span.start < run.span.end for run in runs)
    assert block.span == Span(0, len(document.text))
