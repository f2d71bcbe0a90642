"""PDF for paper: legend, header, page numbers, footnotes, and classes that can be told apart without colour."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from reader.core.annotation import Annotation, Cue, Label
from reader.core.document import BlockKind, Document, Part, Sentence, Span
from reader.core.layers import LAYERS, STANCE
from reader.formats.export import ExportOptions, by_key

_PRINT = by_key("pdf")
_WORDS = "nnnnnnnn nnnnnnnn nnnnnnnn"


def _texts(data: bytes) -> list[str]:
    pdf = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in pdf]


def _alone(key: str) -> bytes:
    """Return a page with one mark of a layer on words without descenders."""
    document = Document.build([Part(BlockKind.PARAGRAPH, _WORDS)])
    span = Span(0, len(_WORDS))
    label = next((label for label, layer in STANCE.items() if layer == key), Label.OTHER)
    cues = () if key in STANCE.values() else (Cue(span, key, 1.0),)
    options = ExportOptions(legend=False)
    return _PRINT.make(document, (Annotation(Sentence(span, 0), label, 0.9, cues=cues),), options).data


def _under_the_words(data: bytes) -> Image.Image:
    """Return in grey what is drawn from the words' feet downward, in black and white."""
    page = pypdfium2.PdfDocument(data)[0]
    words = page.get_textpage()
    start = words.get_text_range().index(_WORDS)
    left, foot, _, _ = words.get_charbox(start)
    _, _, right, _ = words.get_charbox(start + len(_WORDS) - 1)
    scale = 6
    image = page.render(scale=scale).to_pil().convert("L")
    top = page.get_height() - foot + 0.6
    box = tuple(round(edge * scale) for edge in (left + 2, top, right - 2, top + 9))
    return image.crop(box).point(lambda grey: 255 * (grey > 150))


def test_each_classs_line_differs_from_every_others_in_grey() -> None:
    seen = {layer.key: _under_the_words(_alone(layer.key)) for layer in LAYERS}
    bare = seen.pop("opinion").size
    seen["opinion"] = _under_the_words(_alone("opinion"))
    keys = list(seen)
    for number, one in enumerate(keys):
        assert min(seen[one].tobytes()) == 0, f"{one} has no line"
        for other in keys[number + 1 :]:
            pairs = zip(seen[one].resize(bare).tobytes(), seen[other].resize(bare).tobytes(), strict=True)
            differing = sum(a != b for a, b in pairs) / (bare[0] * bare[1])
            assert differing > 0.02, (one, other, differing)


def test_legend_header_and_page_numbers_stand_on_the_pages(
    document: Document, annotations: tuple[Annotation, ...], options: ExportOptions
) -> None:
    long = Document.build(
        [Part(block.kind, block.span.slice(document.text), block.level) for block in document.blocks]
        + [Part(BlockKind.PARAGRAPH, f"{n}. Shop owners counted three thousand lost days.") for n in range(80)],
        document.metadata,
        document.source,
    )
    data = _PRINT.make(long, annotations, options).data
    pages = _texts(data)
    assert len(pages) > 1
    for layer in LAYERS:
        assert layer.meaning.split(".")[0] in " ".join(pages[0].split())
    for number, page in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in page
        assert "Marked copy of bridge.txt · 2026-05-06 · Bias Reader 1.2.3" in page
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert not pdf.check_pdf_syntax()
    assert "The author judges" not in _texts(_PRINT.make(long, (), replace(options, legend=False)).data)[0]


@pytest.mark.parametrize("footnotes", [True, False])
def test_footnotes_are_printed_on_request(
    document: Document, annotations: tuple[Annotation, ...], options: ExportOptions, footnotes: bool
) -> None:
    data = _PRINT.make(document, annotations, replace(options, footnotes=footnotes)).data
    shown = " ".join(" ".join(_texts(data)).split())
    assert ("Deciding words: “on Monday” +1.2" in shown) is footnotes
