"""Who a source is: short forms and pronouns resolved to the name first given, and named told from unnamed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from reader.core.annotation import SourceKind
from reader.nlp.attribution.lexicon import Lexicon, lexicon, read_toml, word_list

_PARTICLE = "(?:of|the|for|and|de|da|del|della|van|von|der|den|bin|al|el|la|le|du|dos)"
# capitals of the Latin alphabets of Europe
_CAPITAL = "[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚ]"
_NAME = re.compile(
    rf"(?:{_CAPITAL}[\w’'-]*\.?|{_CAPITAL}\.)(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}"
    rf"(?:{_CAPITAL}[\w’'-]*|{_CAPITAL}\.))+"
)
_WORD = re.compile(r"[\w’'-]+")
_CUT = re.compile(r",|\s[—–(]|\s(?:who|which|that|of|for|at|in|from|with|on|to|by|about)\s")
_PRONOUNS = {
    word: gender
    for gender, words in {
        "m": "he him his himself",
        "f": "she her hers herself",
        "p": "they them their",
        "b": "it its",
        "?": "who",
        "s": "i we you my our",
    }.items()
    for word in words.split()
}
_TITLED = dict.fromkeys(("mr", "sir", "lord", "king", "prince"), "m") | dict.fromkeys(
    ("mrs", "ms", "miss", "dame", "lady", "queen", "princess"), "f"
)
_STARTERS = word_list("starters")


class Names(NamedTuple):
    """Titles and given names."""

    titles: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]


@cache
def names() -> Names:
    """Return the shipped names, read once."""
    table = read_toml("attribution")["names"]
    return Names(*(frozenset(table[key].split()) for key in ("titles", "male", "female")))


class Speaker(NamedTuple):
    """Somebody who spoke: the resolved name, how much it tells, and m, f, p (several), b (a body) or empty."""

    who: str
    kind: SourceKind
    gender: str = ""


@dataclass(slots=True)
class Roster:
    """The names an article has given so far, and who spoke last.

    `read` takes in the text up to a position, each part once, so that one roster serves an article's sections in
    their order.
    """

    lexicon: Lexicon
    upto: int = 0
    full: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    mentions: list[tuple[int, str]] = field(default_factory=list)
    described: list[tuple[frozenset[str], Speaker]] = field(default_factory=list)
    spoken: list[Speaker] = field(default_factory=list)

    def read(self, text: str, end: int) -> None:
        """Take in the names of `text` up to `end`."""
        if end <= self.upto:
            return
        for match in _NAME.finditer(text, self.upto, end):
            words = match[0].replace("\u00a0", " ").split()
            while words and _leads(words[0]):
                words.pop(0)
            words = _behind_office(words)
            while words and words[-1].lower() in {"of", "the", "for", "and"}:
                words.pop()
            if len(words) < 2:
                if words and words[0] in self.full:
                    self.mentions.append((match.start(), self.full[words[0]]))
                continue
            last = _bare(words[-1])
            words[-1] = last
            name = " ".join(words)
            lowered = {_bare(word).lower() for word in words}
            heads = lowered & self.lexicon.bodies
            if heads:
                for head in heads:
                    self.bodies[head] = name
                self.full.setdefault(words[0], name)
            elif "and" in {word.lower() for word in words}:
                self._pair(words, match.start())
            elif len(words) <= 4:
                known = self.full.get(last)
                if known is None or (len(name) > len(known) and known.split()[0] == words[0]):
                    self.full[last] = name
                self.mentions.append((match.start(), self.full[last]))
        self.upto = end

    def _pair(self, words: list[str], start: int) -> None:
        """Take in the two names of “Ben Orr and Ana Ruiz”."""
        middle = [word.lower() for word in words].index("and")
        for half in (words[:middle], words[middle + 1 :]):
            if 2 <= len(half) <= 3:
                name = " ".join(half)
                self.mentions.append((start, self.full.setdefault(half[-1], name)))

    def resolve(self, phrase: str, position: int) -> Speaker:
        """Return who `phrase`, found at `position`, stands for."""
        phrase = phrase.strip(" ,—–()").removesuffix("'s").removesuffix("’s")
        low = phrase.lower()
        pronoun = _PRONOUNS.get(low)
        if pronoun:
            return self._antecedent(low, pronoun, position)
        return self._name(phrase)

    def remember(self, phrase: str, speaker: Speaker) -> None:
        """Note that `speaker` has spoken, named as in `phrase`."""
        if not speaker.who:
            return
        self.spoken.append(speaker)
        if speaker.kind is SourceKind.NAMED:
            words = frozenset(word.lower() for word in _WORD.findall(phrase))
            heads = words & (self.lexicon.people | self.lexicon.bodies)
            if heads:
                self.described.append((heads, speaker))

    def _name(self, phrase: str) -> Speaker:
        lexicon = self.lexicon
        head = _CUT.split(phrase, maxsplit=1)[0] or phrase
        tail = phrase[len(head) :]
        head = head.removesuffix("'s").removesuffix("’s")
        found = [match[0] for match in _NAME.finditer(head)]
        first = head.split()[0] if head.split() else ""
        words = _WORD.findall(head)
        lowered = [word.lower() for word in words]
        if found:
            name = _strip(found[-1])
            if name:
                return self._person(name, lowered)
        capitals = [
            word
            for n, word in enumerate(words)
            if word[:1].isupper()
            and word != "I"
            and (
                n
                or not (
                    word in _STARTERS or lexicon.speaker(word.lower()) or (len(words) > 1 and word.lower() in _PLAIN)
                )
            )
            and word.lower() not in names().titles
        ]
        if tail.startswith(",") and not capitals:
            inside = [match[0] for match in _NAME.finditer(tail)]
            name = _strip(inside[0]) if inside else ""
            if name and tail.lstrip(", ").startswith(inside[0]):
                return self._person(name, lowered)
        last = lowered[-1] if lowered else ""
        if capitals and (words[-1] == capitals[-1] or last in lexicon.documents):
            surname = _bare(capitals[-1])
            if surname in self.full:
                return self._person(self.full[surname], lowered)
            if not (len(words) == 1 and (lexicon.speaker(last) or last in _PRONOUNS)):
                return Speaker(head if last in lexicon.documents else surname, SourceKind.NAMED, _titled(lowered))
        definite = first.lower() in {"the", "this", "that", "his", "her", "their", "its"}
        if definite and last:
            for heads, speaker in reversed(self.described):
                if last in heads:
                    return speaker
            if last in self.bodies:
                return Speaker(self.bodies[last], SourceKind.NAMED, "b")
            if last in _TITLE_HEADS:
                for speaker in reversed(self.spoken):
                    if speaker.kind is SourceKind.NAMED and speaker.gender == "b":
                        return speaker
        if capitals:
            return Speaker(phrase, SourceKind.NAMED, "")
        if last.startswith("spokes") and any(word[:1].isupper() for word in _WORD.findall(tail)):
            return Speaker(phrase, SourceKind.NAMED, "")
        gender = "b" if last in lexicon.bodies else "p" if last.endswith("s") else _titled(lowered)
        return Speaker(phrase, SourceKind.UNNAMED, gender)

    def _person(self, name: str, lowered: list[str]) -> Speaker:
        words = name.split()
        last = _bare(words[-1])
        words[-1] = last
        name = " ".join(words)
        full = self.full.get(last, "")
        if full and (len(words) == 1 or full.split()[0] == words[0]) and len(full) >= len(name):
            name = full
        parts = {word.lower() for word in name.split()}
        if parts & self.lexicon.bodies:
            return Speaker(name, SourceKind.NAMED, "b")
        given = name.split()[0].lower()
        gender = "m" if given in names().male else "f" if given in names().female else _titled(lowered)
        return Speaker(name, SourceKind.NAMED, gender)

    def _antecedent(self, word: str, pronoun: str, position: int) -> Speaker:
        if pronoun in {"m", "f"}:
            for start, name in reversed(self.mentions[-6:]):
                if 0 < position - start < 220:
                    speaker = self._person(name, [])
                    if speaker.gender in {pronoun} and self._spoke(name):
                        return speaker
            for speaker in reversed(self.spoken[-6:]):
                if speaker.gender in {pronoun, ""}:
                    return speaker if speaker.gender else speaker._replace(gender=pronoun)
            for start, name in reversed(self.mentions):
                speaker = self._person(name, [])
                if start < position and speaker.gender in {pronoun, ""}:
                    return speaker
        elif pronoun in {"p", "b"}:
            for speaker in reversed(self.spoken[-5:]):
                if speaker.gender == pronoun or (pronoun == "p" and speaker.gender == "b"):
                    return speaker
        elif pronoun == "?" and self.spoken:
            return Speaker("", SourceKind.UNNAMED)
        return Speaker(word, SourceKind.UNNAMED)

    def _spoke(self, name: str) -> bool:
        return any(speaker.who == name for speaker in self.spoken[-4:])


_PLAIN = word_list("plain")
_CLOSED = ("prepositions", "subordinators", "determiners", "conjunctions", "openers")
_TITLE_HEADS = word_list("title_heads")


def _leads(word: str) -> bool:
    """Tell whether `word` stands before a name and is no part of it: “The”, “CEO”, the “of” of “CEO of Orrcom”."""
    low = word.rstrip(".").lower()
    return word in _STARTERS or low in names().titles or any(low in lexicon().grammar[kind] for kind in _CLOSED)


def _behind_office(words: list[str]) -> list[str]:
    """Return the name behind an office: “Jacinda Ardern” of “New Zealand Prime Minister Jacinda Ardern”."""
    known = lexicon()
    for k in range(len(words) - 3, -1, -1):
        low = words[k].lower()
        if low in known.people or low in names().titles:
            name = words[k + 1 :]
            return words if {word.lower() for word in name} & (known.bodies | {"and", "of"}) else name
    return words


def _bare(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s").rstrip("’'.") or word


def _strip(name: str) -> str:
    words = name.replace("\u00a0", " ").split()
    while len(words) > 1 and _leads(words[0]):
        words.pop(0)
    words = _behind_office(words)
    return " ".join(words) if words and words[0] not in _STARTERS else ""


def _titled(lowered: list[str]) -> str:
    for word in lowered:
        if word in _TITLED:
            return _TITLED[word]
        if word.endswith("woman"):
            return "f"
        if word.endswith("man") and word not in {"woman", "german", "ottoman"}:
            return "m"
    return ""
