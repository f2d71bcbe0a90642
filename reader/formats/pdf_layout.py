"""From lines on pages to paragraphs: by size, indent, gaps and full stops, as the eye does it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
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
    noted: bool = False
    """Whether it begins with a raised footnote mark."""


class Style(NamedTuple):
    """The body text's measures: font size and distance from line to line, in points; whether it is bold."""

    size: float
    pitch: float
    bold: bool
    margins: Counter[int]
    """How many of its lines begin how far from the left, in points."""


class Vocabulary(NamedTuple):
    """What tells a broken word from a compound: the words of a document, and whether it breaks words at all."""

    words: Counter[str]
    hyphenated: bool


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
_BROKEN = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]\s*$")
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
_DOT = re.compile(r"\s*[•‣▪◦·●■]")
_FOOTNOTE = re.compile(r"\s*(\d{1,3}|[*†‡§¶]|\[\d{1,3}\])\s*\S")
_MARK = re.compile(r"\s*(\d{1,3}|[*†‡§¶]|\[\d{1,3}\])\s*")
_CAPTION = re.compile(r"(fig(ure|\.)|table|tab\.|chart|box|photo|map) ?[\dIVX]*[.:|]", re.IGNORECASE)

_COMMON = 0.15
_ALIKE = 1.08
_HEADING_SIZE = 1.12
_TITLE_SIZE = 1.4
_SMALL = 0.93
_GAP = 1.35
_NEAR = 0.75
_SHORT = 0.85
_INDENT = 0.7
_HEADING_WORDS = 25
_FOOT = 0.5
_MOST_RANKS = 6
_QUOTE_INDENT = 1
_FAR_INDENT = 6
_HANGING = 0.5
_TOUCH = 2
_HYPHENATED = 0.02
_RAISED = 0.85
_DOTS = re.compile(r"\. ?\. ?\.(?: (?=\]))?")


def blocks(lines: Sequence[Line]) -> list[Part]:
    """Return the blocks of a document's lines, which are in the order of the pages' contents.

    Running heads and page numbers are left out, hyphens at line ends taken back, and footnotes put last.
    """
    kept = _without_running(_with_marks(_upright(lines)))
    if not kept:
        return []
    style = _style(kept)
    notes = _footnotes(kept, style)
    text = [line for line in kept if line not in notes]
    vocabulary = _vocabulary(kept)
    groups = list(_groups(text, style))
    kinds = _kinds(groups, style)
    parts = [
        _item(_joined(group, vocabulary))
        if kind is BlockKind.LIST_ITEM
        else Part(kind, _joined(group, vocabulary), level)
        for group, (kind, level) in zip(groups, kinds, strict=True)
    ]
    small = _groups([line for line in kept if line in notes], style)
    return [*parts, *(Part(BlockKind.CAPTION, _joined(group, vocabulary)) for group in small)]


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


def ranked(parts: Sequence[Part]) -> list[Part]:
    """Return the parts with the headings' levels counted from 1, without those that turned out to be bylines."""
    levels = sorted({part.level for part in parts if part.kind is BlockKind.HEADING})
    return [
        part._replace(level=min(levels.index(part.level) + 1, _MOST_RANKS)) if part.kind is BlockKind.HEADING else part
        for part in parts
    ]


def _with_marks(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with raised footnote marks, which are lines of their own, joined to what they stand at."""
    kept: list[Line] = []
    marks: list[Line] = []
    for line in lines:
        if _MARK.fullmatch(line.text):
            marks.append(line)
            continue
        for mark in marks:
            if _stands_at(mark, line) and mark.right <= line.left + _TOUCH:
                line = line._replace(text=f"{mark.text.strip()} {line.text.lstrip()}", left=mark.left, noted=True)
            elif kept and _stands_at(mark, kept[-1]) and mark.left >= kept[-1].right - _TOUCH:
                kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip() + mark.text.strip(), right=mark.right)
            else:
                kept.append(mark)
        marks = []
        kept.append(line)
    return [*kept, *marks]


def _stands_at(mark: Line, line: Line) -> bool:
    """Tell whether a mark is raised above a line and next to one of its ends."""
    beside = min(abs(line.left - mark.right), abs(mark.left - line.right)) < line.size
    raised = 0 <= line.baseline - mark.baseline < line.size
    return mark.page == line.page and beside and raised and mark.size < _RAISED * line.size


def _style(lines: Sequence[Line]) -> Style:
    """Return the measures of the size that most characters are in."""
    sizes: Counter[float] = Counter()
    weights: Counter[bool] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
        weights[line.bold] += len(line.text)
    size = sizes.most_common(1)[0][0]
    steps = [
        below.baseline - above.baseline
        for above, below in pairwise(lines)
        if above.size == below.size == size
        and above.page == below.page
        and 0 < below.baseline - above.baseline < 3 * size
    ]
    margins = Counter(round(line.left) for line in lines if line.size == size)
    return Style(size, _pitch(steps) if steps else 1.2 * size, weights.most_common(1)[0][0], margins)


def _pitch(steps: Sequence[float]) -> float:
    """Return the least distance between lines that is common: where paragraphs are short, most are wider."""
    enough = max(2, _COMMON * len(steps))
    alike = ([step for step in steps if least <= step <= _ALIKE * least] for least in sorted(steps))
    # Imported where it is needed: it takes long, and most articles are no PDF.
    from statistics import median

    return median(next((near for near in alike if len(near) >= enough), steps))


def _footnotes(lines: Sequence[Line], style: Style) -> set[Line]:
    """Return the lines at the foot of each page from the first that begins with a footnote's sign.

    They are small, or go on below a line with a raised sign.
    """
    found: set[Line] = set()
    for _, page in groupby(lines, key=lambda line: line.page):
        started = False
        last: Line | None = None
        for line in page:
            low = line.top > _FOOT * line.height
            small = line.size < _SMALL * style.size
            started = low and (
                (small and (started or _FOOTNOTE.match(line.text) is not None))
                or line.noted
                or (started and last is not None and last.size == line.size and line.baseline > last.baseline)
            )
            last = line
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
    return (large or (not style.bold and all(line.bold for line in group))) and words <= _HEADING_WORDS


def _kinds(groups: Sequence[Sequence[Line]], style: Style) -> list[tuple[BlockKind, int]]:
    """Return the kind and level of each paragraph."""
    titled = _title_size([line for group in groups for line in group], style)
    kinds: list[BlockKind] = []
    for index, group in enumerate(groups):
        before = kinds[-1] if kinds else None
        words = sum(len(line.text.split()) for line in group)
        last = group[-1].text.rstrip()
        if group[0].size == titled and BlockKind.TITLE not in kinds and words <= 2 * _HEADING_WORDS:
            kind = BlockKind.TITLE
        elif _looks_like_heading(group, style) and not last.endswith((".", ",", ";")) and not _bulleted(group):
            kind = BlockKind.HEADING
        elif _hangs(group):
            kind = BlockKind.LIST_ITEM
        elif _CAPTION.match(group[0].text) and (group[0].size < _SMALL * style.size or words <= _HEADING_WORDS):
            kind = BlockKind.CAPTION
        elif _set_in(
            group, style, alone=before is BlockKind.QUOTE or _stands_free(groups, index, style)
        ) and not _in_list(groups, index):
            kind = BlockKind.QUOTE
        else:
            kind = BlockKind.PARAGRAPH
        kinds.append(kind)
    for index in (*range(1, len(groups)), *range(len(groups) - 2, -1, -1)):
        beside = {kinds[near] for near in (index - 1, index + 1) if 0 <= near < len(groups)}
        if (
            kinds[index] is BlockKind.PARAGRAPH
            and _BULLET.match(groups[index][0].text)
            and BlockKind.LIST_ITEM in beside
        ):
            kinds[index] = BlockKind.LIST_ITEM
    looks = [_look(group) for group in groups]
    ranked = sorted({look for look, kind in zip(looks, kinds, strict=True) if kind is BlockKind.HEADING}, reverse=True)
    ranks = {look: rank for rank, look in enumerate(ranked, 1)}
    return [(kind, ranks[look] if kind is BlockKind.HEADING else 0) for kind, look in zip(kinds, looks, strict=True)]


def _look(group: Sequence[Line]) -> tuple[float, bool]:
    """Return what tells a heading's rank: size, to half a point, then weight."""
    return round(2 * group[0].size) / 2, group[0].bold


def _item(text: str) -> Part:
    """Return a list item without its sign."""
    sign = _BULLET.match(text)
    end = sign.end() if sign else 0
    return Part(BlockKind.LIST_ITEM, text[end:].lstrip(), 1, text[:end].strip())


def _hangs(group: Sequence[Line]) -> bool:
    """Tell whether a paragraph begins with a bullet or number that stands out to the left of its other lines."""
    sign = _BULLET.match(group[0].text)
    return sign is not None and len(group) > 1 and group[1].left > group[0].left + _HANGING * group[0].size


def _bulleted(group: Sequence[Line]) -> bool:
    """Tell whether a paragraph begins with a bullet, or is a number and nothing else."""
    return _DOT.match(group[0].text) is not None or (len(group) == 1 and _BULLET.fullmatch(group[0].text) is not None)


def _set_in(group: Sequence[Line], style: Style, *, alone: bool) -> bool:
    """Tell whether all lines of a paragraph begin further in than the text around: a block quote.

    A single line counts only if `alone` says so: it may be a paragraph's, whose first line is set in.
    """
    if (len(group) < 2 and not alone) or _BULLET.match(group[0].text) or not _STOP.search(group[-1].text):
        return False
    return all(_indent(line, style) >= _QUOTE_INDENT * style.size for line in group)


def _stands_free(groups: Sequence[Sequence[Line]], index: int, style: Style) -> bool:
    """Tell whether there is more room above and below a paragraph than between lines."""
    pairs = [(above[-1], below[0]) for above, below in pairwise(groups[max(0, index - 1) : index + 2])]
    return len(pairs) == 2 and all(
        above.page == below.page and below.baseline - above.baseline > _GAP * style.pitch for above, below in pairs
    )


def _indent(line: Line, style: Style) -> float:
    """Return how far a line begins from the margin left of it that most lines keep; 0 if it keeps one."""
    own = sum(style.margins[round(line.left) + near] for near in (-1, 0, 1))
    reach = range(round(line.left - _FAR_INDENT * style.size), round(line.left) - 1)
    margin = max(reach, key=lambda left: style.margins[left], default=0)
    return line.left - margin if style.margins[margin] > own else 0.0


def _in_list(groups: Sequence[Sequence[Line]], index: int) -> bool:
    """Tell whether a paragraph goes on with the list item before it: it begins where the item's text does."""
    before = groups[index - 1] if index else ()
    return (
        len(before) > 0 and _BULLET.match(before[0].text) is not None and _near(before[-1].left, groups[index][0].left)
    )


def _near(left: float, other: float) -> bool:
    return abs(left - other) < 2


def _text(group: Sequence[Line]) -> str:
    return " ".join(line.text.strip() for line in group)


def _vocabulary(lines: Sequence[Line]) -> Vocabulary:
    """Return the words that stand whole inside lines, and whether words are broken where lines end."""
    found: Counter[str] = Counter()
    broken: list[str] = []
    for line, before in zip(lines, [None, *lines], strict=False):
        whole = [word.casefold() for word in _WORD.findall(line.text)]
        ending = _BROKEN.search(before.text) if before else None
        if ending and whole:
            broken.append(ending[1].casefold() + whole[0])
        found.update(whole[bool(ending) : -1])
    often = len(broken) >= _HYPHENATED * len(lines)
    return Vocabulary(found, often or any(word in found for word in broken))


def _joined(group: Sequence[Line], vocabulary: Vocabulary) -> str:
    text = group[0].text.strip()
    for line in group[1:]:
        following = line.text.strip()
        if text[-1:] in _HYPHENS and text[-2:-1].isalnum() and following[:1].isalnum():
            text = _mended(text, following, vocabulary)
        else:
            tight = text[-1:] in _DASHES and not text[-2:-1].isspace()
            text = text + ("" if tight else " ") + following
    text = _DOTS.sub("…", text.translate(_LIGATURES))
    return text.replace("’ ”", "’”").replace("“ ‘", "“‘")


def _mended(text: str, following: str, vocabulary: Vocabulary) -> str:
    """Put a word broken at a line's end together; its hyphen stays where other words say so."""
    words = vocabulary.words
    broken = text[:-1].split()[-1]
    before = re.split(r"\W+", broken)[-1].casefold()
    after = re.split(r"\W+", following, maxsplit=1)[0]
    whole, compound = words[before + after.casefold()], words[f"{before}-{after.casefold()}"]
    hyphenated = "-" in broken or "-" in following.split(maxsplit=1)[0]
    own = hyphenated or not vocabulary.hyphenated or not after.islower() or not before.isalpha()
    keep = compound > whole or (not whole and (own or (words[before] and words[after.casefold()])))
    return text[:-1] + ("-" if keep else "") + following
