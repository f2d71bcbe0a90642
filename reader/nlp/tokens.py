"""Words and signs of a sentence, with their offsets."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(
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
    return [
        Token(match.start(), match.end(), match[0], match[0].lower().replace("’", "'"))
        for match in _TOKEN.finditer(text)
    ]
