"""Learning from a reader's labels, with the shipped classifier."""

from __future__ import annotations

import numpy as np
import pytest

from reader.core.annotation import Label
from reader.core.document import BlockKind, Document, Part, Span
from reader.nlp import detector, personal
from reader.nlp.personal import Learnt, Personal
from reader.nlp.pipeline import Pipeline

SUBJECTS = ("The council", "The harbour board", "The school", "The ministry", "The hospital", "The museum", "The club")
FACTS = [f"{name} opened a new hall in May." for name in SUBJECTS]
FORECASTS = [f"{name} will certainly lose its best people next year." for name in SUBJECTS]


@pytest.fixture
def pipeline() -> Pipeline:
    return detector.build("light")[0]


def article() -> Document:
    sentences = [text for pair in zip(FACTS, FORECASTS, strict=True) for text in pair]
    return Document.build(Part(BlockKind.PARAGRAPH, text) for text in sentences)


def labelled(document: Document, forecast: Label, some: slice = slice(None)) -> list[tuple[Span, Label]]:
    """Label as a reader does who holds forecasts to be what `forecast` says, and the rest fact."""
    return [
        (block.span, forecast if "will certainly" in block.span.slice(document.text) else Label.FACT)
        for block in document.blocks
    ][some]


def learnt(pipeline: Pipeline, document: Document, labels: list[tuple[Span, Label]]) -> Learnt:
    examples, usual = pipeline.examples(document, labels)
    *_, last = personal.learn(examples, usual, {"model": personal.fingerprint(pipeline.classifier.model)})
    assert isinstance(last, Learnt)
    return last


def decisions(pipeline: Pipeline, document: Document) -> list[Label]:
    return [annotation.label for batch in pipeline.analyse(document) for annotation in batch]


def test_what_a_reader_holds_of_some_sentences_reaches_their_like(pipeline: Pipeline) -> None:
    document = article()
    before = decisions(pipeline, document)
    other = Label.ATTRIBUTED
    found = learnt(pipeline, document, labelled(document, other, slice(8)))
    assert found.labels == 8
    assert found.right_after > found.right_before
    assert pipeline.changed(document, found.layer) > 0
    pipeline.personal = found.layer
    after = decisions(pipeline, document)
    unseen = range(9, len(after), 2)
    assert [after[number] for number in unseen] == [other] * len(unseen)
    assert [after[number] for number in range(8, len(after), 2)] == [Label.FACT] * 3
    pipeline.personal = None
    assert decisions(pipeline, document) == before


def test_labels_that_agree_change_little(pipeline: Pipeline) -> None:
    document = article()
    before = decisions(pipeline, document)
    labels = [(block.span, label) for block, label in zip(document.blocks, before, strict=True)]
    found = learnt(pipeline, document, labels)
    assert found.right_before == found.labels
    assert pipeline.changed(document, found.layer) == 0


def test_probabilities_stay_probabilities_and_explanations_agree_with_them(pipeline: Pipeline) -> None:
    document = article()
    pipeline.personal = learnt(pipeline, document, labelled(document, Label.OPINION)).layer
    for batch in pipeline.analyse(document):
        for annotation in batch:
            assert sum(annotation.probabilities.values()) == pytest.approx(1, abs=1e-4)
            explained = pipeline.explain(document, annotation)
            if explained.evidence:
                word = explained.evidence[0]
                struck = pipeline.strike(document, annotation, [word.span]).probabilities[annotation.label]
                moved = np.log(annotation.confidence / (1 - annotation.confidence)) - np.log(struck / (1 - struck))
                assert moved == pytest.approx(word.weight, abs=0.02)


def test_a_layer_is_kept_for_its_model_only(pipeline: Pipeline, tmp_path) -> None:  # type: ignore[no-untyped-def]
    document, model = article(), pipeline.classifier.model
    layer = learnt(pipeline, document, labelled(document, Label.OPINION)).layer
    file = tmp_path / "data" / "learnt.npz"
    assert personal.find(file, model) is None
    layer.save(file)
    again = personal.find(file, model)
    assert again is not None
    assert np.array_equal(again.weights, layer.weights)
    Personal(layer.mean, layer.scale, layer.weights, {"model": "another"}).save(file)
    assert personal.find(file, model) is None


@pytest.mark.logs
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no archive"])
def test_a_broken_file_is_no_layer(pipeline: Pipeline, tmp_path, content: bytes) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "learnt.npz"
    file.write_bytes(content)
    assert personal.find(file, pipeline.classifier.model) is None


def test_too_few_labels_are_refused(pipeline: Pipeline) -> None:
    document = article()
    with pytest.raises(ValueError, match="too few"):
        learnt(pipeline, document, labelled(document, Label.OPINION, slice(4)))
