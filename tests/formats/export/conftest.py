"""An article of our own with every kind of block, mark and trouble that copies must hold."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from reader.core.annotation import Annotation, Attribution, Cue, Label, SourceKind
from reader.core.document import BlockKind, Document, Metadata, Part, Sentence, Source, Span
from reader.formats.export import ExportOptions

PARTS = (
    Part(BlockKind.TITLE, "Harbour bridge <reopens> & everybody argues"),
    Part(BlockKind.BYLINE, "By Ana Petrović\u00a0· 4 min read"),
    Part(
        BlockKind.PARAGRAPH,
        "The bridge reopened on Monday after 14 months of work. "
        "It is clearly the worst bargain the city has struck. "
        "“We may never see that money again,” said Council leader Tom O’Hara, "
        "“and nobody will answer for it.”",
    ),
    Part(BlockKind.HEADING, "What it cost", level=2),
    Part(
        BlockKind.PARAGRAPH,
        "Critics say the regime of overruns 🙂 was predictable. Café\u0301 owners counted 3\u00a0000 lost days.",
    ),
    Part(BlockKind.LIST_ITEM, "Steel: 12 million. A scandalous sum, perhaps.", level=1, marker="1."),
    Part(BlockKind.LIST_ITEM, "Paint: 2 million, officials reported.", level=1, marker="2."),
    Part(BlockKind.QUOTE, "A bridge is a promise <kept>."),
    Part(BlockKind.CAPTION, "The bridge at dawn"),
    Part(BlockKind.CODE, "if a < b && c: print('x')"),
    Part(BlockKind.TABLE_ROW, "Steel | 12"),
    Part(BlockKind.BOILERPLATE, "Subscribe to our newsletter"),
)


def at(document: Document, words: str) -> Span:
    start = document.text.index(words)
    return Span(start, start + len(words))


def sentence(document: Document, words: str) -> Sentence:
    span = at(document, words)
    block = next(
        number for number, block in enumerate(document.blocks) if block.span.start <= span.start < block.span.end
    )
    return Sentence(span, block)


@pytest.fixture
def document() -> Document:
    return Document.build(
        PARTS,
        Metadata("Harbour bridge <reopens> & everybody argues", "Ana Petrović", "2026-05-04", "", "en"),
        Source("", "bridge.txt", "text", "utf-8", 812, "ab" * 32),
    )


@pytest.fixture
def annotations(document: Document) -> tuple[Annotation, ...]:
    def find(words: str) -> Span:
        return at(document, words)

    def made(words: str, label: Label, confidence: float, **more: object) -> Annotation:
        rest = (1 - confidence) / 3
        probabilities = {one: confidence if one is label else rest for one in Label}
        return Annotation(sentence(document, words), label, confidence, probabilities, **more)  # type: ignore[arg-type]

    return (
        made("The bridge reopened on Monday after 14 months of work.", Label.FACT, 0.91,
             evidence=(Cue(find("on Monday"), "fact", 1.25), Cue(find("14 months"), "fact", 0.8))),
        made("It is clearly the worst bargain the city has struck.", Label.OPINION, 0.97,
             evidence=(Cue(find("clearly the worst"), "opinion", 2.4),),
             cues=(Cue(find("clearly"), "certainty", 0.9), Cue(find("worst"), "loaded", 0.7, "neutral: least good")),
             context=0.2),
        made("“We may never see that money again,” said Council leader Tom O’Hara, "
             "“and nobody will answer for it.”", Label.ATTRIBUTED, 0.99,
             cues=(Cue(find("may"), "hedging", 0.8),),
             attributions=(
                 Attribution(
                     (find("“We may never see that money again,”"), find("“and nobody will answer for it.”")),
                     find("Council leader Tom O’Hara"), find("said"), "Tom O’Hara", SourceKind.NAMED),
             )),
        made("Critics say the regime of overruns 🙂 was predictable.", Label.ATTRIBUTED, 0.74,
             cues=(Cue(find("Critics say"), "vague", 1.0),
                   Cue(find("regime of overruns 🙂"), "loaded", 0.6, "neutral: course"),
                   Cue(find("the regime"), "hedging", 0.3)),
             attributions=(
                 Attribution((find("the regime of overruns 🙂 was predictable"),),
                             find("Critics"), find("say"), "", SourceKind.UNNAMED),
             )),
        made("Café\u0301 owners counted 3\u00a0000 lost days.", Label.FACT, 0.62),
        made("Steel: 12 million.", Label.OTHER, 0.7),
        made("A scandalous sum, perhaps.", Label.OPINION, 0.55, cues=(Cue(find("perhaps"), "hedging", 1.0),)),
        made("Paint: 2 million, officials reported.", Label.ATTRIBUTED, 0.8,
             attributions=(Attribution((find("Paint: 2 million"),), None, find("reported")),)),
        made("A bridge is a promise <kept>.", Label.OTHER, 0.66, cues=(Cue(find("promise"), "loaded", 0.5),)),
    )  # fmt: skip


@pytest.fixture
def options() -> ExportOptions:
    return ExportOptions(version="1.2.3", date=datetime.date(2026, 5, 6))


@pytest.fixture
def source_file(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.txt"
    path.write_text("The bridge reopened.", encoding="utf-8")
    return path
