"""The words that attribute, read from `resources/cues/attribution.toml` and inflected."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from reader import assets


class Sense(NamedTuple):
    """One way a word attributes: how it takes its content, after which particles, and in which form it stands.

    `form` is base, s (third person), past, participle or ing; a regular verb's past serves as its participle too.
    """

    frame: str
    particles: tuple[str, ...]
    form: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists of attribution, by lower-case form."""

    verbs: Mapping[str, tuple[Sense, ...]]
    adjectives: frozenset[str]
    nouns: frozenset[str]
    voices: frozenset[str]
    chains: frozenset[str]
    people: frozenset[str]
    bodies: frozenset[str]
    documents: frozenset[str]
    unnamed: frozenset[str]
    views: frozenset[str]
    venues: frozenset[str]
    before: tuple[tuple[str, ...], ...]
    grammar: Mapping[str, frozenset[str]]

    def speaker(self, word: str) -> bool:
        """Tell whether the noun `word` names somebody or something that can speak."""
        return word in self.people or word in self.bodies or word in self.documents


_VOWELS = "aeiou"
# “beg”, “snap”, “shrug”: a single vowel before a single consonant, in one syllable
_SHORT = re.compile(r"[^aeiou]+[aeiou][bdgmnprt]")


def inflect(base: str, irregular: Mapping[str, list[str]]) -> tuple[tuple[str, str], ...]:
    """Return the forms of the verb `base`, each with its name (see `Sense.form`).

    Verbs in -el and -al have both their American forms and their British ones, with two l.
    """
    if base in irregular:
        third, past, participle, ing = irregular[base]
    else:
        third, past, ing = _third(base), _past(base), _ing(base)
        participle = past
    forms = [(base, "base"), (third, "s"), (past, "past"), (ing, "ing")]
    if base.endswith(("el", "al")) and base[-3] not in _VOWELS and base not in irregular:
        forms += [(base + "led", "past"), (base + "ling", "ing")]
    return tuple(dict.fromkeys([*forms, (participle, "participle")] if participle != past else forms))


def _third(base: str) -> str:
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return base + "es"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ies"
    return base + "s"


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ied"
    return _doubled(base) + "ed"


def _ing(base: str) -> str:
    return (base[:-1] if base.endswith("e") and not base.endswith("ee") else _doubled(base)) + "ing"


def _doubled(base: str) -> str:
    """Return `base` as endings with a vowel follow it: with its last consonant twice where it is short."""
    return base + base[-1] if _SHORT.fullmatch(base) else base


def plural(noun: str) -> str:
    """Return the regular plural of `noun`."""
    return _third(noun) if not noun.endswith("o") else noun + "s"


def read_toml(name: str) -> dict[str, Any]:
    """Read one data file of `resources/cues`."""
    return tomllib.loads(assets.path("cues", f"{name}.toml").read_text(encoding="utf-8"))


def word_list(name: str) -> frozenset[str]:
    """Return the closed class `name` of `resources/cues/wordlists.toml`."""
    return frozenset(_word_lists()[name].split())


@cache
def _word_lists() -> dict[str, str]:
    return read_toml("wordlists")


def _words(value: str | list[str]) -> list[str]:
    return value.split() if isinstance(value, str) else value


def _nouns(table: Mapping[str, Any]) -> frozenset[str]:
    words = _words(table["words"])
    return frozenset(words) | {plural(word) for word in words}


def _verbs(tables: Iterable[Mapping[str, Any]], irregular: Mapping[str, list[str]]) -> dict[str, tuple[Sense, ...]]:
    senses: dict[str, dict[Sense, None]] = defaultdict(dict)
    for table in tables:
        for phrase in _words(table["words"]):
            base, *particles = phrase.split()
            for form, name in inflect(base, irregular):
                senses[form][Sense(table["frame"], tuple(particles), name)] = None
    return {form: tuple(sorted(found, key=lambda s: -len(s.particles))) for form, found in senses.items()}


@cache
def lexicon() -> Lexicon:
    """Return the shipped lexicon, read once."""
    data = read_toml("attribution")
    irregular: dict[str, list[str]] = data["irregular"]
    every_form = frozenset(form for base in _words(data["chains"]["words"]) for form, _ in inflect(base, irregular))
    voices = frozenset(form for base in _words(data["voices"]["words"]) for form, _ in inflect(base, irregular))
    return Lexicon(
        verbs=_verbs(data["verbs"], irregular),
        adjectives=frozenset(word for table in data["adjectives"] for word in _words(table["words"])),
        nouns=frozenset().union(*(_nouns(table) for table in data["nouns"])),
        voices=voices,
        chains=every_form,
        people=_nouns(data["people"]),
        bodies=_nouns(data["bodies"]),
        documents=_nouns(data["documents"]),
        unnamed=_nouns(data["unnamed"]),
        views=frozenset(data["phrases"]["views"]),
        venues=frozenset(_words(data["phrases"]["venues"])),
        before=tuple(tuple(phrase.split()) for phrase in data["phrases"]["before"]),
        grammar={name: frozenset(words.split()) for name, words in data["grammar"].items()},
    )
