"""Files in and out, one module a format. Nothing here fetches anything from outside the file."""

from __future__ import annotations

from reader.formats.errors import PasswordNeeded, ReaderError
from reader.formats.loader import Article, File, Loader
from reader.formats.registry import dialog_filters, load, load_bytes, loaders, mime_types, suffixes

__all__ = [
    "Article",
    "File",
    "Loader",
    "PasswordNeeded",
    "ReaderError",
    "dialog_filters",
    "load",
    "load_bytes",
    "loaders",
    "mime_types",
    "suffixes",
]
