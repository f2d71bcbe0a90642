"""A stretch of the article for other programs' clipboards: rich text with the marks' look, and plain text.

Word processors and mail programs understand little: every mark has its look inline, and its label in brackets behind
it, so that nothing is said by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from reader.core import wording
from reader.core.annotation import Annotation
from reader.core.document import Block, BlockKind, Document, Span
from reader.core.layers import BY_KEY
from reader.formats.export import palette
from reader.formats.export.exporter import ExportOptions
from reader.formats.export.marking import Passage, Run, passages
from reader.formats.export.palette import Look, Palette

# CSS has no dash-dotted and no bracketed line: the nearest stand in.
_LINES = {"double": "double", "dot": "dotted", "dash": "dashed", "dashdot": "dashed", "wave": "wavy"}
_TITLES = {BlockKind.TITLE: "h2", BlockKind.HEADING: "h3"}


def rich(
    document: Document, annotations: Sequence[Annotation], options: ExportOptions, within: Span | None = None
) -> str:
    """Return the article, or what lies `within` a stretch of it, as an HTML fragment with inline styles."""
    theme = palette.load("light")
    return "".join(
        f"<{_TITLES.get(block.kind, 'p')}>{_marker(block)}{_rich_block(parts, document, options, theme)}"
        f"</{_TITLES.get(block.kind, 'p')}>\n"
        for block, parts in _cut(document, annotations, options, within)
    )


def plain(
    document: Document, annotations: Sequence[Annotation], options: ExportOptions, within: Span | None = None
) -> str:
    """Return the article, or what lies `within` a stretch of it, with each sentence's label in brackets behind it."""
    blocks = []
    for block, parts in _cut(document, annotations, options, within):
        words = "".join(part.span.slice(document.text) + _label(part, options) for part in parts)
        blocks.append(f"{_marker(block)}{words}")
    return "\n\n".join(blocks)


def _cut(
    document: Document, annotations: Sequence[Annotation], options: ExportOptions, within: Span | None
) -> Iterator[tuple[Block, list[Passage]]]:
    """Yield the blocks that share text with the stretch, and their passages as far as they lie in it."""
    whole = within or Span(0, len(document.text))
    if within:
        annotations = [one for one in annotations if one.span.overlaps(within)]
    for block, parts in passages(document, annotations, options):
        kept = [_clipped(part, whole) for part in parts if part.span.overlaps(whole)]
        if kept:
            yield block, kept


def _clipped(part: Passage, whole: Span) -> Passage:
    runs = tuple(
        run._replace(span=Span(max(run.span.start, whole.start), min(run.span.end, whole.end)))
        for run in part.runs
        if run.span.overlaps(whole)
    )
    span = Span(max(part.span.start, whole.start), min(part.span.end, whole.end))
    return part._replace(span=span, runs=runs)


def _rich_block(parts: Sequence[Passage], document: Document, options: ExportOptions, theme: Palette) -> str:
    return "".join(_rich_passage(part, document.text, options, theme) for part in parts)


def _rich_passage(part: Passage, text: str, options: ExportOptions, theme: Palette) -> str:
    inside = "".join(_rich_run(run, text, options, theme) for run in part.runs)
    if part.layer:
        look = theme.look(part.layer, faint=part.unsure)
        inside = f'<span style="{_style(look)}">{inside}</span>'
    label = _label(part, options)
    return inside + (f'<span style="color: {theme.page["dim"]}"><small>{escape(label)}</small></span>' if label else "")


def _rich_run(run: Run, text: str, options: ExportOptions, theme: Palette) -> str:
    say = options.say
    made = escape(run.span.slice(text), quote=False)
    for cue in run.cues:
        title = say(BY_KEY[cue.layer].title)
        title += f", {wording.remark(cue._replace(note=''), say)}" if cue.quoted else ""
        made = f'<span style="{_style(theme.look(cue.layer, faint=cue.quoted))}" title="{escape(title)}">{made}</span>'
    return made


def _style(look: Look) -> str:
    fill = f"background-color: {look.fill}; " if look.fill else ""
    return f"{fill}text-decoration: underline {_LINES.get(look.pattern, 'solid')} {look.line}"


def _label(part: Passage, options: ExportOptions) -> str:
    """Return what stands behind a sentence: its label with its confidence, and the layers of its words."""
    said = []
    if part.layer and part.annotation:
        sure = wording.percent(part.annotation.confidence)
        said.append(f"{options.say(BY_KEY[part.layer].title)} {sure}")
    said += dict.fromkeys(options.say(BY_KEY[cue.layer].title.lower()) for run in part.runs for cue in run.cues)
    return f" [{' · '.join(said)}]" if said else ""


def _marker(block: Block) -> str:
    return f"{block.marker} " if block.marker else ""


def beginning(document: Document, characters: int) -> Document:
    """Return the first blocks of a document, up to the one in which so many characters are reached.

    That one is cut at a word where the text would be twice as long.
    """
    count = next(
        (number for number, block in enumerate(document.blocks, 1) if block.span.end >= characters),
        len(document.blocks),
    )
    if not count:
        return document
    blocks = document.blocks[:count]
    last = blocks[-1].span
    end = last.end
    if end > 2 * characters:
        space = document.text.rfind(" ", last.start + 1, 2 * characters)
        end = space if space >= 0 else 2 * characters
    cut = blocks[-1]._replace(span=Span(last.start, end))
    return document._replace(text=document.text[:end], blocks=(*blocks[:-1], cut))
