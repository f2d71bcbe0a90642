"""The file that an article was read from, for copies that put the marks into it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from reader.core.document import Document
from reader.formats.export.exporter import SaveError


def fits(document: Document, form: str) -> bool:
    """Tell whether the document was read from a file by the loader `form`."""
    return document.source.format == form and bool(document.source.path)


def read(document: Document, form: str) -> bytes:
    """Return the bytes of the document's source, read by the loader `form`.

    Raises SaveError where it is of another format, or no longer what was read.
    """
    source = document.source
    if not source.path:
        raise SaveError(source.name, "the article was not read from a file, so there is no original to mark")
    if source.format != form:
        raise SaveError(source.name, f"the article was not read from a file of the format “{form}”")
    try:
        data = Path(source.path).read_bytes()
    except OSError as error:
        raise SaveError(source.name, "the article's file is gone or can't be read any more") from error
    if hashlib.sha256(data).hexdigest() != source.sha256:
        raise SaveError(source.name, "the article's file has changed since it was opened; open it again")
    return data
