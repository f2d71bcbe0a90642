"""Sentences: NLTK's Punkt with parameters of our own, a block at a time.

Punkt (Kiss and Strunk 2006) decides by lists of abbreviations and sentence starters, which come from
`resources/language/sentences.toml`. Rules it has no notion of follow: quotation marks of every kind, list signs in
the middle of a line, and a lower-case word that goes on.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from nltk.tokenize.punkt import PunktLanguageVars, PunktParameters, PunktSentenceTokenizer

from reader import assets
from reader.core.document import BlockKind, Document, Sentence, Span

_CLOSERS = "\"'”’»›)\\]}"
_LIST_SIGN = re.compile(r"(?<!\S)(?:[•⁃▪‣]\s*(?:\d{1,2}[.)]\s?)?|\d{1,2}(?:\.\)|\)|\.)\s)(?=\S)")
_LETTER_SIGN = re.compile(r"(?<!\S)([a-h])\.\s(?=[A-Z])")
_GOES_ON = re.compile(r"[\s\"'”’»)\]]*[a-z](?!-?[A-Z])|\s*[,;:)\]]")
_WEB_WORD = re.compile(r"\s*(?:www\.|https?:|[a-z]+(?:[A-Z0-9@]|\.[a-z]))")
_OPEN_ENDED = re.compile(r"(?:\.\.\.|…|[.!?][" + _CLOSERS + r"]+|[!?]|\b[A-Z][a-z]+!)$")
_INITIAL_I = re.compile(r"\b(?:and|or|than|as|,) I\.$")
_CLOSING_QUOTE_NEXT = re.compile(r"\s*[”’»\"']+(?=\s|$)")
_ABBREVIATED = re.compile(r"(?:^|[\s(\"'“‘])([A-Za-z°][\w.°-]*)\.[" + _CLOSERS + r"]*$")
_LONE_STOPS = re.compile(r"[\s.…]+$")
_INITIALS = re.compile(r"(?:^|[\s(\[])(?:[A-Z]\.\s?)+\]?$")
_LONE_SIGN = re.compile(r"[•⁃▪‣]?\s*(?:\d{1,2}|[A-Za-z])?[.)]{0,2}$")
_SPACED_DOTS = re.compile(r"(?:^|\s|[a-z])(?:\.\s){2}\.$")
_FIRST_WORD = re.compile(r"[\"'“‘(]*([A-Za-z’']+)")


class _EnglishPress(PunktLanguageVars):  # type: ignore[misc]  # nltk has no types
    """Punkt's notions of punctuation, with every closing mark the press uses."""

    re_boundary_realignment = re.compile(f"[{_CLOSERS}]+?(?:\\s+|(?=--)|(?=[—–])|$)", re.MULTILINE)


@cache
def _tables() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    with assets.path("language", "sentences.toml").open("rb") as file:
        table = tomllib.load(file)
    before, anywhere, starters = (frozenset(table[key].split()) for key in ("before_names", "anywhere", "starters"))
    return before, anywhere, starters


@cache
def _punkt() -> PunktSentenceTokenizer:
    before, anywhere, _ = _tables()
    parameters = PunktParameters()
    parameters.abbrev_types = set(before | anywhere)
    return PunktSentenceTokenizer(parameters, lang_vars=_EnglishPress())


def sentence_spans(text: str) -> list[Span]:
    """Return the spans of the sentences of one block's text, without the white space between them."""
    spans: list[Span] = []
    for piece in _list_pieces(text):
        for start, end in _punkt().span_tokenize(piece.slice(text)):
            spans.append(Span(piece.start + start, piece.start + end))
    return _trimmed(text, _joined(text, _split_more(text, spans)))


def _list_pieces(text: str) -> Iterator[Span]:
    """Cut a line at list signs in its middle, when there are at least two of one kind and in order."""
    signs = [match.start() for match in _LIST_SIGN.finditer(text)]
    if len(signs) < 2 or not _in_order(text, signs):
        signs = [match.start() for match in _LETTER_SIGN.finditer(text)]
        letters = "".join(text[position] for position in signs)
        if len(signs) < 2 or not "abcdefgh".startswith(letters):
            signs = []
    bounds = sorted({0, *signs, len(text)})
    for start, end in pairwise(bounds):
        yield Span(start, end)


def _in_order(text: str, signs: list[int]) -> bool:
    numbers = [re.search(r"\d+", text[position : position + 6]) for position in signs]
    found = [int(number[0]) for number in numbers if number]
    return not found or (len(found) == len(signs) and all(b == a + 1 for a, b in pairwise(found)))


def _split_more(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Break behind an abbreviation that is followed by a sentence starter, which Punkt leaves together."""
    before, anywhere, starters = _tables()
    for span in spans:
        start = span.start
        for match in re.finditer(rf"\.[{_CLOSERS}]*\s+(?=([\"'“‘(]*)([A-Z][A-Za-z’']*))", span.slice(text)):
            head = text[start : span.start + match.start() + 1]
            word = _ABBREVIATED.search(head)
            name = word[1].lower() if word else ""
            pausing = head.endswith("[...") or (name in anywhere and name not in before)
            if (pausing and match[2].lower() in starters) or _INITIAL_I.search(head) or head.endswith("...."):
                yield Span(start, span.start + match.end())
                start = span.start + match.end()
        yield Span(start, span.end)


def _joined(text: str, spans: Iterator[Span]) -> list[Span]:
    """Join what Punkt broke although it goes on: “Great!” she said; Yahoo! in; a stray closing mark."""
    result: list[Span] = []
    for span in spans:
        if result and _belongs(text, result[-1], span):
            result[-1] = Span(result[-1].start, span.end)
        else:
            result.append(span)
    return result


def _belongs(text: str, left: Span, right: Span) -> bool:
    head, tail = left.slice(text).rstrip(), right.slice(text)
    if _LONE_STOPS.fullmatch(tail) or not any(char.isalnum() for char in tail) or _LONE_SIGN.fullmatch(head):
        return True
    if tail[0].islower() and _SPACED_DOTS.search(head):
        return True
    if tail[0] in ",;:":
        return True
    if _INITIALS.search(head):
        if tail[0].isdigit():
            return True
        if first := _FIRST_WORD.match(tail):
            return first[1].lower() not in _tables()[2]
    if _CLOSING_QUOTE_NEXT.match(tail) and len(tail) < 4:
        return True
    if _GOES_ON.match(tail) and _OPEN_ENDED.search(head) and not _WEB_WORD.match(tail):
        return True
    word = _ABBREVIATED.search(head)
    return bool(word and word[1].lower() in _tables()[0])


def _trimmed(text: str, spans: Sequence[Span]) -> list[Span]:
    result = []
    for start, end in spans:
        piece = text[start:end]
        left = len(piece) - len(piece.lstrip())
        if stripped := piece.strip():
            result.append(Span(start + left, start + left + len(stripped)))
    return result


def block_sentences(document: Document, index: int) -> Iterator[Sentence]:
    """Yield the sentences of block `index`; a title or heading is one sentence, whatever stops it holds."""
    block = document.blocks[index]
    if block.kind in _WHOLE:
        yield Sentence(block.span, index)
        return
    for span in sentence_spans(block.span.slice(document.text)):
        yield Sentence(span.shift(block.span.start), index)


_WHOLE = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.BYLINE, BlockKind.CODE, BlockKind.TABLE_ROW})


def split(document: Document) -> list[Sentence]:
    """Return every sentence of the document, in order."""
    return [sentence for index in range(len(document.blocks)) for sentence in block_sentences(document, index)]
