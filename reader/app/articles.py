"""Articles from files, and what our own copies bring with them: marks, labels and notes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.core.document import Document
    from reader.formats.restoring import Reopened
    from reader.ui.services import CopyMarks

_COPIES = frozenset({".html", ".htm", ".json", ".jsonld", ".pdf", ".docx", ".odt", ".epub"})
_LARGEST_COPY = 64 * 2**20


class Articles:
    """Articles from files, and the program's marks in those that are our own copies."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._marks: dict[str, tuple[Document, CopyMarks]] = {}

    def load(self, path: str, encoding: str | None = None, password: str | None = None) -> Document:
        """Read the article at `path` (“-”: standard input)."""
        from reader.formats import PasswordNeeded, ReaderError, load, load_bytes
        from reader.ui.translate import tr
        from reader.ui.worker import ExpectedError, LockedError

        try:
            if path == "-":
                return load_bytes(sys.stdin.buffer.read(), encoding=encoding, password=password)
            return self._own_copy(path) or load(path, encoding=encoding, password=password)
        except PasswordNeeded as error:
            raise LockedError(error.sentence(tr)) from error
        except ReaderError as error:
            raise ExpectedError(error.sentence(tr)) from error

    def marks_of(self, document: Document) -> CopyMarks | None:
        """Return the marks that came with a document that was loaded last from its path, once; None without any."""
        of, marks = self._marks.pop(document.source.path, (None, None))
        return marks if of is document else None

    def _own_copy(self, path: str) -> Document | None:
        from reader.ui.services import CopyMarks

        found = reopened(path)
        if found is None:
            return None
        if found.own:
            from reader.library.notebook import Notebook

            Notebook(self._data, found.document).take_in(found.own)
        if found.annotations:
            self._marks[path] = found.document, CopyMarks(found.annotations, found.version, found.date)
        return found.document


def reopened(path: str) -> Reopened | None:
    """Return what is in one of our own copies, None for other files."""
    file = Path(path)
    if file.suffix.lower() not in _COPIES:
        return None
    from reader.formats.restoring import reopen

    try:
        if not file.is_file() or file.stat().st_size > _LARGEST_COPY:
            return None
        return reopen(file.read_bytes(), path)
    except OSError:
        return None
