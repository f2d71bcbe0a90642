"""Plain text, such as an article copied from a web page or a mail: find the structure that the eye sees.

Lines become paragraphs (hard-wrapped ones joined again), paragraphs become titles, bylines, headings, list
items and site text by their form and their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby, pairwise
from operator import itemgetter

from reader.core.document import BlockKind, Metadata, Part
from reader.core.text import clean
from reader.formats import site_text
from reader.formats.decode import decode
from reader.formats.loader import Article, File

MAX_LINES = 500_000
"""The most lines of a plain text: each may become a block."""

_RULE = re.compile(r"[\s\-=_*~#+.]{3,}|")
_QUOTED = re.compile(r"\s*>[> ]*")
_SIGN = re.compile(r"\s*([•‣▪◦·●■□█▶►➢✓]+|[-*+–—]|\d{1,3}[.)]|[a-z][.)]|\(\w{1,3}\))\s+(?=\S)")
_BULLET = re.compile("[•‣▪◦·●■□█▶►➢✓]+")
_NUMBER = re.compile(r"\d+")

_WRAP_WIDTHS = range(40, 101)
_MAX_LONG_LINES = 0.05
_MIN_FULL_LINES = 0.6
_RAG = 8

_HEAD_PARTS = 14
_HEADING_WORDS = 15
_TITLE_WORDS = 30
_NAME_WORDS = 8
_KICKER_WORDS = 2
_SLACK = 20
_HEADINGS_IN_A_ROW = 3
_CAPITALS = 0.6

_BY = re.compile(r"(words |text |story |reported |written )?by:?(\s+|$)", re.IGNORECASE)

_NAME = re.compile(r"\s*([A-Z][\w.'’-]+ ?){2,5}\s*")
_DATES = re.compile(r"\d{4}-\d\d-\d\d|([A-Z][a-z]{2,8})\.? \d{1,2},? \d{4}|\d{1,2} ([A-Z][a-z]{2,8})\.?,? \d{4}")
_DATE_FORMS = ("%Y-%m-%d", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y")


def load(file: File) -> Article:
    """Read plain text and find its structure."""
    text, encoding = decode(file)
    if text.count("\n") > MAX_LINES:
        raise file.error(f"it has more than {MAX_LINES:,} lines")
    parts = structure(text)
    return Article(tuple(parts), metadata(parts), encoding)


def structure(text: str) -> list[Part]:
    """Return the blocks of a plain text with line feeds."""
    return refined(list(paragraphs(text)))


def refined(parts: Sequence[Part]) -> list[Part]:
    """Return the parts with what their form tells: lists, site text, bylines, and title and headings if none.

    For formats that say little of their structure, or whose writers made a heading of a bold line.
    """
    found = site_text.mark(list_items(parts))
    kinds = {part.kind for part in found}
    found = bylines(found) if BlockKind.TITLE in kinds else _head(found)
    return found if BlockKind.HEADING in kinds else _headings(found)


def metadata(parts: Sequence[Part]) -> Metadata:
    """Return what title and byline blocks say."""
    title = next((clean(part.text) for part in parts if part.kind is BlockKind.TITLE), "")
    lines = [clean(part.text) for part in parts if part.kind is BlockKind.BYLINE]
    return Metadata(title=title, author=_author(lines), date=next(filter(None, map(iso_date, lines)), ""))


def iso_date(text: str) -> str:
    """Return the first English or ISO date in `text` as YYYY-MM-DD, or an empty string."""
    for found in _DATES.finditer(text):
        plain = found[0].replace(",", "").replace(".", "").replace("Sept ", "Sep ")
        for form in _DATE_FORMS:
            try:
                return datetime.strptime(plain, form).date().isoformat()
            except ValueError:
                continue
    return ""


def bylines(parts: Sequence[Part]) -> list[Part]:
    """Return the parts with the lines near the top that say who, when and how long as BYLINE."""
    known = site_text.patterns().byline
    marked = list(parts)
    by_whom = False
    for index, part in enumerate(parts[:_HEAD_PARTS]):
        said = site_text.headline_like(part.text) and site_text.matches(known, part.text)
        if part.kind in {BlockKind.PARAGRAPH, BlockKind.HEADING} and (
            said or (by_whom and len(part.text.split()) <= _NAME_WORDS)
        ):
            marked[index] = Part(BlockKind.BYLINE, part.text)
        by_whom = said and _BY.fullmatch(clean(part.text)) is not None
    for before, part, after in zip(range(_HEAD_PARTS), marked[1:], marked[2:], strict=False):
        if marked[before].kind is BlockKind.TITLE and after.kind is BlockKind.BYLINE and _NAME.fullmatch(part.text):
            marked[before + 1] = Part(BlockKind.BYLINE, part.text)
    return marked


def paragraphs(text: str) -> Iterator[Part]:
    """Yield the paragraphs: groups of lines where the text is hard-wrapped, else single lines.

    Lines after “>” become quotes; lines of dashes and the like only separate.
    """
    lines = text.replace("\f", "\n").split("\n")
    width = _wrap_width(lines)
    pending: list[str] = []
    for line, following in pairwise([*lines, ""]):
        if _RULE.fullmatch(line):
            continue
        pending.append(line)
        if width and _continues(line, following, width):
            continue
        yield _joined(pending)
        pending = []


def list_items(parts: Sequence[Part]) -> list[Part]:
    """Return the parts with lists found: neighbours with bullets, or with numbers that count up.

    A lone dash or number is no list; a lone bullet sign is.
    """
    signs = [_SIGN.match(part.text) if part.kind is BlockKind.PARAGRAPH else None for part in parts]
    items = []
    for index, (part, sign) in enumerate(zip(parts, signs, strict=True)):
        if sign and (_BULLET.fullmatch(sign[1]) or _in_list(signs, index, sign)):
            depth = 1 + (len(sign[0]) - len(sign[0].lstrip(" \t"))) // 4
            part = Part(BlockKind.LIST_ITEM, part.text[sign.end() :], depth, sign[1])
        items.append(part)
    return items


def _in_list(signs: Sequence[re.Match[str] | None], index: int, sign: re.Match[str]) -> bool:
    """Tell whether the sign before or after one is of the same list."""
    around = (*signs[max(0, index - 1) : index], *signs[index + 1 : index + 2])
    return any(other is not None and _follows(sign, other) for other in around)


def _wrap_width(lines: Sequence[str]) -> int:
    """Return the column at which the text is hard-wrapped, or 0 if each line is a paragraph."""
    lengths = [len(line.rstrip()) for line in lines if line.strip()]
    usual = [length for length in lengths if length in _WRAP_WIDTHS]
    if not usual or sum(length > _WRAP_WIDTHS.stop for length in lengths) > _MAX_LONG_LINES * len(lengths):
        return 0
    width = max(usual)
    pairs = [(line, after) for line, after in pairwise(lines) if line.strip() and after.strip()]
    full = sum(_full(line, after, width) for line, after in pairs)
    return width if pairs and full >= _MIN_FULL_LINES * len(pairs) else 0


def _full(line: str, following: str, width: int) -> bool:
    """Tell whether the first word of the following line would not have fitted on this one."""
    return len(line.rstrip()) + 1 + len(following.split(maxsplit=1)[0]) > width - _RAG


def _continues(line: str, following: str, width: int) -> bool:
    """Tell whether a hard-wrapped paragraph goes on in the following line."""
    if _RULE.fullmatch(following) or _SIGN.match(following):
        return False
    if bool(_QUOTED.match(line)) is not bool(_QUOTED.match(following)):
        return False
    indented = following[:1].isspace() and not line[:1].isspace() and not _SIGN.match(line)
    return not indented and _full(line, following, width)


def _joined(lines: list[str]) -> Part:
    """Join the lines of a paragraph; a word broken at its own hyphen needs no space."""
    quoted = all(map(_QUOTED.match, lines))
    bare = [_QUOTED.sub("", line, count=1) for line in lines] if quoted else lines
    text = bare[0]
    for line in bare[1:]:
        broken = text[-2:-1].isalpha() and text.endswith("-")
        text = text.rstrip() + ("" if broken else " ") + line.lstrip()
    return Part(BlockKind.QUOTE if quoted else BlockKind.PARAGRAPH, text)


def _follows(sign: re.Match[str], other: re.Match[str]) -> bool:
    """Tell whether two signs can be of one list: the same bullet, or numbers next to each other."""
    first, second = sign[1], other[1]
    if first[0].isdigit() and second[0].isdigit():
        return abs(int(_NUMBER.match(first)[0]) - int(_NUMBER.match(second)[0])) == 1  # type: ignore[index]
    if first.isalnum() or not first.strip("()").isalnum():
        return first == second
    return abs(ord(first.strip("().")[0]) - ord(second.strip("().")[0])) == 1


def _head(parts: list[Part]) -> list[Part]:
    """Find title and bylines among the first parts, before the running text sets in.

    What stands before the title is the page's, and so is the title when it comes again.
    """
    end = next((i for i, part in enumerate(parts) if _running(part.text)), len(parts))
    parts = bylines(parts)
    head = parts[: min(end, _HEAD_PARTS)]
    index = _title_index(head, parts)
    if index is None:
        return [*head, *parts[len(head) :]]
    title = head[index]._replace(kind=BlockKind.TITLE)
    before = [_instead(part, BlockKind.BOILERPLATE) for part in head[:index]]
    after = [
        _instead(part, BlockKind.BOILERPLATE) if _same(part, title) else part
        for part in [*head[index + 1 :], *parts[len(head) :]]
    ]
    # With the title known, a name between it and a date is its author's.
    return bylines([*before, title, *after])


def _title_index(head: Sequence[Part], parts: Sequence[Part]) -> int | None:
    """Return which part is the title: one that comes twice, else the first in the form of a headline.

    A word or two before a longer headline name the site or its section.
    """
    fitting = [i for i, part in enumerate(head) if part.kind is BlockKind.PARAGRAPH and _titular(part.text)]
    fitting = [i for i in fitting if any(not site_text.headline_like(part.text) for part in parts[i + 1 :])]
    if not fitting:
        return None
    twice = (i for i in fitting if any(_same(part, head[i]) for part in parts[i + 1 : _HEAD_PARTS]))
    long = (i for i in fitting if len(head[i].text.split()) > _KICKER_WORDS)
    short_first = len(head[fitting[0]].text.split()) <= _KICKER_WORDS
    return next(twice, next(long, fitting[0]) if short_first else fitting[0])


def _headings(parts: list[Part]) -> list[Part]:
    """Mark headings: headline-like paragraphs with text after them, and no more than a few in a row."""
    last = next((i for i in reversed(range(len(parts))) if parts[i].kind.prose and _running(parts[i].text)), -1)
    fits = [part.kind is BlockKind.PARAGRAPH and _heading(part.text) for part in parts]
    runs = [len(run) for run in map(list, map(itemgetter(1), groupby(fits))) for _ in run]
    caption = site_text.patterns().caption
    marked = []
    for index, (part, fit) in enumerate(zip(parts, fits, strict=True)):
        if part.kind is BlockKind.PARAGRAPH and site_text.matches(caption, part.text):
            part = part._replace(kind=BlockKind.CAPTION)
        elif fit and index < last and runs[index] <= _HEADINGS_IN_A_ROW:
            part = part._replace(kind=BlockKind.HEADING, level=2)
        marked.append(part)
    return marked


def _running(text: str) -> bool:
    """Tell whether a paragraph is running text, by its length or its full stop."""
    words = len(text.split(None, _TITLE_WORDS))
    return words > _TITLE_WORDS or (words > _NAME_WORDS and not site_text.headline_like(text))


def _titular(text: str) -> bool:
    return site_text.headline_like(text) and text.lstrip()[0].isalnum() | (text.lstrip()[0] in "\"'“‘«¿¡$€£")


def _heading(text: str) -> bool:
    """Tell whether a line can be a heading; a question or a shout only with capitals like a headline's."""
    if not site_text.headline_like(text):
        return False
    words = text.split()
    if len(words) > _HEADING_WORDS or not words[0][0].isalnum():
        return False
    if not clean(text).endswith(("?", "!", "…")):
        return words[0][0].isupper() or words[0][0].isdigit()
    long = [word for word in words if len(word) > 3]
    return sum(word[0].isupper() or not word[0].isalpha() for word in long) >= _CAPITALS * len(long)


def _same(part: Part, other: Part) -> bool:
    return (
        part.kind is BlockKind.PARAGRAPH
        and len(part.text) < 2 * len(other.text) + _SLACK
        and clean(part.text).casefold() == clean(other.text).casefold()
    )


def _instead(part: Part, kind: BlockKind) -> Part:
    return part._replace(kind=kind) if part.kind is BlockKind.PARAGRAPH else part


def _author(lines: Sequence[str]) -> str:
    """Return the name after “By”, on the same line or on the next."""
    for line, following in pairwise([*lines, ""]):
        if found := _BY.match(line):
            name = line[found.end() :] or following
            return re.split(r" ?[|•·,]| \d| on | for (?=[A-Z])", name, maxsplit=1)[0].strip()
    return next((line for line in lines if _NAME.fullmatch(line)), "")
