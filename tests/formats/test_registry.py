from __future__ import annotations

import gzip
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from reader.formats import (
    ReaderError,
    dialog_filters,
    load,
    load_bytes,
    loaders,
    registry,
)

SENTENCE = b"The mayor opened the new bridge on Monday morning, and the crowd stayed until the evening.\n"


def test_the_source_is_recorded(tmp_path: Path) -> None:
    path = tmp_path / "bridge.txt"
    path.write_bytes(SENTENCE)
    source = load(path).source
    assert (source.path, source.name, source.format, source.size) == (
        str(path),
        "bridge.txt",
        "text",
        len(SENTENCE),
    )
    assert source.checksum == f"{zlib.crc32(SENTENCE):08x}"


def test_content_goes_before_the_suffix(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(b"<!DOCTYPE html><html><body><p>" + SENTENCE + b"</p></body></html>")
    assert load(path).source.format == "html"


def test_the_suffix_tells_where_content_does_not() -> None:
    assert load_bytes(SENTENCE, "a.md").source.format == "markdown"
    assert load_bytes(SENTENCE, "a.unknown").source.format == "text"
    assert load_bytes(SENTENCE, "standard input").source.format == "text"


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.pdf", "a.rtf", "a.epub", "a.webarchive", "a.doc"])
def test_a_text_with_the_suffix_of_another_format_is_read_as_text(name: str) -> None:
    document = load_bytes("The wall is old – and “stays”.".encode(), name)
    assert (document.source.format, document.text) == ("text", "The wall is old – and “stays”.")


def test_gzip_is_unpacked() -> None:
    document = load_bytes(gzip.compress(b"# Bridge\n\n" + SENTENCE), "a.md.gz")
    assert document.source.format == "markdown"
    assert document.title == "Bridge"


def _fifo(path: Path) -> Path:
    os.mkfifo(path)
    return path


def _loop(path: Path) -> Path:
    path.symlink_to(path)
    return path


def _large(path: Path) -> Path:
    with path.open("wb") as stream:
        stream.truncate(registry.MAX_BYTES + 1)
    return path


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="needs pipes and links")
@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: path, "no such file"),
        (_folder, "a folder"),
        (_fifo, "pipe"),
        (_loop, "symbolic links"),
        (_large, "larger than 64 MB"),
        (lambda path: Path("/dev/zero"), "a device"),
        (lambda path: path / "\0", "not valid"),
    ],
)
def test_what_is_no_ordinary_file_is_refused_before_any_work(make, reason: str, tmp_path: Path) -> None:
    path = make(tmp_path / "x.txt")
    with pytest.raises(ReaderError, match=reason) as caught:
        load(path)
    assert len(str(caught.value).splitlines()) == 1


def test_bombs_and_stumps_of_gzip_are_refused() -> None:
    with pytest.raises(ReaderError, match="unpacks to more"):
        load_bytes(gzip.compress(b"\0" * (registry.MAX_BYTES + 1)), "a.gz")
    with pytest.raises(ReaderError, match="cut short"):
        load_bytes(gzip.compress(SENTENCE)[:-9], "a.gz")


@pytest.mark.parametrize("data", [b"", b" \n\t", b"<html></html>", b"<!doctype html>"])
def test_a_file_without_text_is_refused(data: bytes) -> None:
    with pytest.raises(ReaderError, match="no text"):
        load_bytes(data, "a.html")


def test_an_error_names_the_file_in_one_line() -> None:
    assert (
        str(ReaderError("a\nb.txt", "it is a folder"))
        == "a\N{REPLACEMENT CHARACTER}b.txt can't be read: it is a folder."
    )


def test_lists_derive_from_the_table() -> None:
    filters = dialog_filters()
    assert len(filters) == len(loaders()) + 2
    for loader in loaders():
        assert f"*{loader.suffixes[0]}" in filters[0][1]


MODULE = """\
from reader.core.document import BlockKind, Part
from reader.formats import Article, Loader


def read(file):
    return Article((Part(BlockKind.PARAGRAPH, file.data.decode().lower()),))


LOADER = Loader("shout", "Shouted text", (".shout",), ("text/x-shout",), lambda data: b"SHOUT!" in data, read)
"""
ENTRY_POINTS = """\
[bias_reader.loaders]
shout = shout_reader:LOADER
broken = no_such_module:LOADER
odd = shout_reader:read
"""


def _install(folder: Path) -> None:
    """Install a distribution with a good loader, one that fails on import, one that is something else."""
    (folder / "shout_reader.py").write_text(MODULE)
    info = folder / "shout_reader-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shout-reader\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRY_POINTS)


def test_another_package_adds_a_format_and_a_broken_one_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _install(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    registry.loaders.cache_clear()
    try:
        document = load_bytes(b"SHOUT! HELLO", "a.bin")
        assert (document.source.format, document.text) == ("shout", "shout! hello")
        assert any("*.shout" in patterns for _, patterns in dialog_filters())
        assert "broken" in caplog.text
        assert "odd" in caplog.text
    finally:
        registry.loaders.cache_clear()


def test_a_text_is_read_without_what_other_formats_need(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(SENTENCE)
    others = [
        "archive",
        "docx",
        "dom",
        "epub",
        "html",
        "isolate",
        "mail",
        "markdown",
        "odt",
        "pdf",
        "rtf",
        "webarchive",
    ]
    code = (
        "import sys; from reader.formats import load; load(sys.argv[1]); "
        f"print(*({{f'reader.formats.{{one}}' for one in {others}}} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
