"""Names in running text: where they stand, what leads to them and is no part of them, and whose they can be."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from reader.nlp.attribution.lexicon import lexicon, read_toml, word_list

_PARTICLE = "(?:of|the|for|and|de|da|del|della|van|von|der|den|bin|al|el|la|le|du|dos)"
# capitals of the Latin alphabets of Europe
_CAPITAL = "[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚ]"
_NAME = re.compile(
    rf"(?<![\w.])(?:{_CAPITAL}[\w’'-]*\.?|{_CAPITAL}\.)(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}"
    rf"(?:{_CAPITAL}\.(?=[ \u00a0]{_CAPITAL})|{_CAPITAL}[\w’'-]*))+"
)
_CAPITALISED = re.compile(
    rf"(?<![\w.]){_CAPITAL}[\w’'-]*\.?(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}{_CAPITAL}[\w’'-]*\.?)*"
)
_DESCRIPTION = re.compile(
    r",\s(?:an?|the|its|his|her|their|who is an?|who is the)\s([a-z][\w’' -]{1,60}?)"
    r"(?=[,.;]|\s(?:of|at|for|in|who|from|and)\b)"
)
_BEFORE = re.compile(r"([\w’'-]+)[ \u00a0]$")
_PLACED = frozenset(["in", "at", "the", "near", "across", "via", "outside", "throughout"])
_STARTERS = word_list("starters")
_CLOSED = ("prepositions", "subordinators", "determiners", "conjunctions", "openers")
_TITLED = dict.fromkeys(("mr", "sir", "lord", "king", "prince"), "m") | dict.fromkeys(
    ("mrs", "ms", "miss", "dame", "lady", "queen", "princess"), "f"
)
_KIN = {word: gender for gender, name in (("m", "men_of_kin"), ("f", "women_of_kin")) for word in word_list(name)}


class Names(NamedTuple):
    """Titles and given names."""

    titles: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]


class Mention(NamedTuple):
    """A name where it stands: its start, its words, what leads to it (lower case) and what is said to describe it.

    `placed` tells that what stands before makes it a place or a thing rather than somebody.
    """

    start: int
    words: tuple[str, ...]
    leads: tuple[str, ...]
    described: tuple[str, ...]
    placed: bool


@cache
def names() -> Names:
    """Return the shipped names, read once."""
    table = read_toml("attribution")["names"]
    return Names(*(frozenset(table[key].split()) for key in ("titles", "male", "female")))


def find_names(phrase: str) -> list[re.Match[str]]:
    """Return the names of two words and more in `phrase`."""
    return list(_NAME.finditer(phrase))


def mentions(text: str, start: int, end: int, known: Container[str]) -> Iterator[Mention]:
    """Yield the capitalised names of `text` between two positions, titles and starters taken off.

    A name of one word is left out unless it is `known` or a noun of kin stands before it: “his sister Ana”.
    """
    for match in _CAPITALISED.finditer(text, start, end):
        name = match[0]
        if " " not in name and "\u00a0" not in name and bare(name) not in known:
            head = text[max(start, match.start() - 16) : max(start, match.start() - 1)]
            if head[-1:].isupper() or not head[-1:].isalpha() or head.rpartition(" ")[2] not in _KIN:
                continue
        words = name.replace("\u00a0", " ").split()
        kept = list(words)
        while kept and leads(kept[0]):
            kept.pop(0)
        kept = _own(behind_office(kept))
        while kept and kept[-1].lower() in {"of", "the", "for", "and"}:
            kept.pop()
        if not kept:
            continue
        led = words[: words.index(kept[0])]
        kept[-1] = bare(kept[-1])
        matched = _BEFORE.search(text, max(0, match.start() - 30), match.start())
        before = matched[1].lower() if matched else ""
        placed = before in _PLACED and not led
        said = None
        if len(kept) > 1 and not placed:
            said = _DESCRIPTION.match(text, match.end(), min(end, match.end() + 90))
        yield Mention(
            match.start(),
            tuple(kept),
            (before, *(word.rstrip(".").lower() for word in led)),
            _nouns(said[1]) if said else (),
            placed,
        )


def _nouns(description: str) -> tuple[str, ...]:
    """Return the words that describe a name, none where they hold a verb: “…, his daughter said he”."""
    words = tuple(description.lower().split())
    known = lexicon()
    told = any(
        word in known.grammar["auxiliaries"]
        or (word.endswith(("s", "d")) and word in known.verbs and word not in known.nouns | known.people)
        for word in words
    )
    return () if told else words


def leads(word: str) -> bool:
    """Tell whether `word` stands before a name and is no part of it: “The”, “CEO”, the “of” of “CEO of Orrcom”."""
    low = word.rstrip(".").lower()
    return word in _STARTERS or low in _leading()


@cache
def _leading() -> frozenset[str]:
    """Return the titles and closed classes that stand before names."""
    return names().titles.union(*(lexicon().grammar[kind] for kind in _CLOSED))


def behind_office(words: list[str]) -> list[str]:
    """Return the name behind an office: “Jacinda Ardern” of “New Zealand Prime Minister Jacinda Ardern”."""
    known = lexicon()
    for k in range(len(words) - 3, -1, -1):
        low = words[k].lower()
        if low in known.people or low in names().titles:
            name = words[k + 1 :]
            return words if {word.lower() for word in name} & (known.bodies | {"and", "of"}) else name
    return words


def _own(words: list[str]) -> list[str]:
    """Return a name without its owner before it and its place behind it: “Hull’s Ana Ruiz”, “Ana Ruiz of Hull”."""
    for k in range(len(words) - 1, 0, -1):
        if words[k - 1].endswith(("'s", "’s")):
            words = words[k:]
            break
    title = max((k for k, word in enumerate(words[:-1]) if word.rstrip(".").lower() in names().titles), default=-1)
    if 0 <= title == len(words) - 2:
        # "Republican President Brant"
        words = words[title + 1 :]
    if "of" in words[2:]:
        place = words.index("of")
        if lexicon().bodies.isdisjoint(word.lower() for word in words[:place]):
            return words[:place]
    return words


def bare(word: str) -> str:
    """Return `word` without a possessive ending or full stop."""
    return word.removesuffix("'s").removesuffix("’s").rstrip("’'.") or word


def strip(name: str) -> str:
    """Return a matched name without titles, offices and articles; empty where nothing is left."""
    words = name.replace("\u00a0", " ").split()
    while len(words) > 1 and leads(words[0]):
        words.pop(0)
    words = _own(behind_office(words))
    if words[0].lower() in {"of", "for", "the"}:
        # what is left of "Special Representative for Iran Brian Hook"
        words = words[-2:]
    return " ".join(words) if words and words[0] not in _STARTERS else ""


def gender_of(lowered: Iterable[str]) -> str:
    """Return m or f where a title or a noun of kin or trade tells it, else an empty text."""
    last = ""
    for word in lowered:
        if word in _TITLED:
            return _TITLED[word]
        if word.endswith("woman"):
            return "f"
        if word.endswith("man") and word not in {"woman", "german", "ottoman", "human", "roman"}:
            return "m"
        last = word
    return _KIN.get(last, "")
