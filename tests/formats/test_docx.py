from __future__ import annotations

import pytest

from reader.core.document import Document
from reader.formats import ReaderError, load_bytes
from tests.formats.packages import package

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"

STYLES = """<w:styles xmlns:w="{ns}">
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="My Heading"/><w:basedOn w:val="H1"/></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
</w:styles>"""
NUMBERING = """<w:numbering xmlns:w="{ns}">
<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""
CORE = """<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:creator>Ada Brown</dc:creator>
<dcterms:created>2024-05-06T07:08:09Z</dcterms:created></cp:coreProperties>"""


def paragraph(text: str, settings: str = "") -> str:
    return f"<w:p><w:pPr>{settings}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def item(text: str, depth: int = 0) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="3"/></w:numPr>')


def docx(body: str, ns: str = TRANSITIONAL, **more: str) -> bytes:
    return package(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<w:document xmlns:w="{ns}" xmlns:mc="m" xmlns:wps="s" xmlns:v="v">'
            f"<w:body>{body}</w:body></w:document>",
            "word/styles.xml": STYLES.format(ns=ns),
            "word/numbering.xml": NUMBERING.format(ns=ns),
            "docProps/core.xml": CORE,
            **more,
        }
    )


def kinds(document: Document) -> list[tuple[str, str, str]]:
    return [(b.kind.value, b.marker, b.span.slice(document.text)) for b in document.blocks]


@pytest.mark.parametrize("ns", [TRANSITIONAL, STRICT])
def test_styles_lists_and_tables(ns: str) -> None:
    body = (
        paragraph("Minutes", '<w:pStyle w:val="Titel"/>')
        + paragraph("Breakwater", '<w:pStyle w:val="Mine"/>')
        + paragraph("The board met on Monday.")
        + paragraph("We waited for years.", '<w:pStyle w:val="Zitat"/>')
        + item("One")
        + item("inner", 1)
        + item("Two")
        + f"<w:tbl><w:tr><w:tc>{paragraph('Year')}</w:tc><w:tc>{paragraph('Cost')}</w:tc></w:tr></w:tbl>"
    )
    document = load_bytes(docx(body, ns), "a.docx")
    assert kinds(document) == [
        ("title", "", "Minutes"),
        ("heading", "", "Breakwater"),
        ("paragraph", "", "The board met on Monday."),
        ("quote", "", "We waited for years."),
        ("list item", "a.", "One"),
        ("list item", "•", "inner"),
        ("list item", "b.", "Two"),
        ("table row", "", "Year | Cost"),
    ]
    assert (document.metadata.author, document.metadata.date) == ("Ada Brown", "2024-05-06")


def test_changes_are_as_accepted_and_links_and_boxes_are_read() -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    body = (
        "<w:p>"
        + run.format("The board ")
        + f"<w:del><w:r><w:delText>never </w:delText></w:r></w:del><w:ins>{run.format('always ')}</w:ins>"
        + f"<w:hyperlink>{run.format('met')}</w:hyperlink>"
        + "<w:r><w:rPr><w:vanish/></w:rPr><w:t> secretly</w:t></w:r>"
        + "<w:r><w:footnoteReference w:id='1'/></w:r><w:r><w:noBreakHyphen/></w:r>"
        + run.format("on Monday.")
        + "<w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>"
        + paragraph("Text in a box.")
        + "</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
        + paragraph("Text in a box.")
        + "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    document = load_bytes(docx(body), "a.docx")
    assert document.text == "The board always met-on Monday.\nText in a box."


def test_a_document_without_styles_shows_its_structure_by_form() -> None:
    body = "".join(
        paragraph(text)
        for text in (
            "Harbour Wall to Be Rebuilt",
            "By Ada Brown",
            "The harbour wall will be rebuilt in stone, the council said on Monday after a long debate.",
        )
    )
    assert [kind for kind, _, _ in kinds(load_bytes(docx(body), "a.docx"))] == [
        "title",
        "byline",
        "paragraph",
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Word 97"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "is encrypted"),
        (docx(paragraph("x"))[:-40], "can't be opened"),
        (package({"word/document.xml": "<a/>"}), "no Word document"),
        (package({"word/document2.xml": "<a/>"}), "is missing"),
        (docx(""), "no text"),
    ],
)
def test_what_is_no_document_is_said(data: bytes, reason: str) -> None:
    with pytest.raises(ReaderError, match=reason):
        load_bytes(data, "a.docx")


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(ReaderError, match="unpacks to more than"):
        load_bytes(package({"word/document.xml": b" " * (40 << 20)}), "a.docx")


def test_entities_are_not_replaced(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 20}">' for n in range(1, 10))
    xml = (
        f'<!DOCTYPE d [<!ENTITY l0 "ha"> {laughs} <!ENTITY file SYSTEM "{secret.as_uri()}">]>'
        f'<w:document xmlns:w="{TRANSITIONAL}"><w:body><w:p><w:r><w:t>Ends &l9; &file; here.</w:t></w:r></w:p>'
        "</w:body></w:document>"
    )
    document = load_bytes(package({"word/document.xml": xml}), "a.docx")
    assert "secret" not in document.text
    assert len(document.text) < 100


def test_deep_nesting_does_no_harm() -> None:
    deep = "<w:sdt>" * 5000 + paragraph("bottom") + "</w:sdt>" * 5000
    document = load_bytes(docx(paragraph("The board met on Monday.") + deep), "a.docx")
    assert document.text.startswith("The board met on Monday.")


def test_a_table_in_a_table_is_read_once_however_deep() -> None:
    row = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    body = paragraph("inner")
    for depth in range(40):
        body = "<w:tbl>" + row.format(body, paragraph(f"cell {depth}")) + "</w:tbl>"
    (block,) = load_bytes(docx(body), "a.docx").blocks
    text = load_bytes(docx(body), "a.docx").text
    assert block.kind.value == "table row"
    assert text.startswith("inner | cell 0")
    assert text.count("inner") == 1


def test_footnotes_stand_at_the_end() -> None:
    note = f'<w:footnote w:id="2">{paragraph("See the minutes of the board.")}</w:footnote>'
    rule = f'<w:footnote w:type="separator" w:id="-1">{paragraph("-----")}</w:footnote>'
    body = f'<w:document xmlns:w="{TRANSITIONAL}"><w:body>{paragraph("The wall is old.")}</w:body></w:document>'
    notes = f'<w:footnotes xmlns:w="{TRANSITIONAL}">{rule}{note}</w:footnotes>'
    document = load_bytes(package({"word/document.xml": body, "word/footnotes.xml": notes}), "a.docx")
    assert [(b.kind.value, b.span.slice(document.text)) for b in document.blocks] == [
        ("paragraph", "The wall is old."),
        ("caption", "See the minutes of the board."),
    ]
