"""Attributions of one sentence: every cue is given to the room that knows its kind."""

from __future__ import annotations

from reader.nlp.attribution.according import According
from reader.nlp.attribution.found import Found
from reader.nlp.attribution.grammar import Grammar
from reader.nlp.attribution.lexicon import word_list
from reader.nlp.attribution.nominals import Nominals
from reader.nlp.attribution.tokenized import Tokens
from reader.nlp.attribution.verbs import Verbs

_ANNOUNCEMENTS = word_list("announcements")
_PARTISANS = word_list("partisans")
_BEFORE_HEADS = frozenset({"according", "in", "per", "as", "to", "by", "on", "under"})


class Extractor(Verbs, Nominals, According):
    """Finds the attributions of a tokenized sentence."""

    def __init__(self, grammar: Grammar) -> None:
        super().__init__(grammar)
        known = self.lexicon
        self._cues = _BEFORE_HEADS.union(
            {"like"}, known.verbs, known.nouns, known.documents, known.adjectives, _ANNOUNCEMENTS, _PARTISANS
        )

    def extract(self, t: Tokens, first_person: bool, headline: bool) -> list[Found]:
        """Return the attributions of `t`; first-person sources count only inside quotations or `first_person`."""
        found: list[Found] = []
        low = t.low
        verbs, nouns, adjectives = self.lexicon.verbs, self.lexicon.nouns, self.lexicon.adjectives
        documents = self.lexicon.documents
        for i, word in enumerate(low):
            if word not in self._cues:
                continue
            one = None
            if word == "like":
                one = self._quotative(t, i, first_person)
            if one is None and word in verbs:
                one = self._verb(t, i, found, first_person, headline)
            if one is None and word in nouns:
                one = self._noun(t, i, first_person)
            if one is None and word in documents:
                one = self._document(t, i)
            if one is None and word in adjectives:
                one = self._adjective(t, i, first_person)
            if one is None and word in _ANNOUNCEMENTS:
                one = self._announcement(t, i, first_person)
            if one is None and word in _PARTISANS:
                one = self._partisan(t, i, first_person)
            if one is None and word in _BEFORE_HEADS:
                one = self._before(t, i)
            if one is not None:
                # "expressed concern about", "declined to say": the first word alone found the same before
                found = [f for f in found if not (f.cue and one.cue and one.cue[0] <= f.cue[0] < one.cue[1])]
                one.nested = bool(
                    one.cue and (t.quote[one.cue[0]] or any(a <= one.cue[0] < b for f in found for a, b in f.content))
                )
                found.append(one)
        return found
