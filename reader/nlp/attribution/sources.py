"""Who a source is: short forms and pronouns resolved to the name first given, and named told from unnamed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from reader.core.annotation import SourceKind
from reader.core.document import Span
from reader.nlp.attribution.lexicon import Lexicon, word_list
from reader.nlp.attribution.mentions import Mention, bare, find_names, gender_of, mentions, names, strip

_WORD = re.compile(r"[\w’'&-]+")
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
_STARTERS = word_list("starters")
_PLAIN = word_list("plain")
_TITLE_HEADS = word_list("title_heads")
_INDEFINITE = frozenset(["a", "an", "one", "another", "many", "some", "several", "most", "few", "other", "these"])
_DEFINITE = frozenset(["the", "this", "that", "his", "her", "their", "its"])
_ARTICLES = frozenset(["a", "an", "one", "another"])
_FIRMS = frozenset(["company", "firm", "group", "agency", "charity", "club", "bank"])
_TRADE_NAME = re.compile(r"(?!Mac)(?:[A-Z]{2,}$|.*[a-z]{2}[A-Z])")
_ONES = (["one"], ["another"])
_OF_NAME = re.compile(r"\sof\s(?:the\s)?[A-Z]")
# what goes on with the name of a body: “the Commission | on Presidential Debates”
_PLACE = re.compile(r"\s(?:of|on|for)\s(?:the\s)?[A-Z][\w’'-]*(?:\s(?:and\s|of\s)?[A-Z][\w’'-]*)*")
_PLURAL_TRADES = ("ers", "ors", "ists", "ians", "crats")
_PAST = frozenset(["former", "ex", "late", "then"])
_REACH = 6
"""How many sentences back a pronoun may look for whom it stands for."""


class Speaker(NamedTuple):
    """Somebody who spoke: the resolved name, how much it tells, and m, f, p (several), b (a body) or empty."""

    who: str
    kind: SourceKind
    gender: str = ""


class _Seen(NamedTuple):
    """A name in the text: where, in which sentence counted from 1, and m, f, b (a body), ? (somebody) or empty."""

    start: int
    name: str
    sentence: int
    gender: str


class _Phrase(NamedTuple):
    """A source as it is read: the `head` before its clauses and prepositions, and the `tail` they make up.

    `words` are the head's, `capitals` those of them that are part of a name, `found` the names in it.
    """

    whole: str
    head: str
    tail: str
    words: list[str]
    lowered: list[str]
    capitals: list[str]
    found: list[re.Match[str]]

    @property
    def first(self) -> str:
        return self.lowered[0] if self.lowered else ""

    @property
    def last(self) -> str:
        return self.lowered[-1] if self.lowered else ""

    @property
    def before_comma(self) -> str:
        return self.whole.partition(",")[0]


@dataclass(slots=True)
class Roster:
    """The names an article has given so far, and who spoke last.

    `read` takes in the text up to a position, each part once, so that one roster serves an article's sections in
    their order; a part counts as a sentence.
    """

    lexicon: Lexicon
    upto: int = 0
    sentence: int = 0
    full: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    seen: list[_Seen] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    genders: dict[str, str] = field(default_factory=dict)
    described: list[tuple[frozenset[str], Speaker]] = field(default_factory=list)
    spoken: list[tuple[int, Speaker]] = field(default_factory=list)

    def read(self, text: str, end: int) -> None:
        """Take in the names of `text` up to `end`."""
        if end <= self.upto:
            return
        self.sentence += 1
        for mention in mentions(text, self.upto, end, self.full):
            words = list(mention.words)
            if len(words) == 1:
                if gender_of(mention.leads):
                    self.full.setdefault(words[0], words[0])
                name = self.full.get(words[0])
                if name:
                    if name.endswith(" " + words[0]) and not mention.placed and name not in self.places:
                        # places are not called by their last word
                        self.genders.setdefault(name, "?")
                    self._note(mention, name)
                continue
            if words[-1].lower() in self.lexicon.people and not _ARTICLES.isdisjoint(mention.leads):
                # "an Oklahoma Republican"
                continue
            name = " ".join(words)
            heads = {bare(word).lower() for word in words} & self.lexicon.bodies
            if heads:
                self.bodies.update(dict.fromkeys(heads, name))
                self.full.setdefault(words[0], name)
                self._note(mention, name, "b")
            elif "and" in {word.lower() for word in words}:
                self._pair(mention)
            elif len(words) <= 4 and not (words[-1].isupper() and len(words[-1]) > 1):
                known = self.full.get(words[-1])
                same = known is not None and known.split()[0] == words[0]
                if known is None or (len(name) > len(known) and same):
                    self.full[words[-1]] = name
                # two of a family share their last name
                self._note(mention, self.full[words[-1]] if same or known is None else name)
        self.upto = end

    def _pair(self, mention: Mention) -> None:
        """Take in the two names of “Ben Orr and Ana Ruiz”."""
        words = list(mention.words)
        middle = [word.lower() for word in words].index("and")
        for half in (words[:middle], words[middle + 1 :]):
            if 2 <= len(half) <= 3:
                self._note(mention._replace(leads=(), described=()), self.full.setdefault(half[-1], " ".join(half)))

    def _note(self, mention: Mention, name: str, gender: str = "") -> None:
        """Keep where a name stands, what tells its gender, and the nouns that describe it."""
        known = names()
        given = name.split()[0].lower()
        told = {*mention.leads, *mention.described}
        gender = (
            gender
            or self.genders.get(name, "").strip("?")
            or ("m" if given in known.male else "f" if given in known.female else "")
            or gender_of(mention.leads)
            or gender_of(mention.described)
        )
        if mention.placed:
            self.places.add(name)
        heads = frozenset(told & (self.lexicon.bodies if gender == "b" else self.lexicon.people))
        if not gender and (heads or name in self.genders or not known.titles.isdisjoint(mention.leads)):
            gender = "?"
        if gender:
            self.genders[name] = gender
        self.seen.append(_Seen(mention.start, name, self.sentence, "" if mention.placed else gender))
        if heads and _PAST.isdisjoint(told):
            self.described.append((heads, Speaker(name, SourceKind.NAMED, gender.strip("?"))))

    def last_named(self) -> str:
        """Return the name given last, or an empty text."""
        return self.seen[-1].name if self.seen else ""

    def most_named(self, first: int) -> str:
        """Return the name given most often among the `first` ones, or an empty text."""
        counts = Counter(one.name for one in self.seen[:first])
        return counts.most_common(1)[0][0] if counts else ""

    def resolve(self, phrase: str, position: int, content: Sequence[Span] = ()) -> Speaker:
        """Return who `phrase`, found at `position`, stands for; nobody who is only named in its `content`."""
        phrase = phrase.strip(" ,—–()").removesuffix("'s").removesuffix("’s")
        low = phrase.lower()
        pronoun = None if phrase.isupper() and len(phrase) > 1 else _PRONOUNS.get(low)
        if low.endswith(" which"):
            return self._name(phrase)._replace(gender="b")
        if pronoun:
            return self._antecedent(low, pronoun, position, content)
        if low.endswith("-year-old") and low.split()[0] in _DEFINITE:
            return self._antecedent(phrase, "", position, content)
        return self._name(phrase)

    def remember(self, phrase: str, speaker: Speaker) -> None:
        """Note that `speaker` has spoken, named as in `phrase`."""
        if not speaker.who:
            return
        self.spoken.append((self.sentence, speaker))
        if speaker.kind is SourceKind.NAMED:
            if not speaker.gender:
                self.genders.setdefault(speaker.who, "?")
            words = frozenset(word.lower() for word in _WORD.findall(phrase))
            heads = words & (self.lexicon.people | self.lexicon.bodies)
            if heads:
                self.described.append((heads, speaker))

    def _name(self, phrase: str) -> Speaker:
        """Return who a phrase without a pronoun names, or describes."""
        read = self._phrase(phrase)
        named = (speaker for rule in self._RULES if (speaker := rule(self, read)))
        return next(named, None) or self._unnamed(read)

    def _phrase(self, whole: str) -> _Phrase:
        head = _CUT.split(whole, maxsplit=1)[0] or whole
        tail = whole[len(head) :]
        head = head.removesuffix("'s").removesuffix("’s")
        words = _WORD.findall(head)
        capitals = [word for n, word in enumerate(words) if self._names(word, n, len(words))]
        return _Phrase(whole, head, tail, words, [word.lower() for word in words], capitals, find_names(head))

    def _two(self, p: _Phrase) -> Speaker | None:
        return self._couple(p.found[-1][0]) if p.found else None

    def _described_first(self, p: _Phrase) -> Speaker | None:
        """“The mayor of Hull, Ana Ruiz”."""
        noun = _WORD.findall(p.before_comma)[-1:]
        people = self.lexicon.people
        if p.last in people or (noun and noun[0].lower() in people) or p.lowered[:1] in _ONES:
            return self._behind_comma(p.whole[len(p.before_comma) :], p.lowered)
        return None

    def _described_closely(self, p: _Phrase) -> Speaker | None:
        """“Special Representative for Iran Brian Hook”."""
        before = find_names(p.before_comma)
        if p.last not in self.lexicon.people or not before or not p.before_comma.endswith(before[-1][0]):
            return None
        own = strip(before[-1][0])
        named = " " in own and own.rpartition(" ")[2].lower() not in self.lexicon.people
        return self._person(own, p.lowered) if named else None

    def _named_last(self, p: _Phrase) -> Speaker | None:
        """“The chemist Ana Ruiz”, “Ana Ruiz of Hull”."""
        if not p.found:
            return None
        name, people = strip(p.found[-1][0]), self.lexicon.people
        party = p.first in _ARTICLES and name.rpartition(" ")[2].lower() in people
        if not name or name.lower() in people or self._many(name) or party:
            # "an MP", "Planners", "a Yorkshire Democrat"
            return None
        ends = not p.head[p.found[-1].end() :].strip(" .’'”\"")
        if not ends and (" " not in name or self.lexicon.speaker(p.last)):
            return None
        speaker = self._person(name, p.lowered)
        place = _PLACE.match(p.tail) if speaker.gender == "b" and " of " not in speaker.who else None
        return speaker._replace(who=speaker.who + place[0]) if place and ends else speaker

    def _named_behind(self, p: _Phrase) -> Speaker | None:
        """“An old neighbour, Ana Ruiz”."""
        inside = find_names(p.tail) if p.tail.startswith(",") and not p.capitals else []
        name = strip(inside[0][0]) if inside else ""
        return self._person(name, p.lowered) if name and p.tail.lstrip(", ").startswith(inside[0][0]) else None

    def _named_in_part(self, p: _Phrase) -> Speaker | None:
        """“A Hull Echo report”, “the widow Ruiz”."""
        document = p.last in self.lexicon.documents
        if not p.capitals or not (document or p.words[-1] == p.capitals[-1]):
            return None
        if document and len(p.words) > 1:
            return Speaker(p.whole, SourceKind.NAMED, "b")
        surname = bare(p.capitals[-1])
        if surname in self.full:
            return self._person(self.full[surname], p.lowered)
        if len(p.words) == 1 and (self.lexicon.speaker(p.last) or p.last in _PRONOUNS):
            return None
        gender = "b" if _TRADE_NAME.match(surname) else gender_of(p.lowered)
        return Speaker(p.head if document else surname, SourceKind.NAMED, gender)

    def _known(self, p: _Phrase) -> Speaker | None:
        """“The mayor”, “the firm”, “the Ministry of Works”."""
        if p.first in _DEFINITE and p.last and not p.capitals and (known := self._described(p.last, len(p.words) == 2)):
            return known
        full = p.last in self.lexicon.bodies and p.first == "the" and _OF_NAME.match(p.tail)
        return Speaker(p.whole, SourceKind.NAMED, "b") if full else None

    def _attached(self, p: _Phrase) -> Speaker | None:
        """“A spokesman for Hull Water”, “the Hull inquiry”."""
        spokesman = p.last.startswith("spokes") and any(word[:1].isupper() for word in _WORD.findall(p.whole)[1:])
        if not spokesman and (not p.capitals or p.last in self.lexicon.people or p.first in _INDEFINITE):
            return None
        return Speaker(p.whole, SourceKind.NAMED, "b" if p.last in self.lexicon.bodies else gender_of(p.lowered))

    _RULES: ClassVar[tuple[Callable[[Roster, _Phrase], Speaker | None], ...]] = (
        _two,
        _described_first,
        _described_closely,
        _named_last,
        _named_behind,
        _named_in_part,
        _known,
        _attached,
    )

    def _unnamed(self, p: _Phrase) -> Speaker:
        body = p.last in self.lexicon.bodies or p.last in self.lexicon.documents
        gender = "b" if body else "p" if p.last.endswith("s") else gender_of(p.lowered)
        return Speaker(p.whole, SourceKind.UNNAMED, gender)

    def _couple(self, name: str) -> Speaker | None:
        """Return both of “Ben Orr and Ana Ruiz”, where neither is part of a body's name."""
        halves = [half.split() for half in re.split(r"\sand\s", name)]
        if len(halves) != 2 or any(not self.lexicon.bodies.isdisjoint(map(str.lower, half)) for half in halves):
            return None
        known = all(len(half) > 1 or half[-1] in self.full for half in halves)
        return Speaker(name, SourceKind.NAMED, "p") if known else None

    def _names(self, word: str, n: int, count: int) -> bool:
        """Tell whether the `n`-th of `count` words of a phrase is part of a name by its capital."""
        low = word.lower()
        if not word[:1].isupper() or word == "I" or low in names().titles:
            return False
        if bare(word) in self.full and word not in _STARTERS:
            return True
        if n:
            return low not in self.lexicon.people and not self._many(word)
        if self._many(word):
            # "Planners said": a capital that stands at a sentence's start
            return False
        if count > 1 and low.endswith("ing"):
            return False
        return not (
            word in _STARTERS or low in _INDEFINITE or self.lexicon.speaker(low) or (count > 1 and low in _PLAIN)
        )

    def _many(self, word: str) -> bool:
        """Tell whether `word` is a plural of trade or people that owes its capital to its place: “Planners”."""
        low = word.lower()
        return " " not in word and low.endswith(_PLURAL_TRADES) and word not in self.full and low != "reuters"

    def _behind_comma(self, tail: str, lowered: list[str]) -> Speaker | None:
        """Return who is named behind a description: “The mayor of Hull, Ana Ruiz”, “his widow, the cook Ana Ruiz”."""
        for part in tail.split(",")[1:3]:
            part = part.strip()
            inside = find_names(part)
            name = strip(inside[-1][0]) if inside else ""
            if name and " " in name and (part.endswith(inside[-1][0]) or part.startswith(inside[0][0])):
                return self._person(name, lowered)
        return None

    def _described(self, last: str, bare: bool) -> Speaker | None:
        """Return who “the mayor”, “the ministry”, “the company” was: the noun `last` behind an article.

        Where it is `bare`, with no adjective, any body that last spoke may be meant, unless its name tells otherwise.
        """
        for heads, speaker in reversed(self.described):
            if last in heads:
                return speaker
        if last in self.bodies:
            return Speaker(self.bodies[last], SourceKind.NAMED, "b")
        if last in _TITLE_HEADS and bare:
            for _, speaker in reversed(self.spoken):
                own = {word.lower() for word in speaker.who.split()} & self.lexicon.bodies
                fits = last in own or (not own and last in _FIRMS)
                if speaker.kind is SourceKind.NAMED and speaker.gender == "b" and fits:
                    return speaker
        return None

    def _person(self, name: str, lowered: list[str]) -> Speaker:
        words = name.split()
        last = bare(words[-1])
        words[-1] = last
        name = " ".join(words)
        full = self.full.get(last, "")
        if full and (len(words) == 1 or full.split()[0] == words[0]) and len(full) >= len(name):
            name = full
        if {word.lower() for word in name.split()} & self.lexicon.bodies:
            # "the Department" of "the Department of Health"
            name = next((body for body in self.bodies.values() if body.startswith(name + " of ")), name)
            return Speaker(name, SourceKind.NAMED, "b")
        given = name.split()[0].lower()
        gender = "m" if given in names().male else "f" if given in names().female else gender_of(lowered)
        return Speaker(name, SourceKind.NAMED, gender or self.genders.get(name, "").strip("?"))

    def _antecedent(self, word: str, pronoun: str, position: int, content: Sequence[Span]) -> Speaker:
        """Return whom a pronoun stands for: sentence by sentence back, who spoke there, then who was named first."""
        if pronoun == "?":
            return Speaker("", SourceKind.UNNAMED) if self.spoken else Speaker(word, SourceKind.UNNAMED)
        if pronoun != "s":
            for sentence in range(self.sentence, max(0, self.sentence - _REACH), -1):
                found = self._in_sentence(sentence, pronoun, position, content)
                if found:
                    return found
        return Speaker(word, SourceKind.UNNAMED)

    def _in_sentence(self, sentence: int, pronoun: str, position: int, content: Sequence[Span]) -> Speaker | None:
        for number, speaker in reversed(self.spoken):
            if number < sentence:
                break
            if number == sentence and _fits(speaker, pronoun):
                return speaker if speaker.gender or pronoun not in "mf" else speaker._replace(gender=pronoun)
        if pronoun == "p":
            return None
        named: list[_Seen] = []
        for one in reversed(self.seen):
            if one.sentence < sentence:
                break
            inside = any(span.start <= one.start < span.end for span in content)
            if one.sentence == sentence and one.start < position and not inside:
                named.insert(0, one)
        for wanted in ({pronoun} if pronoun else {"m", "f"}, {"?"} if pronoun != "b" else set()):
            for one in named:
                if one.gender in wanted:
                    return Speaker(one.name, SourceKind.NAMED, one.gender if one.gender != "?" else pronoun)
        return None


def _fits(speaker: Speaker, pronoun: str) -> bool:
    """Tell whether a pronoun of the gender `pronoun` can stand for who has spoken."""
    if pronoun in "mf":
        return speaker.gender in {pronoun, ""} and " " not in speaker.who.partition(" who ")[2]
    return speaker.gender == pronoun or (pronoun == "p" and speaker.gender == "b")
