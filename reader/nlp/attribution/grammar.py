"""Subjects: the noun phrase before a verb, with the insertions, clauses and participles that part it from the verb."""

from __future__ import annotations

from reader.nlp.attribution.lexicon import word_list
from reader.nlp.attribution.phrases import Phrases
from reader.nlp.attribution.tokenized import DASHES, Range, Tokens

_INSERTS = word_list("inserts")
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
_ED_ADJECTIVES = word_list("ed_adjectives")


class Grammar(Phrases):
    """Where subjects, noun phrases, verb groups and clauses begin and end, by closed classes and the lexicon."""

    def subject(self, t: Tokens, i: int) -> Range | None:
        """Return the noun phrase that ends before token `i` and can be its subject, appositions included."""
        low, end = t.low, i
        if not end:
            return None
        word, before = low[end - 1], low[end - 2] if end > 1 else ""
        if word in _REFLEXIVES and before and t.quote[end - 2] == t.quote[end - 1]:
            # "the minister himself said"
            return self.subject(t, end - 1)
        if word in _RELATIVES:
            return self._relative_subject(t, end)
        if word in self.subjects or (word == "both" and not before[:1].isalnum()):
            return end - 1, end
        if word == "whom" and end > 2 and before == "of":
            # "voters, many of whom say"
            return end - 3, end
        day = word in self.times or (word.isdigit() and len(word) == 4)
        if day and (told := self._before_day(t, end)) is not None:
            return self.subject(t, told)
        if word in _BESIDES and before.endswith("s"):
            # "Officials there expect"
            return self._reaching(self.phrase(t, end - 1), end)
        if word in _OF_WHOM and end > 2 and before in self.prepositions:
            # "one of them", "people close to him"
            found = self.phrase(t, end - 2)
            host = found and (low[end - 3] in _COUNTS or low[found[0]] in _COUNTS or before != "of")
            return self._reaching(found, end) if host else None
        if word == "," and (named := self._named_first(t, end - 1)) is not None:
            return named, end - 1
        if word == "," or word in DASHES or word == ")":
            return self._behind_insertion(t, end)
        return self.phrase(t, end)

    def _reaching(self, phrase: Range | None, end: int) -> Range | None:
        """Return a phrase, if there is one, with what follows it up to `end`."""
        return (phrase[0], end) if phrase else None

    def _relative_subject(self, t: Tokens, end: int) -> Range | None:
        """Return a relative pronoun that ends before `end`, with the noun it goes with."""
        low = t.low
        word = low[end - 1]
        noun_end = end - 1 - (end > 1 and (low[end - 2] == "," or low[end - 2] in DASHES))
        found = self.phrase(t, noun_end) if noun_end else None
        if found and not (word == "who" and low[found[0]].endswith("ing")):
            return found[0], end
        if word == "that":
            return None
        # "spoke to Tom Orr, who said": the noun is no subject itself
        back = range(noun_end - 1, max(-1, noun_end - 7), -1)
        return next((j for j in back if low[j] in self.prepositions or low[j] == ","), end - 2) + 1, end

    def _behind_insertion(self, t: Tokens, end: int) -> Range | None:
        """Return the subject that an insertion parts from its verb, closed by the sign before `end`."""
        low = t.low
        word = low[end - 1]
        opening = self._apposition(t, end - 1)
        if opening is None:
            return None
        found = self.phrase(t, opening)
        while opening > 1 and found is None and self.adverb(low[opening - 1]):
            opening -= 1
        if found is None and opening and low[opening - 1] in {")", *self.subjects, *_OF_WHOM}:
            found = self.subject(t, opening)
        if found is None and word == "," and opening:
            # "A study paid for by the union itself, however, found"
            found = self.stretched(t, opening)
        return self._reaching(found, end - 1 + (word == ")"))

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
        if start < closing and low[start] in self.prepositions:
            # "On Monday, Ana Ruiz of Hull, …"
            comma = next((j for j in range(start, min(closing, start + 6)) if low[j] == ","), start - 1)
            start = comma + 1
        end = start
        while end < closing and t.capital(end) and low[end] not in self.determiners | self.prepositions | self.times:
            end += 1
        if end - start < 2 or end - start > 6 or closing - start > _LONGEST_INSERTION or low[end - 1] == "'s":
            return None
        if end < closing and low[end] != "," and low[end] not in _NAME_TAILS:
            return None
        return None if self.clausal(t, end, closing) else start

    def clausal(self, t: Tokens, start: int, end: int) -> bool:
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
        return t.low[start] in {"and", "but"} and any(self.verbish(t, j) for j in range(start + 2, end))

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
        if start < end and low[start] in self.subjects and low[start] != "everyone":
            return None
        tail = next((j for j in range(start + 1, min(end - 1, start + 9)) if self._modifies(t, j)), None)
        if tail is None or low[start] in self.prepositions | self.subordinators or not self._noun(t, tail - 1):
            return None
        finite = [
            j
            for j in range(tail, end)
            if (low[j] in self.auxiliaries and low[j] != "'s")
            or (self.verbish(t, j) and not self.noun_before(t, j) and not (j > tail and self.reduced(t, j)))
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
        if (word.endswith("ed") and self.verbish(t, j)) or word in _PARTICIPLES:
            return self.reduced(t, j)
        if t.capital(j) and not t.capital(j - 1) and t.low[j - 1].endswith("s") and j + 1 < len(t):
            # "the voters Gallup asked"
            return t.low[j + 1].endswith("ed") and self.verbish(t, j + 1)
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
                if sign == "," and (self.clausal(t, j + 1, closing) or self._coordinate(t, j + 1, closing)):
                    return last
                if sign == "," and j and t.low[j - 1] in self.lexicon.people and t.capital(j + 1) and last is None:
                    # "…, its organiser, Ben Orr, said"
                    return j
                hosted = j > 0 and (t.low[j - 1] == ")" or self.phrase(t, j) is not None)
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
