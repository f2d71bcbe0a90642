"""Evidence of one sentence: what its words, signs and quotations say of its stance, as numbers.

Word classes come from `resources/language/stance.toml`. A class counts the author's own words only: words under
another's attribution are somebody else's judgement, and are summed up by the attribution's own features.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from reader import assets
from reader.core.document import BlockKind, Span
from reader.nlp.tokens import TOKEN, folded

SIGNS = {
    "question": re.compile(r"\?"),
    "question at end": re.compile(r"\?[\"'”’)]*$"),
    "exclamation": re.compile(r"!"),
    "dash": re.compile(r"[—–]|--|\s-\s"),
    "colon": re.compile(r":\s"),
    "semicolon": re.compile(r";"),
    "bracket": re.compile(r"[(\[]"),
    "ellipsis": re.compile(r"\.\.\.|…"),
    "figure": re.compile(r"\d"),
    "money": re.compile(r"[$£€¥]\s?\d"),
    "percentage": re.compile(r"\d\s?(?:%|per cent|percent)"),
    "year": re.compile(r"\b(?:1[89]|20)\d\d\b"),
    "time of day": re.compile(r"\b\d{1,2}(?::\d\d)?\s?[ap]\.?m\b"),
    "age": re.compile(r", \d\d,|\b\d+-year-old\b"),
    "no final stop": re.compile(r"[^.!?:\"'”’)…]$"),
    "so-called": re.compile(r"\bso-called\b"),
    "scare quote": re.compile(r"(?<=\s)[\"“‘']\w+(?:[ -]\w+)?[\"”’'](?=[\s,.;:—–?!-]|$)"),
    "than": re.compile(r"\bthan\b"),
    "more or less": re.compile(r"\b(?:more|less|fewer|\w{3,}er) than\b"),
    "as … as": re.compile(r"\bas \w+ as\b"),
    "not … but": re.compile(r"\b(?:not|n[’']t)\b.*?(?:\bbut\b|—|;| - )"),
    "if": re.compile(r"\b[Ii]f\b"),
    "it is … to/that": re.compile(
        r"\b[Ii]t(?:[’']s| is| was| would be| seems| may be| will be) \w+(?: \w+)? (?:to|that|how|when|if)\b"
    ),
    "what … is": re.compile(r"^(?:[\"“‘']?)(?:And |But |Yet |So )?[Ww]hat\b.*\b(?:is|was|are)\b"),
    "there is no": re.compile(r"\b[Tt]here(?:[’']s| is| are| was| were) (?:no|little|nothing|something|every|only)\b"),
    "opening and": re.compile(r"^[\"“‘'(]?(?:And|But|Yet|So|Or|Nor|Still|Now|Then|Well|Indeed)\b"),
    "opening adverb": re.compile(r"^[\"“‘'(]?[A-Z]\w+ly,"),
    "passive": re.compile(r"\b(?:was|were|been|being|is|are|be) (?:\w+ly )?\w+(?:ed|en|wn|ld|nt)\b"),
    "perfect": re.compile(r"\b(?:has|have|had|[’']ve) (?:\w+ly |also |already |been )?\w+(?:ed|en|wn|ld|nt)\b"),
    "to be judged": re.compile(
        r"\b(?:is|are|was|were|be|[’']s|[’']re) "
        r"(?:an? |the |no |not |so |too |very |more |as |also |simply |just )?"
        r"\w+(?:ous|ful|less|ive|able|ible|ic|al|ent|ant)\b"
    ),
}
_HELD = {
    "?": ("question", "question at end"),
    "!": ("exclamation",),
    "—": ("dash", "not … but"),
    "–": ("dash",),
    "-": ("dash", "not … but"),
    ":": ("colon",),
    ";": ("semicolon", "not … but"),
    "(": ("bracket",),
    "[": ("bracket",),
    "...": ("ellipsis",),
    "…": ("ellipsis",),
    '"': ("scare quote",),
    "“": ("scare quote",),
    "‘": ("scare quote",),
    "'": ("scare quote",),
    "so-called": ("so-called",),
    "than": ("than", "more or less"),
    " as": ("as … as",),
    "but": ("not … but",),
    "if": ("if",),
    "If": ("if",),
    "It": ("it is … to/that",),
    "it": ("it is … to/that",),
    "here": ("there is no",),
    "has ": ("perfect",),
    "had ": ("perfect",),
    "ve ": ("perfect",),
}
"""Texts one of which a sentence holds wherever it has these signs: asked first, as that is quicker."""
_OF_FIGURES = frozenset(["money", "percentage", "year", "time of day", "age"])
_ANYWHERE = frozenset(SIGNS).difference(_OF_FIGURES, *_HELD.values())
_SUFFIXES = {
    "-ly": ("ly",),
    "-ed": ("ed",),
    "-ing": ("ing",),
    "-ous/-ful": ("ous", "ful", "less", "ive", "able", "ible", "ish"),
    "-al/-ic": ("al", "ic", "ary"),
    "-ion/-ity": ("ion", "ity", "ness", "ism", "ance", "ence"),
    "-est": ("est",),
}
_KINDS = tuple(BlockKind)
_CUE_KINDS = ("direct", "indirect", "according", "nominal", "continued", "headline", "thought")


class Lexicon(NamedTuple):
    """Word classes: `words` and `phrases` map to class numbers; `starts` are the phrases' first words."""

    classes: tuple[str, ...]
    words: dict[str, tuple[int, ...]]
    phrases: dict[tuple[str, ...], tuple[int, ...]]
    starts: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Load the word classes of `resources/language/stance.toml`."""
    with assets.path("language", "stance.toml").open("rb") as file:
        table: dict[str, str] = tomllib.load(file)
    words: dict[str, tuple[int, ...]] = {}
    phrases: dict[tuple[str, ...], tuple[int, ...]] = {}
    for number, entries in enumerate(table.values()):
        for entry in set(entries.split()):
            parts = tuple(entry.split("_"))
            if len(parts) == 1:
                words[entry] = (*words.get(entry, ()), number)
            else:
                phrases[parts] = (*phrases.get(parts, ()), number)
    return Lexicon(tuple(table), words, phrases, frozenset(parts[0] for parts in phrases))


class QuoteEvidence(NamedTuple):
    """What attribution says of the sentence, as the features want it."""

    attributed: tuple[Span, ...] = ()
    attributed_share: float = 0.0
    quoted_share: float = 0.0
    inside_at_start: bool = False
    inside_at_end: bool = False
    cue_kind: str = "none"
    negated: bool = False
    named: bool = False
    unnamed: bool = False


@cache
def feature_names() -> tuple[str, ...]:
    """Return the names of the numbers that `features` gives, in their order."""
    classes = lexicon().classes
    return (
        *(f"has {name}" for name in classes),
        *(f"share of {name}" for name in classes),
        *(f"opens with {name}" for name in classes),
        *(f"sign: {name}" for name in SIGNS),
        *(f"share of {name}" for name in _SUFFIXES),
        "words", "short", "share of capitals", "share of figures", "share of acronyms", "long words", "capital opening",
        "attributed share", "attributed", "mostly attributed", "quoted share", "quoted",
        "inside at start", "inside at end",
        "negated", "named source", "unnamed source",
        *(f"cue: {name}" for name in _CUE_KINDS),
        *(f"block: {kind}" for kind in BlockKind),
    )  # fmt: skip


def features(text: str, kind: BlockKind, quote: QuoteEvidence) -> list[float]:
    """Return the sentence's numbers, in the order of `feature_names`.

    `quote.attributed` are spans relative to `text`.
    """
    author_text, others = text, bytearray(len(text))
    for start, end in quote.attributed:
        length = len(others[start:end])
        others[start:end] = b"\1" * length
        author_text = author_text[:start] + "_" * length + author_text[end:]
    tokens = list(TOKEN.finditer(text))
    own = [match[0] for match in tokens if not others[match.start()]]
    lowered = [folded(token) for token in own]
    classes, opening = _class_counts(lowered)
    amount = len(own) + 4
    words = [token for token in own if token[0].isalpha()]
    figures = [token for token in own if token[0].isdigit() or token[0] in "$£€"]
    return [
        *[1.0 if count else 0.0 for count in classes],
        *[count / amount * 5 for count in classes],
        *opening,
        *_signs(author_text),
        *_suffix_shares(lowered, amount),
        math.log1p(len(tokens)) / 3,
        1.0 if len(words) < 6 else 0.0,
        len([token for token in words[1:] if token[0].isupper()]) / amount * 3,
        len(figures) / amount * 3,
        len([token for token in words if token.isupper() and len(token) > 1]) / amount * 3,
        len([token for token in words if len(token) > 8]) / amount * 3,
        1.0 if text[:1].isupper() else 0.0,
        quote.attributed_share,
        1.0 if quote.attributed_share else 0.0,
        1.0 if quote.attributed_share > 0.6 else 0.0,
        quote.quoted_share,
        1.0 if quote.quoted_share else 0.0,
        float(quote.inside_at_start),
        float(quote.inside_at_end),
        float(quote.negated),
        float(quote.named),
        float(quote.unnamed),
        *[1.0 if quote.cue_kind == name else 0.0 for name in _CUE_KINDS],
        *[1.0 if kind is other else 0.0 for other in _KINDS],
    ]


def _signs(text: str) -> list[float]:
    """Tell for each sign whether it stands in `text`."""
    likely = _ANYWHERE.union(*[names for held, names in _HELD.items() if held in text])
    if SIGNS["figure"].search(text):
        likely |= _OF_FIGURES
    return [1.0 if name in likely and pattern.search(text) else 0.0 for name, pattern in SIGNS.items()]


def _class_counts(words: Sequence[str]) -> tuple[list[int], list[float]]:
    """Count the words and phrases of each class, and tell which classes the first word belongs to."""
    table = lexicon()
    counts = [0] * len(table.classes)
    opening = [0.0] * len(table.classes)
    for position, word in enumerate(words):
        found = table.words.get(word, ())
        if word in table.starts:
            for length in (2, 3, 4):
                found += table.phrases.get(tuple(words[position : position + length]), ())
        for number in found:
            counts[number] += 1
            if position == 0:
                opening[number] = 1.0
    return counts, opening


def _suffix_shares(words: Sequence[str], amount: int) -> list[float]:
    long = [word for word in words if len(word) > 4 and word[0].isalpha()]
    return [len([word for word in long if word.endswith(endings)]) / amount * 3 for endings in _SUFFIXES.values()]
