"""Annotated copies, one module a format: a document and its annotations become a file's bytes."""

from __future__ import annotations

from reader.formats.export.exporter import Copy, Exporter, ExportOptions, SaveError
from reader.formats.export.registry import by_key, dialog_filters, exporters, for_path
from reader.formats.export.saving import save

__all__ = [
    "Copy",
    "ExportOptions",
    "Exporter",
    "SaveError",
    "by_key",
    "dialog_filters",
    "exporters",
    "for_path",
    "save",
]
