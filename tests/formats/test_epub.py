from __future__ import annotations

import pytest

from reader.formats import ReaderError, load_bytes
from tests.formats.packages import package

CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
OPF = """<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>The Wall</dc:title>
<dc:creator>Ada Brown</dc:creator><dc:language>en-GB</dc:language><dc:date>2024-05-06</dc:date></metadata>
<manifest><item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>
<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>
<item id="one" href="text/chapter%201.xhtml" media-type="application/xhtml+xml"/>
<item id="two" href="text/two.xhtml" media-type="application/xhtml+xml"/>
<item id="out" href="../../../etc/passwd" media-type="application/xhtml+xml"/>
<item id="css" href="a.css" media-type="text/css"/></manifest>
<spine><itemref idref="cover"/><itemref idref="nav"/><itemref idref="two"/><itemref idref="one"/><itemref idref="out"/>
<itemref idref="css"/></spine></package>"""


def page(body: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body>{body}</body></html>'


def book(**more: str) -> bytes:
    return package(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OEBPS/book.opf": OPF,
            "OEBPS/cover.xhtml": page("<p>Cover words</p>"),
            "OEBPS/nav.xhtml": page("<ol><li>Contents</li></ol>"),
            "OEBPS/text/chapter 1.xhtml": page("<h1>Second</h1><p>The end of the wall – at last.</p>"),
            "OEBPS/text/two.xhtml": page(
                "<h1>First</h1><p>The wall is old.</p><blockquote><p>Very old.</p></blockquote>"
            ),
            **more,
        }
    )


def test_chapters_in_reading_order_without_cover_and_contents() -> None:
    document = load_bytes(book(), "a.bin")
    assert [(b.kind.value, b.span.slice(document.text)) for b in document.blocks] == [
        ("title", "The Wall"),
        ("byline", "Ada Brown"),
        ("heading", "First"),
        ("paragraph", "The wall is old."),
        ("quote", "Very old."),
        ("heading", "Second"),
        ("paragraph", "The end of the wall – at last."),
    ]
    assert (document.metadata.date, document.metadata.language) == ("2024-05-06", "en")


def test_a_protected_book_is_said() -> None:
    locked = '<encryption><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></encryption>'
    with pytest.raises(ReaderError, match="DRM"):
        load_bytes(book(**{"META-INF/encryption.xml": locked}), "a.epub")


def test_hidden_fonts_do_not_count_as_protection() -> None:
    fonts = '<encryption><EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/></encryption>'
    assert load_bytes(book(**{"META-INF/encryption.xml": fonts}), "a.epub").title == "The Wall"


def test_a_book_without_its_package_is_said() -> None:
    with pytest.raises(ReaderError, match=r"“OEBPS/book\.opf” is missing"):
        load_bytes(package({"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER}), "a.epub")


def test_a_title_page_is_not_repeated() -> None:
    title_page = page("<h1>The Wall</h1><p>Ada Brown</p><p>2024-05-06</p><h1>The Wall</h1><p>The wall is old.</p>")
    document = load_bytes(book(**{"OEBPS/text/two.xhtml": title_page}), "a.epub")
    assert [(b.kind.value, b.span.slice(document.text)) for b in document.blocks[:4]] == [
        ("title", "The Wall"),
        ("byline", "Ada Brown"),
        ("byline", "2024-05-06"),
        ("paragraph", "The wall is old."),
    ]
