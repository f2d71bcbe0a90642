"""The file that an article was read from, for copies that put the marks into it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from reader.core.document import Document
from reader.formats.export.exporter import SaveError


def read(document: Document) -> bytes:
    """Return the bytes of the document's source. Raises SaveError where they are no longer what was read."""
    source = document.source
    if not source.path:
        raise SaveError(source.name, "the article was not read from a file, so there is no original to mark")
    try:
        data = Path(source.path).read_bytes()
    except OSError as error:
        raise SaveError(source.name, "the article's file is gone or can't be read any more") from error
    if hashlib.sha256(data).hexdigest() != source.sha256:
        raise SaveError(source.name, "the article's file has changed since it was opened; open it again")
    return data
