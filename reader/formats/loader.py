"""What a loader is: the shape that every format's module fills, and packages of others too."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import NamedTuple

from reader.core.document import Metadata, Part
from reader.formats.errors import ReaderError

_log = logging.getLogger(__name__)


class File(NamedTuple):
    """A file's bytes, and what the reader said of it.

    `name` is the path or what stands for it in messages. `encoding` is the charset the reader insists on,
    `password` opens encrypted files.
    """

    name: str
    data: bytes
    encoding: str | None = None
    password: str | None = None

    def __repr__(self) -> str:
        # Neither a whole file nor a password belongs into a log.
        return f"File({self.name!r}, {len(self.data)} bytes)"

    def error(self, reason: str) -> ReaderError:
        """Return the error that says why this file can't be read; `reason` is a clause."""
        return ReaderError(self.name, reason)

    def inner(self, data: bytes, encoding: str | None = None) -> File:
        """Return a file packed in this one, under the same name; the reader's own charset goes first."""
        return self._replace(data=data, encoding=self.encoding or encoding)


class Article(NamedTuple):
    """What a loader makes of a file: blocks in reading order, what it says of itself, the charset read."""

    parts: tuple[Part, ...]
    metadata: Metadata = Metadata()
    encoding: str = ""


SMALL = 256 * 1024
"""Bytes that no parser here takes long over, however they are chosen: `isolated_above` of most loaders."""
LARGE = 8 * 2**20
"""Bytes that the parsers of web pages, which have limits of their own, take long over."""


class Loader(NamedTuple):
    """A format that can be opened.

    `suffixes` are lower case with their dot, the usual one first; `mime` likewise. `sniff` tells from the
    bytes alone, quickly and without raising, whether they are surely of this format. `load` raises
    ReaderError where they can't be read. A file of more than `isolated_above` bytes, unpacked, is read in a
    process of its own, with limits: for parsers that a hostile file could bring down or keep busy. `signed`
    says that every file of the format begins with a signature that `sniff` knows.
    """

    key: str
    title: str
    suffixes: tuple[str, ...]
    mime: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    load: Callable[[File], Article]
    isolated_above: int | None = None
    signed: bool = False

    def read(self, file: File) -> Article:
        """Load the file; whatever a parser throws at a damaged one becomes a ReaderError."""
        try:
            return self.load(file)
        except ReaderError:
            raise
        except MemoryError as error:
            raise file.error("reading it takes too much memory") from error
        except RecursionError as error:
            raise file.error("its parts are nested too deeply") from error
        except Exception as error:
            _log.debug("%s failed on %s", self.key, file.name, exc_info=True)
            raise file.error(f"it is damaged, or not of the format “{self.title}”") from error
