"""Nouns and adjectives that attribute: “her claim that …”, “made a statement: …”, “is afraid that …”."""

from __future__ import annotations

from reader.nlp.attribution.clauses import Clauses
from reader.nlp.attribution.found import Found
from reader.nlp.attribution.lexicon import word_list
from reader.nlp.attribution.tokenized import Range, Tokens

_ISSUING = word_list("issuing")
_TO_NOUNS = word_list("to_nouns")
_CLAUSAL = frozenset(
    ["adamant", "convinced", "confident", "certain", "sure", "hopeful", "worried", "afraid", "concerned"]
)
_MOMENTS = frozenset(["day", "night", "week", "year", "month", "morning", "evening", "afternoon", "time", "way"])
_COPULAS = frozenset(["is", "was", "remains", "remained"])
_BARE_NOUNS = word_list("bare_nouns")
_NOUN_LINKS = frozenset(["of", "about", "for", "over", "on", "against", "with", "toward", "towards"])
_OURS = frozenset(["my", "our", "your"])
_PARTED = frozenset([",", ";", "that"])
_NOBODY = frozenset(["it", "i", "we", "you", "which", "that", "this"])
_ADJECTIVE_LINKS = frozenset(
    ["that", "about", "to", "of", "by", "over", "with", "at", "whether", "which", "what", "how", "if", "in"]
) | {"he", "she", "they", "it", "the", "we"}


class Nominals(Clauses):
    """Finds what nouns and adjectives attribute."""

    def _noun(self, t: Tokens, i: int, first_person: bool) -> Found | None:
        """Handle “her claim that …”, “the union’s call for …”, “expressed concern about …”."""
        limit = self._limit(t, i)
        opened = self._noun_content(t, i, limit)
        if opened is None:
            return None
        start, frames = opened
        end = self._clause_end(t, start, limit, frames)
        copula = start == i + 2 and t.low[i + 1] in _COPULAS
        if t.low[start - 1] != ":" and not copula and self._opens_clause(t, i):
            end = self._before_predicate(t, start, end)
        if end - start < 2:
            return None
        content = (start, end)
        cue_end = start - 1 if t.low[start - 1] == ":" else start
        owner = self._owner_before(t, i)
        if owner is not None:
            return self._owned_by(t, owner, content, cue_end, frames)
        return self._voiced(t, i, content, cue_end, first_person)

    def _noun_content(self, t: Tokens, i: int, limit: int) -> tuple[int, set[str]] | None:
        """Return where the content of the noun `i` begins, and the frames it is taken in; None where there is none."""
        low, j = t.low, i + 1
        if j >= limit or t.quote[j] != t.quote[i]:
            return None
        following = low[j + 1] if j + 1 < limit else ""
        if low[i] in {"call", "calls"} and low[j] not in {"for", "to", "that"}:
            return None
        if low[j] in _COPULAS and j + 2 < limit and following == "that" and self._owned(t, i):
            # "their fear is that …"
            return j + 1, {"say"}
        if low[j] == "that" and following and following not in self.g.auxiliaries and following not in _MOMENTS:
            return j, {"say"}
        if low[j] == "to" and following and low[i] in _TO_NOUNS:
            return j, {"want"}
        if low[j] in _NOUN_LINKS and low[i] not in _BARE_NOUNS:
            return (j + 1, {"judge"}) if following else None
        return (j + 1, {"say"}) if low[j] == ":" and following else None

    def _owner_before(self, t: Tokens, i: int) -> int | None:
        """Return the possessive that the noun `i` belongs to: “her”, or the “’s” of “the union’s”."""
        low, g = t.low, self.g
        for k in range(i - 1, max(-1, i - 5), -1):
            if low[k] in g.possessives or low[k] in {"'s", "'"}:
                return k if t.quote[k] == t.quote[i] else None
            if low[k] in g.determiners or low[k] in g.prepositions or low[k] in g.auxiliaries or low[k] in {",", "and"}:
                return None
        return None

    def _owned_by(self, t: Tokens, k: int, content: Range, cue_end: int, frames: set[str]) -> Found | None:
        """Return what the noun says whose owner is named by the possessive `k`."""
        cue = (k + 1, cue_end)
        if t.low[k] not in {"'s", "'"}:
            nobody = t.low[k] in _OURS or (t.low[k] == "its" and frames == {"judge"})
            return None if nobody else Found([content], (k, k + 1), cue, "nominal", "noun")
        source = self.g.phrase(t, k)
        if source is None or not self.speaker(t, source):
            source = self._beside_noun(t, k)
        if source is None or not self.speaker(t, source):
            return None
        return Found([content], (self._owner(t, source)[0], k + 1), cue, "nominal", "noun")

    def _voiced(self, t: Tokens, i: int, content: Range, cue_end: int, first_person: bool) -> Found | None:
        """Return what a verb before the noun `i` gives voice to: “expressed concern about …”."""
        low, g, voices = t.low, self.g, self.lexicon.voices
        k = next((k for k in range(i - 1, max(-1, i - 6), -1) if low[k] in voices or low[k] in _PARTED), None)
        if k is None or low[k] not in voices or g.noun_before(t, k):
            return None
        group = g.group(t, k)
        source = None if group.passive else g.subject(t, group.start)
        if source is None or not self.may_speak(t, source, {"judge"}, first_person, i):
            return None
        if low[source[1] - 1] in {"i", "we", "it"}:
            return None
        return Found([content], source, (group.start, cue_end), "nominal", "noun", group.negated, group.modal)

    def _owner(self, t: Tokens, source: Range) -> Range:
        """Return the owner's phrase alone: “the government” of “strengthen the government’s case”."""
        low, g = t.low, self.g
        for d in range(source[1] - 1, source[0], -1):
            if low[d] in g.determiners and low[d - 1] not in g.prepositions and low[d - 1] not in g.conjunctions:
                return (d, source[1])
        return source

    def _owned(self, t: Tokens, i: int) -> bool:
        """Tell whether the noun `i` has its owner right before it, an adjective between at most."""
        return any(t.low[k] in self.g.possessives or t.low[k] in {"'s", "'"} for k in range(max(0, i - 2), i))

    def _document(self, t: Tokens, i: int) -> Found | None:
        """Handle “an Echo report that …”: the body that stands before its document."""
        low, g = t.low, self.g
        limit = self._limit(t, i)
        if i + 3 >= limit or low[i + 1] != "that" or low[i + 2] in g.auxiliaries or self._finite(t, i + 2):
            return None
        start = i
        while start and t.quote[start - 1] == t.quote[i] and low[start - 1][0].isalnum() and start > i - 6:
            start -= 1
            if low[start] in g.determiners:
                break
        if low[start] not in g.determiners or not any(t.capital(j) for j in range(start + 1, i)):
            return None
        end = self._clause_end(t, i + 1, limit, {"say"})
        return Found([(i + 1, end)], (start, i), (i, i + 1), "nominal", "noun") if end - i > 3 else None

    def _partisan(self, t: Tokens, i: int, first_person: bool) -> Found | None:
        """Handle “is a staunch opponent of …”: who is said to be for or against something."""
        low, g = t.low, self.g
        limit = self._limit(t, i)
        if i + 2 >= limit or low[i + 1] != "of":
            return None
        k = next((k for k in range(i - 1, max(-1, i - 8), -1) if low[k] in g.be), None)
        if k is None or k + 1 >= i or low[k + 1] not in {"a", "an", "no", "one", "among", "the"}:
            return None
        source = g.subject(t, g.group(t, k).start)
        if source is None or not self.may_speak(t, source, {"judge"}, first_person, k):
            return None
        end = self._clause_end(t, i + 2, limit, {"judge"})
        return Found([(i + 2, end)], source, (k, i + 2), "nominal", "noun") if end > i + 2 else None

    def _opens_clause(self, t: Tokens, i: int) -> bool:
        """Tell whether the noun `i` stands so early that it must be its sentence's subject: “The promise to …”."""
        return i < 8 and not any(
            t.low[k] in self.g.auxiliaries - {"'s"} or t.low[k] in self.g.prepositions or self.g.verbish(t, k)
            for k in range(i)
        )

    def _announcement(self, t: Tokens, i: int, first_person: bool) -> Found | None:
        """Handle “made a surprising statement at the summit in Oslo: …”: the content stands behind the colon."""
        low = t.low
        if t.quote[i]:
            return None
        limit = self._limit(t, i)
        colon = next((j for j in range(i + 1, min(limit, i + 20)) if low[j] in {":", ";"} or t.quote[j]), None)
        if colon is None or low[colon] != ":" or limit - colon < 3:
            return None
        verb = next((k for k in range(i - 1, max(-1, i - 7), -1) if low[k] in _ISSUING), None)
        if verb is None or self.g.noun_before(t, verb):
            return None
        group = self.g.group(t, verb)
        source = None if group.passive else self.g.subject(t, group.start)
        if source is None or not self.may_speak(t, source, {"say"}, first_person, verb):
            return None
        kind = self._kind({"say"}, t, colon + 1, limit)
        return Found([(colon + 1, limit)], source, (group.start, i + 1), kind, "noun", group.negated, group.modal)

    def _adjective(self, t: Tokens, i: int, first_person: bool) -> Found | None:
        """Handle “is afraid that …”, “with officials wary of …”."""
        low, g = t.low, self.g
        limit = self._limit(t, i)
        j = i + 1
        if j >= limit or not self._takes_content(t, i, limit):
            return None
        group = g.group(t, i)
        linked = group.start != i and group.passive
        absolute = self._absolute(t, i) if group.start == i or g.be.isdisjoint(low[group.start : i]) else None
        source = absolute or (g.subject(t, group.start) if linked else None)
        if source is None:
            return None
        last = low[source[1] - 1]
        mine = last == "i" and (first_person or t.quote[i])
        if (last in _NOBODY and not mine) or not self.may_speak(t, source, {"think"}, first_person, i):
            return None
        end = self._clause_end(t, j, limit, {"think"} if low[j] != "to" else {"want"})
        if absolute and absolute[0] == 1:
            end = next((k for k in range(j, end) if low[k] == "," and not t.quote[k]), end)
        if end - j < 2:
            return None
        return Found([(j, end)], source, (group.start, i + 1), "thought", "adjective", group.negated, group.modal)

    def _takes_content(self, t: Tokens, i: int, limit: int) -> bool:
        """Tell whether what somebody feels or thinks follows the adjective `i`."""
        low, following = t.low, t.low[i + 1]
        if (low[i] == "critical" and following == "to") or (low[i] in {"ready", "prepared"} and following != "to"):
            return False
        if following in _ADJECTIVE_LINKS:
            return True
        return low[i] in _CLAUSAL and any(low[k] in self.g.auxiliaries for k in range(i + 2, min(limit, i + 10)))
