"""What a file's bytes tell of its format: quick looks that never raise and need no module that reads one."""

from __future__ import annotations

import re

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How documents of Word 97–2003 begin, and encrypted ones of later versions."""
ENCRYPTED_WORD = "EncryptedPackage".encode("utf-16-le")
"""What is in the directory of the latter."""
ZIP = b"PK\x03\x04"

_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.text"
_BEGINNING = 4096
_PAGE = re.compile(
    rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]{0,200}>\s*)?(<!--.{0,2000}?-->\s*){0,5}<(!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_FIELD = re.compile(rb"[!-9;-~]{1,76}:[ \t]?[^\r\n]*(\r?\n[ \t][^\r\n]*)*\r?\n")
_MAX_FIELDS = 200
_OF_MAIL = re.compile(
    rb"^(from|to|date|subject|received|message-id|return-path|delivered-to|mime-version):", re.I | re.M
)
_RELATED = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)


def nothing(data: bytes) -> bool:
    """Tell nothing: the format has no sign of its own."""
    return False


def web_page(data: bytes) -> bool:
    """Tell whether the bytes begin like a web page."""
    return _PAGE.match(data[:_BEGINNING]) is not None


def mail(data: bytes) -> bool:
    """Tell whether the bytes begin with the header of a mail: several fields, among them two of mail."""
    header = _header(data)
    return len(set(_OF_MAIL.findall(header))) >= 2 and not _RELATED.search(header)


def mail_page(data: bytes) -> bool:
    """Tell whether the bytes begin with the header of a page saved as MHTML."""
    return _RELATED.search(_header(data)) is not None


def web_archive(data: bytes) -> bool:
    """Tell whether the bytes are a property list with a page in it."""
    ends = data[:_BEGINNING] + data[-_BEGINNING:]
    return data.startswith((b"bplist00", b"<?xml")) and b"WebMainResource" in ends


def pdf(data: bytes) -> bool:
    """Tell whether the bytes are a PDF; a little rubbish before its head is common."""
    return b"%PDF-" in data[:1024]


def word(data: bytes) -> bool:
    """Tell whether the bytes are a package with a Word document in it, or one of old Word."""
    return _package(data, b"word/document") or data.startswith(OLD_WORD)


def open_document(data: bytes) -> bool:
    """Tell whether the bytes are an OpenDocument text."""
    flat = data[:5] == b"<?xml" and _OPEN_DOCUMENT in data[:_BEGINNING]
    return flat or _package(data[:200], _OPEN_DOCUMENT)


def rich_text(data: bytes) -> bool:
    """Tell whether the bytes are rich text."""
    return data.lstrip()[:5] == b"{\\rtf"


def e_book(data: bytes) -> bool:
    """Tell whether the bytes are an e-book."""
    return _package(data[:200], b"application/epub+zip")


def _package(data: bytes, entry: bytes) -> bool:
    """Tell whether bytes are a ZIP package that names `entry`."""
    return data.startswith(ZIP) and entry in data


def _header(data: bytes) -> bytes:
    """Return the header's fields at the beginning of the bytes, if there are any."""
    end = 0
    for _ in range(_MAX_FIELDS):
        found = _FIELD.match(data, end)
        if found is None:
            break
        end = found.end()
    return data[:end]
