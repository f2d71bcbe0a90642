"""The original OpenDocument text with marks: spans in styles of their own and a comment a mark, all else untouched."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reader.core.annotation import Annotation
from reader.core.document import Document, Span
from reader.formats.archive import child, local
from reader.formats.export import carried, inert, original, page_marks, palette, text_nodes
from reader.formats.export.exporter import Copy, Exporter, ExportOptions, SaveError
from reader.formats.export.original import Found, Kind
from reader.formats.export.palette import Palette
from reader.formats.export.text_nodes import Point
from reader.formats.odt import LEFT_OUT

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = Any

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = {
    "office": f"{_OASIS}office:1.0",
    "text": f"{_OASIS}text:1.0",
    "style": f"{_OASIS}style:1.0",
    "fo": f"{_OASIS}xsl-fo-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "manifest": f"{_OASIS}manifest:1.0",
}
_NAME = "BiasReader"
# Our line patterns as values of ODF's text-underline-style, and whether the line is double.
_UNDERLINES = {
    "solid": ("solid", "single"),
    "double": ("solid", "double"),
    "dot": ("dotted", "single"),
    "dash": ("dash", "single"),
    "dashdot": ("dot-dash", "single"),
    "wave": ("wave", "single"),
    "bracket": ("long-dash", "single"),
}


def save(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> Copy:
    """Return the source file with its words marked where they are found, and the data for the way back."""
    from lxml import etree

    data = original.read(document, "odt")
    packed = data.startswith(b"PK")
    try:
        root = _parsed(zipfile.ZipFile(BytesIO(data)).read(_CONTENT) if packed else data)
    except (etree.LxmlError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise SaveError(document.source.name, "marks can't be put into this kind of OpenDocument file") from error
    body = child(root, "body", "text")
    if body is None or body.tag != _qualified("office:text"):
        raise SaveError(document.source.name, "marks can't be put into this kind of OpenDocument file")
    _take_out(root)
    nodes = text_nodes.nodes(body, lambda element: local(element) in LEFT_OUT)
    found, placed = original.find(document, annotations, options, text_nodes.whole(nodes))
    names: dict[tuple[Kind, ...], str] = {}

    def around(text: str, _place: Span, kinds: Sequence[Kind]) -> Element:
        name = "_".join(f"{kind.layer}-faint" if kind.faint else kind.layer for kind in kinds)
        name = names.setdefault(tuple(kinds), f"{_NAME}_{name}")
        span = body.makeelement(_qualified("text:span"), {_qualified("text:style-name"): name})
        span.text = text
        return span

    points = [point for number, one in enumerate(found, 1) for point in _comment(body, one, number, options)]
    text_nodes.wrap(nodes, [pair for one in found for pair in one.layers], around, points)
    _add_styles(root, names)
    content = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    if not packed:
        return Copy(content, placed)
    taken = carried.packed(document, annotations, options)
    changed = {_CONTENT: content, carried.IN_OPENDOCUMENT: taken, _MANIFEST: _listed(data)}
    return Copy(original.repacked(data, changed), placed)


def _parsed(data: bytes) -> Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def _qualified(name: str) -> str:
    prefix, _, rest = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{rest}"


def _comment(body: Element, one: Found, number: int, options: ExportOptions) -> Iterator[Point]:
    """Yield where a mark's comment begins and ends."""
    from lxml.etree import SubElement

    name = {_qualified("office:name"): f"{_NAME}-{number}"}
    note = body.makeelement(_qualified("office:annotation"), name)
    SubElement(note, _qualified("dc:creator")).text = one.mark.by
    SubElement(note, _qualified("dc:date")).text = f"{options.date.isoformat()}T00:00:00"
    for row in one.mark.said.split("\n"):
        SubElement(note, _qualified("text:p")).text = row
    yield Point(one.stretches[0].start, False, note)
    yield Point(one.stretches[-1].end, True, body.makeelement(_qualified("office:annotation-end"), name))


def _add_styles(root: Element, names: Mapping[tuple[Kind, ...], str]) -> None:
    from lxml.etree import SubElement

    styles = child(root, "automatic-styles")
    if styles is None:
        styles = root.makeelement(_qualified("office:automatic-styles"))
        body = child(root, "body")
        root.insert(root.index(body) if body is not None else 0, styles)
    theme = palette.load("light")
    for kinds, name in names.items():
        about = {_qualified("style:name"): name, _qualified("style:family"): "text"}
        style = SubElement(styles, _qualified("style:style"), about)
        SubElement(style, _qualified("style:text-properties"), _properties(kinds, theme))


def _properties(kinds: Sequence[Kind], theme: Palette) -> dict[str, str]:
    """Return the look of text under these layers: the fill that is there, and the line of the last layer."""
    made: dict[str, str] = {}
    for kind in kinds:
        if kind.layer == original.OWN:
            made[_qualified("fo:border")] = "0.75pt solid #1d1d1f"
            continue
        look = theme.look(kind.layer, faint=kind.faint)
        style, strokes = _UNDERLINES[look.pattern]
        made |= {
            _qualified("style:text-underline-style"): style,
            _qualified("style:text-underline-type"): strokes,
            _qualified("style:text-underline-width"): "bold" if look.pattern in {"dot", "bracket"} else "auto",
            _qualified("style:text-underline-color"): look.line.lower(),
        }
        if look.fill:
            made[_qualified("fo:background-color")] = look.fill.lower()
    return made


def _take_out(root: Element) -> None:
    """Take the marks of an earlier copy out: their spans, styles and comments."""
    for element in [*root.iter()]:
        if not isinstance(element.tag, str):
            continue
        named = element.get(_qualified("office:name")) or element.get(_qualified("style:name")) or ""
        if local(element) == "span" and (element.get(_qualified("text:style-name")) or "").startswith(f"{_NAME}_"):
            page_marks.unwrap(element)
        elif local(element) in {"annotation", "annotation-end", "style"} and named.startswith(
            (f"{_NAME}-", f"{_NAME}_")
        ):
            inert.remove(element)


def _listed(data: bytes) -> bytes:
    """Return the package's manifest with the entry of the data for the way back."""
    from lxml import etree

    manifest = _parsed(zipfile.ZipFile(BytesIO(data)).read(_MANIFEST))
    path = _qualified("manifest:full-path")
    if all(entry.get(path) != carried.IN_OPENDOCUMENT for entry in manifest):
        about = {path: carried.IN_OPENDOCUMENT, _qualified("manifest:media-type"): carried.MIME}
        etree.SubElement(manifest, _qualified("manifest:file-entry"), about)
    return bytes(etree.tostring(manifest, encoding="UTF-8", xml_declaration=True))


def _fits(document: Document) -> bool:
    return original.fits(document, "odt")


EXPORTER = Exporter(
    "original-odt",
    "The original OpenDocument text with comments",
    (".marked.odt", ".marked.fodt"),
    "application/vnd.oasis.opendocument.text",
    "Your own document, its look kept, with coloured text and a comment for each mark; for LibreOffice and Word.",
    save,
    _fits,
    heeds=frozenset({"evidence", "own"}),
)
