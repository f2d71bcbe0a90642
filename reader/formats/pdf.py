"""PDF: the lines of text that pdfium sees on each page; `pdf_layout` makes paragraphs of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from math import degrees, hypot
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.core.document import BlockKind, Metadata, Part
from reader.core.text import clean
from reader.formats import pdf_layout, plain, site_text
from reader.formats.errors import PasswordNeeded
from reader.formats.loader import Article, File
from reader.formats.pdf_layout import Line

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage
else:
    PdfDocument = PdfPage = PdfTextPage = Any

MAX_PAGES = 1500
"""The longest PDF that is read, in pages."""

_MAX_CHARACTERS = 10_000_000
_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(r"bold|black|heavy|demi|medi\b|^(cm|sf|ec)\w*b[xf]?\d|-BdCn|\bbd\b", re.IGNORECASE)
_MAX_FONT_NAME = 200
_ANGLES = 200
_MAX_SHAPES = 2000
_BULLET_SIZES = (1.5, 8)
_BULLET_REACH = 1.5
_SQUARE = 0.8

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in points from the page's top left corner."""

_BROKEN_WORD = {0x02, 0xFFFE}  # what pdfium makes of a hyphen at a line's end, and of the line's end with it
_LINE_ENDS = {10, 13, *_BROKEN_WORD}
# LaTeX's T1 fonts without names for their characters: codes that mean nothing else in a text
CORK = dict(
    zip(
        (*range(0x10, 0x17), *range(0x1B, 0x20), 0x88),
        ("“", "”", "„", "«", "»", "–", "—", "ff", "fi", "fl", "ffi", "ffl", "•"),
        strict=True,
    )
)
_TITULAR = {BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH}
_TITLE_SHARE = 0.5
_WORD = re.compile(r"\w+")
_NOBODY = frozenset(("anonymous", "unknown", "unspecified", "author", "user"))
"""What programs put for an author whom nobody told them."""
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_NO_TITLE = re.compile(
    r"^untitled\b|^microsoft (word|powerpoint)|\.(docx?|html?|indd|odt|pdf|qxp|rtf|tex)$|^\W*$", re.IGNORECASE
)


def load(file: File) -> Article:
    """Read a PDF's text in reading order.

    Raises PasswordNeeded where it is encrypted, ReaderError where its pages are pictures only.
    """
    document = _opened(file)
    try:
        if len(document) > MAX_PAGES:
            raise file.error(f"it has more than {MAX_PAGES} pages")
        lines = _lines(file, document)
        if not lines:
            raise file.error("its pages hold no text, only pictures (a scan?)")
        fields = {key: clean(value) for key, value in document.get_metadata_dict().items()}
        named = "" if _NO_TITLE.search(fields.get("Title", "")) else fields.get("Title", "")
        parts = pdf_layout.ranked(_with_title(pdf_layout.blocks(lines), named))
        return Article(tuple(parts), _metadata(fields, named, parts))
    finally:
        document.close()


def _opened(file: File) -> PdfDocument:
    import pypdfium2
    from pypdfium2.raw import FPDF_ERR_PASSWORD

    try:
        return pypdfium2.PdfDocument(file.data, password=file.password)
    except pypdfium2.PdfiumError as error:
        if error.err_code == FPDF_ERR_PASSWORD:
            reason = "the password is wrong" if file.password else "it is protected by a password"
            raise PasswordNeeded(file.name, reason) from error
        raise file.error("it is damaged, or no PDF") from error


def _lines(file: File, document: PdfDocument) -> list[Line]:
    """Return the lines of all pages; a page that can't be read is passed over."""
    lines: list[Line] = []
    total = 0
    for number, page in enumerate(document):
        text_page, view = _upright(page)
        total += text_page.count_chars()
        if total > _MAX_CHARACTERS:
            raise file.error(f"it holds more than {_MAX_CHARACTERS // 1_000_000} million characters")
        lines.extend(_page_lines(number, view, text_page, _drawn_bullets(page, view)))
        text_page.close()
        page.close()
    return lines


class _View(NamedTuple):
    """How a page is looked at: its box in its own points, and by how many degrees it is turned clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def height(self) -> float:
        """The height as it is looked at."""
        return self.right - self.left if self.turn % 180 else self.top - self.bottom

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return a point measured from the top left corner."""
        return {
            0: (x - self.left, self.top - y),
            90: (y - self.bottom, x - self.left),
            180: (self.right - x, y - self.bottom),
            270: (self.top - y, self.right - x),
        }[self.turn]

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a box's left, top, right and bottom, measured so."""
        (x1, y1), (x2, y2) = self.place(left, bottom), self.place(right, top)
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _upright(page: PdfPage) -> tuple[PdfTextPage, _View]:
    """Turn a page so that most of its text runs across: pdfium finds the lines in what is upright."""
    from pypdfium2 import raw

    text_page = page.get_textpage()
    count = text_page.count_chars()
    steps = range(0, count, max(1, count // _ANGLES))
    angles = Counter(round(degrees(raw.FPDFText_GetCharAngle(text_page.raw, i)) / 90) * 90 % 360 for i in steps)
    turn = angles.most_common(1)[0][0] if angles else 0
    if turn != page.get_rotation():
        text_page.close()
        page.set_rotation(turn)
        text_page = page.get_textpage()
    left, bottom, right, top = page.get_bbox()
    return text_page, _View(left, bottom, right, top, turn)


def _drawn_bullets(page: PdfPage, view: _View) -> list[Box]:
    """Return the boxes of small shapes as wide as high: browsers draw the bullets of lists."""
    from pypdfium2 import raw

    shapes = islice(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2), _MAX_SHAPES)
    boxes = [view.box(*shape.get_bounds()) for shape in shapes]
    return [
        (left, top, right, bottom)
        for left, top, right, bottom in boxes
        if _BULLET_SIZES[0] < right - left < _BULLET_SIZES[1] and abs(right - left - bottom + top) < _SQUARE
    ]


def _page_lines(number: int, view: _View, page: PdfTextPage, bullets: Sequence[Box]) -> Iterator[Line]:
    """Yield the lines of a page in the order of its content, measured in points from the top."""
    from pypdfium2 import raw

    codes = [raw.FPDFText_GetUnicode(page.raw, index) for index in range(page.count_chars())]
    start = 0
    for end in (*(i for i, code in enumerate(codes) if code in _LINE_ENDS), len(codes)):
        first, count = start, end - start
        start = end + 1
        broken = end < len(codes) and codes[end] in _BROKEN_WORD
        text = _text(codes[first : first + count]) + "-" * broken
        if not clean(text):
            continue
        boxes = [view.box(*page.get_rect(index)) for index in range(page.count_rects(first, count))]
        if not boxes:
            continue
        sample = _sample(codes, first, count)
        left, baseline, size = min(box[0] for box in boxes), _baseline(page, sample, view), _size(page, sample)
        bulleted = any(
            left - _BULLET_REACH * size < x2 <= left and baseline - size < y1 <= y2 <= baseline
            for _, y1, x2, y2 in bullets
        )
        font = _font(page, sample)
        yield Line(
            text=f"• {text}" if bulleted else text,
            left=left,
            top=min(box[1] for box in boxes),
            right=max(box[2] for box in boxes),
            bottom=max(box[3] for box in boxes),
            baseline=baseline,
            size=size,
            bold=_BOLD_NAME.search(font) is not None
            if font
            else raw.FPDFText_GetFontWeight(page.raw, sample) >= _BOLD_WEIGHT,
            page=number,
            height=view.height,
        )


def _sample(codes: list[int], first: int, count: int) -> int:
    """Return the index of a visible character near the middle; spaces may be pdfium's own, of no font."""
    middle = first + count // 2
    visible = (index for index in (*range(middle, first + count), *range(first, middle)) if codes[index] > 32)
    return next(visible, middle)


def _size(page: PdfTextPage, index: int) -> float:
    """Return the size in points in which a character is shown: its font's, as the text's matrix scales it."""
    from ctypes import byref

    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    scaled = raw.FPDFText_GetMatrix(page.raw, index, byref(matrix))
    scale = hypot(matrix.c, matrix.d) if scaled else 1.0
    return round(float(raw.FPDFText_GetFontSize(page.raw, index)) * scale, 1)


def _baseline(page: PdfTextPage, index: int, view: _View) -> float:
    """Return the distance from the page's top of the line on which a character stands."""
    from ctypes import byref, c_double

    from pypdfium2 import raw

    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(page.raw, index, byref(x), byref(y))
    return view.place(x.value, y.value)[1]


def _font(page: PdfTextPage, index: int) -> str:
    """Return the name of a character's font; weights, where files state them, are often wrong."""
    from ctypes import byref, c_int, create_string_buffer

    from pypdfium2 import raw

    name, flags = create_string_buffer(_MAX_FONT_NAME), c_int()
    raw.FPDFText_GetFontInfo(page.raw, index, name, _MAX_FONT_NAME, byref(flags))
    return name.value.decode("utf-8", "replace").rpartition("+")[2]


def _text(codes: list[int]) -> str:
    """Return the characters of UTF-16 or UTF-32 codes; what no font could name becomes U+FFFD."""
    units = "".join(chr(code) if code <= 0x10FFFF else "\ufffd" for code in codes)
    return units.translate(CORK).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _with_title(parts: list[Part], named: str) -> list[Part]:
    """Return the parts refined, with the line that the file's own title begins with as the title.

    On a page printed by a browser that may be far from the top: short lines before it are the page's.
    """
    whole = _bare(named)
    said = [_bare(part.text) if part.kind in _TITULAR else "" for part in parts]
    fitting = [index for index, text in enumerate(said) if text in whole and len(text) >= _TITLE_SHARE * len(whole)]
    if not whole or not fitting:
        return plain.refined(parts)
    index = max(fitting, key=lambda one: len(said[one]))
    before = [
        part._replace(kind=BlockKind.BOILERPLATE, level=0, marker="") if site_text.headline_like(part.text) else part
        for part in parts[:index]
    ]
    after = [part._replace(kind=BlockKind.HEADING, level=1) if part.kind is BlockKind.TITLE else part for part in parts]
    return [*before, *plain.refined([parts[index]._replace(kind=BlockKind.TITLE, level=0), *after[index + 1 :]])]


def _bare(text: str) -> str:
    return "".join(_WORD.findall(text.casefold()))


def _metadata(fields: Mapping[str, str], named: str, parts: list[Part]) -> Metadata:
    """Return what the text says, else what the file says: programs often put a file name for the title."""
    said = plain.metadata(parts)
    date = _DATE.match(fields.get("CreationDate", ""))
    author = fields.get("Author", "")
    return Metadata(
        title=said.title or named,
        author=said.author or ("" if author.strip("() ").casefold() in _NOBODY else author),
        date=said.date or ("-".join(date.groups()) if date else ""),
    )
