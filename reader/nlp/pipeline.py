"""The detector: a document in, annotations out, section by section."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from reader.core.annotation import Annotation, Cue, Label
from reader.core.document import BlockKind, Document, Part, Sentence, Span
from reader.core.languages import understood
from reader.nlp.attribution import Attributed, find_attributions
from reader.nlp.cues import find_cues
from reader.nlp.features import QuoteEvidence
from reader.nlp.personal import Example, Personal
from reader.nlp.readings import reading, struck
from reader.nlp.sections import Section, next_to_read, sections
from reader.nlp.sentences import block_sentences
from reader.nlp.stance import CLASSES, LABELS, Pieces, Reading, StanceClassifier, merged
from reader.nlp.tokens import tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

BATCH = 64
CANCEL_EVERY = 8
"""Sentences between two looks at whether the analysis is still wanted."""
REMEMBERED_SECTIONS = 32
FEWEST_TRIED = 4
WORDS_READ = 84
"""Words of a sentence are tried as evidence until so many words in all were read again, but at least the fewest."""
MINIMAL_WEIGHT = 0.1
"""Change of log-odds below which a word decides nothing."""
WORDLESS = frozenset({BlockKind.BYLINE, BlockKind.CODE, BlockKind.BOILERPLATE})
"""Blocks in which no words are marked: they are no wording of the article's author."""


class Pipeline:
    """Sentences, attribution, cues and stance of documents, with one stance classifier.

    The evidence of recently read sections is kept, so that explaining a mark need not read its section again.
    `personal` is what was learnt from the reader's own labels.
    """

    def __init__(self, classifier: StanceClassifier, personal: Personal | None = None) -> None:
        self.classifier = classifier
        self.personal = personal
        self._recent: OrderedDict[tuple[int, Section], _Read] = OrderedDict()

    def analyse(
        self,
        document: Document,
        where: Callable[[], int] = lambda: 0,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[tuple[Annotation, ...]]:
        """Yield the document's annotations in batches, before the rest those around the code point that `where` tells.

        It is asked before each section, so that a reader who goes on to another place is followed. One in a language
        that the model does not know gets none.
        """
        if not understood(document.metadata.language):
            return
        left = sections(document.blocks)
        while left:
            section = next_to_read(left, document.blocks, where())
            left.remove(section)
            read = None if cancelled() else self._read(document, section, cancelled)
            if read is None:
                return
            rows = self._rows(read).tolist()
            for start in range(0, len(rows), BATCH):
                yield tuple(
                    _annotation(document, *found)
                    for found in zip(
                        read.sentences[start : start + BATCH],
                        read.attributed[start : start + BATCH],
                        rows[start : start + BATCH],
                        strict=True,
                    )
                )

    def explain(self, document: Document, annotation: Annotation) -> Annotation:
        """Return the annotation with its evidence: the words whose removal moves the decision most.

        A word's weight is the change of the label's log-odds that removing it undoes, found by deciding again without
        it, so it is exact; which words are tried is chosen by a quick estimate. Headings and site text have none.
        """
        if not document.blocks[annotation.sentence.block].kind.prose:
            return annotation
        read, index = self._find(document, annotation.sentence)
        label = LABELS.index(annotation.label)
        own = read.seen(index)
        before = _log_odds(self._decide(read, index, own)[label])
        tried = self._tried(document, read, index, label)
        seen = self._see(list(tried.values()))  # at once, which the encoder's cores share
        weighed = []
        for number, (span, without) in enumerate(tried.items()):
            after = self._decide(read, index, seen.row(number), without.quote)
            weighed.append(Cue(span, str(annotation.label), round(before - _log_odds(after[label]), 2)))
        weighed = [cue for cue in weighed if abs(cue.weight) >= MINIMAL_WEIGHT]
        alone = _log_odds(self._adjusted(merged(own.evidence), own.inputs)[0][label])
        context = abs(before - alone) / (abs(before - alone) + abs(alone) + 1e-6)
        return annotation._replace(evidence=tuple(sorted(weighed)), context=round(float(context), 2))

    def strike(self, document: Document, annotation: Annotation, words: Sequence[Span]) -> Annotation:
        """Return the annotation as it would be without some `words` of its sentence; headings and the like stay."""
        if not document.blocks[annotation.sentence.block].kind.prose:
            return annotation
        read, index = self._find(document, annotation.sentence)
        without = struck(document, annotation.sentence, words, _around(document, read, index))
        row = self._decide(read, index, self._see([without]), without.quote).tolist()
        best = max(range(len(LABELS)), key=row.__getitem__)
        probabilities = dict(zip(LABELS, row, strict=True))
        return annotation._replace(label=LABELS[best], confidence=row[best], probabilities=probabilities)

    def examples(
        self, document: Document, labels: Sequence[tuple[Span, Label]]
    ) -> tuple[list[Example], NDArray[np.float32]]:
        """Return the sentences that a reader labelled, as `personal.learn` takes them, and all sentences' inputs.

        Of a document in sections, those without a label are not read. The probabilities are the shipped classifier's.
        """
        found: list[Example] = []
        usual = [np.zeros((0, 0), np.float32)]
        for section in sections(document.blocks):
            span = Span(document.blocks[section.start].span.start, document.blocks[section.end - 1].span.end)
            here = [one for one in labels if one[0].overlaps(span)]
            read = self._read(document, section) if here else None
            if read is None:
                continue
            usual.append(read.inputs)
            rows = merged(self.classifier.in_context(read.evidence, read.quotes))
            for number, sentence in enumerate(read.sentences):
                label = next((label for at, label in here if at.overlaps(sentence.span)), None)
                if label is not None and document.blocks[sentence.block].kind.prose:
                    found.append(Example(read.inputs[number], rows[number], label))
        return found, np.vstack(usual[1:]) if usual[1:] else usual[0]

    def changed(self, document: Document, layer: Personal) -> int:
        """Return how many of a document's sentences would get another label with another personal layer."""
        count = 0
        for section in sections(document.blocks):
            read = self._read(document, section)
            if read and read.sentences:
                rows = merged(self.classifier.in_context(read.evidence, read.quotes))
                differs = layer.adjust(rows, read.inputs).argmax(axis=1) != self._rows(read).argmax(axis=1)
                spoken = [document.blocks[sentence.block].kind.prose for sentence in read.sentences]
                count += int((differs & np.array(spoken)).sum())
        return count

    def classify(self, lines: Sequence[str]) -> list[dict[str, Any]]:
        """Label an article given as one sentence a line; its paragraphs are not known."""
        document = Document.build(Part(BlockKind.PARAGRAPH, line) for line in lines)
        sentences = [Sentence(block.span, number) for number, block in enumerate(document.blocks)]
        read = self._evidence(document, sentences)
        rows = self._rows(read).tolist() if read else []
        return [
            {
                "text": sentence.span.slice(document.text),
                "label": str(LABELS[max(range(len(LABELS)), key=row.__getitem__)]),
                "confidence": round(max(row), 4),
                "probabilities": {str(label): round(value, 4) for label, value in zip(LABELS, row, strict=True)},
            }
            for sentence, row in zip(sentences, rows, strict=True)
        ]

    def _read(
        self, document: Document, section: Section, cancelled: Callable[[], bool] = lambda: False
    ) -> _Read | None:
        """Read a section's sentences, or recall them; nothing where it was cancelled meanwhile."""
        key = hash(document.text), section
        if key in self._recent:
            self._recent.move_to_end(key)
            return self._recent[key]
        sentences = [
            sentence for number in range(section.start, section.end) for sentence in block_sentences(document, number)
        ]
        read = self._evidence(document, sentences, cancelled)
        if read:
            self._recent[key] = read
            while len(self._recent) > REMEMBERED_SECTIONS:
                self._recent.popitem(last=False)
        return read

    def _evidence(
        self, document: Document, sentences: list[Sentence], cancelled: Callable[[], bool] = lambda: False
    ) -> _Read | None:
        found = find_attributions(document.text, document.blocks, sentences)
        readings = [reading(document, *pair) for pair in zip(sentences, found, strict=True)]
        parts = []
        for start in range(0, len(readings), CANCEL_EVERY):
            if cancelled():
                return None
            parts.append(self._see(readings[start : start + CANCEL_EVERY]))
        evidence = np.vstack([part.evidence for part in parts]) if parts else np.zeros((0, len(CLASSES)), np.float32)
        inputs = np.vstack([part.inputs for part in parts]) if parts else np.zeros((0, 0), np.float32)
        pieces = [one for part in parts for one in part.pieces]
        return _Read(sentences, found, readings, evidence, inputs, pieces)

    def _see(self, readings: Sequence[Reading]) -> _Seen:
        inputs, pieces = self.classifier.see(readings)
        return _Seen(self.classifier.model.evidence.log_probabilities(inputs), inputs, pieces)

    def _rows(self, read: _Read) -> Matrix:
        """Return the probabilities of `LABELS` for a section's sentences."""
        return self._adjusted(merged(self.classifier.in_context(read.evidence, read.quotes)), read.inputs)

    def _adjusted(self, rows: Matrix, inputs: Matrix) -> Matrix:
        return self.personal.adjust(rows, inputs) if self.personal and len(rows) else rows

    def _find(self, document: Document, sentence: Sentence) -> tuple[_Read, int]:
        """Return the section that holds `sentence`, read, and its number there."""
        section = next(part for part in sections(document.blocks) if part.start <= sentence.block < part.end)
        read = self._read(document, section)
        assert read is not None
        return read, read.sentences.index(sentence)

    def _decide(self, read: _Read, index: int, seen: _Seen, quote: QuoteEvidence | None = None) -> NDArray[np.float32]:
        """Return sentence `index`'s probabilities where that is seen of it, its neighbours as they are."""
        rows = read.evidence.copy()
        rows[index] = seen.evidence[0]
        quotes = list(read.quotes)
        quotes[index] = quote or quotes[index]
        found = merged(self.classifier.in_context(rows, quotes))[index : index + 1]
        row: NDArray[np.float32] = self._adjusted(found, seen.inputs)[0]
        return row

    def _tried(self, document: Document, read: _Read, index: int, label: int) -> dict[Span, Reading]:
        """Choose the words of a sentence that are tried as evidence; return it as read without each of them.

        At first sight those that the word classes and the pieces speak for, and those that tell who speaks; of these
        the ones that still move it most when attribution has looked again.
        """
        sentence, whole = read.sentences[index], read.readings[index]
        start = sentence.span.start
        words = [Span(token.start, token.end) for token in tokenize(whole.text) if token.is_word or token.text == "?"]
        count = max(FEWEST_TRIED, WORDS_READ // max(1, len(words)))
        telling = [span for one in read.attributed[index].attributions for span in (one.cue, one.source) if span]
        blanked = {
            word: whole._replace(text=whole.text[: word.start] + " " * (word.end - word.start) + whole.text[word.end :])
            for word in words
        }
        likely = self._weightiest(read, index, label, blanked)[:count]
        likely += [word for word in words if any(word.shift(start).overlaps(span) for span in telling)]
        around = _around(document, read, index)
        without = {word: struck(document, sentence, [word.shift(start)], around) for word in likely}
        return {word.shift(start): without[word] for word in self._weightiest(read, index, label, without)[:count]}

    def _weightiest(self, read: _Read, index: int, label: int, without: Mapping[Span, Reading]) -> list[Span]:
        """Return the words by how much the sentence's first stage, as estimated without them, moves; the most first."""
        tried = {Span(0, 0): read.readings[index], **without}
        chances = self.classifier.estimate(tried, read.pieces[index] if read.pieces else None)[:, label]
        moved = dict(zip(without, abs(chances[1:] - chances[0]).tolist(), strict=True))
        return sorted(without, key=moved.__getitem__, reverse=True)


class _Seen(NamedTuple):
    """What the first stage sees of sentences, a row each, and what it makes of it."""

    evidence: Matrix
    inputs: Matrix
    pieces: Sequence[Pieces] = ()

    def row(self, number: int) -> _Seen:
        """Return what was seen of one sentence."""
        return _Seen(self.evidence[number : number + 1], self.inputs[number : number + 1])


class _Read(NamedTuple):
    """A section as read: its sentences, and for each what attribution and the first stage saw and found."""

    sentences: list[Sentence]
    attributed: list[Attributed]
    readings: list[Reading]
    evidence: Matrix
    inputs: Matrix
    pieces: list[Pieces]

    @property
    def quotes(self) -> list[QuoteEvidence]:
        """What attribution says of each sentence."""
        return [reading.quote for reading in self.readings]

    def seen(self, index: int) -> _Seen:
        """Return what was seen of one sentence."""
        return _Seen(self.evidence, self.inputs).row(index)


def _log_odds(probability: float) -> float:
    """Return the natural log-odds of a probability, kept finite."""
    kept = min(max(float(probability), 1e-5), 1 - 1e-5)
    return math.log(kept / (1 - kept))


def _around(document: Document, read: _Read, index: int) -> list[Sentence]:
    """Return the sentences that tell who speaks in sentence `index`: its block and those beside it, or the section."""
    sentence = read.sentences[index]
    near = [other for other in read.sentences if abs(other.block - sentence.block) <= 1]
    found = find_attributions(document.text, document.blocks, near)[near.index(sentence)]
    return near if reading(document, sentence, found) == read.readings[index] else read.sentences


def _annotation(document: Document, sentence: Sentence, attributed: Attributed, row: list[float]) -> Annotation:
    """Put together what was found; headings, captions and site text get no stance."""
    if not document.blocks[sentence.block].kind.prose:
        row = [0.0, 0.0, 0.0, 1.0]
    best = max(range(len(LABELS)), key=row.__getitem__)
    cues: tuple[Cue, ...] = ()
    if document.blocks[sentence.block].kind not in WORDLESS:
        cues = find_cues(document.text, sentence.span, attributed.attributions)
    return Annotation(
        sentence,
        LABELS[best],
        row[best],
        dict(zip(LABELS, row, strict=True)),
        cues=cues,
        attributions=attributed.attributions,
    )
