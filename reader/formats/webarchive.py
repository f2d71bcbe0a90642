"""Safari's web archives: a property list with the page in it."""

from __future__ import annotations

from reader.formats import html
from reader.formats.decode import known
from reader.formats.loader import Article, File


def load(file: File) -> Article:
    """Read the page of a web archive."""
    import plistlib

    archive = plistlib.loads(file.data)
    page = archive.get("WebMainResource") if isinstance(archive, dict) else None
    if not isinstance(page, dict) or not isinstance(data := page.get("WebResourceData"), bytes):
        raise file.error("no web page is in it")
    return html.load(file.inner(data, known(str(page.get("WebResourceTextEncodingName") or "")) or None))
