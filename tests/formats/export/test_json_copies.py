from __future__ import annotations

import json

from reader.core.annotation import Label
from reader.formats.export import by_key


def test_a_line_a_sentence_with_positions_that_slice_its_text(document, annotations, options):
    lines = by_key("jsonl").save(document, annotations, options).decode().splitlines()
    records = [json.loads(line) for line in lines]
    assert [record["text"] for record in records] == [one.span.slice(document.text) for one in annotations]
    for record in records:
        assert document.text[record["start"] : record["end"]] == record["text"]
        assert record["kind"] == document.blocks[record["block"]].kind
        assert record["file"] == "bridge.txt"
        assert set(record["probabilities"]) == {label.value for label in Label}


def test_cues_are_deciding_words_and_word_layers_in_order(document, annotations, options):
    record = json.loads(by_key("jsonl").save(document, annotations, options).decode().splitlines()[1])
    assert [
        (document.text[cue["start"] : cue["end"]], cue["layer"], cue["weight"], cue.get("note"))
        for cue in record["cues"]
    ] == [
        ("clearly", "certainty", 0.9, None),
        ("clearly the worst", "opinion", 2.4, None),
        ("worst", "loaded", 0.7, "neutral: least good"),
    ]


def test_content_in_pieces_is_given_as_a_whole_and_by_pieces(document, annotations, options):
    record = json.loads(by_key("jsonl").save(document, annotations, options).decode().splitlines()[2])
    [found] = record["attributions"]
    text = document.text
    whole = text[found["content"]["start"] : found["content"]["end"]]
    assert whole.startswith("“We may")
    assert whole.endswith("answer for it.”")
    assert [text[piece["start"] : piece["end"]] for piece in found["content"]["pieces"]] == [
        "“We may never see that money again,”",
        "“and nobody will answer for it.”",
    ]
    assert found["source"]["text"] == "Council leader Tom O’Hara"
    assert found["cue"]["text"] == "said"
    assert (found["who"], found["source_kind"]) == ("Tom O’Hara", "named")


def test_a_missing_source_is_null(document, annotations, options):
    record = json.loads(by_key("jsonl").save(document, annotations, options).decode().splitlines()[7])
    assert record["attributions"][0]["source"] is None
