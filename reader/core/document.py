"""The document: one text, cut into blocks. Offsets are code points, half-open, into that text."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from reader.core.text import clean


class Span(NamedTuple):
    """A half-open stretch of a document's text, in code points."""

    start: int
    end: int

    def slice(self, text: str) -> str:
        """Return the characters of `text` under this span."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def shift(self, offset: int) -> Span:
        """Return the span moved by `offset` code points."""
        return Span(self.start + offset, self.end + offset)


class BlockKind(StrEnum):
    """What a block is in the article."""

    TITLE = "title"
    BYLINE = "byline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    LIST_ITEM = "list item"
    CAPTION = "caption"
    CODE = "code"
    TABLE_ROW = "table row"
    BOILERPLATE = "boilerplate"

    @property
    def prose(self) -> bool:
        """Whether the block holds the author's running text, which is what gets stance marks."""
        return self in _PROSE


_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.LIST_ITEM})


class Part(NamedTuple):
    """What a loader yields: a block's kind and its text, not yet cleaned.

    `level` is a heading's rank (1 is highest) or a list's depth. `marker` is a list item's own sign
    (“1.”, “•”): shown, but no part of the text.
    """

    kind: BlockKind
    text: str
    level: int = 0
    marker: str = ""


class Block(NamedTuple):
    """One block of a document: a heading, a paragraph, a list item."""

    kind: BlockKind
    span: Span
    level: int = 0
    marker: str = ""


class Metadata(NamedTuple):
    """What the file says of the article. Empty strings where it says nothing; `language` is an ISO 639-1 code."""

    title: str = ""
    author: str = ""
    date: str = ""
    site: str = ""
    language: str = ""


class Source(NamedTuple):
    """Where a document came from: the file's path (empty for standard input), name, format and charset.

    `size` is in bytes; `checksum`, that of its bytes, tells whether it is still the same file.
    """

    path: str = ""
    name: str = ""
    format: str = ""
    encoding: str = ""
    size: int = 0
    checksum: str = ""


def checksum(data: bytes) -> str:
    """Return the CRC-32 of a file's bytes, in hexadecimal: against change, not against forgery."""
    return f"{zlib.crc32(data):08x}"


class Document(NamedTuple):
    """An article: the text, its blocks in order, and where it came from.

    The text is the blocks' texts joined by single line feeds, so each block is one line.
    """

    text: str
    blocks: tuple[Block, ...]
    metadata: Metadata = Metadata()
    source: Source = Source()

    @classmethod
    def build(cls, parts: Iterable[Part], metadata: Metadata | None = None, source: Source | None = None) -> Document:
        """Clean and join a loader's parts; parts without text are left out.

        What the metadata says and the file's name are cleaned alike.
        """
        lines: list[str] = []
        blocks: list[Block] = []
        start = 0
        for part in parts:
            line = clean(part.text)
            if not line:
                continue
            blocks.append(
                Block(part.kind, Span(start, start + len(line)), part.level, part.marker and clean(part.marker))
            )
            lines.append(line)
            start += len(line) + 1
        metadata, source = metadata or Metadata(), source or Source()
        metadata = Metadata(*map(clean, metadata))
        return cls("\n".join(lines), tuple(blocks), metadata, source._replace(name=clean(source.name)))

    @property
    def title(self) -> str:
        """The article's title: its first title block, else the metadata's, else the file's name."""
        for block in self.blocks:
            if block.kind is BlockKind.TITLE:
                return block.span.slice(self.text)
        return self.metadata.title or self.source.name


class Sentence(NamedTuple):
    """A sentence of a document: its span and the number of the block it stands in."""

    span: Span
    block: int
