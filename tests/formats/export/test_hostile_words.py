"""Words that other programs could take for something else: titles, names, notes and texts stay words in every copy."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import docx
import pikepdf
import pytest
from lxml import etree

from reader.core.annotation import Annotation, Attribution, Cue, Label, SourceKind
from reader.core.document import BlockKind, Document, Metadata, Part, Sentence, Source, Span
from reader.core.own import Anchor, OwnMark, new_key
from reader.formats import load
from reader.formats.export import ExportOptions, by_key

PAYLOADS = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "</style></template></title><svg onload=alert(1)>",
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "[x](javascript:alert(1)) ![y](http://evil.example/z) [^fact-1]: z",
    "--><!--", "]]>", "\\u003cscript\\u003e", "{\"@context\": []}", "T1\tOpinion 0 1\tx", "w:p\u2028\x00\x1b[31m\x07",
    "\ufffe\uffff\u202egnp.exe", "%s %(x)s {0} {x.__class__}", "/../../etc/passwd", "A" * 3000,
)  # fmt: skip
KEYS = ("html", "md", "txt", "pdf", "docx", "csv", "jsonl", "spans", "json", "brat")


def _article(words: str) -> tuple[Document, tuple[Annotation, ...], ExportOptions]:
    parts = (
        Part(BlockKind.TITLE, words),
        Part(BlockKind.BYLINE, words),
        Part(BlockKind.PARAGRAPH, f"{words} was said by {words} here."),
        Part(BlockKind.LIST_ITEM, words, 1, words[:40]),
        Part(BlockKind.CODE, words),
    )
    source = Source("", f"{words[:80]}.txt", "text", "utf-8", 3, "ab" * 32)
    document = Document.build(parts, Metadata(words, words, words, words, "en"), source)
    number = next(n for n, block in enumerate(document.blocks) if block.kind is BlockKind.PARAGRAPH)
    span = document.blocks[number].span
    said = Attribution((span,), None, None, words, SourceKind.NAMED)
    cue = Cue(Span(span.start, span.start + 3), "loaded", 0.5, words)
    annotation = Annotation(Sentence(span, number), Label.OPINION, 0.9, {}, (cue,), (cue,), (said,))
    own = (
        OwnMark(new_key(), Anchor.at(span, document.text), Label.FACT, Label.OPINION, words, words),
        OwnMark(new_key(), Anchor.at(Span(span.start + 1, span.end), document.text), None, None, words, words),
    )
    return document, (annotation,), ExportOptions(own=own, footnotes=True, date=datetime.date(2026, 5, 6))


class _Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [(tag, name) for name, _ in attrs] or [(tag, "")]


def _check(key: str, data: bytes) -> None:
    """Read a copy as an independent program does, and assert that nothing in it acts."""
    if key == "html":
        for tag, attribute in _Page(data.decode()).found:
            assert tag not in {"script", "img", "svg", "iframe", "object"}
            assert not attribute.startswith("on")
    elif key == "csv":
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        assert len({len(row) for row in rows}) == 1
        assert not any(cell.lstrip("\"' \t\r\n")[:1] in set("=+@|%") and not cell.startswith("'") for row in rows
                       for cell in row if cell)  # fmt: skip
    elif key in {"jsonl", "spans", "json"}:
        for line in data.splitlines() if key != "json" else [data]:
            json.loads(line)
    elif key == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    root = etree.fromstring(archive.read(name))
                    assert not root.xpath("//*[local-name()='hyperlink' or local-name()='instrText']")
        assert docx.Document(io.BytesIO(data)).comments
    elif key == "pdf":
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert not pdf.check_pdf_syntax()
            names = {str(name) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) for name in one}
            assert not names & {"/JS", "/JavaScript", "/URI", "/Launch", "/AA"}
    elif key == "brat":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            assert not any("/" in name or "\\" in name or ".." in name for name in names)
            (standoff,) = [archive.read(name).decode() for name in names if name.endswith(".ann")]
        assert all(line[0] in "TR#" and line.count("\t") == (1 if line[0] == "R" else 2)
                   for line in standoff.split("\n")[:-1])  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_words_stay_words(key: str) -> None:
    for words in PAYLOADS:
        document, annotations, options = _article(words)
        _check(key, by_key(key).make(document, annotations, options).data)


@pytest.mark.parametrize("key", KEYS)
def test_a_file_whose_name_is_no_text_is_no_trouble(key: str, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"br\xff\x1bidge\n.txt")
    try:
        path.write_text("The bridge reopened on Monday.")
    except OSError:
        pytest.skip("this file system takes no such names")
    fact = Annotation(Sentence(Span(0, 30), 0), Label.FACT, 0.9)
    assert by_key(key).make(load(path), (fact,), ExportOptions()).data
