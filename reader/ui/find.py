"""Searching in an article's text."""

from __future__ import annotations

import re
from typing import NamedTuple

from PySide6.QtCore import QRegularExpression

from reader.core.document import Span
from reader.core.text import Utf16Map

MOST_HITS = 20_000


class Query(NamedTuple):
    """What to look for, and how."""

    text: str
    case: bool = False
    words: bool = False
    regex: bool = False


def find_all(query: Query, text: str, units: Utf16Map) -> tuple[Span, ...]:
    """Return the stretches of `text` that match, at most 20,000, in order and not overlapping.

    Raises ValueError where a regular expression is malformed.
    """
    if not query.text:
        return ()
    return tuple(_by_regex(query, text, units) if query.regex else _literally(query, text))


def _literally(query: Query, text: str) -> list[Span]:
    pattern = re.escape(query.text)
    if query.words:
        pattern = rf"(?<!\w){pattern}(?!\w)"
    found = re.compile(pattern, 0 if query.case else re.IGNORECASE)
    return [Span(*match.span()) for match, _ in zip(found.finditer(text), range(MOST_HITS), strict=False)]


def _by_regex(query: Query, text: str, units: Utf16Map) -> list[Span]:
    # Qt's engine gives up on runaway expressions where Python's would hang the window.
    pattern = rf"\b(?:{query.text})\b" if query.words else query.text
    options = QRegularExpression.PatternOption.UseUnicodePropertiesOption
    if not query.case:
        options |= QRegularExpression.PatternOption.CaseInsensitiveOption
    expression = QRegularExpression(pattern, options)
    if not expression.isValid():
        raise ValueError(expression.errorString())
    matches = expression.globalMatch(text)
    hits: list[Span] = []
    while matches.hasNext() and len(hits) < MOST_HITS:
        match = matches.next()
        if match.capturedLength():
            hits.append(Span(units.from_utf16(match.capturedStart()), units.from_utf16(match.capturedEnd())))
    return hits
