"""E-books (EPUB): the chapters in reading order, without cover, contents and imprint."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from reader.core.document import BlockKind, Metadata, Part
from reader.core.text import clean
from reader.formats import dom, html, plain
from reader.formats.archive import Archive, attribute, child, local, properties
from reader.formats.decode import decode
from reader.formats.loader import Article, File

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = Any

MAX_CHAPTERS = 2000
_MAX_CHARACTERS = 30_000_000
_HEAD_PARTS = 14
_PAGES = frozenset({"application/xhtml+xml", "text/html"})
_NO_CHAPTER = re.compile(
    r"\b(cover|toc|nav|contents|titlepage|title-page|copyright(-page)?|imprint|index|loi|lot)\b", re.I
)
_FONT_SCHEMES = (b"http://www.idpf.org/2008/embedding", b"http://ns.adobe.com/pdf/enc#RC")


def load(file: File) -> Article:
    """Read an e-book."""
    archive = Archive(file)
    if _protected(archive):
        raise file.error("it is protected by DRM")
    path, book = package(archive)
    described = child(book, "metadata")
    fields = properties(described) if described is not None else {}
    metadata = Metadata(
        title=fields.get("title", ""),
        author=fields.get("creator", ""),
        date=fields.get("date", "")[:10],
        site=fields.get("publisher", ""),
        language=fields.get("language", "")[:2].lower(),
    )
    parts: list[Part] = [Part(BlockKind.TITLE, metadata.title), Part(BlockKind.BYLINE, metadata.author)]
    characters = 0
    for name in chapters(book, posixpath.dirname(path)):
        if name in archive:
            data = archive.read(name)
            characters += len(data)
            if characters > _MAX_CHARACTERS:
                raise file.error(f"it holds more than {_MAX_CHARACTERS // 1_000_000} million characters")
            parts.extend(_chapter(file, data))
    return Article(tuple(plain.refined(_without_title_pages(parts))), metadata)


def _protected(archive: Archive) -> bool:
    """Tell whether more than fonts is encrypted."""
    if "META-INF/encryption.xml" not in archive:
        return False
    methods = re.findall(rb"Algorithm=[\"']([^\"']+)", archive.read("META-INF/encryption.xml"))
    return any(method not in _FONT_SCHEMES for method in methods)


def package(archive: Archive) -> tuple[str, Element]:
    """Return the name and the root of the entry that describes the book. Raises ReaderError where there is none."""
    container = archive.xml("META-INF/container.xml")
    path = next((attribute(e, "full-path") for e in container.iter() if local(e) == "rootfile"), "")
    return path, archive.xml(path)


def chapters(package: Element, folder: str) -> Iterator[str]:
    """Yield the names of the chapters' entries in reading order; `package` describes the book, and is in `folder`."""
    manifest, spine, guide = child(package, "manifest"), child(package, "spine"), child(package, "guide")
    if manifest is None or spine is None:
        return
    items = {attribute(item, "id"): item for item in manifest}
    aside = {
        attribute(reference, "href").partition("#")[0]
        for reference in (guide if guide is not None else ())
        if _NO_CHAPTER.search(attribute(reference, "type"))
    }
    for reference in list(spine)[:MAX_CHAPTERS]:
        item = items.get(attribute(reference, "idref"))
        if item is None or attribute(item, "media-type") not in _PAGES:
            continue
        href = attribute(item, "href")
        told = f"{attribute(item, 'id')} {attribute(item, 'properties')} {posixpath.splitext(href)[0]}"
        if href not in aside and not _NO_CHAPTER.search(told.replace("_", " ").replace("/", " ")):
            yield posixpath.normpath(posixpath.join(folder, unquote(href)))


def _without_title_pages(parts: Sequence[Part]) -> list[Part]:
    """Return the parts without another copy of title and author, our own first two, near the beginning."""
    said = {clean(part.text).casefold() for part in parts[:2]}
    again = [part for part in parts[2:_HEAD_PARTS] if clean(part.text).casefold() not in said]
    return [*parts[:2], *again, *parts[_HEAD_PARTS:]]


def _chapter(file: File, data: bytes) -> Iterator[Part]:
    """Yield a chapter's blocks; ranks of its headings start below the book's title."""
    text, _ = decode(file.inner(data), html.declared_charset(data))
    if not text.strip():
        return
    yield from dom.blocks(dom.parse(file, text))
