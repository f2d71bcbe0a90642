"""Words and signs of a sentence, with their offsets."""

from __future__ import annotations

import re
from typing import NamedTuple

TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., a.m.
    r"|[^\W\d_]+(?:['’\-‑][^\W\d_]+)*['’]?(?<!['’])"  # words, with their apostrophes and hyphens
    r"|[$£€¥]?\d+(?:[.,:/]\d+)*(?:st|nd|rd|th|bn|m|k|pc|%)?"  # figures
    r"|\.{2,}|--+|\S"
)


class Token(NamedTuple):
    """A word, figure or sign: `lower` is in lower case and with a straight apostrophe."""

    start: int
    end: int
    text: str
    lower: str

    @property
    def is_word(self) -> bool:
        """Whether the token is a word, not a figure or sign."""
        return self.text[0].isalpha()


def tokenize(text: str) -> list[Token]:
    """Cut `text` into tokens."""
    return [Token(*match.span(), match[0], folded(match[0])) for match in TOKEN.finditer(text)]


def folded(word: str) -> str:
    """Return `word` in lower case and with a straight apostrophe."""
    return word.lower().replace("’", "'")
