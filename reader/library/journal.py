"""An article's journal: a file to which every change of the reader's labels is appended, by any number of windows.

One JSON object a line: `{"document": …}` says which texts it belongs to, `{"keep": …}` holds a mark in W3C form,
`{"drop": key}` takes one away; the last word on a key counts. Appending under a lock merges what several processes
write. Each line is on disk before the call returns, and a line that a crash cut short is passed over.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from reader.core.document import Document
from reader.core.own import OwnMark, from_item, to_item

_log = logging.getLogger(__name__)

Change = tuple[str, OwnMark | None]
"""A mark's key and what it is now: None where it was taken away."""


def text_key(document: Document) -> str:
    """Return the name under which a document's labels are kept: the SHA-256 of its text, in hex."""
    return hashlib.sha256(document.text.encode()).hexdigest()


def identity(document: Document) -> dict[str, str]:
    """Return what a document is known by."""
    return {"text": text_key(document), "path": document.source.path, "title": document.title}


class Journal:
    """One journal file, read as far as it has grown. `marks` is its state, `documents` the texts it belongs to."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.marks: dict[str, OwnMark] = {}
        self.documents: list[Mapping[str, str]] = []
        self._read = 0

    def refresh(self) -> bool:
        """Take in what was appended since, by whomever; tell whether there was anything. Raises OSError."""
        try:
            with self.file.open("rb") as stream:
                return self._take(stream)
        except FileNotFoundError:
            # Someone removed it: everything known goes into a new one with the next change.
            self._read = 0
            return False

    def append(self, document: Document, changes: Iterable[Change]) -> None:
        """Put changes on disk, after taking in those of others; `marks` follows.

        Raises OSError, leaving the file as it was.
        """
        listed = list(changes)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a+b") as stream, _locked(stream):
            fresh = stream.seek(0, os.SEEK_END) == 0
            kept = {} if not fresh else dict(self.marks)
            if fresh:
                self._read, self.documents = 0, []
            self._take(stream)
            known = identity(document) in self.documents
            lines: list[Mapping[str, Any]] = [] if known else [{"document": identity(document)}]
            source = f"urn:sha256:{text_key(document)}"
            for key, mark in [*kept.items(), *listed]:
                lines.append({"drop": key} if mark is None else {"keep": to_item(mark, source)})
            self._write(stream, lines)
            self._take(stream)

    def _write(self, stream: IO[bytes], lines: Iterable[Mapping[str, Any]]) -> None:
        end = stream.seek(0, os.SEEK_END)
        torn = b""
        if end:
            stream.seek(end - 1)
            torn = b"" if stream.read(1) == b"\n" else b"\n"
        data = torn + b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)
        try:
            # Past Python's buffer: a disk that is full says so here, and nothing is left to be written later.
            written = 0
            while written < len(data):
                written += os.write(stream.fileno(), data[written:])
            os.fsync(stream.fileno())
        except OSError:
            os.ftruncate(stream.fileno(), end)
            raise

    def _take(self, stream: IO[bytes]) -> bool:
        size = stream.seek(0, os.SEEK_END)
        if size < self._read:
            self._read = 0
        stream.seek(self._read)
        data = stream.read()
        whole = data[: data.rfind(b"\n") + 1]
        self._read += len(whole)
        for line in whole.splitlines():
            self._apply(line)
        return bool(whole)

    def _apply(self, line: bytes) -> None:
        try:
            entry = json.loads(line)
            if "keep" in entry:
                mark = from_item(entry["keep"])
                self.marks[mark.key] = mark
            elif "drop" in entry:
                self.marks.pop(entry["drop"], None)
            elif "document" in entry:
                told = entry["document"]
                self.documents.append({name: str(told[name]) for name in ("text", "path", "title")})
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            if line.strip():
                _log.info("%s: a line is passed over: %s", self.file.name, error)


@contextmanager
def _locked(stream: IO[bytes]) -> Iterator[None]:
    """Hold the file for oneself, waiting for others."""
    if sys.platform == "win32":
        import msvcrt

        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK, 1)
        try:
            yield
        finally:
            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(stream, fcntl.LOCK_UN)
