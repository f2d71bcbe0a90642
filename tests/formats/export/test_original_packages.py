"""OpenDocument texts and e-books with marks: spans and comments in their own text, every other entry as it was."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from reader.core.annotation import Annotation, Cue, Label
from reader.core.document import Document, Sentence, Span, checksum
from reader.core.own import Anchor, OwnMark, new_key
from reader.formats import load
from reader.formats.export import ExportOptions, SaveError, by_key
from tests.formats.test_reopen import made

_WORDS = ["The bridge reopened on Monday.", "It is clearly the worst bargain of all."]
_CHANGED = {
    "odt": {"content.xml", "META-INF/manifest.xml", "BiasReader/annotations.jsonld"},
    "epub": {"a.xhtml", "META-INF/bias-reader.jsonld"},
}


def _copy(path: Path, form: str) -> tuple[Document, zipfile.ZipFile]:
    path.write_bytes(made(form, _WORDS))
    document = load(path)
    block = next(number for number, block in enumerate(document.blocks) if "clearly" in block.span.slice(document.text))
    span, clearly = document.blocks[block].span, document.text.index("clearly")
    cue = Cue(Span(clearly, clearly + 7), "certainty", 0.9)
    own = OwnMark(new_key(), Anchor.at(span, document.text), Label.FACT, Label.OPINION, "why?", "Ana")
    annotation = Annotation(Sentence(span, block), Label.OPINION, 0.9, cues=(cue,))
    copy = by_key(f"original-{form}").make(document, [annotation], ExportOptions(own=(own,)))
    assert copy.placed == (3, 3)
    return document, zipfile.ZipFile(io.BytesIO(copy.data))


@pytest.mark.parametrize("form", ["odt", "epub"])
def test_every_other_entry_stays_and_the_type_comes_first_unpacked(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"bridge.{form}"
    _, after = _copy(path, form)
    with zipfile.ZipFile(path) as before:
        kept = set(before.namelist()) - _CHANGED[form]
        assert all(before.read(name) == after.read(name) for name in kept)
        assert set(after.namelist()) == kept | _CHANGED[form]
    assert after.infolist()[0].filename == "mimetype"
    assert after.infolist()[0].compress_type == zipfile.ZIP_STORED


def test_an_opendocument_text_has_styled_spans_and_a_comment_a_mark(tmp_path: Path) -> None:
    document, after = _copy(tmp_path / "bridge.odt", "odt")
    root = etree.fromstring(after.read("content.xml"))
    spaces = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("text", "office", "style")}
    spaces |= {
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
    }

    marked = root.xpath("//text:span[starts-with(@text:style-name, 'BiasReader_opinion')]", namespaces=spaces)
    assert "".join("".join(span.itertext()) for span in marked) == _WORDS[1]
    assert [str(one) for one in root.xpath("//office:annotation/dc:creator/text()", namespaces=spaces)] == [
        "Bias Reader", "Ana",
    ]  # fmt: skip
    starts = root.xpath("//office:annotation/@office:name", namespaces=spaces)
    assert starts == root.xpath("//office:annotation-end/@office:name", namespaces=spaces)
    names = root.xpath("//style:style[style:text-properties/@fo:background-color]/@style:name", namespaces=spaces)
    assert {span.get(f"{{{spaces['text']}}}style-name") for span in marked} <= set(names)
    assert b"BiasReader/annotations.jsonld" in after.read("META-INF/manifest.xml")
    assert document.text in load(_written(tmp_path / "copy.odt", after)).text


def test_an_e_book_has_marks_in_its_own_namespace(tmp_path: Path) -> None:
    _, after = _copy(tmp_path / "bridge.epub", "epub")
    root = etree.fromstring(after.read("a.xhtml"))
    marks = root.findall(".//{http://www.w3.org/1999/xhtml}mark")
    outer = [mark for mark in marks if mark.getparent().tag != mark.tag]
    assert "".join("".join(mark.itertext()) for mark in outer) == _WORDS[1]
    assert all("Opinion" in (mark.get("title") or "") for mark in outer)
    assert root.find(".//{http://www.w3.org/1999/xhtml}style") is not None


@pytest.mark.parametrize("form", ["odt", "epub", "docx"])
def test_a_damaged_package_is_refused_in_one_sentence(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"bridge.{form}"
    path.write_bytes(made(form, _WORDS))
    document = load(path)
    broken = path.read_bytes()[:-30]
    path.write_bytes(broken)
    source = document.source._replace(checksum=checksum(broken))
    with pytest.raises(SaveError, match="marks can't be put into this kind of"):
        by_key(f"original-{form}").make(document._replace(source=source), [], ExportOptions())


def _written(path: Path, archive: zipfile.ZipFile) -> Path:
    with zipfile.ZipFile(path, "w") as made_again:
        for name in archive.namelist():
            made_again.writestr(name, archive.read(name))
    return path
