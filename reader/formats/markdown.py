"""Markdown."""

from __future__ import annotations

from reader.formats import plain
from reader.formats.loader import Loader

LOADER = Loader(
    "markdown", "Markdown", (".md", ".markdown"), ("text/markdown",), lambda data: False, plain.load
)
