"""Rich text (RTF): its text by striprtf, its structure by form."""

from __future__ import annotations

import re
from dataclasses import replace

from reader.core.text import clean
from reader.formats import plain
from reader.formats.decode import known
from reader.formats.loader import SMALL, Article, File, Loader

_CODE_PAGE = re.compile(rb"\\ansicpg(\d{1,5})")
_PICTURE = re.compile(rb"(?:[0-9a-fA-F]{2}\s*){256,}")
_FIELD = r"\{\\%s ([^{}\\]{1,300})\}"
_PARAGRAPH = re.compile(r"\n+")


def load(file: File) -> Article:
    """Read rich text; pictures in it are left out."""
    from striprtf.striprtf import rtf_to_text

    if not sniff(file.data):
        raise file.error("it is no rich text")
    page = _CODE_PAGE.search(file.data[:2000])
    encoding = file.encoding or (page and known(f"cp{page[1].decode()}")) or "cp1252"
    source = _PICTURE.sub(b"", file.data).decode("latin-1")
    text: str = rtf_to_text(source, encoding=encoding, errors="replace")  # type: ignore[no-untyped-call]
    parts = plain.structure(_PARAGRAPH.sub("\n\n", text))
    said = plain.metadata(parts)
    metadata = replace(said, title=said.title or _info(source, "title"), author=said.author or _info(source, "author"))
    return Article(tuple(parts), metadata, encoding)


def sniff(data: bytes) -> bool:
    """Tell whether the bytes are rich text."""
    return data.lstrip()[:5] == b"{\\rtf"


def _info(source: str, field: str) -> str:
    found = re.search(_FIELD % field, source)
    return clean(found[1]) if found else ""


LOADER = Loader("rtf", "Rich text", (".rtf",), ("application/rtf", "text/rtf"), sniff, load, SMALL, signed=True)
