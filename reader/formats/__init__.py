"""Files in and out, one module a format. Nothing here fetches anything from outside the file."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from reader.formats.errors import PasswordNeeded, ReaderError
from reader.formats.loader import Article, File, Loader
from reader.formats.registry import dialog_filters, load, load_bytes, loaders, mime_types, suffixes

if TYPE_CHECKING:
    from reader.formats.export import Exporter, ExportOptions, SaveError, exporters, save
    from reader.formats.restoring import reopen, restore, restore_own

__all__ = [
    "Article",
    "ExportOptions",
    "Exporter",
    "File",
    "Loader",
    "PasswordNeeded",
    "ReaderError",
    "SaveError",
    "dialog_filters",
    "exporters",
    "load",
    "load_bytes",
    "loaders",
    "mime_types",
    "reopen",
    "restore",
    "restore_own",
    "save",
    "suffixes",
]

_WHEN_WANTED = {
    **dict.fromkeys(("Exporter", "ExportOptions", "SaveError", "exporters", "save"), "reader.formats.export"),
    **dict.fromkeys(("reopen", "restore", "restore_own"), "reader.formats.restoring"),
}
"""Names whose modules an article is opened without: copies are made later, if ever."""


def __getattr__(name: str) -> object:
    if name not in _WHEN_WANTED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHEN_WANTED[name]), name)
