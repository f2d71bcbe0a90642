"""The saved web page with marks in its own text: its look stays, its links lead on, and nothing in it runs or loads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from reader.core import wording
from reader.core.annotation import Annotation
from reader.core.document import Document
from reader.core.layers import LAYERS
from reader.formats.decode import decode
from reader.formats.dom import MAX_CHARACTERS, writable
from reader.formats.errors import ReaderError
from reader.formats.export import inert, original, page_marks, palette, text_nodes, web_annotation
from reader.formats.export.exporter import Copy, Exporter, ExportOptions, SaveError
from reader.formats.export.html import DATA_ID, inert_json
from reader.formats.export.marking import about
from reader.formats.html import declared_charset
from reader.formats.loader import File

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = Any

MARKED_PAGE = b'data-marked-copy="original"'
"""What the body of such a copy has for an attribute."""


def save(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> Copy:
    """Return the page with its words marked where they are found, and the data for the way back."""
    import lxml.html

    data = original.read(document, "html")
    root = _page(document, data)
    page_marks.take_out(root)
    inert.clean(root, inert.beside(document.source.path))
    nodes = page_marks.nodes(root)
    found, placed = original.find(document, annotations, options, text_nodes.whole(nodes))
    page_marks.put(root, nodes, found, options.language, document.metadata.language)
    doctype = root.getroottree().docinfo.doctype or ""
    head, body = _ensured(root)
    for number, element in enumerate(_head(document)):
        head.insert(number, element)
    sheet = lxml.html.Element("style", id=page_marks.STYLE_ID)
    sheet.text = page_marks.style()
    head.append(sheet)
    body.set("data-marked-copy", "original")
    page = lxml.html.tostring(root, encoding="unicode", doctype=_doctype(doctype))
    carried = json.dumps(web_annotation.collection(document, annotations, options), ensure_ascii=False)
    behind = "".join(_legend(document, options)) if options.legend else ""
    behind += f'<template id="{DATA_ID}">{inert_json(carried)}</template>\n'
    before, end, after = page.rpartition("</body>")
    return Copy((before + behind + end + after if end else page + behind).encode(), placed)


def _page(document: Document, data: bytes) -> Element:
    import lxml.html
    from lxml import etree

    name = document.source.name
    try:
        text, _ = decode(File(name, data, document.source.encoding or None), declared_charset(data))
        if len(text) > MAX_CHARACTERS:
            raise SaveError(name, f"its markup is longer than {MAX_CHARACTERS // 2**20} million characters")
        parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
        return lxml.html.document_fromstring(writable(text).encode("utf-8", "replace"), parser=parser)
    except (ReaderError, etree.LxmlError) as error:
        raise SaveError(name, "marks can't be put into this kind of page") from error


def _ensured(root: Element) -> tuple[Element, Element]:
    """Return the page's head and body, made where they are missing."""
    import lxml.html

    head, body = root.find("head"), root.find("body")
    if head is None:
        head = lxml.html.Element("head")
        root.insert(0, head)
    if body is None:
        body = lxml.html.Element("body")
        root.append(body)
    return head, body


def _head(document: Document) -> Iterator[Element]:
    import lxml.html

    yield lxml.html.Element("meta", charset="utf-8")
    policy = lxml.html.Element("meta")
    policy.set("http-equiv", "Content-Security-Policy")
    policy.set("content", inert.POLICY)
    yield policy
    yield lxml.html.Element("meta", name="viewport", content="width=device-width, initial-scale=1")
    yield lxml.html.Element("meta", name="referrer", content="no-referrer")
    ahead = lxml.html.Element("meta")
    # Some browsers ask for the names of hosts that links lead to before anyone follows them.
    ahead.set("http-equiv", "x-dns-prefetch-control")
    ahead.set("content", "off")
    yield ahead


def _doctype(found: str) -> str:
    """Return the page's document type by which browsers choose how to lay it out, without its address."""
    if not found:
        return ""
    return found.split('"http')[0].split('"HTTP')[0].rstrip() + (">" if '"http' in found.lower() else "")


def _legend(document: Document, options: ExportOptions) -> Iterator[str]:
    looks = palette.load("light").layers
    say = options.say
    yield (
        f'<details class="br-legend" lang="{escape(options.language)}">'
        f"<summary>{escape(say(wording.IN_THIS_COPY))}</summary>"
    )
    for layer in LAYERS:
        if layer.key in options.layers:
            classes = f"br br-{layer.key} br-{looks[layer.key].pattern}"
            yield f'<p><mark class="{classes}">{escape(say(layer.title))}</mark> {escape(say(layer.meaning))}</p>'
    if options.own:
        title, meaning = escape(say(wording.OWN_TITLE)), escape(say(wording.OWN_MEANING))
        yield f'<p><mark class="br br-own br-box">{title}</mark> {meaning}</p>'
    rows = (f"{about(document, options)}.", say(wording.CAN_BE_WRONG), say(wording.SWITCHED_OFF))
    yield f'<p class="br-about">{escape(" ".join(rows))}</p></details>\n'


def _fits(document: Document) -> bool:
    return original.fits(document, "html")


EXPORTER = Exporter(
    "original-html",
    "The original web page with marks",
    (".marked.html", ".marked.htm"),
    "text/html",
    "The saved page as it looks, with marks in its text, and nothing in it that runs or loads; opens here again.",
    save,
    _fits,
    heeds=frozenset({"legend", "evidence", "own"}),
)
