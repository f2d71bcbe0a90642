"""Open any article file: the table of loaders, the choice among them, and the limits before any work."""

from __future__ import annotations

import os
import stat
import sys
import zlib
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path

from reader import plugins
from reader.core.document import Document, Source, checksum
from reader.formats import language, signatures
from reader.formats.errors import ReaderError
from reader.formats.loader import LARGE, SMALL, Article, File, Loader

MAX_BYTES = 64 * 2**20
"""The largest file that is opened, packed or unpacked."""

ENTRY_POINTS = "bias_reader.loaders"
"""The entry point group under which packages offer a `Loader`."""


def _by(module: str, function: str = "load") -> Callable[[File], Article]:
    """Return what loads with a module of this package, which is imported when a file is for it."""

    def load_with(file: File) -> Article:
        chosen: Callable[[File], Article] = getattr(import_module(f"reader.formats.{module}"), function)
        return chosen(file)

    return load_with


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"

PLAIN = Loader("text", "Plain text", (".txt", ".text"), ("text/plain",), signatures.nothing, _by("plain"))

BUILT_IN: tuple[Loader, ...] = (
    Loader(
        "html",
        "Web page",
        (".html", ".htm", ".xhtml", ".xht"),
        ("text/html", "application/xhtml+xml"),
        signatures.web_page,
        _by("html"),
        LARGE,
    ),
    Loader(
        "mhtml",
        "Web page in one file",
        (".mhtml", ".mht"),
        ("multipart/related", "application/x-mimearchive"),
        signatures.mail_page,
        _by("mail", "load_page"),
    ),
    Loader(
        "webarchive",
        "Safari web archive",
        (".webarchive",),
        ("application/x-webarchive",),
        signatures.web_archive,
        _by("webarchive"),
        signed=True,
    ),
    Loader("pdf", "PDF", (".pdf",), ("application/pdf",), signatures.pdf, _by("pdf"), 0, signed=True),
    Loader(
        "docx",
        "Word document",
        (".docx", ".docm", ".dotx", ".doc"),
        (_WORD, "application/vnd.ms-word.document.macroEnabled.12"),
        signatures.word,
        _by("docx"),
        SMALL,
        signed=True,
    ),
    Loader(
        "odt",
        "OpenDocument text",
        (".odt", ".fodt", ".ott"),
        (_OPEN_DOCUMENT, f"{_OPEN_DOCUMENT}-flat-xml"),
        signatures.open_document,
        _by("odt"),
        SMALL,
        signed=True,
    ),
    Loader(
        "rtf",
        "Rich text",
        (".rtf",),
        ("application/rtf", "text/rtf"),
        signatures.rich_text,
        _by("rtf"),
        SMALL,
        signed=True,
    ),
    Loader("epub", "E-book", (".epub",), ("application/epub+zip",), signatures.e_book, _by("epub"), SMALL, signed=True),
    Loader("eml", "Mail", (".eml",), ("message/rfc822",), signatures.mail, _by("mail", "load_mail"), SMALL),
    Loader(
        "markdown",
        "Markdown",
        (".md", ".markdown", ".mdown"),
        ("text/markdown",),
        signatures.nothing,
        _by("markdown"),
        SMALL,
    ),
    PLAIN,
)
"""Our own formats. What it takes to read one is imported with the first file of it."""

_GZIP = b"\x1f\x8b"


@cache
def loaders() -> tuple[Loader, ...]:
    """Return every loader: our own, then those of installed packages. The first that fits a file reads it."""
    return (*BUILT_IN, *plugins.load(ENTRY_POINTS, Loader))


def dialog_filters() -> list[tuple[str, str]]:
    """Return the filters of a file dialog as title and patterns: all, each, any file."""
    table = loaders()
    each = [(loader.title, " ".join(f"*{suffix}" for suffix in loader.suffixes)) for loader in table]
    every = " ".join(patterns for _, patterns in each)
    return [("Articles", f"{every} *.gz"), *each, ("All files", "*")]


def mime_types() -> list[str]:
    """Return the MIME types of every format, without repetition."""
    return list(dict.fromkeys(mime for loader in loaders() for mime in loader.mime))


def suffixes() -> list[str]:
    """Return the suffixes of every format, with their dot and without repetition."""
    return list(dict.fromkeys(suffix for loader in loaders() for suffix in loader.suffixes))


def load(path: str | Path, *, encoding: str | None = None, password: str | None = None) -> Document:
    """Read the file at `path` and return the article in it.

    `encoding` overrides the detected charset. Raises ReaderError where the file can't be read, PasswordNeeded
    where it is encrypted and `password` is missing or wrong.
    """
    path = Path(path)
    document = load_bytes(_read(path), str(path), encoding=encoding, password=password)
    return document._replace(source=document.source._replace(path=str(path)))


def load_bytes(
    data: bytes, name: str = "standard input", *, encoding: str | None = None, password: str | None = None
) -> Document:
    """Return the article in `data`; `name` stands for it in messages, and its suffix may tell the format.

    Raises as `load` does.
    """
    file = File(name, data, encoding, password)
    if len(data) > MAX_BYTES:
        raise file.error(f"it is larger than {MAX_BYTES // 2**20} MB")
    opened, suffix = _unpacked(file)
    loader = choose(opened.data, suffix)
    article = _run(loader, opened)
    source = Source(
        name=Path(name).name,
        format=loader.key,
        encoding=article.encoding,
        size=len(data),
        checksum=checksum(data),
    )
    document = Document.build(article.parts, article.metadata, source)
    if not document.text:
        raise file.error("it holds no text")
    told = language.detect(document.text) or article.metadata.language
    return document._replace(metadata=document.metadata._replace(language=told))


def choose(data: bytes, suffix: str) -> Loader:
    """Return the loader for `data`: the first that knows it by content, else by `suffix`, else plain text.

    A text whose suffix names a format that begins with a signature is plain text: it has been named wrongly.
    """
    table = loaders()
    known = (loader for loader in table if loader.sniff(data))
    named = (loader for loader in table if suffix.lower() in loader.suffixes)
    loader = next(known, None) or next(named, PLAIN)
    return PLAIN if loader.signed and not loader.sniff(data) and _is_utf8(data) else loader


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _read(path: Path) -> bytes:
    """Read a regular file within the limit: nothing that could block, be endless or have side effects."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "a device, pipe or socket"
            raise ReaderError(str(path), f"it is {kind}, not a file")
        if status.st_size > MAX_BYTES:
            raise ReaderError(str(path), f"it is larger than {MAX_BYTES // 2**20} MB")
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ReaderError(str(path), "there is no such file") from error
    except PermissionError as error:
        raise ReaderError(str(path), "you have no permission to read it") from error
    except (OSError, ValueError) as error:
        code = getattr(error, "errno", None)
        raise ReaderError(str(path), os.strerror(code).lower() if code else "its name is not valid") from error


def _unpacked(file: File) -> tuple[File, str]:
    """Return the file without its gzip wrapping, if it has one, and the suffix that counts."""
    path = Path(file.name)
    if not file.data.startswith(_GZIP):
        return file, path.suffix
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        data = unpacker.decompress(file.data, MAX_BYTES + 1)
    except zlib.error as error:
        raise file.error("its gzip compression is damaged") from error
    if len(data) > MAX_BYTES:
        raise file.error(f"it unpacks to more than {MAX_BYTES // 2**20} MB")
    if not unpacker.eof:
        raise file.error("its gzip compression is cut short")
    return file.inner(data), Path(path.stem).suffix


def _run(loader: Loader, file: File) -> Article:
    """Run a loader, in a process of its own if it asks for one and the program isn't frozen into one file."""
    limit = loader.isolated_above
    if limit is None or getattr(sys, "frozen", False):
        return loader.read(file)
    from reader.formats import archive, isolate

    return isolate.run(loader, file) if archive.weight(file.data) > limit else loader.read(file)
