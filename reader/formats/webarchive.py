"""Safari's web archives: a property list with the page in it."""

from __future__ import annotations

from reader.formats import html
from reader.formats.decode import known
from reader.formats.loader import Article, File, Loader

_MARK = b"WebMainResource"


def load(file: File) -> Article:
    """Read the page of a web archive."""
    import plistlib

    archive = plistlib.loads(file.data)
    page = archive.get("WebMainResource") if isinstance(archive, dict) else None
    if not isinstance(page, dict) or not isinstance(data := page.get("WebResourceData"), bytes):
        raise file.error("no web page is in it")
    return html.load(file.inner(data, known(str(page.get("WebResourceTextEncodingName") or "")) or None))


def sniff(data: bytes) -> bool:
    """Tell whether the bytes are a property list with a page in it."""
    return data.startswith((b"bplist00", b"<?xml")) and _MARK in data[:4096] + data[-4096:]


LOADER = Loader(
    "webarchive", "Safari web archive", (".webarchive",), ("application/x-webarchive",), sniff, load, signed=True
)
