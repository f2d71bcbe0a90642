"""Files that mean harm, or came to some: each is made here, with what the reader is to be told of it."""

from __future__ import annotations

import gzip
import os
import random
from collections.abc import Callable
from pathlib import Path

from tests.formats.packages import package
from tests.formats.pdfs import column, pdf
from tests.formats.test_docx import TRANSITIONAL
from tests.formats.test_epub import CONTAINER
from tests.formats.test_mail import mail
from tests.formats.test_odt import BODY as ODT_BODY
from tests.formats.test_odt import KIND as ODT_KIND
from tests.formats.test_odt import content

WORDS = b"These are plain words, and nothing else is in here."
RUBBISH = random.Random(1).randbytes(5000)
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>"
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY j SYSTEM "file:///etc/passwd">]>'


def docx(inside: bytes | str, head: str = "", tail: str = "") -> bytes:
    """Return a Word document with this in its body, whole or not."""
    begin, end = f'{head}<w:document xmlns:w="{TRANSITIONAL}"><w:body>', f"{tail}</w:body></w:document>"
    body = inside.encode() if isinstance(inside, str) else inside
    return package({"[Content_Types].xml": "<Types/>", "word/document.xml": begin.encode() + body + end.encode()})


def odt(inside: str, head: str = "") -> bytes:
    """Return an OpenDocument text with this in its body."""
    return package({"mimetype": ODT_KIND, "content.xml": head + content(inside)})


def epub(root_file: str) -> bytes:
    """Return a book whose container names this for its contents."""
    return package(
        {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER.replace("OEBPS/book.opf", root_file)}
    )


def looped_pdf() -> bytes:
    """Return a PDF whose tree of pages holds itself."""
    return (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Count 999999999/Kids[2 0 R]>>\nendobj\ntrailer<</Root 1 0 R>>"
    )


def parted_mail() -> bytes:
    """Return a mail of mails of mails …"""
    head = b"From: a@b.example\nTo: b@b.example\nSubject: x\n"
    return head + b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i) for i in range(3000))


WHOLE_PDF = pdf([column(["A line of text that ends here.", "And one more."])], "Title")
WHOLE_DOCX = docx("<w:p><w:r><w:t>A line of text that ends here.</w:t></w:r></w:p>")
WHOLE_ODT = odt(ODT_BODY)
WHOLE_EPUB = epub("OEBPS/book.opf")
ENTITY = "<w:p><w:r><w:t>&j;</w:t></w:r></w:p>"

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "cut.docx": (lambda: WHOLE_DOCX[:-60], "ZIP package can't be opened"),
    "cut.odt": (lambda: WHOLE_ODT[:-60], "ZIP package can't be opened"),
    "cut.epub": (lambda: WHOLE_EPUB[:-60], "ZIP package can't be opened"),
    "cut.pdf": (lambda: WHOLE_PDF[:60], "damaged"),
    "cut.txt.gz": (lambda: gzip.compress(RUBBISH)[:500], "cut short"),
    "rubbish.txt.gz": (lambda: b"\x1f\x8b" + RUBBISH, "compression is damaged"),
    "rubbish.docx": (lambda: b"PK\x03\x04" + RUBBISH, "ZIP package can't be opened"),
    "rubbish.pdf": (lambda: b"%PDF-1.7\n" + RUBBISH, "damaged"),
    "rubbish.rtf": (lambda: RUBBISH, "no rich text"),
    "rubbish.eml": (lambda: RUBBISH, "binary file"),
    "rubbish.webarchive": (lambda: b"bplist00WebMainResource" + RUBBISH, "damaged"),
    "picture.txt": (lambda: b"\x89PNG\r\n\x1a\n" + RUBBISH, "binary file"),
    "empty.txt": (lambda: b"", "no text"),
    "empty.html": (lambda: b"<html><body></body></html>", "no text"),
    "zeros.txt": (lambda: bytes(100_000), "binary file|no text"),
    "other.zip": (lambda: package({"a.txt": "hello"}), "."),
    "other.docx": (lambda: package({"a.txt": "hello"}), "missing"),
    "many.docx": (lambda: package({f"e{i}": "" for i in range(10_001)} | {"word/document.xml": "<a/>"}), "entries"),
    "script.html": (lambda: b"<html><script>while(1);document.write('x')</script></html>", "no text"),
    "passwd.docx": (lambda: docx(ENTITY, OUTSIDE), "no text"),
    "passwd.odt": (lambda: odt("<text:p>&j;</text:p>", OUTSIDE), "no text"),
    "laughs.docx": (lambda: docx(ENTITY, LAUGHS), "no text|damaged"),
    "passwd.epub": (lambda: epub("../../../../etc/passwd"), "missing"),
    "absolute.epub": (lambda: epub("/etc/passwd"), "missing"),
    "looped.pdf": (looped_pdf, "damaged|no text|no PDF"),
    "bomb.txt.gz": (lambda: gzip.compress(bytes(70 * 2**20)), "unpacks to more than"),
    "bomb.docx": (lambda: docx(b" " * (40 * 2**20)), "unpacks to more than"),
    "deep.docx": (lambda: docx("<w:tbl><w:tr><w:tc>" * 60_000), "."),
    "deep.html": (lambda: b"<div>" * 1_000_000 + b"x", "nested too deeply"),
    "spans.html": (lambda: b"<html><body>" + b"<span>" * 100_000 + WORDS, "nested too deeply"),
    "tables.html": (lambda: b"<html><body><table>" + b"<tr><td>a<td>b<td><table>" * 5_000, "nested too deeply"),
    "quoted.md": (lambda: b">" * 100_000 + b" " + WORDS, "no text"),
    "deep.eml": (parted_mail, "nested too deeply"),
    "field.eml": (lambda: b"To: b@b.example\nDate: x\nSubject: " + b"=?utf-8?q?a?= " * 300_000 + b"\n\nhi", "header"),
    "deep.webarchive": (lambda: b"<?xml version='1.0'?><plist>" + b"<array>" * 200_000 + b"WebMainResource", "damaged"),
    "lines.txt": (lambda: b"a\n" * 1_000_000, "lines"),
    "long.html": (lambda: b"<html><body>" + b"<p>Some words.</p>" * 1_500_000, "markup is longer"),
    "deep.md": (lambda: b"- " * 100_000 + b"x", "no text"),
}  # fmt: skip
"""Files that can't be read: their bytes, and an expression for the reason given."""

READ: dict[str, Callable[[], bytes]] = {
    "words.pdf": lambda: WORDS,
    "words.docx": lambda: WORDS,
    "page.txt": lambda: b"<!DOCTYPE html><html><body><p>" + WORDS + b"</p></body></html>",
    "pdf.txt": lambda: WHOLE_PDF,
    "word.zip": lambda: WHOLE_DOCX,
    "handler.html": lambda: b"<html><body onload='x()'><img src='file:///etc/passwd'><p>" + WORDS + b"</p></body>",
    "laughs.xhtml": lambda: f"<?xml version='1.0'?>{LAUGHS}<html><p>{WORDS.decode()} &j;</p></html>".encode(),
    "deep.rtf": lambda: b"{\\rtf1 " + b"{" * 200_000 + WORDS,
    "notes.rtf": lambda: b"{\\rtf1 " + WORDS + b"{\\footnote x " * 100_000,
    "brackets.md": lambda: b"[" * 30_000 + WORDS + b"]" * 30_000,
    "emphasis.md": lambda: b"*a **b " * 20_000,
    "ticks.md": lambda: b"`a``b" * 20_000,
    "line.txt": lambda: b"word " * 50_000,
    "no-space.txt": lambda: b"a" * 1_000_000,
    "dots.txt": lambda: b"." * 300_000 + WORDS,
    "mail.eml": lambda: mail(text=WORDS.decode()).as_bytes() + b"\n--x\n" * 3_000,
}  # fmt: skip
"""Files that can be read, whatever their suffix says and however they are made."""


def strange(folder: Path) -> dict[str, str]:
    """Make what is no file in `folder`; return the reason to be given for each by name."""
    (folder / "folder.txt").mkdir()
    os.mkfifo(folder / "pipe.txt")
    (folder / "here.txt").symlink_to("there.txt")
    (folder / "there.txt").symlink_to("here.txt")
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "gone.txt").symlink_to("nowhere.txt")
    return {
        "folder.txt": "it is a folder",
        "pipe.txt": "it is a device, pipe or socket",
        "here.txt": "symbolic links",
        "there.txt": "symbolic links",
        "zero.txt": "it is a device, pipe or socket",
        "gone.txt": "no such file",
    }
