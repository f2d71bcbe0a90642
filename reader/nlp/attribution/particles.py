"""Particles: which sense of a verb its following words choose: “point out”, “talked to us about”."""

from __future__ import annotations

from reader.nlp.attribution.clauses import Clauses
from reader.nlp.attribution.lexicon import Sense
from reader.nlp.attribution.tokenized import Tokens

_TOWARD = frozenset(["to", "with", "at", "before"])


class Particles(Clauses):
    """Chooses the sense of a verb by its particles."""

    def _particles(self, t: Tokens, i: int, senses: tuple[Sense, ...]) -> tuple[Sense | None, int]:
        """Choose the sense whose particles follow; return it and the token after them."""
        low = t.low
        for sense in senses:
            if not sense.particles:
                return sense, i + 1
            j = i + 1
            for particle in sense.particles:
                if j < len(low) and low[j] != particle and (self.g.adverb(low[j]) or self._day(t, j)):
                    j += 1
                if j < len(low) and low[j] != particle:
                    j = self._behind_listener(t, j, particle)
                if j >= len(low) or low[j] != particle:
                    break
                j += 1
            else:
                return sense, j
        return None, i + 1

    def _behind_listener(self, t: Tokens, j: int, particle: str) -> int:
        """Return where `particle` follows whom one spoke to, or how: “talked to us about”, “moaned at length of”."""
        low = t.low
        if particle not in {"about", "of", "on", "against", "for"} or j + 2 >= len(low) or low[j] not in _TOWARD:
            return j
        for k in range(j + 2, min(len(low), j + 8)):
            if (
                low[k] == particle
                and low[k - 1] not in self.g.determiners
                and not (particle == "of" and t.capital(k - 1))
            ):
                return k
            if t.quote[k] != t.quote[j] or not low[k][0].isalnum() or low[k] in self.g.auxiliaries:
                return j
            if low[k] in self.g.prepositions | self.g.subordinators | self.g.conjunctions:
                return j
        return j

    def _day(self, t: Tokens, j: int) -> bool:
        return t.low[j].endswith("day") and t.low[j] in self.g.times and t.low[j + 1 : j + 2] != ["'s"]
