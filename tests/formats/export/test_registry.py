"""The table of exporters, and kinds of copies that other packages add."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader import cli
from reader.core.annotation import Annotation
from reader.core.document import Document
from reader.formats import load
from reader.formats.export import by_key, dialog_filters, exporters, for_path, save

MODULE = """\
from reader.formats.export import Copy, Exporter
from reader.core.layers import Placed


def count(document, annotations, options):
    return f"{len(annotations)} sentences".encode()


def half(document, annotations, options):
    return Copy(b"half", Placed(1, 2))


COUNT = Exporter("count", "A count", (".count",), "text/plain", "Counts.", count)
HALF = Exporter("half", "A half", (".half.count",), "text/plain", "Halves.", half, lambda document: False)
"""
ENTRY_POINTS = """\
[bias_reader.exporters]
broken = no_such_module:COUNT
count = count_copies:COUNT
half = count_copies:HALF
odd = count_copies:count
"""


@pytest.mark.logs
def test_another_package_adds_kinds_of_copies_and_broken_ones_are_left_out(
    tmp_path: Path,
    document: Document,
    annotations: tuple[Annotation, ...],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "count_copies.py").write_text(MODULE)
    info = tmp_path / "count_copies-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: count-copies\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRY_POINTS)
    monkeypatch.syspath_prepend(tmp_path)
    exporters.cache_clear()
    try:
        assert [one.key for one in exporters()[-2:]] == ["count", "half"]
        assert "A count (*.count)" in dialog_filters(document)
        assert not any("half" in line for line in dialog_filters(document))
        assert save(tmp_path / "a.count", document, annotations) is None
        assert (tmp_path / "a.count").read_bytes() == b"9 sentences"
        assert save(tmp_path / "a.half.count", document, annotations) == (1, 2)
        (tmp_path / "a.txt").write_text("The bridge reopened on Monday.")
        files = [str(tmp_path / "a.txt"), "-o", str(tmp_path / "b.half.count")]
        assert cli.run(["annotate", *files, "--engine", "light"]) == 0
        assert "a.txt: 1 of 2 marks found their place in the original." in capsys.readouterr().err
        assert "broken" in caplog.text
        assert "odd" in caplog.text
    finally:
        exporters.cache_clear()


def test_names_lead_to_formats_and_originals_are_offered_for_their_own_format_alone(tmp_path: Path) -> None:
    path = tmp_path / "bridge.md"
    path.write_text("# Harbour bridge\n\nIt reopened on Monday.\n")
    offered = {one.key for one in exporters() if one.key.startswith("original") and one.fits(load(path))}
    assert offered == {"original-md"}
    for name, key in (
        ("a.html", "html"),
        ("a.marked.HTML", "original-html"),
        ("a.marked.md", "original-md"),
        ("a.spans.jsonl", "spans"),
        ("a.jsonl", "jsonl"),
        ("b.brat.zip", "brat"),
        ("marked.pdf", "pdf"),
    ):
        assert for_path(name) is by_key(key), name


def test_keys_suffixes_and_sentences_of_our_own_are_in_order() -> None:
    table = exporters()
    suffixes = [suffix for one in table for suffix in one.suffixes]
    assert len({one.key for one in table}) == len(table)
    assert len(set(suffixes)) == len(suffixes)
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in suffixes)
    assert all(one.meaning.endswith(".") for one in table)
