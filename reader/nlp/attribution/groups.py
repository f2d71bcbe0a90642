"""Verb groups: a cue with its auxiliaries, adverbs and leading verbs, and which words read as finite verbs."""

from __future__ import annotations

from typing import NamedTuple

from reader.nlp.attribution.lexicon import Lexicon, word_list
from reader.nlp.attribution.tokenized import Tokens

_NOT_ADVERBS = word_list("not_adverbs")
_PASSIVE_FOLLOWERS = frozenset(["by", "to", "that", "of", "as", "about", "over", "at", "with"])
_PRONOUN_HOSTS = word_list("pronoun_hosts")
_NOUN_PREPOSITIONS = word_list("noun_prepositions")
_HAVE = word_list("have")
_UNREAL = word_list("unreal")
_TO_ADJECTIVES = word_list("to_adjectives")
_ED_ADJECTIVES = word_list("ed_adjectives")
_COMMON_VERBS = word_list("common_verbs")


class Group(NamedTuple):
    """A verb group that ends in a cue: its tokens and what its other words say of the cue."""

    start: int
    negated: bool
    modal: bool
    passive: bool
    infinitive: bool
    perfect: bool


class Use(NamedTuple):
    """A verb as a sentence uses it: its token, the one behind it and its particles, its group.

    `forms` are those it can be (see `Sense.form`), `frames` what these particles let it take.
    """

    verb: int
    after: int
    forms: set[str]
    frames: set[str]
    group: Group

    @property
    def cue(self) -> tuple[int, int]:
        """The verb with its group and particles."""
        return self.group.start, self.after

    @property
    def alone(self) -> bool:
        """Whether no other word belongs to its group."""
        return self.group.start == self.verb


class Groups:
    """The closed classes of English, and the verb groups that they make up."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        g = lexicon.grammar
        self.determiners = g["determiners"]
        self.possessives = g["possessives"]
        self.subjects = g["subjects"]
        self.objects = g["objects"]
        self.conjunctions = g["conjunctions"]
        self.subordinators = g["subordinators"]
        self.prepositions = g["prepositions"]
        self.auxiliaries = g["auxiliaries"]
        self.be = g["be"]
        self.modals = g["modals"]
        self.negations = g["negations"]
        self.adverbs = g["adverbs"]
        self.openers = g["openers"]
        self.times = g["times"]
        self.addresses = g["addresses"]

    def adverb(self, word: str) -> bool:
        """Tell whether `word` may stand inside a verb group without changing its subject."""
        return word in self.adverbs or (len(word) > 4 and word.endswith("ly") and word not in _NOT_ADVERBS)

    def noun_before(self, t: Tokens, i: int) -> bool:
        """Tell whether token `i` follows a word that makes it a noun or an adjective."""
        if not i:
            return False
        before = t.low[i - 1]
        if before == "'s" and not (i > 1 and t.low[i - 2] in self.subjects | _PRONOUN_HOSTS):
            return True
        return before in self.determiners or before in self.possessives or before in _NOUN_PREPOSITIONS

    def group(self, t: Tokens, i: int) -> Group:
        """Walk left from the cue verb `i` over auxiliaries, adverbs and verbs that lead to it."""
        low = t.low
        negated = modal = passive = infinitive = perfect = False
        j = i
        nearest = True
        while j:
            word = low[j - 1]
            if t.quote[j - 1] != t.quote[i]:
                break
            if word in self.auxiliaries:
                if word == "'s" and j > 1 and low[j - 2] not in self.subjects | _PRONOUN_HOSTS:
                    break
                negated |= word in self.negations
                modal |= word in self.modals
                if nearest:
                    follower = low[i + 1] if i + 1 < len(low) else "."
                    passive = word in self.be and (word != "'s" or follower in _PASSIVE_FOLLOWERS)
                    perfect = word in _HAVE
                nearest = False
            elif word in self.negations and word in self.adverbs | {"not"}:
                negated = True
            elif word == "to" and j > 1 and (low[j - 2] in self.lexicon.chains or low[j - 2] in _TO_ADJECTIVES):
                infinitive = True
                negated |= low[j - 2] in self.negations
                modal = modal or low[j - 2] in _UNREAL
                nearest = False
                j -= 1
                # the chain verb itself is taken with the next turn
            elif word in {"and", "or"} and j > 1 and self.adverb(low[j - 2]) and self.adverb(low[j] if j < i else ""):
                pass
            elif word in self.lexicon.chains and low[j] in _TO_ADJECTIVES:
                # "appears set to veto"
                nearest = False
            elif not self.adverb(word):
                break
            j -= 1
        return Group(self._behind_openers(t, j, i), negated, modal, passive, infinitive, perfect)

    def _behind_openers(self, t: Tokens, j: int, i: int) -> int:
        """Return where a group from `j` to the verb `i` begins without what opens its clause: “But also said”."""
        low = t.low
        if not j or not low[j - 1][0].isalnum():
            while j < i and self.adverb(low[j]) and low[j] in self.openers and not low[j].endswith("ly"):
                j += 1
            j += j < i and low[j] == "both"
        return j

    def verbish(self, t: Tokens, j: int) -> bool:
        """Tell whether token `j` reads as a finite verb or participle rather than as part of a noun phrase."""
        word = t.low[j]
        if t.capital(j) and j:
            return False
        senses = self.lexicon.verbs.get(word)
        if senses:
            forms = {sense.form for sense in senses}
            if forms & {"past", "s"} and word not in self.lexicon.nouns and not self.lexicon.speaker(word):
                return True
        if word.endswith("ed") and len(word) > 3 and word not in _ED_ADJECTIVES:
            before = j - 1 - (j > 1 and self.adverb(t.low[j - 1]))
            return not (
                j
                and (
                    t.low[before] in self.determiners
                    or t.low[before] in self.possessives
                    or (before < j - 1 and t.low[before] in self.prepositions)
                )
            )
        return word in _COMMON_VERBS
