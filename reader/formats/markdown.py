"""Markdown: CommonMark with tables, and front matter as metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reader.core.document import BlockKind, Metadata, Part
from reader.core.text import clean
from reader.formats import plain
from reader.formats.decode import decode
from reader.formats.loader import Article, File

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.{0,20000}?\n)??(\1|\.\.\.)[ \t]*(\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_]+)\s*[:=]\s*(.+)$", re.MULTILINE)
_TAG = re.compile(r"<[^>]{1,500}>|<!--.*?-->", re.DOTALL)
_KINDS = {"blockquote_open": BlockKind.QUOTE, "list_item_open": BlockKind.LIST_ITEM}
_MAX_NESTING = 40


def load(file: File) -> Article:
    """Read Markdown; a heading of the first rank at the beginning is the title."""
    text, encoding = decode(file)
    front = _FRONT_MATTER.match(text)
    metadata = _metadata(front[2] or "") if front else Metadata()
    parts = _titled(list(blocks(text[front.end() :] if front else text)), metadata)
    if not metadata.title:
        metadata = plain.metadata(parts)
    return Article(tuple(parts), metadata, encoding)


def blocks(text: str) -> Iterator[Part]:
    """Yield the blocks of Markdown text."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table").enable("strikethrough")
    around: list[tuple[BlockKind, str]] = []
    cells: list[str] = []
    tokens = parser.parse(text)
    for index, token in enumerate(tokens):
        if token.type in _KINDS:
            around.append((_KINDS[token.type], _marker(token)))
        elif token.type in {"blockquote_close", "list_item_close"}:
            around.pop()
        elif token.type in {"fence", "code_block"}:
            yield from (Part(BlockKind.CODE, line) for line in token.content.split("\n"))
        elif token.type == "html_block":
            yield Part(BlockKind.PARAGRAPH, _TAG.sub(" ", token.content))
        elif token.type == "tr_close":
            yield Part(BlockKind.TABLE_ROW, " | ".join(filter(None, cells)))
            cells = []
        elif token.type == "inline":
            text = _inline(token.children or ())
            opener = tokens[index - 1]
            if opener.type in {"td_open", "th_open"}:
                cells.append(clean(text))
            elif opener.type == "heading_open":
                yield Part(BlockKind.HEADING, text, int(opener.tag[1]))
            elif around:
                kind, marker = around[-1]
                depth = sum(inner is BlockKind.LIST_ITEM for inner, _ in around)
                yield Part(kind, text, depth, marker)
                around[-1] = (kind, "")
            else:
                yield Part(BlockKind.PARAGRAPH, text)


def _marker(token: Token) -> str:
    """Return a list item's sign: its number, or a bullet."""
    if token.type != "list_item_open":
        return ""
    return f"{token.info}{token.markup}" if token.info else "•"


def _inline(tokens: Sequence[Token]) -> str:
    """Return the text of inline tokens; of a picture its description, of HTML tags nothing."""
    pieces = []
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            pieces.append("\n")
        elif token.type == "image":
            pieces.append(_inline(token.children or ()))
        elif token.type in {"text", "code_inline", "text_special"}:
            pieces.append(token.content)
    return "".join(pieces)


def _metadata(front: str) -> Metadata:
    """Read the plain fields of YAML or TOML front matter; structures in it are of no use here."""
    fields = {key.casefold(): value.strip().strip("\"'[]").strip() for key, value in _FIELD.findall(front)}
    return Metadata(
        title=fields.get("title", ""),
        author=fields.get("author") or fields.get("authors", ""),
        date=plain.iso_date(fields.get("date", "")) or fields.get("date", ""),
        site=fields.get("site", ""),
        language=(fields.get("lang") or fields.get("language", ""))[:2].lower(),
    )


def _titled(parts: list[Part], metadata: Metadata) -> list[Part]:
    """Make the first heading the title where the front matter names none, or the same."""
    first = parts[0] if parts else None
    if first and first.kind is BlockKind.HEADING and first.level == 1:
        return [Part(BlockKind.TITLE, first.text), *plain.bylines(parts[1:])]
    if metadata.title:
        return [Part(BlockKind.TITLE, metadata.title), *parts]
    return parts
