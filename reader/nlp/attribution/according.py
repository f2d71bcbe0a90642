"""Phrases that attribute: “according to …”, “in the words of …”, “in her view”."""

from __future__ import annotations

from reader.nlp.attribution.clauses import Clauses
from reader.nlp.attribution.found import Found
from reader.nlp.attribution.lexicon import word_list
from reader.nlp.attribution.tokenized import Tokens

_SURVEYS = word_list("surveys")
_SAID = frozenset(["said", "says", "told", "added", "announced", "warned", "argued"])
_PLANS = frozenset(["plan", "plans", "proposal", "proposals"])
_QUANTITIES = frozenset(["one", "some", "most", "many", "several", "all"])
_ESTIMATES = frozenset(["estimate", "account", "count", "reckoning", "calculation"])
_DONE = frozenset(["past", "participle"])


class According(Clauses):
    """Finds what prepositional phrases attribute."""

    def _before(self, t: Tokens, i: int) -> Found | None:
        """Handle “according to …”, “in the words of …”, “in her view”."""
        low = t.low
        limit = self._limit(t, i)
        for phrase in self.lexicon.before:
            if low[i] == phrase[0] and tuple(low[i : i + len(phrase)]) == phrase:
                start = i + len(phrase)
                if phrase in {("per",)} and not ((i and low[i - 1] == ",") or i == 0):
                    continue
                break
        else:
            return (
                self._survey(t, i, limit)
                or self._estimate(t, i, limit)
                or self._as_told(t, i, limit)
                or self._view(t, i, limit)
            )
        if start >= limit:
            return None
        cue = (i, start)
        initial = i == 0 or (low[i - 1] in self.g.openers and i < 3) or low[i - 1] in {"and", "but", ";", "that"}
        if initial:
            end = self._opening_end(t, start, limit)
            bare = self._bare_opening(t, start, limit if end is None else end)
            if bare:
                return Found(
                    [(bare, self._clause_end(t, bare, limit, {"say"}))], (start, bare), cue, "according", "according"
                )
            if end is None or end <= start or end + 1 >= limit:
                return None
            close = self._clause_end(t, end + 1, limit, {"say"})
            if close < limit and not self._has_verb(t, end, close):
                # "According to the Echo, Ben Orr, the mayor, said …": what he said is the Echo's word too
                close = limit
            return Found([(end + 1, close)], (start, end), cue, "according", "according")
        end = self._source_after(t, start, limit)
        comma = next((j for j in range(start, end) if low[j] == ","), end)
        if i and low[i - 1] == "," and self.g.clausal(t, comma, end):
            # "which, according to the Echo, the two towns have banned"
            end = comma
        region = self._region(t, self._floor(t, [], i, t.quote[i]), i)
        if end <= start or region is None:
            return None
        pieces = [region]
        if end < limit and low[end] == "," and not self._adjunct(t, min(end + 1, limit - 1)):
            pieces += self._resumes(t, end + 1, limit, region)
        return Found(pieces, (start, end), cue, "according", "according")

    def _bare_opening(self, t: Tokens, start: int, stop: int) -> int:
        """Return where the clause begins behind a source that no comma closes: “According to Orr the roof …”, or 0."""
        low, g = t.low, self.g
        if not g.clausal(t, start, stop):
            return 0
        for j in range(start + 1, min(stop, start + 9)):
            if low[j] in {"who", "which", "that", "what"} or low[j] in g.auxiliaries:
                return 0
            if (
                low[j] in g.determiners | g.subjects
                and low[j - 1] not in g.prepositions | g.conjunctions | g.determiners
            ):
                return j if self.speaker(t, (start, j)) else 0
        return 0

    def _survey(self, t: Tokens, i: int, limit: int) -> Found | None:
        """Handle “In a poll of voters, half were against it”."""
        low = t.low
        if low[i] != "in" or i > 1:
            return None
        comma = next((j for j in range(i + 1, min(limit, i + 18)) if low[j] == ","), None)
        if comma is None or comma + 3 >= limit or low[self._head(t, (i + 1, comma)) - 1] not in _SURVEYS:
            return None
        end = self._clause_end(t, comma + 1, limit, {"say"})
        return Found([(comma + 1, end)], (i + 1, comma), (i, i + 1), "according", "according")

    def _estimate(self, t: Tokens, i: int, limit: int) -> Found | None:
        """Handle “By one estimate, half were lost”, “half were lost by most accounts”."""
        low = t.low
        if low[i] != "by" or i + 2 >= limit or low[i + 1] not in _QUANTITIES or t.quote[i]:
            return None
        if low[i + 2].removesuffix("s") not in _ESTIMATES:
            return None
        source, cue = (i + 1, i + 3), (i, i + 1)
        comma = i + 3 < limit and low[i + 3] == ","
        if comma and i < 2 and i + 5 < limit:
            return Found([(i + 4, self._clause_end(t, i + 4, limit, {"say"}))], source, cue, "according", "according")
        region = self._region(t, 0, i)
        return Found([region], source, cue, "according", "according") if region and (comma or i + 3 >= limit) else None

    def _as_told(self, t: Tokens, i: int, limit: int) -> Found | None:
        """Handle “As reported by the Echo, …”, “As noted in Orr’s letter, …”."""
        low = t.low
        if low[i] != "as" or i > 1 or i + 4 >= limit or low[i + 2] not in {"by", "in"} or t.quote[i]:
            return None
        told = any(s.frame in {"say", "show"} and s.form in _DONE for s in self.lexicon.verbs.get(low[i + 1], ()))
        comma = next((j for j in range(i + 4, min(limit - 2, i + 18)) if low[j] == ","), None)
        if not told or comma is None or not self.speaker(t, (i + 3, comma)):
            return None
        end = self._clause_end(t, comma + 1, limit, {"say"})
        return Found([(comma + 1, end)], (i + 3, comma), (i, i + 3), "according", "according")

    def _opening_end(self, t: Tokens, start: int, limit: int) -> int | None:
        """Return the comma that closes an opening “According to X, the minister, …”."""
        low = t.low
        commas = [j for j in range(start, limit) if low[j] == "," and t.quote[j] == t.quote[start - 1]]
        for n, comma in enumerate(commas[:4]):
            nxt = low[comma + 1] if comma + 1 < limit else "."
            named = low[comma - 1] in self.lexicon.people and t.capital(comma + 1 if comma + 1 < limit else comma)
            later = any(low[c + 1] in _SAID for c in commas[n + 1 :] if c + 1 < limit)
            if later and nxt not in {"who", "which", "whose"}:
                # "According to the Echo, the mayor, Ana Ruiz, said …"
                return comma
            if n + 1 < len(commas) and (
                nxt in {"who", "which", "whose", "a", "an", "then", "now", "once"}
                or (n == 0 and named and not self.g.clausal(t, comma + 1, commas[n + 1]))
                or nxt.endswith("merly")
                or self.lexicon.speaker(nxt)
                or (nxt == "the" and self._apposes(t, comma + 2, commas[n + 1]))
            ):
                continue
            return comma
        return None

    def _view(self, t: Tokens, i: int, limit: int) -> Found | None:
        """Handle “in her view, …”, “in Mr Dray's words …”."""
        low = t.low
        if low[i] not in {"in", "to", "by", "on", "under"} or t.quote[i]:
            return None
        views = _PLANS if low[i] == "under" else self.lexicon.views
        for j in range(i + 2, min(limit, i + 7)):
            owner = j - (low[j - 1] == "own")
            if (low[i], low[j]) == ("on", "account"):
                continue
            if low[j] in views and (low[owner - 1] == "'s" or low[owner - 1] in self.g.possessives):
                source = (i + 1, owner)
                if low[i + 1] in {"my", "our", "your"}:
                    return None
                if (j + 1 < limit and low[j + 1] in {",", ":"}) or i == 0:
                    start = j + 2 if j + 1 < limit and low[j + 1] in {",", ":"} else j + 1
                    if start >= limit:
                        break
                    if i and low[i - 1] == ",":
                        region = self._region(t, 0, i)
                        return Found(
                            [region, (start, limit)] if region else [(start, limit)],
                            source,
                            (i, j + 1),
                            "according",
                            "according",
                        )
                    return Found(
                        [(start, self._clause_end(t, start, limit, {"say"}))],
                        source,
                        (i, j + 1),
                        "according",
                        "according",
                    )
                region = self._region(t, 0, i)
                if j + 1 >= limit and region:
                    return Found([region], source, (i, j + 1), "according", "according")
        return None
