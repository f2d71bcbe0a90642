"""The original PDF with highlights: its own pages, marks where the words stand."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from reader.core.annotation import Annotation, Cue, Label
from reader.core.document import Document, Sentence, Span, checksum
from reader.formats import load
from reader.formats.export import Copy, ExportOptions, SaveError, apart, by_key, save
from tests.formats.pdfs import column, pdf

LINES = (
    "The bridge reopened on Monday. It is clearly",
    "the worst bargain the city has struck.",
)
_ORIGINAL = by_key("original-pdf")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.pdf"
    path.write_bytes(pdf([column(LINES)], "Bridge"))
    return path


def _marks(document: Document) -> list[Annotation]:
    def span(words: str) -> Span:
        start = document.text.index(words)
        return Span(start, start + len(words))

    block = next(n for n, block in enumerate(document.blocks) if "clearly" in block.span.slice(document.text))
    return [
        Annotation(
            Sentence(span("It is clearly the worst bargain the city has struck."), block),
            Label.OPINION,
            0.9,
            evidence=(Cue(span("worst"), "opinion", 2.0),),
            cues=(Cue(span("clearly"), "certainty", 0.9),),
        )
    ]


def test_a_sentence_over_two_lines_gets_one_highlight_with_a_quad_a_line(path: Path) -> None:
    document = load(path)
    copy = pikepdf.open(io.BytesIO(_ORIGINAL.make(document, _marks(document), ExportOptions()).data))
    fill, line = copy.pages[0].obj.Annots

    assert (fill.Subtype, line.Subtype) == (pikepdf.Name.Highlight, pikepdf.Name.Underline)
    assert len(fill.QuadPoints) == 16
    assert int(fill.F) & 4
    assert str(fill.T) == "Bias Reader"
    assert "Opinion" in str(fill.Contents)
    assert "worst" in str(fill.Contents)
    assert "clearly" in str(line.Contents)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_marks_colour_the_words_and_nothing_else_on_turned_and_cropped_pages(path: Path, turn: int) -> None:
    upright = load(path)
    with pikepdf.open(path, allow_overwriting_input=True) as turned:
        turned.pages[0].obj.Rotate = turn
        turned.pages[0].obj.CropBox = pikepdf.Array([50, 500, 500, 780])
        turned.save()
    document = upright._replace(source=load(path).source)
    copy = pypdfium2.PdfDocument(_ORIGINAL.make(document, _marks(document), ExportOptions()).data)
    page = copy[0]
    words = page.get_textpage()
    left, bottom, right, top = words.get_charbox(words.get_text_range().index("struck"))
    bitmap = page.render(scale=4).to_pil().convert("RGB")

    coloured = [xy for xy in _points(bitmap) if max(bitmap.getpixel(xy)) - min(bitmap.getpixel(xy)) > 20]

    assert coloured
    x, y = (left + right) / 2 - 50, 780 - (bottom + top) / 2
    wide, high = 450, 280
    place = {0: (x, y), 90: (high - y, x), 180: (wide - x, high - y), 270: (y, wide - x)}[turn]
    assert any(abs(cx / 4 - place[0]) < 4 and abs(cy / 4 - place[1]) < 4 for cx, cy in coloured)


def _points(bitmap: Any) -> list[tuple[int, int]]:
    return [(x, y) for y in range(0, bitmap.height, 2) for x in range(0, bitmap.width, 2)]


def test_the_pages_own_content_stays_as_it_was(path: Path) -> None:
    document = load(path)
    source = pikepdf.open(path)
    copy = pikepdf.open(io.BytesIO(_ORIGINAL.make(document, _marks(document), ExportOptions()).data))

    assert copy.pages[0].Contents.read_bytes() == source.pages[0].Contents.read_bytes()
    assert not copy.check_pdf_syntax()


def test_a_source_that_changed_or_vanished_is_refused_and_nothing_is_written(path: Path, tmp_path: Path) -> None:
    document = load(path)
    target = tmp_path / "copy.marked.pdf"
    path.write_bytes(pdf([column(["Quite another article."])]))
    with pytest.raises(SaveError, match="has changed"):
        save(target, document, _marks(document))
    path.unlink()
    with pytest.raises(SaveError, match="gone"):
        save(target, document, _marks(document))
    assert not target.exists()


def test_only_pdfs_from_files_are_offered_it(path: Path, document: Document) -> None:
    assert _ORIGINAL.fits(load(path))
    assert not _ORIGINAL.fits(document)


def test_a_pdf_that_breaks_the_parser_fails_in_one_sentence(path: Path, tmp_path: Path) -> None:
    document = load(path)
    whole = path.read_bytes()
    marks = _marks(document)
    for broken in (b"%PDF-1.7\n", whole[: len(whole) // 2].replace(b"obj", b"ogj"), whole.replace(b"/Kids", b"/Kins")):
        path.write_bytes(broken)
        source = document.source._replace(checksum=checksum(broken))
        with pytest.raises(SaveError, match="the original is"):
            save(tmp_path / "copy.marked.pdf", document._replace(source=source), marks)
    assert not (tmp_path / "copy.marked.pdf").exists()


def _crash() -> Copy:
    os.abort()


def _hoard() -> Copy:
    return Copy(b"x" * 2**32)


@pytest.mark.parametrize("work", [_crash, _hoard])
def test_work_that_crashes_or_hoards_memory_takes_nothing_else_along(work: Callable[[], Copy]) -> None:
    with pytest.raises(SaveError, match="marking it broke down"):
        apart.run("bridge.pdf", work)


def test_a_pdf_with_a_password_is_refused_by_name(path: Path, tmp_path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as locked:
        locked.save(encryption=pikepdf.Encryption(user="open", owner="sesame"))
    document = load(path, password="open")
    with pytest.raises(SaveError, match="protected by a password"):
        save(tmp_path / "copy.marked.pdf", document, _marks(document))


def test_what_an_author_allows_is_kept_to(path: Path) -> None:
    plain = path.read_bytes()
    for allowed in (True, False):
        path.write_bytes(plain)
        rights = pikepdf.Permissions(modify_annotation=allowed, modify_other=False)
        with pikepdf.open(path, allow_overwriting_input=True) as locked:
            locked.save(encryption=pikepdf.Encryption(owner="sesame", allow=rights))
        document = load(path)
        if allowed:
            copy = pikepdf.open(io.BytesIO(_ORIGINAL.make(document, _marks(document), ExportOptions()).data))
            assert copy.is_encrypted
            assert not copy.allow.modify_other
        else:
            with pytest.raises(SaveError, match="doesn't allow remarks"):
                _ORIGINAL.make(document, _marks(document), ExportOptions())
