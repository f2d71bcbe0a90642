"""Verbs that attribute: which words are verbs here, what form they stand in, and who their subject is."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from reader.nlp.attribution.actives import Actives
from reader.nlp.attribution.found import Found
from reader.nlp.attribution.groups import Use
from reader.nlp.attribution.inversions import Inversions
from reader.nlp.attribution.particles import Particles
from reader.nlp.attribution.passives import Passives
from reader.nlp.attribution.tokenized import ENDS, QUOTE_SIGNS, Range, Tokens

_PLURALS = frozenset(["many", "some", "several", "few", "these", "those", "all", "both"])
_WHILE = frozenset(["by", "in", "after", "before"])
_GOING_ON = ("continu", "begin", "began", "begun")
_PLACES = frozenset(["where", "what", "how", "why", "as", "than"])
_NOW = frozenset(["is", "are", "'s"])


class Verbs(Actives, Passives, Particles, Inversions):
    """Finds what verbs attribute."""

    def _verb(self, t: Tokens, i: int, found: list[Found], first_person: bool, headline: bool) -> Found | None:
        senses = self.lexicon.verbs[t.low[i]]
        forms = {sense.form for sense in senses}
        if (t.capital(i) and i and not headline) or any(part(self, t, i, forms) for part in self._OTHER_WORDS):
            return None
        group = self.g.group(t, i)
        reduced = self._reduced_passive(t, i, senses, group, first_person)
        if reduced:
            return reduced
        sense, after = self._particles(t, i, senses)
        if sense is None or self._goes_on(t, i, after):
            return None
        frames = {one.frame for one in senses if one.particles == sense.particles}
        return self._used(t, Use(i, after, forms, frames, group), found, first_person)

    def _used(self, t: Tokens, use: Use, found: list[Found], first_person: bool) -> Found | None:
        """Return what a verb attributes in the form that it is used in."""
        if "ing" in use.forms and use.alone:
            return self._participle(t, use, found, first_person)
        if use.group.passive and use.forms & {"past", "participle"}:
            return self._passive(t, use, first_person)
        if use.forms == {"participle"} and not use.group.perfect:
            # "the new mayor sworn in"
            return None
        if use.verb and t.low[use.verb - 1] == "to" and not use.group.infinitive:
            return self._purpose(t, use, found, first_person)
        if "tell" not in use.frames and self._reported_by(t, use):
            return self._inverted(t, use)
        return self._finite_verb(t, use, found, first_person)

    def _finite_verb(self, t: Tokens, use: Use, found: list[Found], first_person: bool) -> Found | None:
        """Return what a finite verb attributes to its subject, before it or behind it."""
        source = self.g.subject(t, use.group.start) or self._shared(t, use, found)
        uninflected = use.forms == {"base"} and use.alone
        if source is None or not self.may_speak(t, source, use.frames, first_person, use.verb):
            stretched = self.g.stretched(t, use.group.start)
            if stretched is None or (uninflected and not self._several_speak(t, stretched)):
                return self._inverted(t, use) if source is None else None
            source = stretched
        if uninflected and not self._plural(t, source):
            return None
        return self._active(t, use, source, found)

    def _goes_on(self, t: Tokens, i: int, after: int) -> bool:
        """Tell whether the verb `i` only says that something goes on: “continues to grow”, “began playing”."""
        follower = t.low[after] if after < len(t) else "."
        return t.low[i].startswith(_GOING_ON) and (follower == "to" or follower.endswith("ing"))

    # What looks like a verb and is another word.

    def _determined(self, t: Tokens, i: int, forms: set[str]) -> bool:
        return self.g.noun_before(t, i) and not self._after_pronoun(t, i, forms)

    def _compares(self, t: Tokens, i: int, _forms: set[str]) -> bool:
        """“Countries like France”."""
        if t.low[i] != "like" or not i:
            return False
        before = t.low[i - 1]
        return before not in self.g.subjects | self.g.auxiliaries | {"to"} and not self.g.adverb(before)

    def _counted(self, t: Tokens, i: int, forms: set[str]) -> bool:
        """“Many projects”, “some claims”, “12 reports”, “many leftist figures”."""
        low = t.low
        if not i or forms != {"s"}:
            return False
        if low[i - 1] in _PLURALS or (low[i - 1][0].isdigit() and low[i - 2 : i - 1] != ["of"]):
            return True
        noun = low[i] in self.lexicon.nouns or low[i] in self.lexicon.documents or low[i] == "figures"
        return noun and i > 1 and low[i - 2] in _PLURALS

    def _has_own_verb(self, t: Tokens, i: int, _forms: set[str]) -> bool:
        """“Court documents show”."""
        word = t.low[i]
        noun = word in self.lexicon.documents or (word in self.lexicon.people and word.endswith("s"))
        return noun and i + 1 < len(t) and t.low[i + 1] in self.lexicon.verbs

    def _is_person(self, t: Tokens, i: int, forms: set[str]) -> bool:
        """“A district judge”."""
        if not i or forms != {"base"} or t.low[i] not in self.lexicon.people:
            return False
        before = t.low[i - 1]
        return not (before.endswith("s") or before in self.g.subjects | self.g.auxiliaries | {"to"})

    def _compounded(self, t: Tokens, i: int, _forms: set[str]) -> bool:
        """“Some state officials”, “press secretary”, “think tank”."""
        low = t.low
        if i + 1 >= len(t):
            return False
        if low[i] == "think" and low[i + 1] in {"tank", "tanks"}:
            return True
        noun = self.lexicon.speaker(low[i]) or low[i] in self.lexicon.nouns
        return noun and self.lexicon.speaker(low[i + 1]) and not t.capital(i + 1)

    _OTHER_WORDS: ClassVar[tuple[Callable[[Verbs, Tokens, int, set[str]], bool], ...]] = (
        _determined,
        _compares,
        _counted,
        _has_own_verb,
        _is_person,
        _compounded,
    )

    def _after_pronoun(self, t: Tokens, i: int, forms: set[str]) -> bool:
        """Tell whether what looks like a determiner before the verb `i` is a subject: “some say”, “each said”."""
        before = t.low[i - 1]
        if forms == {"base"} and before in {"some", "both"}:
            return True
        if i < 3 and forms & {"past", "s"} and before in {"another", "each"}:
            return True
        gerund = forms == {"ing"} and t.low[i] not in self.lexicon.nouns
        return i > 1 and (before in {"that", "all", "each", "some", "both"} or (gerund and before in _WHILE))

    def _quotative(self, t: Tokens, i: int, first_person: bool) -> Found | None:
        """Handle spoken “I was like, let's go”: a form of be, “like”, and a comma or quotation."""
        low = t.low
        limit = self._limit(t, i)
        if i < 2 or low[i - 1] not in self.g.be or i + 2 >= limit:
            return None
        opened = low[i + 1] in QUOTE_SIGNS and t.quote[i + 1] != t.quote[i]
        if low[i + 1] not in {",", ":"} and not opened:
            return None
        source = self.g.subject(t, i - 1)
        if (
            source is None
            or low[source[1] - 1] in {"it", "that", "this", "there", "what", "which"}
            or not self.may_speak(t, source, {"say"}, first_person, i)
        ):
            return None
        start = i + 1 if opened else i + 2
        end = self._clause_end(t, start, limit, {"say"})
        if end - start < 2:
            return None
        return Found([(start, end)], source, (i - 1, i + 1), self._kind({"say"}, t, start, end), "say")

    def tag(self, t: Tokens, i: int) -> Range | None:
        """Return the source of the verb of speech `i` where nothing it tells follows in the sentence."""
        senses = self.lexicon.verbs.get(t.low[i], ())
        if not senses or not any(sense.frame in {"say", "ask"} and sense.form in {"past", "s"} for sense in senses):
            return None
        group = self.g.group(t, i)
        source = self.g.subject(t, group.start)
        if source is None or source[0] or group.passive or not self.may_speak(t, source, {"say"}, False, i):
            return None
        rest, _ = self._content_start(t, i + 1, len(t), {"say"})
        return source if rest >= len(t) or t.low[rest] in ENDS | {":", ","} else None

    def _shared(self, t: Tokens, use: Use, found: list[Found]) -> Range | None:
        """Return the subject of a verb before “and” or “but” that the cue shares: “He rose and said …”."""
        low, quote = t.low, t.quote[use.verb]
        k = use.group.start - 1
        if k < 2 or low[k] not in {"and", "but"} or t.quote[k] != quote:
            return None
        if use.alone and not use.forms & {"past", "s"}:
            return None
        for one in reversed(found):
            told = one.source and one.cue and one.source[1] <= one.cue[0] < k and not one.nested
            if told and one.source and t.quote[one.source[0]] == quote and one.kind != "according":
                return one.source if self._same_tense(low[slice(*one.cue or (0, 0))], use) else None
        for j in range(k - 1, 0, -1):
            if t.quote[j] != quote or low[j] in {";", ":"}:
                return None
            if low[j] in {"he", "she", "they", "i", "we", "who"} and low[j - 1] not in _PLACES:
                follower = j + 1 + (self.g.adverb(low[j + 1]) and j + 2 < k)
                finite = low[follower] in self.g.auxiliaries or self._finite(t, follower)
                return (j, j + 1) if finite else None
        return self._main_subject_with_verb(t, k)

    def _same_tense(self, cue: list[str], use: Use) -> bool:
        """Tell whether a verb can go on in the tense of an earlier `cue`, given as its words."""
        if not _NOW.isdisjoint(cue):
            return "s" in use.forms or not use.alone
        tenses = {tense for word in cue for tense in self._tense(word)}
        return bool(tenses & (use.forms if use.alone else use.forms | {"past"}))

    def _main_subject_with_verb(self, t: Tokens, k: int) -> Range | None:
        """Return the subject that the sentence opens with, if its verb follows it before token `k`."""
        low = t.low
        source = self.main_subject(t, k)
        if source is None or source[1] >= k:
            return None
        follower = source[1]
        while follower + 1 < k and (
            self.g.adverb(low[follower]) or low[follower] in self.g.times or low[follower + 1] in self.g.times
        ):
            # "The board on Monday met and told …"
            follower += 1
        return source if low[follower] in self.g.auxiliaries or self._finite(t, follower) else None

    def _tense(self, word: str) -> set[str]:
        return {sense.form for sense in self.lexicon.verbs.get(word, ())} - {"participle", "ing"}
