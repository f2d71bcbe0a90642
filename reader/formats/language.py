"""Tell which language a text is in: by its script, else by its most frequent short words."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache

from reader import assets

_SAMPLE = 20_000
_MIN_WORDS = 12
_MIN_SHARE = 0.12
_MIN_LEAD = 1.15
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

_BEYOND_LATIN = "\u0370"
"""Below this there are no letters but Latin ones."""
_SCRIPTS = (
    ("ja", "[\u3040-\u30ff]", 0.1),
    ("zh", "[\u4e00-\u9fff]", 0.3),
    ("ko", "[\uac00-\ud7af]", 0.3),
    ("uk", "[іїєґІЇЄҐ]", 0.02),
    ("ru", "[\u0400-\u04ff]", 0.3),
    ("el", "[\u0370-\u03ff]", 0.3),
    ("he", "[\u0590-\u05ff]", 0.3),
    ("fa", "[پچژگی]", 0.05),
    ("ar", "[\u0600-\u06ff]", 0.3),
    ("hi", "[\u0900-\u097f]", 0.3),
    ("th", "[\u0e00-\u0e7f]", 0.3),
)  # fmt: skip


def detect(text: str) -> str:
    """Return the ISO 639-1 code of the text's language, or an empty string where that isn't plain.

    `text` is plain running text; its first 20,000 characters count. Texts of a few words aren't told.
    """
    sample = text[:_SAMPLE]
    if any(char >= _BEYOND_LATIN and char.isalpha() for char in set(sample)):
        shown = sum(not char.isspace() for char in sample)
        for code, script, share in _SCRIPTS:
            if len(re.findall(script, sample)) >= share * shown:
                return code
    words = [word.replace("’", "'") for word in _WORD.findall(sample.casefold())]
    if len(words) < _MIN_WORDS:
        return ""
    counts = Counter(words)
    shares = sorted(
        ((sum(counts[word] for word in known) / len(words), code) for code, known in _frequent().items()),
        reverse=True,
    )
    (best, code), (second, _) = shares[:2]
    return code if best >= _MIN_SHARE and best >= _MIN_LEAD * second else ""


@cache
def _frequent() -> dict[str, frozenset[str]]:
    lists = tomllib.loads(assets.path("formats", "languages.toml").read_text(encoding="utf-8"))
    return {code: frozenset(words.split()) for code, words in lists.items()}
