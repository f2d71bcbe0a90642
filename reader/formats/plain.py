"""Plain text."""

from __future__ import annotations

from reader.core.document import BlockKind, Part
from reader.formats.decode import decode
from reader.formats.loader import Article, File, Loader


def load(file: File) -> Article:
    """Read plain text."""
    text, encoding = decode(file)
    return Article(tuple(Part(BlockKind.PARAGRAPH, line) for line in text.splitlines()), encoding=encoding)


LOADER = Loader("text", "Plain text", (".txt", ".text"), ("text/plain",), lambda data: False, load)
