"""Word documents (Office Open XML, transitional and strict): paragraphs by style, changes as accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.core.document import BlockKind, Metadata, Part
from reader.core.text import clean
from reader.formats import plain
from reader.formats.archive import Archive, attribute, child, local, properties
from reader.formats.loader import Article, File
from reader.formats.signatures import ENCRYPTED_WORD, OLD_WORD

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = Any

_MAIN = "word/document.xml"

_KINDS = {
    "title": BlockKind.TITLE,
    "subtitle": BlockKind.HEADING,
    "quote": BlockKind.QUOTE,
    "intense quote": BlockKind.QUOTE,
    "block text": BlockKind.QUOTE,
    "quotations": BlockKind.QUOTE,
    "caption": BlockKind.CAPTION,
    "html preformatted": BlockKind.CODE,
    "byline": BlockKind.BYLINE,
    "author": BlockKind.BYLINE,
    "date": BlockKind.BYLINE,
}
_LEFT_OUT = frozenset(
    {"del", "moveFrom", "delText", "instrText", "footnoteReference", "endnoteReference", "commentReference",
     "Fallback", "pPr", "rPr", "tblPr", "tblGrid", "sectPr", "sdtPr", "pict", "object", "rt"}
)  # fmt: skip
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-", "softHyphen": ""}
_OFF = frozenset({"0", "false", "off", "none"})


class Style(NamedTuple):
    """What a paragraph style says: its name in lower case, outline level (0 for none), and numbering."""

    name: str
    outline: int
    numbering: str


def load(file: File) -> Article:
    """Read a Word document: text boxes, tables and links too, tracked changes as if accepted, notes at the end."""
    if file.data.startswith(OLD_WORD):
        if ENCRYPTED_WORD in file.data:
            raise file.error("it is encrypted: save a copy without a password")
        raise file.error("it is a document of Word 97–2003: save it as .docx")
    archive = Archive(file)
    root = archive.xml(_main_entry(archive))
    body = child(root, "body")
    if body is None:
        raise file.error("it is damaged, or no Word document")
    reader = _Reader(_styles(archive), _numberings(archive))
    parts = plain.refined(list(reader.blocks(body)))
    return Article((*parts, *_notes(archive, reader)), _metadata(archive, parts))


class _Reader:
    """The walk over a body, with the running numbers of its lists."""

    def __init__(self, styles: dict[str, Style], numberings: dict[tuple[str, str], tuple[str, str]]) -> None:
        self._styles = styles
        self._numberings = numberings
        self._counts: Counter[tuple[str, str]] = Counter()

    def blocks(self, container: Element) -> Iterator[Part]:
        """Yield the blocks in a body, cell or text box."""
        for element in container:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name not in _LEFT_OUT:
                yield from self.blocks(element)

    def _paragraph(self, element: Element) -> Iterator[Part]:
        boxes: list[Element] = []
        text = "".join(_text(element, boxes))
        if clean(text):
            yield self._part(element, text)
        for box in boxes:
            yield from self.blocks(box)

    def _part(self, element: Element, text: str) -> Part:
        settings = child(element, "pPr")
        style = self._styles.get(attribute(child(settings, "pStyle"), "val"), Style("", 0, ""))
        outline = attribute(child(settings, "outlineLvl"), "val")
        rank = int(outline) + 1 if outline in set("012345678") else style.outline
        number = attribute(child(settings, "numPr", "numId"), "val") or style.numbering
        if style.name in _KINDS:
            kind = _KINDS[style.name]
            return Part(kind, text, 2 if kind is BlockKind.HEADING else 0)
        if rank:
            return Part(BlockKind.HEADING, text, rank)
        if number and number != "0":
            depth = attribute(child(settings, "numPr", "ilvl"), "val") or "0"
            return Part(BlockKind.LIST_ITEM, text, _small(depth) + 1, self._marker(number, depth))
        return Part(BlockKind.PARAGRAPH, text)

    def _marker(self, number: str, depth: str) -> str:
        """Return a list item's sign, counting on in its list."""
        form, start = self._numberings.get((number, depth), ("bullet", "1"))
        if form in {"bullet", "none", ""}:
            return "•"
        self._counts[number, depth] += 1
        for deeper in [key for key in self._counts if key[0] == number and key[1] > depth]:
            del self._counts[deeper]
        return f"{_numeral(_small(start) + self._counts[number, depth] - 1, form)}."

    def _table(self, table: Element) -> Iterator[Part]:
        """Yield a row a block; a table of one cell a row only frames its text."""
        for row in _nearest(table, "tr"):
            cells = list(_nearest(row, "tc"))
            if len(cells) == 1:
                yield from self.blocks(cells[0])
            elif cells:
                texts = (clean(" ".join(part.text for part in self.blocks(cell))) for cell in cells)
                yield Part(BlockKind.TABLE_ROW, " | ".join(filter(None, texts)))


def _nearest(element: Element, name: str) -> Iterator[Element]:
    """Yield the elements of a name under one, but not those inside them or inside a table of their own."""
    for inner in element:
        found = local(inner)
        if found == name:
            yield inner
        elif found != "tbl" and found not in _LEFT_OUT:
            yield from _nearest(inner, name)


def _text(element: Element, boxes: list[Element]) -> Iterator[str]:
    """Yield the text of a paragraph; text boxes anchored in it are put in `boxes`."""
    for inner in element:
        name = local(inner)
        if name == "t":
            yield inner.text or ""
        elif name in _BREAKS:
            yield _BREAKS[name]
        elif name == "txbxContent":
            boxes.append(inner)
        elif name and name not in _LEFT_OUT and not (name == "r" and _hidden(inner)):
            yield from _text(inner, boxes)


def _hidden(run: Element) -> bool:
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and attribute(vanish, "val") not in _OFF


def _notes(archive: Archive, reader: _Reader) -> Iterator[Part]:
    """Yield the footnotes, then the endnotes, as CAPTION, without the lines that separate them."""
    for entry in ("word/footnotes.xml", "word/endnotes.xml"):
        for note in archive.xml(entry) if entry in archive else ():
            if not attribute(note, "type").lower().endswith(("separator", "notice")):
                yield from (Part(BlockKind.CAPTION, part.text) for part in reader.blocks(note))


def _main_entry(archive: Archive) -> str:
    """Return the name of the main part: the usual one, or what the package's relations name."""
    if _MAIN in archive or "_rels/.rels" not in archive:
        return _MAIN
    relations = archive.xml("_rels/.rels")
    targets = (attribute(r, "Target") for r in relations if attribute(r, "Type").endswith("/officeDocument"))
    return next(targets, _MAIN).lstrip("/")


def _styles(archive: Archive) -> dict[str, Style]:
    """Return the paragraph styles by their id; one without an own outline level has that of its base."""
    if "word/styles.xml" not in archive:
        return {}
    own: dict[str, tuple[Style, str]] = {}
    for element in archive.xml("word/styles.xml"):
        if local(element) == "style":
            outline = attribute(child(element, "pPr", "outlineLvl"), "val")
            style = Style(
                attribute(child(element, "name"), "val").casefold(),
                int(outline) + 1 if outline in set("012345678") else 0,
                attribute(child(element, "pPr", "numPr", "numId"), "val"),
            )
            own[attribute(element, "styleId")] = (style, attribute(child(element, "basedOn"), "val"))
    return {key: _inherited(key, own) for key in own}


def _inherited(key: str, own: dict[str, tuple[Style, str]]) -> Style:
    style, base = own[key]
    seen = {key}
    while base in own and base not in seen:
        seen.add(base)
        above, further = own[base]
        name = style.name if style.name in _KINDS or above.name not in _KINDS else above.name
        style = Style(name, style.outline or above.outline, style.numbering or above.numbering)
        base = further
    return style


def _numberings(archive: Archive) -> dict[tuple[str, str], tuple[str, str]]:
    """Return number format and first number of each list (its id and depth)."""
    if "word/numbering.xml" not in archive:
        return {}
    root = archive.xml("word/numbering.xml")
    forms = {
        (attribute(abstract, "abstractNumId"), attribute(level, "ilvl")): (
            attribute(child(level, "numFmt"), "val"),
            attribute(child(level, "start"), "val") or "1",
        )
        for abstract in root
        if local(abstract) == "abstractNum"
        for level in abstract
        if local(level) == "lvl"
    }
    lists = {
        attribute(number, "numId"): attribute(child(number, "abstractNumId"), "val")
        for number in root
        if local(number) == "num"
    }
    return {
        (number, depth): form
        for number, abstract in lists.items()
        for (owner, depth), form in forms.items()
        if owner == abstract
    }


def _numeral(number: int, form: str) -> str:
    """Return a number as a list writes it: digits, a letter or a Roman numeral."""
    if form in {"lowerLetter", "upperLetter"} and 0 < number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in {"lowerRoman", "upperRoman"} and 0 < number < 40:
        roman = "x" * (number // 10) + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number % 10]
        return roman if form == "lowerRoman" else roman.upper()
    return str(number)


def _small(digits: str) -> int:
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 0


def _metadata(archive: Archive, parts: list[Part]) -> Metadata:
    """Return what the text says, else what the document's properties say."""
    said = plain.metadata(parts)
    fields = properties(archive.xml("docProps/core.xml")) if "docProps/core.xml" in archive else {}
    return Metadata(
        title=said.title or fields.get("title", ""),
        author=said.author or fields.get("creator", ""),
        date=said.date or fields.get("created", "")[:10],
        language=fields.get("language", "")[:2].lower(),
    )
