"""A sentence in tokens, with the quotation that each stands in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from reader.core.document import Span
from reader.nlp.attribution.quotes import Quote

_ABBREVIATIONS = (
    r"(?:[^\W\d_]\.){2,}|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Reps|Sens|Gov|Gen|Lt|Sgt|St|Jr|Sr|Rev|Prof|Col|Capt|Adm|Maj|Messrs|Hon"
    r"|Inc|Corp|Co|Ltd|No|vs|Jan|Feb|Aug|Sept|Oct|Nov|Dec|[A-Z])\.(?=[\s,’'])"
    r"|[A-Z][a-z]{1,5}\.(?=,)"
)
# a word before a space can be no abbreviation and have no tail; most are that, so it is asked first
_TOKEN = re.compile(r"\w+(?= )|" + _ABBREVIATIONS + r"|@?\w+(?:[-'’.,&/]\w+)*%?|--+|``|''|\.\.\.|[^\w\s]")
# the same for text whose quotation marks were read in the wrong charset
_MISREAD_TOKEN = re.compile(
    _ABBREVIATIONS
    + r"|â€[œ�\x9d˜”“]|â€™(?!\w)|@?(?:(?!â€)\w)+(?:(?:[-'’.,&/]|â€™)(?:(?!â€)\w)+)*%?|--+|``|''|\.\.\.|[^\w\s]"
)
_CLITIC = re.compile(r"(?<=\w)(?:['’]|â€™)(?=(?:s|ll|d|ve|re|m)$)")
QUOTE_SIGNS = frozenset("\"“”„«»‹›‘’'") | {"``", "''", "â€œ", "â€�", "â€\x9d", "â€˜"}
DASHES = frozenset({"—", "–", "--", "---", "―", "-"})
ENDS = frozenset(".!?…") | {"..."}
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tokens:
    """A sentence's tokens: offsets into the document, lower-case forms with straight apostrophes, and quotes.

    `quote` has for each token the number of the quotation it stands in, counted from 1, or 0.
    """

    text: str
    starts: list[int]
    ends: list[int]
    low: list[str]
    quote: list[int]

    def __len__(self) -> int:
        return len(self.low)

    def capital(self, i: int) -> bool:
        """Tell whether token `i` begins with a capital letter."""
        return self.text[self.starts[i]].isupper()

    def span(self, piece: Range) -> Span:
        """Return the characters under the tokens `piece`, half-open."""
        return Span(self.starts[piece[0]], self.ends[piece[1] - 1])

    def words(self, piece: Range) -> list[str]:
        """Return the tokens of `piece` as written."""
        return [self.text[self.starts[i] : self.ends[i]] for i in range(*piece)]


def tokenize(text: str, span: Span, quotes: Sequence[tuple[int, Quote]]) -> Tokens:
    """Cut a sentence into tokens; `quotes` are the numbered quotations that touch it."""
    starts: list[int] = []
    ends: list[int] = []
    low: list[str] = []
    pattern = _MISREAD_TOKEN if text.find("â€", span.start, span.end) >= 0 else _TOKEN
    for match in pattern.finditer(text, span.start, span.end):
        start, end = match.span()
        word = match[0]
        if "'" in word or "’" in word or "€" in word:
            clitic = _CLITIC.search(word) if len(word) > 2 else None
            if clitic:
                starts.append(start)
                ends.append(start + clitic.start())
                low.append(word[: clitic.start()].lower())
                start, word = start + clitic.start(), word[clitic.start() :]
            word = word.replace("’", "'").replace("â€™", "'")
        starts.append(start)
        ends.append(end)
        low.append(word.lower())
    inside = [0] * len(low)
    for number, quote in quotes:
        first, end = (bisect_left(starts, place) for place in (quote.span.start, quote.span.end))
        inside[first:end] = [number + 1] * (end - first)
    return Tokens(text, starts, ends, low, inside)
