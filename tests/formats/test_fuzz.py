"""No exception but ReaderError may leave a loader, whatever the bytes."""

from __future__ import annotations

import gzip
import plistlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.core.document import Document
from reader.formats import File, ReaderError, load_bytes, loaders
from reader.formats.registry import choose
from tests.formats.packages import package
from tests.formats.pdfs import column, pdf
from tests.formats.test_docx import NUMBERING, STYLES, TRANSITIONAL, item, paragraph
from tests.formats.test_epub import CONTAINER, OPF, page
from tests.formats.test_html import PAGE
from tests.formats.test_mail import mail
from tests.formats.test_markdown import TEXT as MARKDOWN
from tests.formats.test_odt import BODY as ODT_BODY
from tests.formats.test_odt import KIND as ODT_KIND
from tests.formats.test_odt import META as ODT_META
from tests.formats.test_odt import SPACES, content
from tests.formats.test_rtf import TEXT as RTF

SUFFIXES = [suffix for loader in loaders() for suffix in loader.suffixes[:1]]

BLOCKS = f"{paragraph('A title')}{item('One')}{item('Two')}"
BODY = f'<w:document xmlns:w="{TRANSITIONAL}"><w:body>{BLOCKS}</w:body></w:document>'
PACKAGES = {
    "a.docx": {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": BODY,
        "word/styles.xml": STYLES.format(ns=TRANSITIONAL),
        "word/numbering.xml": NUMBERING.format(ns=TRANSITIONAL),
    },
    "a.odt": {
        "mimetype": ODT_KIND,
        "content.xml": content(ODT_BODY),
        "meta.xml": f"<office:document-meta {SPACES}>{ODT_META}</office:document-meta>",
    },
    "a.epub": {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": OPF,
        "OEBPS/text/two.xhtml": page("<h1>First</h1><p>The wall is old.</p><ol start='7'><li>One</li></ol>"),
    },
}
FILES = {
    "a.html": PAGE.encode(),
    "a.md": MARKDOWN,
    "a.rtf": RTF,
    "a.eml": mail(page=PAGE).as_bytes(),
    "a.mhtml": b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\n\n'
    + PAGE.encode()
    + b"\n--b--\n",
    "a.webarchive": plistlib.dumps({"WebMainResource": {"WebResourceData": PAGE.encode()}}, fmt=plistlib.FMT_BINARY),
    "a.pdf": pdf([column(["A line of text that ends here.", "And one more."])], "Title"),
    "a.txt.gz": gzip.compress(b"A line of text.\n\nAnd one more.\n"),
    **{name: package(entries) for name, entries in PACKAGES.items()},
}
PIECES = st.sampled_from(
    [b"", b"\0", b"\xff", b"<", b">", b"&x;", b"<!--", b"]]>", b"{", b"}", b"\\u-99999?", b"\\bin9", b"%", b"\"",
     b"\n\n", b"-1", b"99999999999999999999", b"<p><p><p>", b"=?utf-8?b?=?=", b"\xed\xa0\x80", "२①Ⅳ".encode()]
)  # fmt: skip
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), PIECES | st.binary(max_size=8)), min_size=1, max_size=8)
FUZZ = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def check(data: bytes, name: str) -> None:
    """Load the bytes: a document whose blocks tile its text, or a ReaderError."""
    try:
        loader = choose(data, Path(name).suffix)
        # in this process, where a crash is seen
        document = (
            Document.build(loader.read(File(name, data)).parts)
            if loader.isolated_above == 0
            else load_bytes(data, name)
        )
    except ReaderError:
        return
    assert document.text == "\n".join(block.span.slice(document.text) for block in document.blocks)


def edited(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """Return the bytes with stretches replaced: each at a share of the length, so long, by what."""
    for place, length, piece in edits:
        start = int(place * len(data))
        data = data[:start] + piece + data[start + length :]
    return data


@pytest.mark.parametrize("suffix", SUFFIXES)
@FUZZ
@given(data=st.binary(max_size=2000) | st.text(max_size=1000).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes(suffix: str, data: bytes) -> None:
    check(data, f"a{suffix}")


@pytest.mark.parametrize("name", FILES)
@FUZZ
@given(edits=EDITS, cut=st.floats(0.1, 1))
def test_damaged_files(name: str, edits: list[tuple[float, int, bytes]], cut: float) -> None:
    data = edited(FILES[name], edits)
    check(data[: max(1, int(cut * 1.5 * len(data)))], name)


@pytest.mark.parametrize("name", PACKAGES)
@FUZZ
@given(edits=EDITS, which=st.integers(0, 3))
def test_damaged_entries_of_packages(name: str, edits: list[tuple[float, int, bytes]], which: int) -> None:
    entries = {key: value.encode() for key, value in PACKAGES[name].items()}
    victim = list(entries)[which % len(entries)]
    check(package({**entries, victim: edited(entries[victim], edits)}), name)


@pytest.mark.parametrize("name", FILES)
def test_the_files_to_damage_are_whole(name: str) -> None:
    assert load_bytes(FILES[name], name).text
