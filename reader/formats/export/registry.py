"""The table of exporters: our own, and those of installed packages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reader import plugins
from reader.core.document import Document
from reader.formats.export import (
    brat,
    html,
    jsonl,
    markdown,
    original_docx,
    original_epub,
    original_html,
    original_markdown,
    original_odt,
    original_pdf,
    print_pdf,
    spans,
    table,
    text,
    web_annotation,
    word,
)
from reader.formats.export.exporter import Exporter

ENTRY_POINTS = "bias_reader.exporters"
"""The entry point group under which packages offer an `Exporter`."""

BUILT_IN: tuple[Exporter, ...] = (
    html.EXPORTER,
    markdown.EXPORTER,
    text.EXPORTER,
    print_pdf.EXPORTER,
    word.EXPORTER,
    original_pdf.EXPORTER,
    original_docx.EXPORTER,
    original_html.EXPORTER,
    original_odt.EXPORTER,
    original_epub.EXPORTER,
    original_markdown.EXPORTER,
    table.EXPORTER,
    jsonl.EXPORTER,
    spans.EXPORTER,
    web_annotation.EXPORTER,
    brat.EXPORTER,
)


@cache
def exporters() -> tuple[Exporter, ...]:
    """Return every exporter: our own, then those of installed packages."""
    return (*BUILT_IN, *plugins.load(ENTRY_POINTS, Exporter))


def by_key(key: str) -> Exporter:
    """Return the exporter with this key. Raises KeyError where there is none."""
    return {exporter.key: exporter for exporter in reversed(exporters())}[key]


def for_path(path: str | Path) -> Exporter | None:
    """Return the exporter for a file name by its suffix (the longest that fits), or None."""
    name = Path(path).name.lower()
    fitting = [
        (len(suffix), exporter)
        for exporter in reversed(exporters())
        for suffix in exporter.suffixes
        if name.endswith(suffix) and name != suffix
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def dialog_filters(document: Document | None = None) -> list[str]:
    """Return the filters of a save dialog, such as “Web page (*.html *.htm)”, for what fits `document`."""
    return [
        f"{exporter.title} ({' '.join(f'*{suffix}' for suffix in exporter.suffixes)})"
        for exporter in exporters()
        if exporter.suffixes and (document is None or exporter.fits(document))
    ]
