"""Noun phrases: where one begins that ends at a token, and where one ends that begins there."""

from __future__ import annotations

from reader.nlp.attribution.groups import Groups
from reader.nlp.attribution.lexicon import word_list
from reader.nlp.attribution.tokenized import Range, Tokens

_PRONOUN_DETERMINERS = word_list("pronoun_determiners")
_TAIL_PREPOSITIONS = word_list("tail_prepositions")
_CLAUSAL = frozenset(["as", "than", "before", "after", "since", "because"])


class Phrases(Groups):
    """Finds the extents of noun phrases."""

    def phrase(self, t: Tokens, end: int) -> Range | None:
        """Return the noun phrase whose last token is `end` - 1."""
        start = end
        quote = t.quote[end - 1]
        while start:
            if t.quote[start - 1] != quote or self._bounds(t, start - 1, end):
                break
            start -= 1
        start = self._trim(t, start, end)
        while start < end and t.low[start] == ",":
            start += 1
        if start >= end or not self._headed(t, end):
            return None
        return (start, end)

    def _bounds(self, t: Tokens, j: int, end: int) -> bool:
        """Tell whether token `j` cannot be part of a noun phrase that ends at `end`."""
        low = t.low
        word = low[j]
        if word == "'s":
            return j > 0 and low[j - 1] in self.subjects
        if not (word[0].isalnum() or word in {"&", "%", "$", "£", "€", "@", "#"} or word[0] in "@'"):
            named = word == "," and j and t.capital(j - 1) and j + 1 < end and t.capital(j + 1)
            return not (named and j + 2 < len(low) and low[j + 2] == ",")
        if word in {"and", "or"}:
            return not self._joins(t, j, end)
        if word in self.conjunctions or word in self.subordinators or word in self.auxiliaries or word in _CLAUSAL:
            return True
        if (word in self.subjects and word != "you") or (word in self.objects and word not in self.possessives):
            return True
        before = j - 1 - (j > 1 and self.adverb(low[j - 1]))
        helped = j and low[before] in self.auxiliaries and low[before] != "'s"
        if helped and (word in self.lexicon.verbs or before < j - 1):
            # "does not mean | the firm", "doesn't necessarily mean | the firm"
            return True
        # "that makes" is a verb, "that claim" a noun
        singular = j > 0 and low[j - 1] in {"that", "this"} and word.endswith("s")
        return self.verbish(t, j) and (singular or not (j and self.noun_before(t, j)))

    def _joins(self, t: Tokens, j: int, end: int) -> bool:
        """Tell whether the “and” or “or” at `j` joins two names or two nouns of one phrase, which ends at `end`."""
        low = t.low
        if not 0 < j < end - 1:
            return False
        before, after = low[j - 1], low[j + 1]
        return (
            (t.capital(j - 1) and t.capital(j + 1) and (j > 1 or not self._closed(low[0])))
            or (before in self.lexicon.people and not self.verbish(t, j + 1))
            or (before in self.lexicon.bodies and after in self.lexicon.bodies)
            or (self._several(before) and self._several(low[end - 1]) and j + 3 >= end)
        )

    def _several(self, word: str) -> bool:
        """Tell whether `word` is the plural of somebody or something that can speak."""
        return word.endswith("s") and self.lexicon.speaker(word)

    def _closed(self, word: str) -> bool:
        """Tell whether a sentence's first `word` owes its capital to its place alone."""
        closed = (
            self.determiners,
            self.subjects,
            self.prepositions,
            self.subordinators,
            self.openers,
            self.auxiliaries,
        )
        return self.lexicon.speaker(word) or any(word in kind for kind in closed)

    def _trim(self, t: Tokens, start: int, end: int) -> int:
        """Drop what leads into the clause before its subject: openers, adverbs, a phrase of time or place."""
        low = t.low
        while (
            start < end
            and (low[start] in self.openers or self.adverb(low[start]))
            and low[start] not in self.determiners
        ):
            start += 1
        if start < end and low[start] in self.prepositions and start + 1 != end:
            # "On Monday the board", "In London Mr Dray": the subject starts behind the phrase of time or place
            times = [j for j in range(start, end) if low[j] in self.times]
            if times and times[-1] + 1 < end:
                return self._trim(t, times[-1] + 1, end)
            # "In a radio interview Mr Dray": behind the place where he spoke
            spoken = [j for j in range(start + 2, end) if low[j - 1] in self.lexicon.venues and t.capital(j)]
            if spoken:
                return spoken[0]
            starts = [
                j
                for j in range(start + 2, end)
                if low[j] in self.determiners
                and low[j - 1] not in self.prepositions
                and low[j - 1] not in self.conjunctions
            ]
            if starts:
                return starts[0]
            return end
        if start < end and low[start] in self.times and start + 1 < end and low[start] not in {"may", "march"}:
            return self._trim(t, start + 1, end)
        return start

    def _headed(self, t: Tokens, end: int) -> bool:
        """Tell whether a phrase that ends before `end` ends with its noun."""
        last = t.low[end - 1]
        if last in self.prepositions or (last in self.determiners and last not in _PRONOUN_DETERMINERS):
            return last in _PRONOUN_DETERMINERS
        return last[0].isalnum() or last in {"%", "'s"}

    def _only_verb(self, word: str) -> bool:
        """Tell whether `word` is the base form of a cue and no noun."""
        senses = self.lexicon.verbs.get(word, ())
        return (
            any(sense.form == "base" for sense in senses)
            and word not in self.lexicon.nouns
            and not self.lexicon.speaker(word)
        )

    def phrase_after(self, t: Tokens, i: int, limit: int) -> int:
        """Return where the noun phrase that starts at token `i` ends, at most at `limit`."""
        low = t.low
        if i >= limit:
            return i
        if low[i] in self.subjects or (low[i] in self.objects and low[i] not in self.possessives):
            return i + 1
        if not (low[i][0].isalnum() or low[i][0] in "@#$£"):
            return i
        j = i + 1
        while j < limit and t.quote[j] == t.quote[i] and not self._ends_phrase(t, j, limit):
            j += 1
        return j

    def _ends_phrase(self, t: Tokens, j: int, limit: int) -> bool:
        """Tell whether a noun phrase that reaches to token `j` does not take it in."""
        word = t.low[j]
        if (word in self.auxiliaries and word != "'s") or word in self.subordinators or word in _TAIL_PREPOSITIONS:
            return True
        if word in self.subjects and word != "you":
            return True
        if word in self.times and (word.endswith("day") or not (t.capital(j - 1) and t.capital(j))):
            return True
        if not (word[0].isalnum() or word in {"&", "'s", "$", "£", "@", "%"}):
            return True
        if word in self.conjunctions and not self._goes_on_alike(t, j, limit):
            return True
        if self.verbish(t, j) and not self.noun_before(t, j):
            return True
        # "seen by Reuters | suggest"
        verb = t.capital(j - 1) and not t.capital(j) and self._only_verb(word)
        return verb or (word.endswith("ly") and self.adverb(word))

    def _goes_on_alike(self, t: Tokens, j: int, limit: int) -> bool:
        """Tell whether the “and” at `j` joins two names, or two nouns."""
        joined = t.low[j] == "and" and j + 1 < limit and t.capital(j - 1) == t.capital(j + 1)
        return joined and not self.verbish(t, j + 1)
