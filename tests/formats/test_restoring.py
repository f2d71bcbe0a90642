from __future__ import annotations

import datetime
import json
from dataclasses import replace

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.core.annotation import Annotation, Attribution, Cue, Label, SourceKind
from reader.core.document import BlockKind, Document, Metadata, Part, Sentence, Source, Span
from reader.core.own import Anchor, OwnMark
from reader.formats.export import ExportOptions, by_key
from reader.formats.restoring import restore, restore_own

OPTIONS = ExportOptions(date=datetime.date(2026, 5, 6))
COPIES = ("html", "json")

troubles = st.sampled_from(
    [
        "🙂",
        "👩‍👩‍👧",
        "\u00a0",
        "e\u0301",
        "\u202f",
        "&amp;",
        "</template>",
        "<!--",
        '"',
        "\\u003c",
        "𝒳",
        "שלום",
        "\u0085",
        "\ud7ff",
    ]
)
letters = st.characters(exclude_categories=["Cs"])
words = st.lists(st.one_of(troubles, st.text(letters, max_size=6)), min_size=1, max_size=8).map("".join)
shares = st.floats(0, 1)
weights = st.floats(-20, 20)


@st.composite
def articles(draw) -> tuple[Document, tuple[Annotation, ...]]:
    kinds = st.sampled_from(list(BlockKind))
    parts = draw(st.lists(st.builds(Part, kinds, words, st.integers(0, 6), words), min_size=1, max_size=5))
    source = Source("", draw(words), "text", "utf-8", draw(st.integers(0, 10**9)), "ab" * 32)
    document = Document.build(parts, Metadata(draw(words), draw(words)), source)

    def span(within: Span) -> Span:
        start = draw(st.integers(within.start, within.end - 1))
        return Span(start, draw(st.integers(start + 1, within.end)))

    annotations = []
    for number, block in enumerate(document.blocks):
        if draw(st.booleans()):
            place = span(block.span)
            label = draw(st.sampled_from(list(Label)))
            cues = st.builds(Cue, st.just(span(place)), st.sampled_from(["hedging", "loaded"]), shares, words)
            evidence = st.builds(Cue, st.just(span(place)), st.just(label.value), weights)
            said = Attribution(
                (span(block.span),), draw(st.one_of(st.none(), st.just(span(block.span)))), None, draw(words),
                draw(st.sampled_from(list(SourceKind))),
            )  # fmt: skip
            annotations.append(
                Annotation(
                    Sentence(place, number),
                    label,
                    draw(shares),
                    {one: draw(shares) for one in Label},
                    tuple(draw(st.lists(evidence, max_size=2))),
                    tuple(draw(st.lists(cues, max_size=2))),
                    tuple(draw(st.lists(st.just(said), max_size=1))),
                    draw(shares),
                )
            )
    return document, tuple(annotations)


@settings(deadline=None)
@pytest.mark.parametrize("key", COPIES)
@given(article=articles())
def test_article_to_copy_to_article_is_the_same(key, article):
    document, annotations = article
    assert restore(by_key(key).save(document, annotations, OPTIONS)) == (document, annotations)


@settings(deadline=None)
@given(article=articles())
def test_a_page_saved_again_by_a_browser_is_restored(article):
    document, annotations = article
    page = lxml.html.document_fromstring(by_key("html").save(document, annotations, OPTIONS))
    again = lxml.html.tostring(page, encoding="utf-8", doctype="<!DOCTYPE html>")
    assert restore(again) == (document, annotations)


def test_a_copy_with_a_byte_order_mark_is_restored():
    document = Document.build([Part(BlockKind.PARAGRAPH, "Žluťoučký\u00a0kůň 🙂")])
    copy = by_key("html").save(document, (), OPTIONS).decode()
    assert restore(b"\xef\xbb\xbf" + copy.encode())[0] == document


def test_the_path_does_not_travel():
    document = Document.build([Part(BlockKind.PARAGRAPH, "Text.")], source=Source("/home/ana/secret/a.txt", "a.txt"))
    for key in COPIES:
        copy = by_key(key).save(document, (), OPTIONS)
        assert b"secret" not in copy
        assert restore(copy)[0].source == Source("", "a.txt")


def test_other_files_are_none():
    for data in (
        b"",
        b"{}",
        b"<html></html>",
        b"AnnotationCollection",
        b'{"type": "AnnotationCollection"}',
        b"\x00\xff",
    ):
        assert restore(data) is None


def tampered() -> list[dict]:
    document = Document.build([Part(BlockKind.PARAGRAPH, "She may go. He stays.")])
    annotation = Annotation(
        Sentence(Span(0, 11), 0), Label.FACT, 0.9, {Label.FACT: 0.9}, cues=(Cue(Span(4, 7), "hedging", 1.0),)
    )
    good = by_key("json").save(document, (annotation,), OPTIONS).decode()
    changes = (
        ('"end": 21', '"end": 22'),
        ('"She may go. He stays."', '"She may go.\\u0000 He stays"'),
        ('"start": 0,\n       "end": 11', '"start": 1,\n       "end": 11'),
        ('"end": 11', '"end": 1' + "0" * 30),
        ('"end": 11', '"end": 11.0'),
        ('"block": 0', '"block": 7'),
        ('"block": 0', '"block": -1'),
        ('"confidence": 0.9', '"confidence": NaN'),
        ('"confidence": 0.9', '"confidence": 9'),
        ('"confidence": 0.9', '"confidence": "<b>"'),
        ('"value": "fact"', '"value": "truth"'),
        ('"value": "hedging"', '"value": "<script>"'),
        ('"weight": 1.0', '"weight": Infinity'),
        ('"kind": "paragraph"', '"kind": "script"'),
        ('"code points"', '"bytes"'),
        ('"items": [', '"items": 3, "x": ['),
        ('"exact": "may"', '"exact": "must"'),
    )
    assert restore(good.encode()) is not None
    for old, _ in changes:
        assert old in good, old
    return [good.replace(old, new).encode() for old, new in changes]


def test_a_copy_that_breaks_the_form_is_none():
    for data in tampered():
        assert restore(data) is None, data


def test_deep_nesting_is_none():
    data = b'{"type": "AnnotationCollection", "x": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    assert restore(data) is None


def test_the_collection_keeps_the_models_rules():
    (document,) = [Document.build([Part(BlockKind.PARAGRAPH, "She may go.")])]
    annotation = Annotation(Sentence(Span(0, 11), 0), Label.FACT, 0.9, cues=(Cue(Span(4, 7), "hedging", 1.0, "x"),))
    found = json.loads(by_key("json").save(document, (annotation,), OPTIONS))
    assert found["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert found["total"] == len(found["first"]["items"]) == 2
    assert found["first"]["partOf"] == found["id"]
    names = {found["id"], found["first"]["id"]}
    for item in found["first"]["items"]:
        assert item["type"] == "Annotation"
        assert item["motivation"] in {"classifying", "tagging"}
        assert ":" in item["target"]["source"]
        names.add(item["id"])
        for body in item["body"] if isinstance(item["body"], list) else [item["body"]]:
            assert body["type"] == "TextualBody"
            assert isinstance(body["value"], str)
        quote, position = item["target"]["selector"]
        assert quote["type"] == "TextQuoteSelector"
        assert position["type"] == "TextPositionSelector"
        assert quote["exact"] == document.text[position["start"] : position["end"]]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in document.text
    assert len(names) == 4
    datetime.datetime.fromisoformat(found["generated"])


@settings(max_examples=40, deadline=None)
@given(articles(), st.data())
@pytest.mark.parametrize("key", COPIES)
def test_the_readers_labels_and_notes_come_back(
    key: str, article: tuple[Document, tuple[Annotation, ...]], data: st.DataObject
) -> None:
    document, annotations = article
    labels = st.one_of(st.none(), st.sampled_from(list(Label)))

    def own() -> OwnMark:
        start = data.draw(st.integers(0, len(document.text) - 1))
        span = Span(start, data.draw(st.integers(start + 1, len(document.text))))
        anchor = Anchor.at(span, document.text)
        return OwnMark(str(data.draw(st.uuids())), anchor, data.draw(labels), data.draw(labels), data.draw(words))

    marks = tuple(own() for _ in range(data.draw(st.integers(0, 3)))) if document.text else ()
    copy = by_key(key).save(document, annotations, replace(OPTIONS, own=marks))
    assert restore_own(copy) == marks
    assert restore(copy) == restore(by_key(key).save(document, annotations, OPTIONS))
