"""What an article's marks come to: its sources, and its shares of opinion, fact and attributed speech."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from reader.core.annotation import Annotation, Attribution, Label, SourceKind
from reader.core.document import Span

DENSEST = 3
STANCES = (Label.OPINION, Label.FACT, Label.ATTRIBUTED)


class Quoted(NamedTuple):
    """A source: its name or description (empty where none is given), its quotations in order, and their words."""

    who: str
    kind: SourceKind
    quotations: tuple[Span, ...]
    words: int


class Summary(NamedTuple):
    """Sentences and words by label, sources by kind, and the blocks densest in opinion.

    `unsure` has the sentences and the words of those with a stance that are less sure than was asked for: they are
    counted for no label. `cues` counts the author's own words by layer, `quoted` those in somebody else's words.
    `densest` has for each its first sentence's start, in code points, and the share of its words that are opinion.
    """

    sentences: Mapping[Label, int]
    words: Mapping[Label, int]
    unsure: tuple[int, int]
    sources: Mapping[SourceKind, int]
    cues: Mapping[str, int]
    quoted: Mapping[str, int]
    densest: tuple[tuple[int, float], ...]

    @property
    def with_stance(self) -> tuple[int, int]:
        """The sentences and the words with a stance, however sure: headings and site text are no part of the whole."""
        sentences, words = (sum(counted.get(label, 0) for label in STANCES) for counted in (self.sentences, self.words))
        return sentences + self.unsure[0], words + self.unsure[1]


def sources(annotations: Iterable[Annotation], text: str) -> list[Quoted]:
    """Return who is quoted, the most quoted first; those without any source are one entry, with an empty name."""
    quotations: dict[tuple[str, SourceKind], set[tuple[Span, ...]]] = defaultdict(set)
    for annotation in annotations:
        for attribution in annotation.attributions:
            if attribution.content:
                quotations[_who(attribution, text), attribution.kind].add(attribution.content)
    found = [
        Quoted(
            who,
            kind,
            tuple(sorted(Span(content[0].start, content[-1].end) for content in contents)),
            sum(len(span.slice(text).split()) for content in contents for span in content),
        )
        for (who, kind), contents in quotations.items()
    ]
    return sorted(found, key=lambda one: (-len(one.quotations), -one.words, one.who))


def summarise(annotations: Iterable[Annotation], text: str, least: float = 0.0) -> Summary:
    """Count sentences, words and sources, and find the paragraphs densest in opinion, the densest first.

    Sentences with a stance count for it from the confidence `least` (0 to 1) on; sources and cues all count.
    """
    kept = list(annotations)
    sentences: Counter[Label] = Counter()
    words: Counter[Label] = Counter()
    blocks: dict[int, Counter[Label]] = defaultdict(Counter)
    starts: dict[int, int] = {}
    unsure = unsure_words = 0
    cues: tuple[Counter[str], Counter[str]] = Counter(), Counter()
    for annotation in kept:
        count = len(annotation.span.slice(text).split())
        shown = annotation.label not in STANCES or annotation.confidence >= least
        if shown:
            sentences[annotation.label] += 1
            words[annotation.label] += count
        else:
            unsure += 1
            unsure_words += count
        for cue in annotation.cues:
            cues[cue.quoted][cue.layer] += 1
        block = annotation.sentence.block
        blocks[block][annotation.label if shown else Label.OTHER] += count
        starts[block] = min(starts.get(block, annotation.span.start), annotation.span.start)
    dense = [
        (starts[block], counted[Label.OPINION] / counted.total())
        for block, counted in blocks.items()
        if counted[Label.OPINION]
    ]
    kinds = Counter(source.kind for source in sources(kept, text))
    densest = sorted(dense, key=lambda one: (-one[1], one[0]))[:DENSEST]
    return Summary(sentences, words, (unsure, unsure_words), kinds, *cues, tuple(densest))


def _who(attribution: Attribution, text: str) -> str:
    if attribution.kind is SourceKind.NONE:
        return ""
    return attribution.who or (attribution.source.slice(text) if attribution.source else "")
