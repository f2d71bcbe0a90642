"""OpenDocument text, packed (.odt) or flat (.fodt): paragraphs by style, deleted text and notes left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from reader.core.document import BlockKind, Metadata, Part
from reader.core.text import clean
from reader.formats import plain
from reader.formats.archive import Archive, attribute, child, local, parse_xml, properties
from reader.formats.loader import Article, File

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = Any

_KINDS = {
    "title": BlockKind.TITLE,
    "subtitle": BlockKind.HEADING,
    "quotations": BlockKind.QUOTE,
    "quote": BlockKind.QUOTE,
    "block_20_text": BlockKind.QUOTE,
    "caption": BlockKind.CAPTION,
    "illustration": BlockKind.CAPTION,
    "figure": BlockKind.CAPTION,
    "preformatted_20_text": BlockKind.CODE,
}
LEFT_OUT = frozenset(
    {"note", "annotation", "annotation-end", "tracked-changes", "forms", "sequence-decls", "table-of-content",
     "illustration-index", "alphabetical-index", "ruby-text", "title", "desc", "object", "hidden-text"}
)  # fmt: skip
"""The local names of elements whose text is not the article's."""


def load(file: File) -> Article:
    """Read an OpenDocument text, with its notes at the end."""
    if file.data.startswith(b"PK"):
        archive = Archive(file)
        if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise file.error("it is encrypted: save a copy without a password")
        root = archive.xml("content.xml")
        shared = [archive.xml("styles.xml")] if "styles.xml" in archive else []
        described = archive.xml("meta.xml") if "meta.xml" in archive else None
    else:
        root = parse_xml(file, file.data)
        described, shared = child(root, "meta"), []
    text = child(root, "body", "text")
    if text is None:
        raise file.error("it is no OpenDocument text")
    reader = _Reader(_parents([root, *shared]), _numbered([root, *shared]))
    parts = plain.refined(list(reader.blocks(text)))
    notes = [
        Part(BlockKind.CAPTION, part.text)
        for element in text.iter()
        if local(element) == "note-body"
        for part in reader.blocks(element)
    ]
    return Article((*parts, *notes), _metadata(described, parts))


class _Reader:
    """The walk over a text, with its styles at hand."""

    def __init__(self, parents: dict[str, str], numbered: set[tuple[str, int]]) -> None:
        self._parents = parents
        self._numbered = numbered
        self._last = 0

    def blocks(self, container: Element, depth: int = 0, marker: str = "", list_style: str = "") -> Iterator[Part]:
        """Yield the blocks in a text, section, list item, cell or frame."""
        for element in container:
            name = local(element)
            if name == "h":
                rank = attribute(element, "outline-level")
                yield from self._paragraph(element, BlockKind.HEADING, int(rank) if rank in set("123456789") else 1)
            elif name == "p":
                kind = BlockKind.LIST_ITEM if depth else self._kind(attribute(element, "style-name"))
                level = 2 if kind is BlockKind.HEADING else depth
                for part in self._paragraph(element, kind, level):
                    yield part._replace(marker=marker) if part.kind is BlockKind.LIST_ITEM else part
                    marker = ""
            elif name == "list":
                yield from self._list(element, depth + 1, attribute(element, "style-name") or list_style)
            elif name == "table-row":
                cells = (clean(" ".join(part.text for part in self.blocks(cell))) for cell in element)
                yield Part(BlockKind.TABLE_ROW, " | ".join(filter(None, cells)))
            elif name and name not in LEFT_OUT:
                yield from self.blocks(element, depth)

    def _list(self, element: Element, depth: int, style: str) -> Iterator[Part]:
        number = self._last if attribute(element, "continue-numbering") == "true" else 0
        for item in element:
            if local(item) == "list-header":
                yield from self.blocks(item, depth, "", style)
            elif local(item) == "list-item":
                start = attribute(item, "start-value")
                number = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else number + 1
                marker = f"{number}." if (style, depth) in self._numbered else "•"
                yield from self.blocks(item, depth, marker, style)
        self._last = number

    def _paragraph(self, element: Element, kind: BlockKind, level: int) -> Iterator[Part]:
        frames: list[Element] = []
        text = "".join(_text(element, frames))
        if clean(text):
            yield Part(kind, text, level)
        for frame in frames:
            yield from self.blocks(frame)

    def _kind(self, style: str) -> BlockKind:
        """Return a paragraph's kind by its style or the styles that it derives from."""
        seen: set[str] = set()
        while style and style not in seen:
            if style.casefold() in _KINDS:
                return _KINDS[style.casefold()]
            seen.add(style)
            style = self._parents.get(style, "")
        return BlockKind.PARAGRAPH


def _text(element: Element, frames: list[Element]) -> Iterator[str]:
    """Yield the text of a paragraph; text boxes in it are put in `frames`."""
    yield element.text or ""
    for inner in element:
        name = local(inner)
        if name == "s":
            yield " "
        elif name in {"tab", "line-break"}:
            yield "\n"
        elif name == "text-box":
            frames.append(inner)
        elif name and name not in LEFT_OUT:
            yield from _text(inner, frames)
        yield inner.tail or ""


def _parents(roots: Iterable[Element]) -> dict[str, str]:
    """Return the parent of each paragraph style."""
    styles = (element for root in roots for element in root.iter() if local(element) == "style")
    return {attribute(style, "name"): attribute(style, "parent-style-name") for style in styles}


def _numbered(roots: Iterable[Element]) -> set[tuple[str, int]]:
    """Return list style and level of each level that is numbered."""
    return {
        (attribute(style, "name"), int(level))
        for root in roots
        for style in root.iter()
        if local(style) == "list-style"
        for form in style
        if local(form) == "list-level-style-number" and attribute(form, "num-format")
        for level in [attribute(form, "level")]
        if level in set("123456789")
    }


def _metadata(described: Element | None, parts: list[Part]) -> Metadata:
    """Return what the text says, else what the document's properties say."""
    said = plain.metadata(parts)
    fields = properties(described) if described is not None else {}
    return Metadata(
        title=said.title or fields.get("title", ""),
        author=said.author or fields.get("initial-creator") or fields.get("creator", ""),
        date=said.date or fields.get("creation-date", "")[:10],
        language=fields.get("language", "")[:2].lower(),
    )
