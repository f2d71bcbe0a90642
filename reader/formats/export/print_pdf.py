"""PDF for paper: the article with fills and line patterns that tell the classes apart in grey too.

Legend, header and page numbers; on request, what is said of each mark stands in footnotes.
"""

from __future__ import annotations

import io
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from reader.core import wording
from reader.core.annotation import Annotation, Cue
from reader.core.document import Block, BlockKind, Document, Span
from reader.core.layers import LAYERS
from reader.formats.export import palette
from reader.formats.export.exporter import Exporter, ExportOptions
from reader.formats.export.fonts import BOLD, SANS, SERIF, Fonts
from reader.formats.export.marking import Passage, Run, about, counts, passages, told
from reader.formats.export.palette import Look, Palette
from reader.formats.export.print_layout import Line, Page, Setting, broken, paginated

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas
else:
    Canvas = Any

_WIDTH, _HEIGHT = 595.28, 841.89  # A4 in points
_LEFT, _TOP, _BOTTOM = 86.0, 80.0, 76.0
_MEASURE = _WIDTH - 2 * _LEFT
_TALL = _HEIGHT - _TOP - _BOTTOM
_NOTES_GAP = 14.0
_LIST_STEP = 17.0

_SETTINGS: Mapping[BlockKind, Setting] = {
    BlockKind.TITLE: Setting(BOLD, 20, 25, 10, 8, colour="heading", keep=True),
    BlockKind.HEADING: Setting(BOLD, 13, 17, 12, 4, colour="heading", keep=True),
    BlockKind.BYLINE: Setting(SANS, 9, 13, 0, 8, colour="dim"),
    BlockKind.QUOTE: Setting(SERIF, 10.5, 17, indent=20),
    BlockKind.LIST_ITEM: Setting(SERIF, 10.5, 17, below=4),
    BlockKind.CAPTION: Setting(SANS, 8.5, 12, colour="dim"),
    BlockKind.CODE: Setting(SANS, 9, 13, below=0, indent=10),
    BlockKind.TABLE_ROW: Setting(SANS, 9, 13, below=2),
    BlockKind.BOILERPLATE: Setting(SANS, 8, 11.5, below=4, colour="dim"),
}
_PARAGRAPH = Setting(SERIF, 10.5, 17)
_MINOR_HEADING = Setting(BOLD, 11, 15, 9, 3, colour="heading", keep=True)
_ABOUT = Setting(SANS, 8, 12, below=6, colour="dim")
_LEGEND = Setting(SANS, 8, 16.5, below=0)
_NOTE = Setting(SANS, 7, 9.5, below=0)
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def save(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> bytes:
    """Return the article as a PDF file on A4."""
    from reportlab.pdfgen.canvas import Canvas

    laid = lay_out(document, annotations, options)
    stream = io.BytesIO()
    canvas = Canvas(stream, laid.size, lang=document.metadata.language or None)
    canvas.setTitle(options.say(wording.MARKED_TITLE).format(title=document.title))
    canvas.setAuthor(document.metadata.author)
    canvas.setSubject(laid.about)
    canvas.setCreator(f"Bias Reader {options.version}")
    for number in range(len(laid.pages)):
        laid.draw(number, canvas)
    canvas.save()
    return stream.getvalue()


@dataclass(frozen=True, slots=True)
class LaidOut:
    """An article on its pages, whose `size` is in points; `about` heads each."""

    pages: Sequence[Page]
    about: str
    fonts: Fonts
    theme: Palette
    size: tuple[float, float] = (_WIDTH, _HEIGHT)

    def draw(self, number: int, canvas: Canvas) -> None:
        """Draw page `number`, counted from 0, on reportlab's canvas or one with its methods: points, y upward."""
        _Pen(canvas, self.fonts, self.theme).page(self.pages[number], number + 1, len(self.pages), self.about)


def lay_out(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> LaidOut:
    """Set an article on A4 pages."""
    fonts, head = Fonts(), about(document, options)
    blocks = _blocks(document, annotations, options, head, fonts)
    return LaidOut(paginated(blocks, _TALL, _NOTES_GAP), head, fonts, palette.load("light"))


def _blocks(
    document: Document, annotations: Sequence[Annotation], options: ExportOptions, about: str, fonts: Fonts
) -> Iterator[list[Line]]:
    yield _set(about, (), _ABOUT, fonts)
    if options.legend:
        rows = list(_legend(counts(document, annotations, options), options))
        for text, passage in rows:
            last = text == rows[-1][0]
            yield _set(text, (passage,), _LEGEND._replace(below=14 if last else 0), fonts)
    number = 0
    for block, parts in passages(document, annotations, options):
        text, shifted, notes = _noted(document.text, parts, options, number, fonts)
        number += len(notes)
        yield _set(text, shifted, _setting(block), fonts, block.marker, notes)


def _legend(number: Mapping[str, str], options: ExportOptions) -> Iterator[tuple[str, Passage]]:
    """Yield each layer's row: its text, and the mark on the layer's title."""
    say = options.say
    for layer in LAYERS:
        if layer.key in number:
            title = say(layer.title)
            span = Span(0, len(title))
            cues = () if layer.sentences else (Cue(span, layer.key, 1.0),)
            mark = Passage(span, (Run(span, cues),), layer=layer.key if layer.sentences else "")
            yield f"{title}  ({number[layer.key]})  {say(layer.meaning)}", mark
    if options.own:
        title = say(wording.OWN_TITLE)
        span = Span(0, len(title))
        told_of = f"{title}  ({len(options.own)})  {say(wording.OWN_MEANING)}"
        yield told_of, Passage(span, (Run(span, highlit=True),))
    no_fill = say(wording.NO_FILL)
    span = Span(0, len(no_fill))
    yield no_fill, Passage(span, (Run(span),))


def _noted(
    text: str, parts: Sequence[Passage], options: ExportOptions, number: int, fonts: Fonts
) -> tuple[str, list[Passage], list[tuple[int, list[Line]]]]:
    """Return a block's text by itself, its passages shifted to it, and its notes with where their marks end.

    With footnotes, the text has their numbers, from `number` on, behind the marks.
    """
    made, shifted, notes = "", [], []
    for part in parts:
        shift = len(made) - part.span.start
        runs = tuple(
            Run(
                run.span.shift(shift),
                tuple(cue._replace(span=cue.span.shift(shift)) for cue in run.cues),
                run.evidence,
                run.highlit,
            )
            for run in part.runs
        )
        shifted.append(part._replace(span=part.span.shift(shift), runs=runs))
        made += part.span.slice(text)
        if part.signs:
            made += f"\N{NO-BREAK SPACE}{part.signs}"
        rows = told(part, text, options)
        if options.footnotes and rows:
            number += 1
            made += str(number).translate(_SUPERSCRIPT)
            notes.append((len(made), _set(f"{number}  {'. '.join(rows)}", (), _NOTE, fonts)))
    return made, shifted, notes


def _setting(block: Block) -> Setting:
    if block.kind is BlockKind.HEADING and block.level > 2:
        return _MINOR_HEADING
    setting = _SETTINGS.get(block.kind, _PARAGRAPH)
    if block.kind is BlockKind.LIST_ITEM:
        return setting._replace(indent=_LIST_STEP * min(max(block.level, 1), 9))
    return setting


def _set(
    text: str,
    parts: Sequence[Passage],
    setting: Setting,
    fonts: Fonts,
    marker: str = "",
    notes: Sequence[tuple[int, list[Line]]] = (),
) -> list[Line]:
    """Return the lines of a text with what is marked in each, and the notes of the marks that end in each."""
    lines: list[Line] = []
    touched = [part for part in parts if part.touched]
    for span, starts in broken(text, Span(0, len(text)), setting, _MEASURE - setting.indent, fonts):
        # Passages and notes are in the order of the text, as are the lines.
        first = bisect_right(touched, span.start, key=lambda part: part.span.end)
        here = touched[first : bisect_left(touched, span.end, key=lambda part: part.span.start)]
        ending = bisect_right(notes, span.start, key=_end), bisect_right(notes, span.end, key=_end)
        noted = [line for _, note in notes[slice(*ending)] for line in note]
        lines.append(Line(text, span, starts, setting, here, "" if lines else marker, tuple(noted)))
    return lines


def _end(note: tuple[int, list[Line]]) -> int:
    return note[0]


class _Pen:
    """Draws pages on a canvas."""

    def __init__(self, canvas: Canvas, fonts: Fonts, theme: Palette) -> None:
        self._canvas = canvas
        self._fonts = fonts
        self._theme = theme

    def page(self, page: Page, number: int, total: int, about: str) -> None:
        """Draw a page with its header, footnotes and number."""
        if number > 1:
            self._text(about, _ABOUT, _LEFT, _HEIGHT - _TOP / 2)
        for down, line in page.lines:
            self._line(line, _HEIGHT - _TOP - down + line.setting.leading * 0.3)
        if page.notes:
            self._notes(page.notes)
        shown = f"{number} / {total}"
        width = sum(self._fonts.widths(shown, SANS, _ABOUT.size))
        self._text(shown, _ABOUT, (_WIDTH - width) / 2, _BOTTOM / 2)
        self._canvas.showPage()

    def _notes(self, notes: Sequence[Line]) -> None:
        y = _BOTTOM + sum(note.setting.leading for note in notes)
        self._canvas.setStrokeColor(self._theme.page["rule"])
        self._canvas.setLineWidth(0.5)
        self._canvas.line(_LEFT, y + 3, _LEFT + 90, y + 3)
        for note in notes:
            y -= note.setting.leading
            self._line(note, y + 2)

    def _line(self, line: Line, y: float) -> None:
        x, setting = _LEFT + line.setting.indent, line.setting
        for part in line.passages:
            look = self._theme.look(part.layer, faint=part.unsure) if part.layer else None
            place = line.place(part.span)
            if look and look.fill and place:
                self._canvas.setFillColor(look.fill)
                below, height = y - 0.32 * setting.size, 1.38 * setting.size
                self._canvas.rect(x + place[0] - 0.8, below, place[1] - place[0] + 1.6, height, 0, 1)
        if line.marker:
            width = sum(self._fonts.widths(line.marker, setting.font, setting.size))
            self._text(line.marker, setting._replace(colour="dim"), x - width - 5, y)
        self._text(line.span.slice(line.text), setting, x, y)
        for part in line.passages:
            if part.layer:
                self._rule(line, part.span, self._theme.layers[part.layer], x, y)
            for cue in dict.fromkeys(cue for run in part.runs for cue in run.cues):
                self._rule(line, cue.span, self._theme.look(cue.layer, faint=cue.quoted), x, y)
            for lit, runs in groupby(part.runs, key=lambda run: run.highlit):
                if lit:
                    found = list(runs)
                    self._frame(line, Span(found[0].span.start, found[-1].span.end), x, y)

    def _text(self, text: str, setting: Setting, x: float, y: float) -> None:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        self._canvas.setFillColor(self._theme.page[setting.colour])
        for font, piece in self._fonts.pieces(text, setting.font):
            self._canvas.setFont(font, setting.size)
            self._canvas.drawString(x, y, piece)
            x += stringWidth(piece, font, setting.size)

    def _frame(self, line: Line, span: Span, x: float, y: float) -> None:
        """Draw the box round what the reader highlighted."""
        place = line.place(span)
        if place:
            self._canvas.setStrokeColor(self._theme.page["text"])
            self._canvas.setLineWidth(0.8)
            below, height = y - 0.32 * line.setting.size, 1.38 * line.setting.size
            self._canvas.rect(x + place[0] - 0.8, below, place[1] - place[0] + 1.6, height, 1, 0)

    def _rule(self, line: Line, span: Span, look: Look, x: float, y: float) -> None:
        """Draw a mark's line in the look's pattern and row."""
        place = line.place(span)
        if place is None:
            return
        canvas, scale = self._canvas, line.setting.size / 10.5
        canvas.saveState()
        canvas.setStrokeColor(look.line)
        below = y - (2.4 + 2.3 * look.row) * scale
        _PATTERNS[look.pattern](canvas, x + place[0], x + place[1], below, scale)
        canvas.restoreState()


def _solid(canvas: Canvas, left: float, right: float, y: float, scale: float) -> None:
    canvas.setLineWidth(1.9 * scale)  # as its fill and that of the double line are alike in grey
    canvas.line(left, y, right, y)


def _thin(canvas: Canvas, left: float, right: float, y: float, scale: float) -> None:
    canvas.setLineWidth(1.1 * scale)
    canvas.line(left, y, right, y)


def _double(canvas: Canvas, left: float, right: float, y: float, scale: float) -> None:
    canvas.setLineWidth(0.55 * scale)
    for up in (0.75, -0.75):
        canvas.line(left, y + up * scale, right, y + up * scale)


def _dotted(canvas: Canvas, left: float, right: float, y: float, scale: float) -> None:
    canvas.setLineCap(1)
    canvas.setDash([0.01, 2.5 * scale])
    canvas.setLineWidth(1.25 * scale)
    canvas.line(left + 0.6, y, right, y)


def _dashed(canvas: Canvas, left: float, right: float, y: float, scale: float) -> None:
    canvas.setDash([3.6 * scale, 1.8 * scale])
    _thin(canvas, left, right, y, scale)


def _dash_dotted(canvas: Canvas, left: float, right: float, y: float, scale: float) -> None:
    canvas.setDash([5 * scale, 1.5 * scale, 1.1 * scale, 1.5 * scale])
    _thin(canvas, left, right, y, scale)


def _wave(canvas: Canvas, left: float, right: float, y: float, scale: float) -> None:
    canvas.setLineWidth(0.8 * scale)
    path, step, up = canvas.beginPath(), 1.9 * scale, 1.0
    path.moveTo(left, y)
    x = left
    while x < right:
        path.curveTo(x + step / 3, y + up * scale, x + 2 * step / 3, y + up * scale, x + step, y)
        x, up = x + step, -up
    canvas.drawPath(path)


def _bracket(canvas: Canvas, left: float, right: float, y: float, scale: float) -> None:
    canvas.setLineWidth(0.9 * scale)
    canvas.lines([(left, y, right, y), (left, y, left, y + 2.6 * scale), (right, y, right, y + 2.6 * scale)])


_PATTERNS: Mapping[str, Callable[[Canvas, float, float, float, float], None]] = {
    "solid": _solid,
    "double": _double,
    "dot": _dotted,
    "dash": _dashed,
    "dashdot": _dash_dotted,
    "wave": _wave,
    "bracket": _bracket,
}

EXPORTER = Exporter(
    "pdf",
    "PDF for print",
    (".pdf",),
    "application/pdf",
    "Set for paper, with classes that can be told apart in grey; for printing and sending on.",
    save,
    heeds=frozenset({"legend", "evidence", "footnotes", "own"}),
)
