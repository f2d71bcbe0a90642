"""Files in and out, one module a format. Nothing here fetches anything from outside the file."""

from __future__ import annotations

from reader.formats.errors import PasswordNeeded, ReaderError
from reader.formats.export import Exporter, ExportOptions, SaveError, exporters, save
from reader.formats.loader import Article, File, Loader
from reader.formats.registry import dialog_filters, load, load_bytes, loaders, mime_types, suffixes
from reader.formats.restore import reopen, restore, restore_own

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
