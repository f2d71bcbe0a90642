"""Plain text: each mark's number and class in square brackets behind it, what is said of it at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reader.core import wording
from reader.core.annotation import Annotation
from reader.core.document import Block, BlockKind, Document
from reader.core.layers import BY_KEY, LAYERS
from reader.formats.export.exporter import Exporter, ExportOptions
from reader.formats.export.marking import Passage, about, counts, passages, told

_TIGHT = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.CODE, BlockKind.BYLINE})
_RULE = "-" * 40


def save(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> bytes:
    """Return the article as UTF-8 text, a line a block."""
    return "".join(f"{line}\n" for line in _lines(document, annotations, options)).encode()


def _lines(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> Iterator[str]:
    yield about(document, options)
    if options.legend:
        number = counts(document, annotations, options)
        titles = {layer.key: options.say(layer.title) for layer in LAYERS if layer.key in number}
        width, digits = (max(map(len, one.values()), default=0) for one in (titles, number))
        yield ""
        for layer in LAYERS:
            if layer.key in number:
                yield f"{titles[layer.key]:<{width}} {number[layer.key]:>{digits}}  {options.say(layer.meaning)}"
        if options.own:
            title, meaning = options.say(wording.OWN_TITLE), options.say(wording.OWN_MEANING)
            yield f"{title:<{width}} {len(options.own):>{digits}}  {meaning}"
    yield _RULE
    notes: list[str] = []
    previous: BlockKind | None = None
    for block, parts in passages(document, annotations, options):
        if block.kind is not previous or block.kind not in _TIGHT:
            yield ""
        previous = block.kind
        yield _prefix(block) + "".join(_passage(part, document.text, options, notes) for part in parts)
    if notes:
        yield ""
        yield _RULE
        yield from notes


def _prefix(block: Block) -> str:
    if block.kind is BlockKind.LIST_ITEM:
        return "   " * (min(max(block.level, 1), 9) - 1) + f"{block.marker or '•'} "
    return "    " if block.kind is BlockKind.QUOTE else ""


def _passage(passage: Passage, text: str, options: ExportOptions, notes: list[str]) -> str:
    words, rows = passage.span.slice(text), told(passage, text, options)
    if not rows:
        return words
    number = len(notes) + 1
    notes.append(f"[{number}] {'. '.join(rows)}")
    label = options.say(BY_KEY[passage.layer].title.lower()) if passage.layer else ""
    return f"{words} [{' '.join(part for part in (str(number), label, passage.signs) if part)}]"


EXPORTER = Exporter(
    "txt",
    "Plain text",
    (".txt", ".text"),
    "text/plain",
    "Text with the classes in square brackets, for mail and for everything that shows text.",
    save,
    heeds=frozenset({"legend", "evidence", "own"}),
)
