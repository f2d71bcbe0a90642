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


class Nominals(Clauses):
    """Finds what nouns and adjectives attribute."""

    def _noun(self, t: Tokens, i: int, first_person: bool) -> Found | None:
        low = t.low
        g = self.g
        limit = self._limit(t, i)
        j = i + 1
        if j >= limit or t.quote[j] != t.quote[i]:
            return None
        if low[i] in {"call", "calls"} and low[j] not in {"for", "to", "that"}:
            return None
        frames = {"judge"}
        copula = low[j] in _COPULAS and j + 2 < limit and low[j + 1] == "that"
        if copula and self._owned(t, i):
            # "their fear is that …"
            j += 1
            frames = {"say"}
        elif low[j] == "that" and (j + 1 < limit and low[j + 1] not in g.auxiliaries and low[j + 1] not in _MOMENTS):
            frames = {"say"}
        elif low[j] == "to" and j + 1 < limit and low[i] in _TO_NOUNS:
            frames = {"want"}
        elif (
            low[j] in {"of", "about", "for", "over", "on", "against", "with", "toward", "towards"}
            and low[i] not in _BARE_NOUNS
        ):
            j += 1
        elif low[j] == ":" and j + 1 < limit:
            j += 1
            frames = {"say"}
        else:
            return None
        if j >= limit:
            return None
        cue_end = j - 1 if low[j - 1] == ":" else j
        # possessive source: "her claim that", "the union's call for"
        k = i - 1
        while (
            k >= 0
            and low[k] not in g.possessives
            and low[k] != "'s"
            and low[k] != "'"
            and i - k < 4
            and not (
                low[k] in g.determiners or low[k] in g.prepositions or low[k] in g.auxiliaries or low[k] in {",", "and"}
            )
        ):
            k -= 1
        content_end = self._clause_end(t, j, limit, frames)
        if low[j - 1] != ":" and not copula and self._opens_clause(t, i):
            content_end = self._before_predicate(t, j, content_end)
        if content_end - j < 2:
            return None
        if k >= 0 and t.quote[k] == t.quote[i]:
            if low[k] in g.possessives and low[k] not in {"my", "our", "your"}:
                if low[k] == "its" and frames == {"judge"}:
                    return None
                return Found([(j, content_end)], (k, k + 1), (k + 1, cue_end), "nominal", "noun")
            if low[k] in {"'s", "'"}:
                source = g.phrase(t, k)
                if source is None or not self.speaker(t, source):
                    source = self._beside_noun(t, k)
                if source and self.speaker(t, source):
                    source = self._owner(t, source)
                    return Found([(j, content_end)], (source[0], k + 1), (k + 1, cue_end), "nominal", "noun")
                return None
            if low[k] in g.possessives:
                return None
        # "expressed concern about": the noun's voice is a verb before it
        k = i - 1
        while k >= 0 and i - k < 6 and low[k] not in self.lexicon.voices and low[k] not in {",", ";", "that"}:
            k -= 1
        if k >= 0 and low[k] in self.lexicon.voices and i - k < 6 and not g.noun_before(t, k):
            group = g.group(t, k)
            if not group.passive:
                source = g.subject(t, group.start)
                if (
                    source
                    and self.may_speak(t, source, {"judge"}, first_person, i)
                    and low[source[1] - 1] not in {"i", "we", "it"}
                ):
                    return Found(
                        [(j, content_end)],
                        source,
                        (group.start, cue_end),
                        "nominal",
                        "noun",
                        group.negated,
                        group.modal,
                    )
        return None

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
        low = t.low
        g = self.g
        limit = self._limit(t, i)
        j = i + 1
        clause = (
            low[i] in _CLAUSAL and j < limit and any(low[k] in g.auxiliaries for k in range(j + 1, min(limit, j + 9)))
        )
        if j >= limit or (low[i] == "critical" and low[j] == "to"):
            return None
        if not clause and low[j] not in {
            "that",
            "about",
            "to",
            "of",
            "by",
            "over",
            "with",
            "at",
            "whether",
            "which",
            "what",
            "how",
            "if",
            "he",
            "she",
            "they",
            "it",
            "the",
            "we",
            "in",
        }:
            return None
        if low[i] in {"ready", "prepared"} and low[j] != "to":
            return None
        group = g.group(t, i)
        absolute = self._absolute(t, i) if group.start == i or not g.be.intersection(low[group.start : i]) else None
        if not absolute and (group.start == i or not group.passive):
            return None
        source = absolute or g.subject(t, group.start)
        if source is None or (
            low[source[1] - 1] in {"it", "i", "we", "you", "which", "that", "this"}
            and not ((first_person or t.quote[i]) and low[source[1] - 1] == "i")
        ):
            return None
        if not self.may_speak(t, source, {"think"}, first_person, i):
            return None
        end = self._clause_end(t, j, limit, {"think"} if low[j] != "to" else {"want"})
        if absolute and absolute[0] == 1:
            end = next((k for k in range(j, end) if low[k] == "," and not t.quote[k]), end)
        if end - j < 2:
            return None
        return Found([(j, end)], source, (group.start, i + 1), "thought", "adjective", group.negated, group.modal)
