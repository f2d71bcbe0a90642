"""Bytes to text, once: by byte order mark, declaration, as UTF-8, by detection, as Windows-1252."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress

from reader.formats.loader import File

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LAST_RESORT = "cp1252"
_SAMPLE = 256 * 1024
_MAX_CONTROLS = 0.02
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode(file: File, declared: str = "") -> tuple[str, str]:
    """Return the file's text with line feeds only, and the charset it was read in.

    `declared` is the charset the format itself names. Undecodable bytes become U+FFFD where the reader or a
    byte order mark fixes the charset. Raises ReaderError where the bytes are no text, or `file.encoding` is
    unknown.
    """
    text, encoding = _decoded(file, declared)
    controls = len(_CONTROL.findall(text[:_SAMPLE]))
    if controls > max(2, _MAX_CONTROLS * len(text[:_SAMPLE])):
        raise file.error("it is a binary file, not text")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), encoding


def _decoded(file: File, declared: str) -> tuple[str, str]:
    data = file.data
    if file.encoding:
        if not (name := known(file.encoding)):
            raise file.error(f"“{file.encoding}” is no known encoding")
        return data.decode(name, "replace"), name
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace"), name
    for guess in _guesses(data, declared):
        with suppress(UnicodeError):
            return data.decode(guess), guess
    return data.decode(_LAST_RESORT, "replace"), _LAST_RESORT


def _guesses(data: bytes, declared: str) -> Iterator[str]:
    """Yield charsets worth trying, the costly guess last."""
    if bare := _bare_utf16(data):
        yield bare
    if name := known(declared):
        yield name
    yield "utf-8"
    if b"\0" not in data[:_SAMPLE] and (name := _detected(data)):
        yield name


def known(name: str) -> str:
    """Return Python's name of a text encoding, or an empty string."""
    try:
        info = codecs.lookup(name.strip())
        "".encode(info.name)
    except (LookupError, ValueError):
        return ""
    # The web's standard reads these two as their superset, and so does everybody who mislabels a page.
    return _LAST_RESORT if info.name in {"ascii", "iso8859-1"} else info.name


def _bare_utf16(data: bytes) -> str:
    """Recognise UTF-16 without a mark by its zero bytes: Western text has one in nearly every pair."""
    sample = data[:4096]
    pairs = len(sample) // 2
    if pairs < 2 or len(data) % 2:
        return ""
    first, second = sample[0::2].count(0) / pairs, sample[1::2].count(0) / pairs
    if second > 0.5 and first < 0.05:
        return "utf-16-le"
    if first > 0.5 and second < 0.05:
        return "utf-16-be"
    return ""


def _detected(data: bytes) -> str:
    """Ask chardet."""
    import chardet

    return known(chardet.detect(data[:_SAMPLE])["encoding"] or "")
