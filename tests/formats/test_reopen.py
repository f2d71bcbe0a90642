"""The way back: a marked copy of the original is opened again, and text, marks and own labels are the same."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pikepdf
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reader.core.annotation import Annotation, Cue, Label
from reader.core.document import Document, Sentence, Span
from reader.core.own import Anchor, OwnMark, new_key
from reader.formats import load, reopen, restore, restore_own
from reader.formats.export import ExportOptions, SaveError, by_key, save
from tests.formats.packages import package
from tests.formats.pdfs import column, pdf

FORMS = ("pdf", "docx", "odt", "epub", "html")
_WORDS = (
    "The harbour bridge",
    "reopened on Monday",
    "after long work",
    "clearly the worst",
    "nobody answers",
    "“so be it”",
)
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_ODT = "application/vnd.oasis.opendocument.text"


def made(form: str, paragraphs: list[str]) -> bytes:
    """Return a file of the format with these paragraphs."""
    if form == "pdf":
        return pdf([column(paragraphs)], "Bridge")
    if form == "docx":
        word, stream = docx.Document(), io.BytesIO()
        for text in paragraphs:
            half = len(text) // 2
            word.add_paragraph(text[:half]).add_run(text[half:]).italic = True
        word.save(stream)
        return stream.getvalue()
    if form == "odt":
        body = "".join(f"<text:p>{text[:9]}<text:span>{text[9:]}</text:span></text:p>" for text in paragraphs)
        spaces = " ".join(f'xmlns:{name}="{_OASIS}{name}:1.0"' for name in ("office", "text", "style"))
        content = (
            f"<office:document-content {spaces}><office:automatic-styles/><office:body><office:text>{body}"
            "</office:text></office:body></office:document-content>"
        )
        root = f'<m:file-entry m:full-path="/" m:media-type="{_ODT}"/>'
        listed = f'<m:manifest xmlns:m="{_OASIS}manifest:1.0">{root}</m:manifest>'
        return package({"mimetype": _ODT, "content.xml": content, "META-INF/manifest.xml": listed})
    body = "".join(f"<p>{text[:9]}<b>{text[9:]}</b></p>" for text in paragraphs)
    if form == "html":
        return f"<html><head><title>Bridge</title></head><body><article>{body}</article></body></html>".encode()
    chapter = (
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>A</title></head><body>{body}&nbsp;</body></html>'
    )
    container = '<container><rootfiles><rootfile full-path="o.opf"/></rootfiles></container>'
    opf = (
        '<package><metadata><title>Bridge</title></metadata><manifest><item id="a" href="a.xhtml" '
        'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>'
    )
    kind = "application/epub+zip"
    return package({"mimetype": kind, "META-INF/container.xml": container, "o.opf": opf, "a.xhtml": chapter})


def _marked(document: Document, draw) -> tuple[tuple[Annotation, ...], tuple[OwnMark, ...]]:
    annotations, own = [], []
    for number, block in enumerate(document.blocks):
        if not draw(st.booleans()):
            continue
        start = draw(st.integers(block.span.start, block.span.end - 1))
        span = Span(start, draw(st.integers(start + 1, block.span.end)))
        cues = (Cue(Span(span.start, span.start + 1), "loaded", 0.5, draw(st.text(max_size=4))),)
        annotations.append(Annotation(Sentence(span, number), draw(st.sampled_from(list(Label))), 0.5, cues=cues))
        note = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=8))
        own.append(
            OwnMark(new_key(), Anchor.at(span, document.text), draw(st.sampled_from([None, *Label])), None, note)
        )
    return tuple(annotations), tuple(own)


@settings(
    max_examples=2, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_article_to_marked_copy_to_article_is_the_same(form: str, tmp_path: Path, data: st.DataObject) -> None:
    sentence = st.lists(st.sampled_from(_WORDS), min_size=4, max_size=6).map(lambda words: " ".join(words) + ".")
    path = tmp_path / f"bridge.{form}"
    path.write_bytes(made(form, data.draw(st.lists(sentence, min_size=3, max_size=4))))
    document = load(path)
    annotations, own = _marked(document, data.draw)
    copy = tmp_path / f"copy.{form}"
    placed = save(copy, document, annotations, ExportOptions(own=own), by_key(f"original-{form}"))
    restored = restore(copy.read_bytes())
    again = reopen(copy.read_bytes(), str(copy))
    assert restored is not None
    assert again is not None
    assert (restored[0].text, restored[1]) == (document.text, annotations)
    assert again[0].text == document.text
    assert again[1] == own
    assert placed is not None
    assert placed.placed <= placed.total

    # marked again from the copy, the marks are there once
    twice = tmp_path / f"twice.{form}"
    assert save(twice, again[0], annotations, ExportOptions(own=own), by_key(f"original-{form}")) == placed
    assert twice.stat().st_size < copy.stat().st_size * 1.1 + 500


@pytest.mark.parametrize("form", ["docx", "odt", "epub"])
def test_a_copy_whose_words_were_changed_since_is_read_as_it_is_now(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"bridge.{form}"
    path.write_bytes(made(form, ["The bridge reopened on Monday.", "It is clearly the worst bargain of all."]))
    document = load(path)
    start = document.text.index("clearly")
    own = OwnMark(new_key(), Anchor.at(Span(start, start + 7), document.text), None, None, "sure?")
    save(path.with_name(f"copy.{form}"), document, (), ExportOptions(own=(own,)), by_key(f"original-{form}"))
    data = path.with_name(f"copy.{form}").read_bytes()
    entry = {"docx": "word/document.xml", "odt": "content.xml", "epub": "a.xhtml"}[form]
    edited = tmp_path / f"edited.{form}"
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(edited, "w") as after:
        for name in before.namelist():
            raw = before.read(name)
            after.writestr(name, raw.replace(b"Monday", b"Tuesday") if name == entry else raw)
    found = reopen(edited.read_bytes(), str(edited))
    assert found is not None
    assert "on Tuesday" in found[0].text
    assert found[1] == (own,)


def test_an_attachment_that_unpacks_to_too_much_is_none_of_ours(tmp_path: Path) -> None:
    with pikepdf.new() as bomb:
        bomb.add_blank_page()
        spec = pikepdf.AttachedFileSpec(bomb, b" " * 64 * 2**20, filename="bias-reader.jsonld")
        bomb.attachments["bias-reader.jsonld"] = spec
        bomb.save(tmp_path / "bomb.pdf")
    assert restore((tmp_path / "bomb.pdf").read_bytes()) is None


@pytest.mark.parametrize("data", [b"PK", b"PK\x03\x04" + b"\0" * 60, b"%PDF-1.7\nbias-reader.jsonld", b"%PDF"])
def test_damaged_packages_are_none_of_ours(data: bytes) -> None:
    assert restore(data) is None
    assert restore_own(data) == ()


def test_a_package_that_unpacks_to_too_much_is_not_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bridge.odt"
    path.write_bytes(made("odt", ["The bridge reopened on Monday.", "It is clearly the worst bargain of all."]))
    monkeypatch.setattr("reader.formats.export.original.MAX_UNPACKED", 100)
    with pytest.raises(SaveError, match="the original unpacks to more than"):
        save(tmp_path / "copy.odt", load(path), (), exporter=by_key("original-odt"))
