"""Word: the article with shading and underlines of each class, and a comment for each mark."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.core import wording
from reader.core.annotation import Annotation
from reader.core.document import Block, BlockKind, Document
from reader.core.layers import LAYERS
from reader.formats.export import palette
from reader.formats.export.exporter import Exporter, ExportOptions
from reader.formats.export.marking import Passage, about, counts, passages, told
from reader.formats.export.palette import Palette
from reader.formats.export.word_marks import AUTHOR, Comments, frame, mark

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

_SERIF, _SANS, _MONO = "Georgia", "Calibri", "Consolas"
_SIGNS = "Arial"  # has the reader's signs, and so has what stands in for it elsewhere
_LIST_STEP = 20  # points a level


class _Style(NamedTuple):
    """A paragraph style: font, size in points, points above and below, indent, role of its colour in the theme,
    and leading in lines.
    """

    family: str
    size: float
    above: float = 0
    below: float = 9
    indent: float = 0
    colour: str = "text"
    bold: bool = False
    leading: float = 1.15


_STYLES: Mapping[str, _Style] = {
    "Normal": _Style(_SERIF, 11.5, leading=1.35),
    "Title": _Style(_SERIF, 22, 22, 8, colour="heading", bold=True),
    "Heading 1": _Style(_SERIF, 15, 18, 6, colour="heading", bold=True),
    "Heading 2": _Style(_SERIF, 12.5, 14, 5, colour="heading", bold=True),
    "List Paragraph": _Style(_SERIF, 11.5, below=5, leading=1.35),
    "Quote": _Style(_SERIF, 11.5, indent=26, leading=1.35),
    "Code": _Style(_MONO, 10, below=0),
    "Table row": _Style(_SANS, 10, below=2),
    "Byline": _Style(_SANS, 10, below=6, colour="dim"),
    "Caption": _Style(_SANS, 9.5, below=6, colour="dim"),
    "Site text": _Style(_SANS, 9, below=4, colour="dim"),
    "Legend": _Style(_SANS, 9, below=2),
    "Header": _Style(_SANS, 8.5, below=0, colour="dim"),
    "Footer": _Style(_SANS, 8.5, below=0, colour="dim"),
}
_OF_KIND = {
    BlockKind.TITLE: "Title",
    BlockKind.LIST_ITEM: "List Paragraph",
    BlockKind.QUOTE: "Quote",
    BlockKind.CODE: "Code",
    BlockKind.TABLE_ROW: "Table row",
    BlockKind.BYLINE: "Byline",
    BlockKind.CAPTION: "Caption",
    BlockKind.BOILERPLATE: "Site text",
}


def save(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> bytes:
    """Return the article as a .docx file."""
    import docx

    word, theme = docx.Document(), palette.load("light")
    styles = {name: _styled(word, name, style, theme) for name, style in _STYLES.items()}
    _set_page(word, document, options)
    if options.legend:
        _legend(word, counts(document, annotations, options), options, theme, styles)
    comments = Comments(word, options.date)
    for block, parts in passages(document, annotations, options):
        paragraph = _paragraph(word, block, styles)
        for part in parts:
            runs = list(_runs(paragraph, part, document.text, theme))
            if rows := told(part, document.text, options):
                comments.add(runs, "\n".join(rows))
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _runs(paragraph: Paragraph, part: Passage, text: str, theme: Palette) -> Iterator[Run]:
    for run in part.runs:
        made = paragraph.add_run(run.span.slice(text))
        sentence = [theme.look(part.layer, faint=part.unsure)] if part.layer else []
        mark(made, [*sentence, *(theme.look(cue.layer, faint=cue.quoted) for cue in run.cues)])
        if run.highlit:
            frame(made)
        yield made
    if part.signs:
        sign = paragraph.add_run(f" {part.signs}")
        sign.font.name = _SIGNS
        yield sign


def _paragraph(word: WordDocument, block: Block, styles: Mapping[str, Any]) -> Paragraph:
    """Add an empty paragraph in the style of a block's kind; a list item begins with its marker."""
    from docx.shared import Pt

    if block.kind is BlockKind.HEADING:
        return word.add_paragraph(style=styles["Heading 1" if block.level <= 2 else "Heading 2"])
    paragraph = word.add_paragraph(style=styles[_OF_KIND.get(block.kind, "Normal")])
    if block.kind is BlockKind.LIST_ITEM:
        layout = paragraph.paragraph_format
        layout.left_indent = Pt(_LIST_STEP * min(max(block.level, 1), 9))
        layout.first_line_indent = Pt(-_LIST_STEP)
        layout.tab_stops.add_tab_stop(layout.left_indent)
        paragraph.add_run(f"{block.marker or '•'}\t")
    return paragraph


def _styled(word: WordDocument, name: str, look: _Style, theme: Palette) -> Any:
    """Return the style `name`, made or changed to its look."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    try:
        style = word.styles[name]
    except KeyError:
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles["Normal"]
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    # The template names theme fonts, which would win over ours.
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), look.family)
    for border in style.element.xpath(".//w:pBdr"):
        border.getparent().remove(border)
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, False
    style.font.color.rgb = RGBColor.from_string(theme.page[look.colour][1:])
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(look.above), Pt(look.below)
    layout.left_indent, layout.line_spacing = Pt(look.indent), look.leading
    return style


def _set_page(word: WordDocument, document: Document, options: ExportOptions) -> None:
    """Set paper, header, page number and the file's properties."""
    from docx.shared import Mm

    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(28)
    section.top_margin = section.bottom_margin = Mm(24)
    section.header.paragraphs[0].text = about(document, options)
    _number_pages(section.footer.paragraphs[0])
    properties = word.core_properties
    properties.title, properties.author = document.title[:255], document.metadata.author[:255]
    properties.comments = options.say(wording.MARKED_BY).format(version=options.version)
    properties.last_modified_by = AUTHOR
    properties.language = document.metadata.language


def _number_pages(paragraph: Paragraph) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for code, behind in (("PAGE", " / "), ("NUMPAGES", "")):
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        paragraph._p.append(field)
        paragraph.add_run(behind)


def _legend(
    word: WordDocument, number: Mapping[str, str], options: ExportOptions, theme: Palette, styles: Mapping[str, Any]
) -> None:
    from docx.shared import Mm

    say = options.say
    table = word.add_table(rows=0, cols=3)
    table.autofit = False
    widths = [Mm(width) for width in (34, 24, 96)]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width

    def row(*texts: str) -> Run:
        cells = table.add_row().cells
        for cell, width, text in zip(cells, widths, texts, strict=True):
            cell.width = width
            cell.paragraphs[0].style = styles["Legend"]
            cell.paragraphs[0].add_run(text)
        run: Run = cells[0].paragraphs[0].runs[0]
        return run

    for layer in LAYERS:
        if layer.key in number:
            mark(row(say(layer.title), number[layer.key], say(layer.meaning)), [theme.layers[layer.key]])
    if options.own:
        frame(row(say(wording.OWN_TITLE), str(len(options.own)), say(wording.OWN_MEANING)))
    row("", "", say(wording.NO_FILL))


EXPORTER = Exporter(
    "docx",
    "Word document",
    (".docx",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "With a comment for each mark, for Word and LibreOffice, to work on with others.",
    save,
    heeds=frozenset({"legend", "evidence", "own"}),
)
