from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats import File, ReaderError
from reader.formats.decode import decode
from reader.formats.html import declared_charset

TEXT = "“Café,” she said — naïve, perhaps; the Zürich office wrote it down.\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-32"), "utf-32"),
        (TEXT.encode("cp1252") * 3, "cp1252"),
        (("Правительство объявило о новых мерах поддержки. " * 5).encode("cp1251"), "cp1251"),
    ],
)
def test_charsets_are_found(data: bytes, encoding: str) -> None:
    text, found = decode(File("a.txt", data))
    assert found == encoding
    assert text in {TEXT, TEXT * 3} or text.startswith("Правительство")


def test_the_declared_charset_goes_before_a_guess() -> None:
    data = '<meta charset="iso-8859-2"><p>Łódź'.encode("iso-8859-2")
    assert decode(File("a.html", data), declared_charset(data))[0].endswith("Łódź")


def test_the_reader_has_the_last_word() -> None:
    assert decode(File("a.txt", "é".encode(), encoding="latin-1"))[0] == "Ã©"


def test_an_unknown_encoding_is_said() -> None:
    with pytest.raises(ReaderError, match="“klingon” is no known encoding"):
        decode(File("a.txt", b"text", encoding="klingon"))


def test_all_line_ends_become_line_feeds() -> None:
    assert decode(File("a.txt", b"a\r\nb\rc\nd"))[0] == "a\nb\nc\nd"


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 8, b"\x7fELF\x02\x01\x01" + b"\0" * 64, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"]
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(ReaderError, match="not text"):
        decode(File("a.txt", data))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_utf8_text_comes_through(text: str) -> None:
    assert decode(File("a.txt", text.encode("utf-8-sig")))[0] == text.removeprefix("\ufeff")
