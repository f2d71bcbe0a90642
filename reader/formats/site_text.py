"""Tell the page's own text from the article's: cookie notes, newsletters, share lines, bylines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from string import digits
from typing import NamedTuple

from reader import assets
from reader.core.document import BlockKind, Part

_HEADLINE_WORDS = 25
_SLIDES = 5
_MAX_LINE = 1000
_MAX_OPENER = 200
_SENTENCE_END = re.compile(r"(?<!\b[A-Z])[.,;:][”\"’']?$")
_SIGN = re.compile(r"(\\\W|©)")
_GROUP = re.compile(r"(?<!\\)(?<!\[\^)\((?!\?)")
_ENDING = 4
"""How many characters at a line's end decide whether a sentence ends there: a stop, a quotation mark, two before."""


class Pattern(NamedTuple):
    """A list of expressions for lower-case text: those that begin a line, and those that stand anywhere in it.

    Each with the letters it begins with, or some of several: a line without these needs no search. So, and without
    regard to case left to `lower`, they take a twentieth of the time of one expression; and most are never compiled.
    """

    beginning: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
    """By the first letter, the empty one for all others."""
    anywhere: tuple[tuple[str, str], ...]


class Patterns(NamedTuple):
    """The lists of `resources/formats/site_text.toml`."""

    line: Pattern
    opener: Pattern
    byline: Pattern
    caption: Pattern
    gallery: Pattern


@cache
def patterns() -> Patterns:
    """Return the shipped patterns."""
    lists = tomllib.loads(assets.path("formats", "site_text.toml").read_text(encoding="utf-8"))
    return Patterns(*(_compiled(lists[name]) for name in Patterns._fields))


def _compiled(expressions: Sequence[str]) -> Pattern:
    # Nobody asks what the groups matched, and to keep it takes more than half of the time.
    expressions = [_GROUP.sub("(?:", expression) for expression in expressions]
    beginning = [expression for expression in expressions if expression.startswith("^")]
    anywhere = [expression for expression in expressions if not expression.startswith("^")]
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {"": []}
    for one in beginning:
        openings = _openings(one[1:])
        for first in {letters[:1] for letters in openings}:
            by_first.setdefault(first, []).append((openings, one))
    always = by_first[""]
    by_first = {first: opened + always if first else always for first, opened in by_first.items()}
    return Pattern(by_first, tuple((_first_letters(one), one) for one in anywhere))


def _openings(expression: str) -> tuple[str, ...]:
    """Return the letters that whatever matches begins with: one of them, of which an empty one says nothing."""
    if expression.startswith(r"\d"):
        return tuple(digits)
    if sign := _SIGN.match(expression):
        found: tuple[str, ...] = (sign[1][-1],)
        rest = expression[sign.end() :]
    elif expression.startswith("(?:"):
        choices, rest = _choices(expression)
        found = tuple(letters for one in choices for letters in _openings(one))
    else:
        letters = _first_letters(expression)
        return _chosen(letters, expression.partition(letters)[2]) if letters else ("",)
    return found + _openings(rest[1:]) if rest.startswith("?") else found


def _chosen(letters: str, rest: str) -> tuple[str, ...]:
    """Return some letters with what may follow them, where that is a choice: “the cover” and “the header”."""
    if not rest.startswith("(?:"):
        return (letters,)
    choices, behind = _choices(rest)
    if behind[:1] in {"?", "*", "{"}:
        return (letters,)
    return tuple(letters + more for one in choices for more in _openings(one))


def _choices(expression: str) -> tuple[list[str], str]:
    """Return what the group chooses among that an expression begins with, and what follows it."""
    depth, start = 0, 3
    choices = []
    for at, sign in enumerate(expression):
        depth += (sign == "(") - (sign == ")")
        if (sign == "|" and depth == 1) or not depth:
            choices.append(expression[start:at])
            start = at + 1
        if not depth:
            break
    return choices, expression[start:]


def _first_letters(expression: str) -> str:
    """Return the letters and spaces that whatever matches `expression` surely begins with."""
    found = re.match(r"(?:\\b)?([a-z ]*)(?![?*{])", expression)
    return found[1] if found and "|" not in re.sub(r"\(.*\)", "", expression) else ""


def matches(pattern: Pattern, text: str) -> bool:
    """Tell whether one line of text matches; what is longer than a paragraph never does."""
    text = text.strip()
    if len(text) > _MAX_LINE:
        return False
    lower = text.lower()
    for letters, expression in pattern.beginning.get(lower[:1]) or pattern.beginning[""]:
        if lower.startswith(letters) and re.match(expression, lower):
            return True
    return any(letters in lower and re.search(expression, lower) for letters, expression in pattern.anywhere)


def headline_like(text: str) -> bool:
    """Tell whether a line has the form of a headline: short, and no full stop at its end."""
    # Most lines are paragraphs: their last characters tell it, and nothing is split further than need be.
    if _SENTENCE_END.search(text.rstrip()[-_ENDING:]):
        return False
    return 0 < len(text.split(None, _HEADLINE_WORDS)) <= _HEADLINE_WORDS


def mark(parts: Sequence[Part]) -> list[Part]:
    """Return the parts with site text as BOILERPLATE: single lines, and passages after an opening line.

    A passage takes the headline-like parts that follow its opener. Titles and bylines are left alone.
    """
    known = patterns()
    gallery = _gallery(parts)
    inside = False
    marked = []
    for index, part in enumerate(parts):
        if index in gallery:
            part = part._replace(kind=BlockKind.BOILERPLATE, level=0)
        elif part.kind in {BlockKind.TITLE, BlockKind.BYLINE, BlockKind.CODE, BlockKind.TABLE_ROW}:
            inside = False
        elif len(part.text) <= _MAX_OPENER and matches(known.opener, part.text):
            inside = True
        else:
            alone = matches(known.line, part.text)
            inside = inside and (alone or headline_like(part.text))
            if alone and not inside:
                part = part._replace(kind=BlockKind.BOILERPLATE, level=0)
        marked.append(part._replace(kind=BlockKind.BOILERPLATE, level=0) if inside else part)
    return marked


def _gallery(parts: Sequence[Part]) -> range:
    """Return where a picture gallery lies: from its first counter to its last, if there are several."""
    counters = [
        i for i, part in enumerate(parts) if headline_like(part.text) and matches(patterns().gallery, part.text)
    ]
    return range(counters[0], counters[-1] + 1) if len(counters) >= _SLIDES else range(0)


def without(parts: Iterable[Part]) -> list[Part]:
    """Return the parts that are not site text."""
    return [part for part in mark(list(parts)) if part.kind is not BlockKind.BOILERPLATE]
