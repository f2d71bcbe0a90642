"""The original PDF with highlight annotations in it: its pages stay as they are, any viewer shows the marks."""

from __future__ import annotations

import io
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reader.core import wording
from reader.core.annotation import Annotation
from reader.core.document import Document, Span
from reader.core.layers import BY_KEY, Placed
from reader.core.text import clean
from reader.formats.export import alignment, apart, carried, original, palette
from reader.formats.export.exporter import Copy, Exporter, ExportOptions, SaveError
from reader.formats.export.marking import own_marks, own_told, selected, stance_layer
from reader.formats.export.palette import Look
from reader.formats.pdf import CORK

if TYPE_CHECKING:
    from pikepdf import Pdf, Stream
    from pypdfium2 import PdfTextPage

_NAME = "bias-reader-"
_PRINT = 4  # the flag that lets an annotation be printed (ISO 32000-1, 12.5.3)
_DASHES = {"dot": "[1 2] 0 d", "dash": "[4 2] 0 d", "dashdot": "[4 2 1 2] 0 d"}
_FINE = frozenset({"double", "wave"})
_LIGATURES = {"ff": "\ufb00", "fi": "\ufb01", "fl": "\ufb02", "ffi": "\ufb03", "ffl": "\ufb04"}

_OWN_LOOK = Look("", "#1D1D1F", "box", 0)

Rect = tuple[float, float, float, float]
"""Left, bottom, right, top in the page's own coordinates, in points."""


class _Mark(NamedTuple):
    span: Span
    layer: str
    title: str
    said: str
    faint: bool = False
    by: str = original.PROGRAM


def save(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> Copy:
    """Return the source file with an annotation for each mark that is found on its pages."""
    data = original.read(document, "pdf")
    marks = list(_marks(document, annotations, options))
    taken = carried.packed(document, annotations, options)
    return apart.run(document.source.name, marked, document, data, marks, taken)


def marked(document: Document, data: bytes, marks: Sequence[_Mark], taken: bytes) -> Copy:
    """Return a PDF with the marks in it and `taken` attached to it; call it by `apart`, as it may be anybody's file."""
    import pikepdf

    name, theme = document.source.name, palette.load("light")
    placed = 0
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted and not pdf.allow.modify_annotation:
                raise SaveError(name, "its author doesn't allow remarks in it")
            _take_out(pdf)
            for mark, places in zip(marks, _places(document, data, marks), strict=True):
                placed += bool(places)
                own = mark.layer == original.OWN
                look = _OWN_LOOK if own else theme.look(mark.layer, faint=mark.faint)
                for page, rects in places.items():
                    _annotate(pdf, page, rects, mark, look)
            carried.attach(pdf, taken)
            stream = io.BytesIO()
            pdf.save(stream, encryption=pdf.is_encrypted)
    except pikepdf.PasswordError as error:
        raise SaveError(name, "the original is protected by a password") from error
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise SaveError(name, "the original is too damaged to put marks into it") from error
    return Copy(stream.getvalue(), Placed(placed, len(marks)))


def _marks(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> Iterator[_Mark]:
    """Yield sentences before their words, so that the words' marks lie on top, and the reader's own last."""
    say = options.say
    for annotation in selected(annotations, options):
        layer = stance_layer(annotation, options)
        if layer:
            rows = wording.account(annotation, document.text, options.evidence, say)
            said = "\n".join([wording.spoken(annotation, say), *(f"{title}: {row}" for title, row in rows)])
            yield _Mark(annotation.span, layer, say(BY_KEY[layer].title), said, annotation.unsure)
        for cue in annotation.cues:
            title = say(BY_KEY[cue.layer].title)
            said = f"{title}: {wording.cue_words(cue, document.text, say)}"
            yield _Mark(cue.span, cue.layer, title, said, cue.quoted)
    for own in own_marks(document, options):
        who = clean(own.mark.who) or original.reader(options)
        yield _Mark(own.span, original.OWN, who, "\n".join(own_told(own.mark, options)), by=who)


def _places(document: Document, data: bytes, marks: Sequence[_Mark]) -> Iterator[dict[int, list[Rect]]]:
    """Yield for each mark its rectangles, a line each, by page number."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    try:
        pages = [page.get_textpage() for page in pdf]
        texts = [_text(page) for page in pages]
        starts = [0]
        for text in texts:
            starts.append(starts[-1] + len(text))
        whole = "".join(texts)
        places = alignment.align(document, whole)
        for mark in marks:
            found: dict[int, list[Rect]] = defaultdict(list)
            for stretch in alignment.stretches(mark.span, places, whole):
                for number in range(bisect_right(starts, stretch.start) - 1, bisect_left(starts, stretch.end)):
                    first, end = max(stretch.start, starts[number]), min(stretch.end, starts[number + 1])
                    if first < end:
                        count = pages[number].count_rects(first - starts[number], end - first)
                        found[number].extend(pages[number].get_rect(index) for index in range(count))
            yield found
    finally:
        pdf.close()


def _text(page: PdfTextPage) -> str:
    """Return a page's text, one character for each of pdfium's, spelled as the loader does."""
    from pypdfium2 import raw

    codes = (raw.FPDFText_GetUnicode(page.raw, index) for index in range(page.count_chars()))
    chars = (CORK.get(code) or (chr(code) if code <= 0x10FFFF else "\ufffd") for code in codes)
    return "".join(_LIGATURES.get(char, char) for char in chars)


def _annotate(pdf: Pdf, number: int, rects: Sequence[Rect], mark: _Mark, look: Look) -> None:
    """Add one annotation to a page, with its appearance, so that every viewer draws it alike."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name, String

    page = pdf.pages[number]
    colour = [int((look.fill or look.line)[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    around = [
        min(r[0] for r in rects) - 1,
        min(r[1] for r in rects) - 3.5,
        max(r[2] for r in rects) + 1,
        max(r[3] for r in rects) + 1,
    ]
    annotation = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Highlight if look.fill else Name.Squiggly if look.pattern == "wave" else Name.Underline,
        Rect=Array([round(edge, 3) for edge in around]),
        QuadPoints=Array([round(x, 3) for rect in rects for x in _quad(rect)]),
        C=Array([round(part, 4) for part in colour]),
        F=_PRINT,
        T=String(mark.by),
        Subj=String(mark.title),
        Contents=String(mark.said),
        NM=String(f"{_NAME}{mark.layer}-{mark.span.start}-{mark.span.end}-{number}"),
        P=page.obj,
    )
    annotation.AP = Dictionary(N=_appearance(pdf, around, rects, look))
    if pikepdf.Name.Annots not in page.obj:
        page.obj.Annots = pdf.make_indirect(Array())
    page.obj.Annots.append(pdf.make_indirect(annotation))


def _take_out(pdf: Pdf) -> None:
    """Take the annotations of an earlier copy out."""
    from pikepdf import Array

    for page in pdf.pages:
        found = page.obj.get("/Annots")
        if isinstance(found, Array):
            kept = [one for one in found if not str(one.get("/NM", "")).startswith(_NAME)]
            if len(kept) < len(found):
                page.obj.Annots = pdf.make_indirect(Array(kept))


def _quad(rect: Rect) -> tuple[float, ...]:
    """Return a rectangle's corners in the order that viewers expect: upper ones first."""
    left, bottom, right, top = rect
    return (left, top, right, top, left, bottom, right, bottom)


def _appearance(pdf: Pdf, around: Sequence[float], rects: Sequence[Rect], look: Look) -> Stream:
    """Return the drawing of a mark: a fill that lets the print through, and the layer's line below the letters."""
    from pikepdf import Array, Dictionary, Name

    drawn = [f"{_colour(look.line)} RG {0.8 if look.pattern in _FINE else 1.1} w", _DASHES.get(look.pattern, "")]
    for left, bottom, right, top in rects:
        if look.fill:
            drawn.append(f"{_colour(look.fill)} rg {left:.2f} {bottom:.2f} {right - left:.2f} {top - bottom:.2f} re f")
        drawn.extend(_line(look.pattern, (left, bottom - 0.6 - 0.8 * min(look.row, 1), right, top)))
    return pdf.make_stream(
        ("/M gs\n" + "\n".join(filter(None, drawn))).encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([round(edge, 3) for edge in around]),
        Resources=Dictionary(ExtGState=Dictionary(M=Dictionary(BM=Name.Multiply))),
        Group=Dictionary(S=Name.Transparency),
    )


def _line(pattern: str, rect: Rect) -> Iterator[str]:
    """Yield the strokes of a pattern along the foot of a rectangle, or round it."""
    left, foot, right, top = rect
    if pattern == "box":
        yield f"{left:.2f} {foot:.2f} {right - left:.2f} {top - foot:.2f} re S"
        return
    if pattern == "wave":
        steps = max(1, round((right - left) / 1.6))
        points = (f"{left + 1.6 * n:.2f} {foot + 0.7 * (-1) ** n:.2f}" for n in range(steps + 1))
        yield " l ".join(points).replace(" l ", " m ", 1) + " l S"
        return
    yield f"{left:.2f} {foot:.2f} m {right:.2f} {foot:.2f} l S"
    if pattern == "double":
        yield f"{left:.2f} {foot - 1.6:.2f} m {right:.2f} {foot - 1.6:.2f} l S"
    elif pattern == "bracket":
        yield from (f"{x:.2f} {foot:.2f} m {x:.2f} {foot + 2.5:.2f} l S" for x in (left, right))


def _colour(value: str) -> str:
    return " ".join(f"{int(value[at : at + 2], 16) / 255:.3f}" for at in (1, 3, 5))


def _fits(document: Document) -> bool:
    return original.fits(document, "pdf")


EXPORTER = Exporter(
    "original-pdf",
    "The original PDF with highlights",
    (".marked.pdf",),
    "application/pdf",
    "Your own file, its pages unchanged, with a highlight and a note for each mark; for any PDF reader.",
    save,
    _fits,
    heeds=frozenset({"evidence", "own"}),
)
