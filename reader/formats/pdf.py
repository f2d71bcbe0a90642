"""PDF: the lines of text that pdfium sees on each page; `pdf_layout` makes paragraphs of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import hypot
from typing import TYPE_CHECKING, Any

from reader.core.document import Metadata, Part
from reader.core.text import clean
from reader.formats import pdf_layout, plain
from reader.formats.errors import PasswordNeeded
from reader.formats.loader import Article, File, Loader
from reader.formats.pdf_layout import Line

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage
else:
    PdfDocument = PdfPage = PdfTextPage = Any

MAX_PAGES = 1500
"""The longest PDF that is read, in pages."""

_MAX_CHARACTERS = 10_000_000
_BOLD = 600
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
        parts = plain.refined(pdf_layout.blocks(lines))
        return Article(tuple(parts), _metadata(document, parts))
    finally:
        document.close()


def sniff(data: bytes) -> bool:
    """Tell whether the bytes are a PDF; a little rubbish before its head is common."""
    return b"%PDF-" in data[:1024]


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
        text_page = page.get_textpage()
        total += text_page.count_chars()
        if total > _MAX_CHARACTERS:
            raise file.error(f"it holds more than {_MAX_CHARACTERS // 1_000_000} million characters")
        lines.extend(_page_lines(number, page.get_height(), text_page))
        text_page.close()
        page.close()
    return lines


def _page_lines(number: int, height: float, page: PdfTextPage) -> Iterator[Line]:
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
        rects = [page.get_rect(index) for index in range(page.count_rects(first, count))]
        if not rects:
            continue
        sample = _sample(codes, first, count)
        yield Line(
            text=text,
            left=min(rect[0] for rect in rects),
            top=height - max(rect[3] for rect in rects),
            right=max(rect[2] for rect in rects),
            bottom=height - min(rect[1] for rect in rects),
            baseline=height - _baseline(page, sample),
            size=_size(page, sample),
            bold=raw.FPDFText_GetFontWeight(page.raw, sample) >= _BOLD,
            page=number,
            height=height,
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
    scale = hypot(matrix.b, matrix.d) if scaled else 1.0
    return round(float(raw.FPDFText_GetFontSize(page.raw, index)) * scale, 1)


def _baseline(page: PdfTextPage, index: int) -> float:
    """Return the height above the page's foot on which a character stands."""
    from ctypes import byref, c_double

    from pypdfium2 import raw

    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(page.raw, index, byref(x), byref(y))
    return y.value


def _text(codes: list[int]) -> str:
    """Return the characters of UTF-16 or UTF-32 codes; what no font could name becomes U+FFFD."""
    units = "".join(chr(code) if code <= 0x10FFFF else "\ufffd" for code in codes)
    return units.translate(CORK).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _metadata(document: PdfDocument, parts: list[Part]) -> Metadata:
    """Return what the text says, else what the file says: programs often put a file name for the title."""
    said = plain.metadata(parts)
    fields = {key: clean(value) for key, value in document.get_metadata_dict().items()}
    title, date = fields.get("Title", ""), _DATE.match(fields.get("CreationDate", ""))
    return Metadata(
        title=said.title or ("" if _NO_TITLE.search(title) else title),
        author=said.author or fields.get("Author", ""),
        date=said.date or ("-".join(date.groups()) if date else ""),
    )


LOADER = Loader("pdf", "PDF", (".pdf",), ("application/pdf",), sniff, load, isolated_above=0)
