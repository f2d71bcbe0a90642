from __future__ import annotations

import plistlib
from email.message import EmailMessage

import pytest

from reader.formats import ReaderError, load_bytes

TEXT = """Dear all,

the board met on Monday evening and decided to repair the breakwater.

On Mon, 4 Mar 2024, Jane Roe wrote:
> Will the breakwater be repaired?

Regards

--\x20
Jörg Doe
Harbour office
"""
PAGE = """<html><head><title>Breakwater to Be Repaired Soon</title></head><body><article>
<h1>Breakwater to Be Repaired Soon</h1>
<p>The harbour board met on Monday evening to hear from the engineers, and it decided to repair the breakwater.</p>
<p>The work, which begins in May, will be paid for by the reserve – all of it, as the treasurer said.</p>
</article></body></html>"""


def mail(text: str = TEXT, page: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Jörg Doe <jd@example.org>"
    message["To"] = "all@example.org"
    message["Subject"] = "Minutes of the meeting – March"
    message["Date"] = "Tue, 5 Mar 2024 10:00:00 +0100"
    if text:
        message.set_content(text)
    if page and text:
        message.add_alternative(page, subtype="html")
    elif page:
        message.set_content(page, subtype="html")
    return message


def test_a_mail_with_quote_and_signature() -> None:
    document = load_bytes(mail().as_bytes(), "a.bin")
    assert document.source.format == "eml"
    assert [(b.kind.value, b.span.slice(document.text)) for b in document.blocks] == [
        ("title", "Minutes of the meeting – March"),
        ("byline", "Jörg Doe · 2024-03-05"),
        ("paragraph", "Dear all,"),
        ("paragraph", "the board met on Monday evening and decided to repair the breakwater."),
        ("boilerplate", "On Mon, 4 Mar 2024, Jane Roe wrote:"),
        ("quote", "Will the breakwater be repaired?"),
        ("paragraph", "Regards"),
        ("boilerplate", "Jörg Doe"),
        ("boilerplate", "Harbour office"),
    ]


def test_the_better_part_is_read() -> None:
    assert "treasurer" in load_bytes(mail("Please view this mail in a browser.", PAGE).as_bytes(), "a.eml").text
    assert "Regards" in load_bytes(mail(TEXT, "<p>Dear all, the board met.</p>").as_bytes(), "a.eml").text
    hidden = PAGE.replace("<h1>", '<div style="display: none">peek</div><h1>')
    assert "peek" not in load_bytes(mail("", hidden).as_bytes(), "a.eml").text


def test_attachments_and_mails_inside_are_left_out() -> None:
    message = mail()
    message.add_attachment("attached text", filename="a.txt")
    inner = mail("forwarded words")
    message.add_attachment(inner)
    text = load_bytes(message.as_bytes(), "a.eml").text
    assert "attached" not in text
    assert "forwarded" not in text


def test_a_mail_without_text_is_said() -> None:
    message = mail("")
    message.add_attachment(b"\0\1", maintype="image", subtype="png")
    with pytest.raises(ReaderError, match="holds no text"):
        load_bytes(message.as_bytes(), "a.eml")


def test_a_charset_nobody_knows_does_no_harm() -> None:
    data = mail("Plain words of the board.").as_bytes().replace(b"utf-8", b"x-klingon")
    assert "Plain words" in load_bytes(data, "a.eml").text


def test_a_text_with_a_colon_is_no_mail() -> None:
    assert (
        load_bytes(b"Subject: why I write\n\nIt began with a letter from the board.\n", "a.txt").source.format == "text"
    )


def test_a_page_saved_by_chrome() -> None:
    body = PAGE.replace("–", "=E2=80=93").replace("\n", "\r\n")
    data = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/a\r\nSubject: Breakwater\r\n"
        "Date: Tue, 5 Mar 2024 10:00:00 +0100\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----M--x----"\r\n\r\n\r\n'
        "------M--x----\r\nContent-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://example.org/a\r\n\r\n"
        f"{body}\r\n------M--x----\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"
        "------M--x------\r\n"
    )
    document = load_bytes(data.encode(), "a.bin")
    assert document.source.format == "mhtml"
    assert document.title == "Breakwater to Be Repaired Soon"
    assert "the reserve – all of it" in document.text


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_a_page_saved_by_safari(form: plistlib.PlistFormat) -> None:
    resource = {"WebResourceData": PAGE.encode("utf-16"), "WebResourceTextEncodingName": "UTF-16"}
    data = plistlib.dumps({"WebMainResource": resource}, fmt=form)
    document = load_bytes(data, "a.bin")
    assert document.source.format == "webarchive"
    assert document.title == "Breakwater to Be Repaired Soon"


def test_an_archive_without_a_page_is_said() -> None:
    with pytest.raises(ReaderError, match="no web page"):
        load_bytes(plistlib.dumps({"WebMainResource": 5}), "a.webarchive")


def test_endless_header_fields_are_refused() -> None:
    data = b"From: a@b.c\nTo: b@c.d\nSubject: " + b"=?utf-8?q?a?= " * 5000 + b"\n\nThe board met.\n"
    with pytest.raises(ReaderError, match="field of its header"):
        load_bytes(data, "a.eml")
