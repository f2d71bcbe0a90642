"""What a copy will look like: the first page of a PDF, the first words as rich text, or the first lines of the file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reader.core.annotation import Annotation
from reader.core.document import Document
from reader.formats.export import fragment
from reader.formats.export.exporter import Exporter, ExportOptions

_CHARACTERS = 1500
_LINES = 40
_LONGEST_LINE = 240
_WIDTH = 620
_PAGES = ("application/pdf",)
_SHOWN_AS_RICH_TEXT = (
    "text/html",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
    "application/epub+zip",
)


class Preview(NamedTuple):
    """One of three is filled: the lines of the file, rich text (an HTML fragment), or a picture (PNG)."""

    lines: str = ""
    rich: str = ""
    picture: bytes = b""


def preview(
    exporter: Exporter, document: Document, annotations: Sequence[Annotation], options: ExportOptions
) -> Preview:
    """Return what the beginning of a copy looks like. Raises SaveError as the copy itself would."""
    rich = exporter.mime in _SHOWN_AS_RICH_TEXT
    # Only in the original do marks find their place, so all of it is needed.
    whole = exporter.key.startswith("original") and not rich
    shown = document if whole else fragment.beginning(document, _CHARACTERS)
    found = [one for one in annotations if one.span.end <= len(shown.text)]
    if rich:
        return Preview(rich=fragment.rich(shown, found, options))
    data = exporter.make(shown, found, options).data
    if exporter.mime in _PAGES:
        return Preview(picture=_first_page(data))
    return Preview(lines="\n".join(_first_lines(data)))


def _first_page(data: bytes) -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        page = document[0]
        image = page.render(scale=_WIDTH / page.get_width(), may_draw_forms=False).to_pil()
    finally:
        document.close()
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def _first_lines(data: bytes) -> Iterator[str]:
    for line in _text(data).lstrip("\ufeff").splitlines()[:_LINES]:
        yield line if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE] + "…"


def _text(data: bytes) -> str:
    """Return a file's text; of an archive, its files' names with what is in the shortest."""
    if not data.startswith(b"PK"):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = sorted(archive.infolist(), key=lambda part: part.file_size)
        return "\n\n".join(f"{part.filename}\n{archive.read(part).decode('utf-8', 'replace')}" for part in parts)
