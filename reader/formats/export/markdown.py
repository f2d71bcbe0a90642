"""Markdown: sentences as `==marks==`, words in italics, own highlights bold, what is said of each in a footnote.

`==…==` and footnotes are what Obsidian and Typora know; elsewhere they read as plain signs. A footnote's name
tells the class to those who read the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from reader.core import wording
from reader.core.annotation import Annotation
from reader.core.document import Block, BlockKind, Document
from reader.core.layers import LAYERS
from reader.formats.export.exporter import Exporter, ExportOptions
from reader.formats.export.marking import Passage, Run, about, counts, passages, told

# What Markdown takes for markup anywhere, and what it takes for the beginning of a block.
_SPECIAL = re.compile(r"[\\`*_\[\]<|]|&(?=#?\w+;)|==|~~")
_BLOCK_START = re.compile(
    r"^(?:(?P<number>\d{1,9})(?=[.)](?:\s|$))|(?=[+\-](?:\s|$)|[-=]+\s*$|-{3}|#{1,6}(?:\s|$)|>|~))"
)
_CLOSING = re.compile(r"(?<=\s)#+\s*$")
_NUMBER = re.compile(r"\d{1,9}[.)]")
_BETWEEN = {
    BlockKind.CODE: "\n",
    BlockKind.LIST_ITEM: "\n",
    BlockKind.TABLE_ROW: "\\\n",
    BlockKind.QUOTE: "\n>\n",
}


def save(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> bytes:
    """Return the article as CommonMark in UTF-8."""
    return "".join(_page(document, annotations, options)).encode()


def escaped(text: str, starts_block: bool = False) -> str:
    """Return one line of text so written that Markdown shows it as it is."""
    safe = _SPECIAL.sub(lambda found: "".join(f"\\{sign}" for sign in found[0]), text)
    if starts_block and (start := _BLOCK_START.match(text)):
        number = start["number"] or ""
        return f"{number}\\{safe.removeprefix(number)}" if not safe.startswith("\\") else safe
    return safe


def _page(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> Iterator[str]:
    yield f"*{escaped(about(document, options))}*\n\n"
    if options.legend:
        yield from _legend(counts(document, annotations, options), options)
    notes: list[str] = []
    blocks = passages(document, annotations, options)
    for kind, group in groupby(blocks, key=lambda pair: pair[0].kind):
        rows = [_block(block, parts, document.text, options, notes) for block, parts in group]
        if kind is BlockKind.CODE:
            fence = "`" * (3 + max(row.count("`") for row in rows))
            rows = [fence, *rows, fence]
        yield _BETWEEN.get(kind, "\n\n").join(rows) + "\n\n"
    yield from notes


def _legend(number: dict[str, str], options: ExportOptions) -> Iterator[str]:
    say = options.say
    for layer in LAYERS:
        if layer.key in number:
            sign = "==" if layer.sentences else "*"
            yield f"- {sign}{say(layer.title)}{sign} ({number[layer.key]}): {say(layer.meaning)}\n"
    if options.own:
        yield f"- **{say(wording.OWN_TITLE)}** ({len(options.own)}): {say(wording.OWN_MEANING)}\n"
    yield "\n---\n\n"


def _block(block: Block, parts: Sequence[Passage], text: str, options: ExportOptions, notes: list[str]) -> str:
    if block.kind is BlockKind.CODE:
        return block.span.slice(text)
    pieces = (_passage(part, text, options, notes, block.span.start == part.span.start) for part in parts)
    line = _prefix(block) + "".join(pieces)
    # Number signs at a heading's end are read as its closing.
    return _CLOSING.sub(r"\\\g<0>", line) if block.kind in (BlockKind.TITLE, BlockKind.HEADING) else line


def _prefix(block: Block) -> str:
    if block.kind is BlockKind.TITLE:
        return "# "
    if block.kind is BlockKind.HEADING:
        return "#" * min(max(block.level, 1) + 1, 6) + " "
    if block.kind is BlockKind.LIST_ITEM:
        marker = block.marker if _NUMBER.fullmatch(block.marker) else "-"
        return "    " * (min(max(block.level, 1), 9) - 1) + f"{marker} "
    return "> " if block.kind is BlockKind.QUOTE else ""


def _passage(passage: Passage, text: str, options: ExportOptions, notes: list[str], starts_block: bool) -> str:
    if not passage.touched:
        return escaped(passage.span.slice(text), starts_block)
    words = "".join(_words(passage.runs, text, starts_block and not passage.layer))
    if passage.layer:
        words = f"=={words}=="
    rows = told(passage, text, options)
    if not rows:
        return words
    name = f"[^{passage.layer or ('words' if passage.marked else 'reader')}-{len(notes) + 1}]"
    notes.append(f"{name}: {escaped('. '.join(rows))}\n")
    return words + name


def _words(runs: Iterable[Run], text: str, starts_block: bool) -> Iterator[str]:
    """Yield the words of a sentence, cues in italics, the reader's highlights bold; white space stays outside."""
    for (cued, lit), group in groupby(runs, key=lambda run: (bool(run.cues), run.highlit)):
        raw = "".join(run.span.slice(text) for run in group)
        bare = raw.strip()
        signs = "*" * (cued + 2 * lit)
        if signs and bare:
            before, after = raw.split(bare, 1)
            yield f"{before}{signs}{escaped(bare)}{signs}{after}"
        else:
            yield escaped(raw, starts_block)
        starts_block = False


EXPORTER = Exporter(
    "md",
    "Markdown",
    (".md", ".markdown"),
    "text/markdown",
    "Plain text with ==marks== and footnotes, for notes in Obsidian, Typora and the like.",
    save,
    heeds=frozenset({"legend", "evidence", "own"}),
)
