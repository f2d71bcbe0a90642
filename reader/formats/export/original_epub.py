"""The original e-book with marks in its chapters; every other file in it as it was."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from html.entities import name2codepoint
from typing import TYPE_CHECKING, Any

from reader.core.annotation import Annotation
from reader.core.document import Document
from reader.formats import epub
from reader.formats.archive import Archive, local
from reader.formats.decode import decode
from reader.formats.errors import ReaderError
from reader.formats.export import carried, original, page_marks, text_nodes
from reader.formats.export.exporter import Copy, Exporter, ExportOptions, SaveError
from reader.formats.html import declared_charset
from reader.formats.loader import File

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = Any

_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_XML_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


def save(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> Copy:
    """Return the book with its words marked where they are found, and the data for the way back."""
    from lxml import etree

    data = original.read(document, "epub")
    try:
        roots = _chapters(File(document.source.name, data))
    except (ReaderError, etree.LxmlError) as error:
        raise SaveError(document.source.name, "marks can't be put into this kind of e-book") from error
    nodes: dict[str, list[text_nodes.Node]] = {}
    at = 0
    for name, root in roots.items():
        page_marks.take_out(root)
        nodes[name] = page_marks.nodes(root, at)
        at = nodes[name][-1].span.end if nodes[name] else at
    text = "".join(text_nodes.whole(found) for found in nodes.values())
    found, placed = original.find(document, annotations, options, text)
    changed = {carried.IN_BOOK: carried.packed(document, annotations, options)}
    for name, root in roots.items():
        page_marks.put(root, nodes[name], found, options.language, document.metadata.language)
        _add_style(root)
        changed[name] = etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True)
    return Copy(original.repacked(data, changed), placed)


def _chapters(file: File) -> dict[str, Element]:
    """Return the chapters' trees by the names of their entries; what is no well-formed XHTML is left as it is."""
    from lxml import etree

    archive = Archive(file)
    path, package = epub.package(archive)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    found: dict[str, Element] = {}
    for name in epub.chapters(package, posixpath.dirname(path)):
        if name not in archive or name in found:
            continue
        data = archive.read(name)
        text, _ = decode(file.inner(data), declared_charset(data))
        try:
            found[name] = etree.fromstring(_ENTITY.sub(_character, _DECLARATION.sub("", text)).encode(), parser)
        except etree.XMLSyntaxError:
            continue
    return found


def _character(found: re.Match[str]) -> str:
    """Return the character of one of HTML's names, which XML alone doesn't know."""
    name = found[1]
    return chr(name2codepoint[name]) if name in name2codepoint and name not in _XML_OWN else found[0]


def _add_style(root: Element) -> None:
    from lxml.etree import SubElement

    head = next((element for element in root if local(element) == "head"), None)
    if head is not None:
        space = root.tag.rpartition("}")[0] + "}" if "}" in root.tag else ""
        SubElement(head, f"{space}style", {"id": page_marks.STYLE_ID, "type": "text/css"}).text = page_marks.style()


def _fits(document: Document) -> bool:
    return original.fits(document, "epub")


EXPORTER = Exporter(
    "original-epub",
    "The original e-book with marks",
    (".marked.epub",),
    "application/epub+zip",
    "Your own e-book with marks in its chapters, for e-book readers on screens.",
    save,
    _fits,
    heeds=frozenset({"evidence", "own"}),
)
