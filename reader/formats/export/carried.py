"""What a copy of the original carries for the way back: the annotations as JSON-LD, packed as the format allows."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reader.core.annotation import Annotation
from reader.core.document import Document
from reader.formats.archive import Archive
from reader.formats.export import apart, web_annotation
from reader.formats.export.exporter import Copy, ExportOptions, SaveError
from reader.formats.loader import File

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from pikepdf import Pdf
else:
    Pdf = Any

IN_OPENDOCUMENT = "BiasReader/annotations.jsonld"
"""The name of the entry in OpenDocument files, whose manifest lists it."""
IN_BOOK = "META-INF/bias-reader.jsonld"
"""The name of the entry in e-books, where their standard lets others put files."""
MIME = "application/ld+json"
MAX_BYTES = 32 * 2**20
"""The most that is read of what a file says to be ours, in bytes."""

_ATTACHMENT = "bias-reader.jsonld"
_SPACE = web_annotation.VOCABULARY
_WORD_PART = re.compile(rb'<annotations xmlns="urn:bias-reader:">([^<]*)</annotations>')
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"


def packed(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> bytes:
    """Return the annotations that the options let into a copy, with their document, in ASCII."""
    return json.dumps(web_annotation.collection(document, annotations, options)).encode()


def attach(pdf: Pdf, data: bytes) -> None:
    """Attach the data to a PDF, in place of an earlier copy's."""
    from pikepdf import AttachedFileSpec, Name

    if _ATTACHMENT in pdf.attachments:
        del pdf.attachments[_ATTACHMENT]
    pdf.attachments[_ATTACHMENT] = AttachedFileSpec(
        pdf,
        data,
        filename=_ATTACHMENT,
        mime_type=MIME,
        description="The marks of this copy, for opening it again in Bias Reader",
        relationship=Name.Data,
    )


def add_part(word: WordDocument, data: bytes) -> None:
    """Add the data to a Word document as a part of custom XML, which Word and LibreOffice keep."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    for key, relation in list(word.part.rels.items()):
        if relation.reltype == _CUSTOM and _WORD_PART.search(relation.target_part.blob):
            word.part.drop_rel(key)
    xml = f'<?xml version="1.0" encoding="UTF-8"?>\n<annotations xmlns="{_SPACE}">'.encode()
    blob = xml + data.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;") + b"</annotations>"
    package = word.part.package
    name = package.next_partname("/customXml/item%d.xml")
    word.part.relate_to(Part(PackURI(name), "application/xml", blob, package), _CUSTOM)


def unpacked(data: bytes) -> bytes:
    """Return the annotations in a marked PDF, Word document, OpenDocument text or e-book; nothing from others.

    Raises ReaderError, SaveError, ValueError or KeyError where what is there can't be read.
    """
    if data.startswith(b"PK"):
        return _from_package(Archive(File("copy", data)))
    if data.startswith(b"%PDF") and _ATTACHMENT.encode() in data:
        return apart.run("copy", attached, data).data
    return b""


def _from_package(archive: Archive) -> bytes:
    for name in (IN_OPENDOCUMENT, IN_BOOK):
        if name in archive:
            return archive.read(name)
    for name in archive.names("customXml/"):
        found = _WORD_PART.search(archive.read(name))
        if found:
            return found[1].replace(b"&lt;", b"<").replace(b"&gt;", b">").replace(b"&amp;", b"&")
    return b""


def attached(data: bytes) -> Copy:
    """Return what is attached to a PDF, unpacked as far as MAX_BYTES; call it by `apart`, as it may be anybody's file.

    Raises SaveError where it can't be read.
    """
    from io import BytesIO

    import pikepdf

    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            if _ATTACHMENT not in pdf.attachments:
                return Copy(b"")
            stream = pdf.attachments[_ATTACHMENT].obj.EF.F
            raw, packing = stream.read_raw_bytes(), stream.get("/Filter")
            plain = packing is None or (isinstance(packing, pikepdf.Array) and len(packing) == 0)
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError) as error:
        raise SaveError("copy", "the attachment can't be read") from error
    try:
        return Copy(bytes(raw[:MAX_BYTES]) if plain else zlib.decompressobj().decompress(raw, MAX_BYTES))
    except zlib.error as error:
        raise SaveError("copy", "the attachment is damaged") from error
