"""An article's outline: its title and headings."""

from __future__ import annotations

from reader.core.document import BlockKind, Document, Span

_HEADINGS = (BlockKind.TITLE, BlockKind.HEADING)


def headings(document: Document) -> list[tuple[Span, int]]:
    """Return the spans and ranks of a document's title and headings; nothing where there is but a title."""
    found = [block for block in document.blocks if block.kind in _HEADINGS]
    several = any(block.kind is BlockKind.HEADING for block in found)
    return [(block.span, block.level) for block in found] if several else []
