"""The extents of noun phrases and verb groups around a cue."""

from __future__ import annotations

from typing import NamedTuple

from reader.nlp.attribution.lexicon import Lexicon, word_list
from reader.nlp.attribution.tokenized import DASHES, Range, Tokens


class Group(NamedTuple):
    """A verb group that ends in a cue: its tokens and what its other words say of the cue."""

    start: int
    negated: bool
    modal: bool
    passive: bool
    infinitive: bool
    perfect: bool


class Grammar:
    """Where noun phrases, verb groups and clauses begin and end, by closed classes and the lexicon."""

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

    # --- words ---
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

    # --- verb groups ---
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
                if low[j - 1] in _TO_ADJECTIVES:
                    pass
            elif word in {"and", "or"} and j > 1 and self.adverb(low[j - 2]) and self.adverb(low[j] if j < i else ""):
                pass
            elif word in self.lexicon.chains and low[j] in _TO_ADJECTIVES:
                # "appears set to veto"
                nearest = False
            elif not self.adverb(word):
                break
            j -= 1
        if not j or not low[j - 1][0].isalnum():
            # "But also said": what opens a clause is no part of the group
            while j < i and self.adverb(low[j]) and low[j] in self.openers and not low[j].endswith("ly"):
                j += 1
            j += j < i and low[j] == "both"
        return Group(j, negated, modal, passive, infinitive, perfect)

    # --- noun phrases ---
    def subject(self, t: Tokens, i: int) -> Range | None:
        """Return the noun phrase that ends before token `i` and can be its subject, appositions included."""
        low = t.low
        end = i
        if not end:
            return None
        word = low[end - 1]
        if word in _REFLEXIVES and end > 1 and t.quote[end - 2] == t.quote[end - 1]:
            # "the minister himself said"
            return self.subject(t, end - 1)
        if word in {"who", "which", "that"}:
            antecedent_end = end - 1 - (end > 1 and (low[end - 2] == "," or low[end - 2] in DASHES))
            found = self._phrase(t, antecedent_end) if antecedent_end else None
            if found is None and word != "that":
                # "spoke to Tom Orr, who said": the noun is no subject itself
                near = next(
                    (
                        j
                        for j in range(antecedent_end - 1, max(-1, antecedent_end - 7), -1)
                        if low[j] in self.prepositions or low[j] == ","
                    ),
                    end - 2,
                )
                return (near + 1, end)
            return (found[0], end) if found else None
        if word in self.subjects or (word == "both" and (end == 1 or not low[end - 2][0].isalnum())):
            return (end - 1, end)
        if word == "whom" and end > 2 and low[end - 2] == "of":
            # "voters, many of whom say"
            return (end - 3, end)
        if (word in self.times or (word.isdigit() and len(word) == 4)) and (
            told := self._before_day(t, end)
        ) is not None:
            return self.subject(t, told)
        if word in _BESIDES and end > 1 and low[end - 2].endswith("s"):
            # "Officials there expect"
            found = self._phrase(t, end - 1)
            return (found[0], end) if found else None
        if word in _OF_WHOM and end > 2 and low[end - 2] in self.prepositions:
            # "one of them", "people close to him"
            found = self._phrase(t, end - 2)
            host = found and (low[end - 3] in _COUNTS or low[found[0]] in _COUNTS or low[end - 2] != "of")
            return (found[0], end) if found and host else None
        if word == "," and (named := self._named_first(t, end - 1)) is not None:
            return (named, end - 1)
        if word == "," or word in DASHES or word == ")":
            opening = self._apposition(t, end - 1)
            if opening is None:
                return None
            found = self._phrase(t, opening)
            while opening > 1 and found is None and self.adverb(low[opening - 1]):
                opening -= 1
            if found is None and opening and (low[opening - 1] in {")", *self.subjects, *_OF_WHOM}):
                found = self.subject(t, opening)
            if found is None and word == "," and opening:
                # "A study paid for by the union itself, however, found"
                found = self.stretched(t, opening)
            return (found[0], end - 1 + (word == ")")) if found else None
        return self._phrase(t, end)

    def _before_day(self, t: Tokens, end: int) -> int | None:
        """Return where a day begins between a comma and the verb: “Ana Ruiz, the mayor, | on Monday said”."""
        start = end - 1
        while start and (t.low[start - 1] in self.times or t.low[start - 1] in {"this", "late", "early"}):
            start -= 1
        start -= start > 0 and t.low[start - 1] in {"on", "in", "at"}
        return start if start > 1 and t.low[start - 1] in {",", "who", "which"} and start < end - 1 else None

    def _named_first(self, t: Tokens, closing: int) -> int | None:
        """Return where a name begins that only insertions part from its verb behind the comma `closing`.

        “Ana Ruiz, director of exhibits at the museum of Hull, Yorkshire, said”, “Ben Orr for the union, says”.
        """
        low = t.low
        start = closing
        while start and t.quote[start - 1] == t.quote[closing] and low[start - 1] not in _SENTENCE_SIGNS:
            start -= 1
        while start < closing and (low[start] in self.openers or low[start] in {",", "and", "but"}):
            start += 1
        end = start
        while end < closing and t.capital(end) and low[end] not in self.determiners | self.prepositions | self.times:
            end += 1
        if end - start < 2 or end - start > 6 or closing - start > _LONGEST_INSERTION or low[end - 1] == "'s":
            return None
        if end < closing and low[end] != "," and low[end] not in _NAME_TAILS:
            return None
        return None if self._clausal(t, end, closing) else start

    def _clausal(self, t: Tokens, start: int, end: int) -> bool:
        """Tell whether the tokens hold a verb of their own outside a relative clause."""
        for j in range(start, end):
            word = t.low[j]
            if word in _RELATIVES or word in {"whose", "where", "whom"}:
                return False
            if word in self.subjects or (word in self.auxiliaries and word not in {"'s", "being", "having"}):
                return True
        return False

    def _coordinate(self, t: Tokens, start: int, end: int) -> bool:
        """Tell whether a clause goes on behind a comma: “…, and the meeting ended there”."""
        return t.low[start] in {"and", "but"} and any(self._verbish(t, j) for j in range(start + 2, end))

    def stretched(self, t: Tokens, end: int) -> Range | None:
        """Return the subject that its own clauses and phrases keep from its verb before `end`.

        “A poll released in August found”, “Experts on arms and trade said”, “All the clerks I asked said”.
        """
        low = t.low
        quote = t.quote[end - 1] if end else 0
        start = end
        placed = end > 4 and t.capital(end - 2) and t.capital(end - 4)
        dated = end > 4 and low[end - 2].isdigit() and low[end - 4].isdigit()
        if (placed or dated) and low[end - 1] == low[end - 3] == ",":
            # "researchers in Hull, Yorkshire, found", "a count since Jan. 1, 2015, shows"
            start = end - 3
        while start and end - start < _LONGEST_SUBJECT and t.quote[start - 1] == quote:
            word = low[start - 1]
            determiner = start > 1 and low[start - 2] in self.prepositions
            if word in _CLAUSE_SIGNS or (
                word == "that" and start > 1 and not self._noun(t, start - 2) and not determiner
            ):
                break
            start -= 1
        if start and end - start >= _LONGEST_SUBJECT:
            return None
        while start < end and (low[start] in self.openers or self.adverb(low[start])):
            start += 1
        tail = next((j for j in range(start + 1, min(end - 1, start + 9)) if self._modifies(t, j)), None)
        if tail is None or low[start] in self.prepositions | self.subordinators or not self._noun(t, tail - 1):
            return None
        finite = [
            j
            for j in range(tail, end)
            if (low[j] in self.auxiliaries and low[j] != "'s")
            or (self._verbish(t, j) and not self.noun_before(t, j) and not (j > tail and self.reduced(t, j)))
        ]
        # a clause has its verb, with an auxiliary perhaps; a participle is one itself
        clause = next((j for j in range(tail, end) if low[j] in _RELATIVES or low[j] in self.subjects), end)
        allowed = bool(finite) and (finite[0] == tail or clause <= finite[0])
        if finite and not (allowed and finite[-1] - finite[0] <= 1):
            return None
        return (start, end)

    def _noun(self, t: Tokens, j: int) -> bool:
        """Tell whether token `j` is a noun that can speak, or a name."""
        return self.lexicon.speaker(t.low[j]) or (j > 0 and t.capital(j) and t.low[j] not in self.times)

    def _modifies(self, t: Tokens, j: int) -> bool:
        """Tell whether what stands at `j` can only go on with the noun before it."""
        word = t.low[j]
        if (word.endswith("ed") and self._verbish(t, j)) or word in _PARTICIPLES:
            return self.reduced(t, j)
        if t.capital(j) and not t.capital(j - 1) and t.low[j - 1].endswith("s") and j + 1 < len(t):
            # "the voters Gallup asked"
            return t.low[j + 1].endswith("ed") and self._verbish(t, j + 1)
        return (
            word in self.prepositions
            or word in _RELATIVES
            or word in self.subjects
            or (word.endswith("ing") and len(word) > 5 and t.low[j - 1] not in self.determiners)
        )

    def reduced(self, t: Tokens, j: int) -> bool:
        """Tell whether the participle `j` goes with the noun before it: “a survey released on Tuesday”."""
        follower = t.low[j + 1] if j + 1 < len(t) else "."
        participle = t.low[j].endswith("ed") or t.low[j] in _PARTICIPLES
        return participle and (follower in self.prepositions or follower in self.times)

    def _apposition(self, t: Tokens, closing: int) -> int | None:
        """Return the comma, dash or bracket that opens the insertion closed by token `closing`."""
        sign = t.low[closing]
        wanted = {"("} if sign == ")" else DASHES if sign in DASHES else {","}
        last = None
        for j in range(closing - 1, max(-1, closing - 32), -1):
            if t.quote[j] != t.quote[closing] and sign == ",":
                return last
            if t.low[j] in wanted:
                # an address or list inside the insertion has commas of its own
                if sign == "," and (self._clausal(t, j + 1, closing) or self._coordinate(t, j + 1, closing)):
                    return last
                if sign == "," and j and t.low[j - 1] in self.lexicon.people and t.capital(j + 1) and last is None:
                    # "…, its organiser, Ben Orr, said"
                    return j
                hosted = j > 0 and (t.low[j - 1] == ")" or self._phrase(t, j) is not None)
                if not hosted and j > 1 and t.low[j - 1] in _OF_WHOM:
                    hosted = self.subject(t, j) is not None
                if hosted:
                    after = t.low[j + 1]
                    if sign == "," and self._inserted(t, j - 1, after):
                        return self._first_comma(t, j)
                    if sign != "," or self._inserted(t, j, after):
                        return self._first_comma(t, j) if sign == "," else j
                    last = j if last is None else last
                elif not (sign == "," and self._inserted(t, j, t.low[j + 1])):
                    return last
            elif t.low[j] == ";":
                return last
        return last

    def _inserted(self, t: Tokens, comma: int, after: str) -> bool:
        """Tell whether the word `after` a comma opens an insertion that goes with the noun before it."""
        return (
            after in self.determiners
            or after in self.possessives
            or after in _INSERTS
            or (self.lexicon.speaker(after) and t.capital(comma - 1))
            or after[:1].isdigit()
            or (after in _COUNTS and comma + 4 < len(t) and t.low[comma + 3 : comma + 5] == ["of", "whom"])
            or (after.endswith("ed") and after not in _ED_ADJECTIVES)
        )

    def _first_comma(self, t: Tokens, comma: int) -> int:
        """Return the first of the commas that belong to one chain of insertions: “Nora Field, 59, of Leeds, who …”."""
        for j in range(comma - 1, max(0, comma - 12), -1):
            word = t.low[j]
            if word == ",":
                after = t.low[j + 1]
                if after[:1].isdigit() or after in _CHAINED:
                    return self._first_comma(t, j)
                return comma
            if word == ";" or t.quote[j] != t.quote[comma] or word in self.auxiliaries or word in self.subjects:
                return comma
        return comma

    def _phrase(self, t: Tokens, end: int) -> Range | None:
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
        if start >= end or not self._headed(t, start, end):
            return None
        return (start, end)

    def _bounds(self, t: Tokens, j: int, end: int) -> bool:
        """Tell whether token `j` cannot be part of a noun phrase that ends at `end`."""
        low = t.low
        word = low[j]
        if word == "'s":
            return j > 0 and low[j - 1] in self.subjects
        if not (word[0].isalnum() or word in {"&", "%", "$", "£", "€", "@", "#"} or word[0] in "@'"):
            if word == "," and j and t.capital(j - 1) and j + 1 < end and t.capital(j + 1):
                return not (j + 2 < len(low) and low[j + 2] == ",")
            return True
        if word == "and" or word == "or":
            return not (
                j + 1 < end
                and j > 0
                and (
                    (t.capital(j - 1) and t.capital(j + 1) and (j > 1 or not self._closed(low[0])))
                    or (low[j - 1] in self.lexicon.people and not self._verbish(t, j + 1))
                    or (low[j - 1] in self.lexicon.bodies and low[j + 1] in self.lexicon.bodies)
                    or (self._several(low[j - 1]) and self._several(low[end - 1]) and j + 3 >= end)
                )
            )
        if word in self.conjunctions or (
            word in self.subordinators and word not in {"as", "than", "before", "after", "since"}
        ):
            return True
        if word in {"as", "than", "before", "after", "since", "because"} or word in self.auxiliaries:
            return True
        if word in self.subjects and word != "you":
            return True
        if word in self.objects and word not in self.possessives:
            return True
        if word in self.lexicon.verbs and j and low[j - 1] in self.auxiliaries - {"'s"}:
            return True
        # "that makes" is a verb, "that claim" a noun
        singular = j > 0 and low[j - 1] in {"that", "this"} and word.endswith("s")
        return self._verbish(t, j) and (singular or not (j and self.noun_before(t, j)))

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

    def _several(self, word: str) -> bool:
        """Tell whether `word` is the plural of somebody or something that can speak."""
        return word.endswith("s") and self.lexicon.speaker(word)

    def _verbish(self, t: Tokens, j: int) -> bool:
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

    def _headed(self, t: Tokens, start: int, end: int) -> bool:
        last = t.low[end - 1]
        if last in self.prepositions or (last in self.determiners and last not in _PRONOUN_DETERMINERS):
            return last in _PRONOUN_DETERMINERS
        return last[0].isalnum() or last in {"%", "'s"}

    def phrase_after(self, t: Tokens, i: int, limit: int) -> int:
        """Return where the noun phrase that starts at token `i` ends, at most at `limit`."""
        low = t.low
        if i >= limit:
            return i
        if low[i] in self.subjects or (low[i] in self.objects and low[i] not in self.possessives):
            return i + 1
        j = i
        quote = t.quote[i]
        while j < limit:
            word = low[j]
            if t.quote[j] != quote:
                break
            if j > i:
                if (word in self.auxiliaries and word != "'s") or word in self.subordinators:
                    break
                if word in self.subjects and word not in {"you"}:
                    break
                if word in self.times and not (t.capital(j - 1) and t.capital(j)):
                    break
                if word in self.times and word.endswith("day"):
                    break
                if not (word[0].isalnum() or word in {"&", "'s", "$", "£", "@", "%"}):
                    break
                if word in self.conjunctions and not (
                    word == "and"
                    and j + 1 < limit
                    and t.capital(j - 1) == t.capital(j + 1)
                    and not self._verbish(t, j + 1)
                ):
                    break
                if word in _TAIL_PREPOSITIONS:
                    break
                if self._verbish(t, j) and not self.noun_before(t, j):
                    break
                if self.adverb(word) and word.endswith("ly"):
                    break
            elif not (word[0].isalnum() or word[0] in "@#$£"):
                return i
            j += 1
        return j


_NOT_ADVERBS = word_list("not_adverbs")
_INSERTS = word_list("inserts")
_PASSIVE_FOLLOWERS = frozenset(["by", "to", "that", "of", "as", "about", "over", "at", "with"])
_RELATIVES = frozenset(["who", "which", "that"])
_CLAUSE_SIGNS = frozenset([",", ";", ":", "(", ")", "but", "—", "–", "--"])
_BESIDES = frozenset(["there", "here", "alone", "abroad", "elsewhere", "alike"])
_OF_WHOM = frozenset(["him", "her", "them", "us", "it", "me"])
_COUNTS = word_list("counts")
_PARTICIPLES = word_list("participles")
_LONGEST_SUBJECT = 24
_LONGEST_INSERTION = 40
_SENTENCE_SIGNS = frozenset([";", ":", ".", "?", "!", *DASHES])
_NAME_TAILS = frozenset(["for", "of", "from", "with", "at", "in", "("])
_CHAINED = frozenset(["of", "from", "aged", "in", "who", "whose"])
_REFLEXIVES = frozenset(["himself", "herself", "itself", "themselves", "myself"])
_PRONOUN_HOSTS = word_list("pronoun_hosts")
_NOUN_PREPOSITIONS = word_list("noun_prepositions")
_PRONOUN_DETERMINERS = word_list("pronoun_determiners")
_HAVE = word_list("have")
_UNREAL = word_list("unreal")
_TO_ADJECTIVES = word_list("to_adjectives")
_ED_ADJECTIVES = word_list("ed_adjectives")
_COMMON_VERBS = word_list("common_verbs")
_TAIL_PREPOSITIONS = word_list("tail_prepositions")
