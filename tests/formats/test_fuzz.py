"""No exception but ReaderError may leave a loader, whatever the bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.core.document import Document
from reader.formats import File, ReaderError, load_bytes, loaders
from reader.formats.registry import choose

SUFFIXES = [suffix for loader in loaders() for suffix in loader.suffixes[:1]]


def check(data: bytes, name: str) -> None:
    """Load the bytes: a document whose blocks tile its text, or a ReaderError."""
    try:
        loader = choose(data, Path(name).suffix)
        # in this process, where a crash is seen
        document = Document.build(loader.read(File(name, data)).parts) if loader.isolated else load_bytes(data, name)
    except ReaderError:
        return
    assert document.text == "\n".join(block.span.slice(document.text) for block in document.blocks)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.binary(max_size=2000) | st.text(max_size=1000).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes(suffix: str, data: bytes) -> None:
    check(data, f"a{suffix}")
