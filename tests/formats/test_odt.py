from __future__ import annotations

import pytest

from reader.formats import ReaderError, load_bytes
from tests.formats.packages import package

KIND = "application/vnd.oasis.opendocument.text"
SPACES = 'xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:style="s" xmlns:draw="d" xmlns:dc="c" xmlns:meta="m"'
STYLES = """<office:automatic-styles><style:style style:name="P1" style:parent-style-name="Title"/>
<style:style style:name="P2" style:parent-style-name="Quotations"/>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/>
<text:list-level-style-bullet text:level="2"/></text:list-style></office:automatic-styles>"""
BODY = """<text:p text:style-name="P1">Minutes</text:p>
<text:h text:outline-level="2">Breakwater</text:h>
<text:tracked-changes><text:p>deleted text</text:p></text:tracked-changes>
<text:p>The board<text:s text:c="2"/>met<text:note><text:note-body><text:p>a note</text:p></text:note-body></text:note>
<text:span>on</text:span> <text:a>Monday</text:a>.</text:p>
<text:p text:style-name="P2">We waited for years.</text:p>
<text:list text:style-name="L1"><text:list-item><text:p>One</text:p><text:list><text:list-item><text:p>inner</text:p>
</text:list-item></text:list></text:list-item><text:list-item><text:p>Two</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>Year</text:p></table:table-cell>
<table:table-cell><text:p>Cost</text:p></table:table-cell></table:table-row></table:table>
<text:p><draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box></draw:frame></text:p>"""
META = """<office:meta><dc:creator>Ada Brown</dc:creator><meta:creation-date>2024-05-06T07:08</meta:creation-date>
</office:meta>"""

EXPECTED = [
    ("title", "", "Minutes"),
    ("heading", "", "Breakwater"),
    ("paragraph", "", "The board met on Monday."),
    ("quote", "", "We waited for years."),
    ("list item", "1.", "One"),
    ("list item", "•", "inner"),
    ("list item", "2.", "Two"),
    ("table row", "", "Year | Cost"),
    ("paragraph", "", "In a box."),
    ("caption", "", "a note"),
]


def content(body: str) -> str:
    inside = f"{STYLES}<office:body><office:text>{body}</office:text></office:body>"
    return f"<office:document-content {SPACES}>{inside}</office:document-content>"


def odt(body: str, **more: str) -> bytes:
    meta = f"<office:document-meta {SPACES}>{META}</office:document-meta>"
    return package({"mimetype": KIND, "content.xml": content(body), "meta.xml": meta, **more})


def test_styles_lists_tables_and_boxes() -> None:
    document = load_bytes(odt(BODY), "a.bin")
    assert [(b.kind.value, b.marker, b.span.slice(document.text)) for b in document.blocks] == EXPECTED
    assert (document.metadata.author, document.metadata.date) == ("Ada Brown", "2024-05-06")


def test_the_flat_form_is_the_same() -> None:
    flat = (
        f'<?xml version="1.0"?><office:document {SPACES} office:mimetype="{KIND}">{META}{STYLES}'
        f"<office:body><office:text>{BODY}</office:text></office:body></office:document>"
    )
    document = load_bytes(flat.encode(), "a.bin")
    assert [(b.kind.value, b.marker, b.span.slice(document.text)) for b in document.blocks] == EXPECTED


def test_an_encrypted_one_is_said() -> None:
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    with pytest.raises(ReaderError, match="encrypted"):
        load_bytes(odt(BODY, **{"META-INF/manifest.xml": manifest}), "a.odt")


def test_a_spreadsheet_is_no_text() -> None:
    with pytest.raises(ReaderError, match="no OpenDocument text"):
        load_bytes(package({"mimetype": KIND, "content.xml": "<a><body><spreadsheet/></body></a>"}), "a.odt")


def test_footnotes_stand_at_the_end() -> None:
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>See the minutes.</text:p>"
    body = f"<text:p>The wall is old.{note}</text:note-body></text:note> It stays.</text:p>"
    document = load_bytes(package({"mimetype": KIND, "content.xml": content(body)}), "a.odt")
    assert [(b.kind.value, b.span.slice(document.text)) for b in document.blocks] == [
        ("paragraph", "The wall is old. It stays."),
        ("caption", "See the minutes."),
    ]
