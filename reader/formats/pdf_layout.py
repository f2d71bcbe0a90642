"""From lines on pages to paragraphs: by size, indent, gaps and full stops, as the eye does it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from reader.core.document import BlockKind, Part
from reader.core.text import clean


class Line(NamedTuple):
    """A line of text on a page: its box in points from the page's top left corner, font size and weight."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    baseline: float
    size: float
    bold: bool
    page: int
    height: float


class Style(NamedTuple):
    """The body text's measures: font size and distance from line to line, in points."""

    size: float
    pitch: float


_MARGIN = 0.12
_REPEATS = 3
_FURNITURE = re.compile(
    # page numbers, and what browsers print at the edges: the date, the address
    r"[-–—\s|]*(page |p\. ?)?(\d{1,4}|[ivxl]{1,6})( ?(/|of) ?\d{1,4})?[-–—\s|]*"
    r"|\s*\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}[:.]\d\d\b.*"
    r"|\s*(https?|file)://\S+(\s+\d+(/\d+)?)?\s*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[0-9]{1,4}")
_SAME_PLACE = 12
_DIGITS = re.compile(r"\d+")
_HYPHENS = "-\u2010\u00ad"
_DASHES = "—–"
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_STOP = re.compile(r"[.!?:…][”\"’')\]]*\s*$")
_BULLET = re.compile(r"\s*([•‣▪◦·●■]|[-–*] |\d{1,2}[.)] |\(\w\) )")
_FOOTNOTE = re.compile(r"\s*(\d{1,3}|[*†‡§¶]|\[\d{1,3}\])\s*\S")
_CAPTION = re.compile(r"(fig(ure|\.)|table|tab\.|chart|box|photo|map) ?[\dIVX]*[.:|]", re.IGNORECASE)

_HEADING_SIZE = 1.12
_TITLE_SIZE = 1.4
_SMALL = 0.93
_GAP = 1.35
_NEAR = 0.75
_SHORT = 0.85
_INDENT = 0.7
_HEADING_WORDS = 25
_FOOT = 0.5


def blocks(lines: Sequence[Line]) -> list[Part]:
    """Return the blocks of a document's lines, which are in the order of the pages' contents.

    Running heads and page numbers are left out, hyphens at line ends taken back, and footnotes put last.
    """
    kept = _without_running(_upright(lines))
    if not kept:
        return []
    style = _style(kept)
    notes = _footnotes(kept, style)
    text = [line for line in kept if line not in notes]
    vocabulary = _vocabulary(kept)
    title = _title_size(text, style)
    parts = [_part(group, style, title, vocabulary) for group in _groups(text, style)]
    small = [_part(group, style, 0, vocabulary) for group in _groups([line for line in kept if line in notes], style)]
    return [*parts, *(part._replace(kind=BlockKind.CAPTION) for part in small)]


def _upright(lines: Iterable[Line]) -> list[Line]:
    """Return the lines that run across: not the stamps along a page's edge."""
    return [line for line in lines if line.bottom - line.top < 3 * max(line.size, 6) or len(clean(line.text)) < 4]


def _without_running(lines: Sequence[Line]) -> list[Line]:
    """Return the lines without page numbers and the heads and feet that come again from page to page."""
    edge = [line for line in lines if min(line.top, line.height - line.bottom) < _MARGIN * line.height]
    repeated = Counter(key for key, _ in {(_running_key(line), line.page) for line in edge})
    enough = min(_REPEATS, max(2, len({line.page for line in lines})))
    counting = Counter(offset for line in _outermost(lines) for offset in _offsets(line))
    dropped = {
        *(line for line in [*edge, *_outermost(lines)] if _FURNITURE.fullmatch(line.text)),
        *(line for line in edge if repeated[_running_key(line)] >= enough),
        *(line for line in _outermost(lines) if any(counting[key] >= _REPEATS for key in _offsets(line))),
    }
    return [line for line in lines if line not in dropped]


def _outermost(lines: Iterable[Line]) -> list[Line]:
    """Return the first and the last line of each page, from top to bottom."""
    pages = (list(page) for _, page in groupby(lines, key=lambda line: line.page))
    return [find(page, key=lambda line: line.baseline) for page in pages for find in (min, max)]


def _offsets(line: Line) -> set[tuple[int, int]]:
    """Return how far the numbers at a line's ends are from its page's: the same if they count pages.

    Left and right pages may have different heads, so that every other page counts.
    """
    words = line.text.split()
    numbers = [word for word in (words[0], words[-1]) if _NUMBER.fullmatch(word)]
    return {(int(number) - line.page, round(line.baseline / _SAME_PLACE)) for number in numbers}


def _running_key(line: Line) -> tuple[str, float, int]:
    """Return what is the same of a running head on each page: the text but for numbers, size, and place."""
    return _DIGITS.sub("#", clean(line.text).casefold()), line.size, round(line.baseline / _SAME_PLACE)


def _style(lines: Sequence[Line]) -> Style:
    """Return the measures of the size that most characters are in."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    size = sizes.most_common(1)[0][0]
    steps = [
        below.baseline - above.baseline
        for above, below in pairwise(lines)
        if above.size == below.size == size
        and above.page == below.page
        and 0 < below.baseline - above.baseline < 3 * size
    ]
    return Style(size, median(steps) if steps else 1.2 * size)


def _footnotes(lines: Sequence[Line], style: Style) -> set[Line]:
    """Return the small lines at the foot of each page, from the first that begins with a sign."""
    found: set[Line] = set()
    for _, page in groupby(lines, key=lambda line: line.page):
        started = False
        for line in page:
            small = line.size < _SMALL * style.size and line.top > _FOOT * line.height
            started = small and (started or _FOOTNOTE.match(line.text) is not None)
            if started:
                found.add(line)
    return found


def _title_size(lines: Sequence[Line], style: Style) -> float:
    """Return the largest size on the first page if it is a title's, else 0."""
    first = [line.size for line in lines if line.page == lines[0].page and len(clean(line.text)) > 3]
    largest = max(first, default=0.0)
    return largest if largest >= _TITLE_SIZE * style.size else 0.0


def _groups(lines: Sequence[Line], style: Style) -> Iterator[list[Line]]:
    """Yield the lines of each paragraph."""
    group: list[Line] = []
    for line in lines:
        if group and not _continues(group, line, style):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _continues(group: Sequence[Line], line: Line, style: Style) -> bool:
    """Tell whether a line goes on with the paragraph: on the line below, or in the next column or page."""
    last = group[-1]
    if abs(line.size - last.size) > 0.06 * style.size or (line.bold != last.bold and _looks_like_heading(group, style)):
        return False
    if _BULLET.match(line.text) and not _BULLET.fullmatch(line.text):
        return False
    step = line.baseline - last.baseline
    if line.page != last.page or step < -style.pitch or step > 8 * style.pitch:
        return line.size <= _HEADING_SIZE * style.size and not _STOP.search(last.text)
    if abs(step) < 0.5 * style.pitch and line.left >= last.right:
        return True
    scale = max(1.0, line.size / style.size)
    if step > _GAP * style.pitch * scale:
        return False
    if _looks_like_heading(group, style):
        return True
    column = _column(group, style)
    left = min(other.left for other in column)
    if line.left > (min(other.left for other in column[1:]) if len(column) > 1 else left) + _INDENT * line.size:
        return len(column) == 1 and _BULLET.match(last.text) is not None
    width = max(other.right for other in (*column, line)) - left
    return not (_STOP.search(last.text) and last.right < left + _SHORT * width)


def _column(group: Sequence[Line], style: Style) -> Sequence[Line]:
    """Return the lines of a paragraph that stand in the same column as its last."""
    for index in range(len(group) - 1, 0, -1):
        above, below = group[index - 1], group[index]
        if below.page != above.page or below.baseline < above.baseline - style.pitch:
            return group[index:]
    return group


def _looks_like_heading(group: Sequence[Line], style: Style) -> bool:
    words = sum(len(line.text.split()) for line in group)
    large = group[0].size >= _HEADING_SIZE * style.size
    return (large or all(line.bold for line in group)) and words <= _HEADING_WORDS


def _part(group: Sequence[Line], style: Style, title: float, vocabulary: Counter[str]) -> Part:
    """Join a paragraph's lines and tell its kind."""
    text = _joined(group, vocabulary)
    size = group[0].size
    if title and size == title and group[0].page == 0 and len(text.split()) <= 2 * _HEADING_WORDS:
        return Part(BlockKind.TITLE, text)
    if _looks_like_heading(group, style) and not text.endswith((".", ",", ";")) and not _BULLET.fullmatch(text):
        return Part(BlockKind.HEADING, text, 1 if size >= _TITLE_SIZE * style.size else 2)
    if _CAPTION.match(text) and (size < _SMALL * style.size or len(text.split()) <= _HEADING_WORDS):
        return Part(BlockKind.CAPTION, text)
    return Part(BlockKind.PARAGRAPH, text)


def _vocabulary(lines: Iterable[Line]) -> Counter[str]:
    """Return the words that stand whole inside lines, to tell a broken word from a compound."""
    return Counter(word.casefold() for line in lines for word in _WORD.findall(line.text)[:-1])


def _joined(group: Sequence[Line], vocabulary: Counter[str]) -> str:
    text = group[0].text.strip()
    for line in group[1:]:
        following = line.text.strip()
        if text[-1:] in _HYPHENS and text[-2:-1].isalpha() and following[:1].isalpha():
            text = _mended(text, following, vocabulary)
        else:
            tight = text[-1:] in _DASHES and not text[-2:-1].isspace()
            text = text + ("" if tight else " ") + following
    return text.translate(_LIGATURES)


def _mended(text: str, following: str, vocabulary: Counter[str]) -> str:
    """Put a word broken at a line's end together; its hyphen stays where other words say so."""
    broken = text[:-1].split()[-1]
    before = re.split(r"\W+", broken)[-1].casefold()
    after = re.split(r"\W+", following, maxsplit=1)[0]
    whole, compound = vocabulary[before + after.casefold()], vocabulary[f"{before}-{after.casefold()}"]
    words = vocabulary[before] and vocabulary[after.casefold()]
    hyphenated = "-" in broken or "-" in following.split(maxsplit=1)[0]
    keep = compound > whole or (not whole and (words or hyphenated or not after.islower()))
    return text[:-1] + ("-" if keep else "") + following
