"""Relative clauses: what is told before its verb, and subjects that hold a clause of their own."""

from __future__ import annotations

from reader.nlp.attribution.clauses import Clauses
from reader.nlp.attribution.groups import Use
from reader.nlp.attribution.lexicon import word_list
from reader.nlp.attribution.tokenized import DASHES, ENDS, QUOTE_SIGNS, Range, Tokens

_MANY_PEOPLE = word_list("counts") | {
    "others",
    "more",
    "men",
    "women",
    "police",
    "these",
    "those",
    "percent",
    "cent",
    "data",
}
SUBORDINATE = frozenset(["if", "while", "although", "though", "as", "because", "since", "when", "unless", "whereas"])
_FARTHEST = 60
"""Tokens behind which a subordinate clause has long ended."""
_OBJECT_FRAMES = frozenset({"judge", "mention", "direct"})


class Relatives(Clauses):
    """Finds how relative clauses share nouns with the clauses around them."""

    def _object_before(self, t: Tokens, use: Use, limit: int, source: Range) -> Range | None:
        """Return the noun that a relative clause without its pronoun goes with: “the plan Mr Orr announced”."""
        low = t.low
        i, after = use.verb, use.after
        follower = low[after] if after < limit else "."
        if not use.frames & _OBJECT_FRAMES or not (
            follower in ENDS
            or (follower in self.g.auxiliaries and follower != "'s")
            or follower in self.g.times
            or (follower in {"in", "on", "at", "during", "after", "when", ","})
            or (after < limit and self.g.verbish(t, after) and follower not in self.lexicon.nouns)
        ):
            return None
        split = self._second_noun(t, source)
        if split:
            return (source[0], split)
        end = source[0] - (source[0] > 1 and low[source[0] - 1] == "that")
        if not end or t.quote[end - 1] != t.quote[i] or low[end - 1][0] in ",;:—–-" or not low[end - 1][0].isalnum():
            return None
        noun = self.g.phrase(t, end)
        if noun is None or noun[1] - noun[0] < 2 or low[noun[1] - 1] in self.g.times or t.capital(noun[1] - 1):
            return None
        return noun if low[noun[0]] in self.g.determiners | {"some", "several", "many"} else None

    def _second_noun(self, t: Tokens, source: Range) -> int:
        """Return where a second phrase begins inside `source`, “the plan | Mr Orr”, or 0."""
        low, g = t.low, self.g
        if low[source[0]] not in g.determiners:
            return 0
        for k in range(source[0] + 2, source[1]):
            before = low[k - 1]
            if not before[0].isalpha() or before in g.prepositions | g.conjunctions | g.determiners or before == "'s":
                continue
            named = t.capital(k) and not t.capital(k - 1) and before not in self.lexicon.people | self.lexicon.bodies
            if (low[k] in g.determiners or named) and self.speaker(t, (k, source[1])):
                return k
        return 0

    def _inside_subject(self, t: Tokens, source: Range, start: int, end: int) -> int:
        """Return where content ends that a relative clause of the sentence's own subject tells."""
        low = t.low
        if source[1] - source[0] < 2 or low[source[1] - 1] not in {"who", "which", "that"} or source[0] > 1:
            return end
        before = low[source[1] - 2]
        if before in DASHES or before == ",":
            # "the study – which notes that … – is old"
            return next((j for j in range(start, end) if low[j] == before and t.quote[j] == t.quote[start - 1]), end)
        return self._before_predicate(t, start, end)

    def _several_speak(self, t: Tokens, source: Range) -> bool:
        """Tell whether a long subject's own noun is the plural of who can speak: “Voters asked in May | expect”."""
        head = t.low[self._head(t, source) - 1]
        last = t.low[source[1] - 1]
        closed = self.g.conjunctions | self.g.determiners | self.g.prepositions | {"'s"}
        many = (head.endswith("s") and self.lexicon.speaker(head)) or head in _MANY_PEOPLE
        return many and last[0].isalnum() and last not in closed

    def _before_main_clause(self, t: Tokens, source: int, start: int, end: int) -> int:
        """Return where content ends that a sentence's first, subordinate clause tells: “If Orr wants to sell, he …”."""
        low, g = t.low, self.g
        first = 0
        while first < source and (low[first] in g.openers or low[first] in {"even", ","} or low[first] in QUOTE_SIGNS):
            first += 1
        if first >= source or low[first] not in SUBORDINATE or "," in low[first:source] or t.quote[first]:
            return end
        for comma in range(start + 1, min(end - 2, start + _FARTHEST)):
            if low[comma] != "," or t.quote[comma]:
                continue
            after = g.phrase_after(t, comma + 1, end)
            if after >= end or after == comma + 1 or low[comma + 1] in {"and", "or", "but", "which", "who"}:
                continue
            after += g.adverb(low[after]) and after + 1 < end
            if low[after] in g.auxiliaries or self._finite(t, after):
                return comma
        return end

    def _plural(self, t: Tokens, source: Range) -> bool:
        """Tell whether a phrase can go with a verb without ending: “Harbour | plan” cannot."""
        head = t.low[self._head(t, source) - 1]
        last = t.low[source[1] - 1]
        return (
            head.endswith("s")
            or "and" in t.low[slice(*source)]
            or not {head, last}.isdisjoint(self.g.subjects | self.g.determiners | self.g.subordinators)
            or self.lexicon.speaker(head)
            or not any(char.isalpha() for char in head)
            or head in _MANY_PEOPLE
        )
