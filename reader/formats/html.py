"""Web pages."""

from __future__ import annotations

from reader.core.document import BlockKind, Part
from reader.formats.decode import decode
from reader.formats.loader import Article, File, Loader


def load(file: File) -> Article:
    """Read a web page."""
    import lxml.html

    text, encoding = decode(file)
    lines = "".join(map(str, lxml.html.document_fromstring(text).itertext())).splitlines()
    return Article(tuple(Part(BlockKind.PARAGRAPH, line) for line in lines), encoding=encoding)


def sniff(data: bytes) -> bool:
    """Tell whether the bytes begin like a web page."""
    return data[:512].lstrip().lower().startswith((b"<!doctype html", b"<html"))


LOADER = Loader(
    "html", "Web page", (".html", ".htm", ".xhtml"), ("text/html", "application/xhtml+xml"), sniff, load
)
