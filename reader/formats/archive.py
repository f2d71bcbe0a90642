"""ZIP packages and the XML in them, with limits: no bombs, no entities, nothing outside the file."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reader.core.text import clean
from reader.formats.loader import File
from reader.formats.signatures import ZIP

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = Any

MAX_ENTRIES = 10_000
MAX_ENTRY = 32 * 2**20
"""The largest entry that is read, unpacked, in bytes."""

_ENCRYPTED = 0x1


class Archive:
    """A ZIP file whose entries are read into memory by name, one by one."""

    def __init__(self, file: File) -> None:
        """Open the file; raises ReaderError where it is damaged or has too many entries."""
        self._file = file
        try:
            self._zip = zipfile.ZipFile(BytesIO(file.data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
            raise file.error("it is damaged: its ZIP package can't be opened") from error
        if len(self._zip.infolist()) > MAX_ENTRIES:
            raise file.error(f"its ZIP package has more than {MAX_ENTRIES:,} entries")

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def names(self, start: str = "") -> list[str]:
        """Return the names of the entries that begin with `start`, in their order."""
        return [name for name in self._zip.namelist() if name.startswith(start)]

    def read(self, name: str) -> bytes:
        """Return an entry unpacked; ReaderError where it is missing, encrypted, damaged or too large."""
        if name not in self:
            raise self._file.error(f"it is damaged: “{clean(name)}” is missing in it")
        info = self._zip.getinfo(name)
        if info.flag_bits & _ENCRYPTED:
            raise self._file.error("it is encrypted")
        try:
            with self._zip.open(info) as stream:
                data = stream.read(MAX_ENTRY + 1)
        except Exception as error:
            raise self._file.error(f"it is damaged: “{clean(name)}” can't be unpacked") from error
        if len(data) > MAX_ENTRY:
            raise self._file.error(f"“{clean(name)}” in it unpacks to more than {MAX_ENTRY // 2**20} MB")
        return data

    def xml(self, name: str) -> Element:
        """Return the root of an XML entry; raises ReaderError where that can't be read."""
        return parse_xml(self._file, self.read(name))


def parse_xml(file: File, data: bytes) -> Element:
    """Return the root of XML: no entity replaced, no DTD read, nothing fetched, the parser's own limits.

    Slips in the markup are mended. Raises ReaderError where nothing is left.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_pis=True,
    )
    root = etree.fromstring(data, parser)
    if root is None:
        raise file.error("the XML in it is damaged")
    return root


def local(element: Element) -> str:
    """Return an element's name without its namespace; an empty string for comments and entities."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Element | None, name: str) -> str:
    """Return an attribute by its name without namespace, or an empty string."""
    if element is None:
        return ""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first descendant along a path of local names, or None."""
    for name in path:
        element = next((inner for inner in element if local(inner) == name), None) if element is not None else None
    return element


def weight(data: bytes) -> int:
    """Return how many bytes a file is, or unpacks to by its own account if it is a ZIP package."""
    if not data.startswith(ZIP):
        return len(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            return sum(min(info.file_size, MAX_ENTRY) for info in package.infolist() if _is_markup(info.filename))
    except Exception:
        # what is damaged is refused where it is opened
        return len(data)


def _is_markup(name: str) -> bool:
    return name.endswith((".xml", ".xhtml", ".html", ".htm", ".rels", ".opf"))


def properties(root: Element) -> dict[str, str]:
    """Return the first text of each element by local name: what document properties say."""
    found: dict[str, str] = {}
    for element in root.iter():
        text = clean(element.text or "") if local(element) else ""
        if text:
            found.setdefault(local(element), text)
    return found
