"""HTML trees: parse without running out of anything, and read off the blocks in reading order.

The names of trafilatura's own vocabulary (head, item, quote, row …) are read as well as HTML's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from reader.core.document import BlockKind, Part
from reader.core.text import clean
from reader.formats.loader import File

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = Any

MAX_DEPTH = 150
"""Elements nested deeper are flattened into their ancestor: the extractors recurse."""
MAX_CHARACTERS = 24 * 2**20
"""The longest page that is parsed, pictures inside it not counted: a tree takes some 20 bytes a character."""

_DATA_URI = re.compile(r"data:[\w/+.\-]{0,80}(?:;[\w=.\-]{0,80}){0,4},[A-Za-z0-9+/=%._\-]{64,}")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")

# What a tree gives where it is read from a page, but does not take where something is put in.
_NOT_TAKEN = frozenset({*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF})
_NOT_TAKEN_OR_REFERENCE = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]|&#(?:[xX]([0-9A-Fa-f]+)|([0-9]+));?"
)

_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "button", "select", "textarea", "iframe",
    "object", "embed", "graphic", "audio", "video", "canvas", "map", "datalist", "dialog", "title",
    "link", "meta", "base",
})  # fmt: skip
_HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "q", "rb", "rp", "rt", "ruby", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "nobr", "o:p",
    "hi", "ref", "picture", "source",
})  # fmt: skip
_QUOTES = frozenset({"blockquote", "quote", "q-block"})
_LISTS = frozenset({"ul", "ol", "list", "menu", "dir"})
_ITEMS = frozenset({"li", "item", "dt", "dd"})
_CAPTIONS = frozenset({"figcaption", "caption"})
_ROWS = frozenset({"tr", "row"})
_CELLS = frozenset({"td", "th", "cell"})
_BREAKS = frozenset({"br", "lb"})
_NOT_IN_CELLS = frozenset({*_HEADINGS, *_LISTS, *_QUOTES, "table", "pre", "figure", "article", "section"})
_CELL_WORDS = 80
_HEADING_WORDS = 25
_BOLD_WORDS = 15
_BLANK_LINE = re.compile(r"\n[ \t\xa0]*\n\s*")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_PULLED = re.compile(r"\bpull-?quote|twitter-tweet", re.IGNORECASE)


def parse(file: File, text: str) -> Element:
    """Return the root of a page's tree, at most MAX_DEPTH deep.

    Raises ReaderError where the page is too large, nested beyond reason, or empty.
    """
    import lxml.html
    from lxml import etree

    text = writable(_XML_DECLARATION.sub("", _DATA_URI.sub("", text)))
    if len(text) > MAX_CHARACTERS:
        raise file.error(f"its markup is longer than {MAX_CHARACTERS // 2**20} million characters")
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:
        raise file.error("it holds no text") from error
    if any("depth" in entry.message for entry in parser.error_log.filter_from_fatals()):
        raise file.error("its elements are nested too deeply")
    flatten(root)
    return root


def writable(markup: str) -> str:
    """Return markup without control characters and references to them, so that its tree can be changed."""
    return _NOT_TAKEN_OR_REFERENCE.sub(_without_control, markup)


def _without_control(found: re.Match[str]) -> str:
    digits, base = (found[1], 16) if found[1] else (found[2], 10)
    # No character has a number of more digits but for zeros before it.
    code = int(digits.lstrip("0")[:9] or "0", base) if digits else ord(found[0])
    if code not in _NOT_TAKEN:
        return found[0]
    return " " if chr(code).isspace() else ""


def fragment(markup: str) -> Element:
    """Return the root of trusted-size markup, such as an extractor's output."""
    import lxml.html

    return lxml.html.document_fromstring(markup)


def flatten(root: Element) -> None:
    """Replace the contents of elements at MAX_DEPTH by their text."""
    from lxml.etree import iterwalk

    depth = 0
    deepest = []
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        depth += 1 if event == "start" else -1
        if event == "start" and depth == MAX_DEPTH:
            deepest.append(element)
            walk.skip_subtree()
    for element in deepest:
        text = " ".join(element.itertext())
        for child in list(element):
            element.remove(child)
        element.text = text


def blocks(root: Element) -> Iterator[Part]:
    """Yield the blocks under `root`: headings, paragraphs, list items, quotes, captions, code, table rows.

    A blank line made by two line breaks divides paragraphs. Cells of a row are joined by “ | ”.
    """
    yield from _flow(root, BlockKind.PARAGRAPH, 0, "")


def _flow(element: Element, kind: BlockKind, level: int, marker: str) -> Iterator[Part]:
    """Yield the blocks of an element whose own text is of `kind`; only its first block has the marker."""
    buffer: list[str] = [element.text or ""]
    number = 0
    for child in element:
        tag = _tag(child)
        if tag in _BREAKS:
            buffer.append("\n")
        elif tag in _INLINE and not _has_blocks(child):
            buffer.append(_inline(child))
        elif tag and tag not in _SKIPPED and not _hidden(child):
            for part in _parts(buffer, kind, level, marker):
                marker = ""
                yield part
            buffer = []
            number += tag in _ITEMS
            for part in _block(child, tag, kind, level, number):
                if marker and kind is BlockKind.LIST_ITEM and part.kind is kind and not part.marker:
                    part, marker = part._replace(marker=marker), ""
                yield part
        buffer.append(child.tail or "")
    yield from _parts(buffer, kind, level, marker)


def _block(element: Element, tag: str, kind: BlockKind, level: int, number: int) -> Iterator[Part]:
    """Yield the blocks of a block-level child; what has no meaning of its own passes its parent's on."""
    if tag in _HEADINGS or tag == "head":
        rank = _HEADINGS.get(tag) or _HEADINGS.get(element.get("rend", ""), 2)
        text = clean(_inline(element))
        sentence = len(text.split()) > _HEADING_WORDS or text.endswith((".", ".”"))
        yield from _parts([text], kind if sentence else BlockKind.HEADING, 0 if sentence else rank, "")
    elif kind is BlockKind.PARAGRAPH and tag == "p" and _bold_line(element):
        yield from _parts([_inline(element)], BlockKind.HEADING, 3, "")
    elif tag == "pre" or (tag == "code" and kind is not BlockKind.LIST_ITEM):
        yield from (Part(BlockKind.CODE, line) for line in _inline(element).split("\n"))
    elif tag in _LISTS:
        yield from _flow(element, BlockKind.PARAGRAPH, level + 1, "")
    elif tag in _ITEMS:
        yield from _flow(element, BlockKind.LIST_ITEM, max(level, 1), _marker(element, tag, number))
    elif tag in _QUOTES or _PULLED.search(element.get("class") or ""):
        yield from _flow(element, BlockKind.QUOTE, level, "")
    elif tag in _CAPTIONS:
        yield from _flow(element, BlockKind.CAPTION, 0, "")
    elif tag in _ROWS and (cells := _data_cells(element)):
        yield Part(BlockKind.TABLE_ROW, " | ".join(cells))
    else:
        yield from _flow(element, kind, level, "")


def _bold_line(element: Element) -> bool:
    """Tell whether a paragraph is one short bold line without a full stop: a heading in all but name."""
    text = clean(_inline(element))
    bold = [child for child in element if _tag(child) in {"b", "strong"}]
    return (
        len(bold) == len(element) == 1
        and 0 < len(text.split()) <= _BOLD_WORDS
        and clean(_inline(bold[0])) == text
        and not text.endswith((".", ":", ",", ".”"))
    )


def _marker(element: Element, tag: str, number: int) -> str:
    """Return the sign of a list item: its number in an ordered list, else a bullet."""
    parent = element.getparent()
    if tag in {"dt", "dd"} or parent is None:
        return ""
    if _tag(parent) == "ol" or parent.get("rend") == "ol":
        start = parent.get("start") or "1"
        return f"{number + (int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1) - 1}."
    return "•"


def _data_cells(row: Element) -> list[str]:
    """Return the texts of a data row's cells; none for a row that only lays out a page."""
    cells = [cell for cell in row if _tag(cell) in _CELLS]
    if len(cells) < 2 or any(_tag(inner) in _NOT_IN_CELLS for cell in cells for inner in cell.iterdescendants()):
        return []
    texts = [clean(_inline(cell)) for cell in cells]
    filled = [text for text in texts if text]
    return filled if all(len(text.split()) <= _CELL_WORDS for text in filled) else []


def _parts(buffer: Sequence[str], kind: BlockKind, level: int, marker: str) -> Iterator[Part]:
    for text in _BLANK_LINE.split("".join(buffer)):
        if clean(text):
            yield Part(kind, text, level, marker)
            marker = ""


def _inline(element: Element) -> str:
    """Return the text of an element without what isn't shown, line breaks as line feeds."""
    pieces = [] if _tag(element) in _SKIPPED else [element.text or ""]
    for child in element if pieces else ():
        tag = _tag(child)
        pieces.append("\n" if tag in _BREAKS else _inline(child))
        if tag and tag not in _INLINE and tag not in _BREAKS:
            pieces.append(" ")
        pieces.append(child.tail or "")
    return "".join(pieces)


def _has_blocks(element: Element) -> bool:
    """Tell whether something inside stands on lines of its own: a paragraph, a list, a blank line."""
    inside: Iterable[Element] = element.iterdescendants()
    return any(tag and tag not in _INLINE | _BREAKS | _SKIPPED for tag in map(_tag, inside))


def _hidden(element: Element) -> bool:
    return _HIDDEN.search(element.get("style") or "") is not None


def _tag(element: Element) -> str:
    """Return an element's local name in lower case; an empty string for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
