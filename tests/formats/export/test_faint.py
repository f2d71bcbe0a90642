"""Sentences of which the program is unsure have no fill, and other people's words a lighter line, in every copy."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn

from reader.core.annotation import Annotation, Cue, Label
from reader.core.document import Sentence, Span
from reader.formats import load
from reader.formats.export import ExportOptions, by_key, fragment, palette
from tests.formats.test_reopen import made

WORDS = ["The bridge reopened on Monday and may close again.", "It may be clearly the worst bargain of all."]
LOOKS = palette.load("light")
FILL, LINE = LOOKS.layers["opinion"].fill, LOOKS.layers["opinion"].line
HEDGED, LIGHTER = LOOKS.layers["hedging"].line, LOOKS.look("hedging", faint=True).line
BOTH = pytest.mark.parametrize("faint", [False, True])


def marked(path, form: str, *, faint: bool):
    """Return a document and a mark on its last block: an opinion, unsure and hedged by somebody else if `faint`."""
    path.write_bytes(made(form, WORDS))
    document = load(path)
    number, block = next((n, one) for n, one in enumerate(document.blocks) if "worst" in one.span.slice(document.text))
    may = document.text.index("may be")
    cue = Cue(Span(may, may + 3), "hedging", 1.0, quoted=faint)
    return document, [Annotation(Sentence(block.span, number), Label.OPINION, 0.6 if faint else 0.9, cues=(cue,))]


def underlines(word) -> set[tuple[str, str]]:
    """Return the fill and the underline's colour of the runs that have one."""
    found = set()
    for run in word.element.body.iter(qn("w:rPr")):
        line, fill = run.find(qn("w:u")), run.find(qn("w:shd"))
        if line is not None:
            shade = "" if fill is None else f"#{fill.get(qn('w:fill'))}"
            found.add((shade, f"#{line.get(qn('w:color'))}"))
    return found


def test_a_lighter_line_is_not_the_same():
    assert LIGHTER != HEDGED
    assert LOOKS.look("opinion", faint=True) == LOOKS.layers["opinion"]._replace(fill="")


@BOTH
@pytest.mark.parametrize("key", ["docx", "original-docx"])
def test_in_word(tmp_path, key, faint):
    document, marks = marked(tmp_path / "bridge.docx", "docx", faint=faint)
    options = ExportOptions(legend=False)
    word = docx.Document(BytesIO(by_key(key).make(document, marks, options).data))
    fill = "" if faint else FILL
    assert underlines(word) == {(fill, LINE), (fill, LIGHTER if faint else HEDGED)}


@BOTH
def test_an_earlier_copys_lighter_lines_are_taken_out(tmp_path, faint):
    document, marks = marked(tmp_path / "bridge.docx", "docx", faint=faint)
    (tmp_path / "copy.docx").write_bytes(by_key("original-docx").make(document, marks, ExportOptions()).data)
    again = by_key("original-docx").make(load(tmp_path / "copy.docx"), [], ExportOptions())
    assert underlines(docx.Document(BytesIO(again.data))) == set()


@BOTH
def test_in_an_opendocument_text(tmp_path, faint):
    document, marks = marked(tmp_path / "bridge.odt", "odt", faint=faint)
    data = by_key("original-odt").make(document, marks, ExportOptions()).data
    content = zipfile.ZipFile(BytesIO(data)).read("content.xml").decode()
    assert (FILL.lower() in content) is not faint
    assert (LIGHTER.lower() in content) is faint
    assert LINE.lower() in content


@BOTH
@pytest.mark.parametrize("form", ["html", "epub"])
def test_in_a_page(tmp_path, form, faint):
    document, marks = marked(tmp_path / f"bridge.{form}", form, faint=faint)
    data = by_key(f"original-{form}").make(document, marks, ExportOptions(legend=False)).data
    page = zipfile.ZipFile(BytesIO(data)).read("a.xhtml").decode() if form == "epub" else data.decode()
    assert ('class="br br-opinion br-solid br-faint"' in page) is faint
    assert ('class="br br-hedging br-dash br-faint"' in page) is faint
    style = page.replace("&gt;", ">")
    assert f".br-opinion:not(.br-faint) {{ background-color: {FILL}" in style
    assert f".br-hedging.br-faint {{ --br-line: {LIGHTER}; }}" in style


@BOTH
def test_in_the_original_pdf(tmp_path, faint):
    document, marks = marked(tmp_path / "bridge.pdf", "pdf", faint=faint)
    with pikepdf.open(BytesIO(by_key("original-pdf").make(document, marks, ExportOptions()).data)) as book:
        drawn = {str(one.NM).split("-")[2]: one for one in book.pages[0].obj.Annots}
        assert str(drawn["opinion"].Subtype) == ("/Underline" if faint else "/Highlight")
        assert (b" re f" in drawn["opinion"].AP.N.read_bytes()) is not faint
        colour = [round(255 * float(part)) for part in drawn["hedging"].C]
    assert "#" + "".join(f"{part:02X}" for part in colour) == (LIGHTER if faint else HEDGED)


@BOTH
def test_on_paper_and_on_the_clipboard(tmp_path, faint):
    document, marks = marked(tmp_path / "bridge.docx", "docx", faint=faint)
    rich = fragment.rich(document, marks, ExportOptions())
    assert (FILL in rich) is not faint
    assert (LIGHTER in rich) is faint
    with pikepdf.open(
        BytesIO(by_key("pdf").make(document, marks, replace(ExportOptions(), legend=False)).data)
    ) as book:
        drawn = book.pages[0].Contents.read_bytes().decode("latin-1")

    def strokes(colour: str) -> bool:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        return " ".join(f"{part:.6f}".rstrip("0").rstrip(".").removeprefix("0") or "0" for part in parts) in drawn

    assert strokes(LIGHTER) is faint
    assert strokes(HEDGED) is not faint
