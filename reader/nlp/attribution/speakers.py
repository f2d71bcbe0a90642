"""Who can speak: the phrases that name somebody, and how far such a phrase reaches around a cue."""

from __future__ import annotations

from reader.nlp.attribution.found import SPEECH
from reader.nlp.attribution.grammar import Grammar
from reader.nlp.attribution.lexicon import word_list
from reader.nlp.attribution.tokenized import DASHES, QUOTE_SIGNS, Range, Tokens

_AFTER_NOUN = word_list("after_noun")
_PEOPLE_ENDS = (
    *("ers", "ors", "ists", "ians", "ants", "ees", "ist"),
    *("man", "men", "woman", "women", "people", "crats", "cans"),
)
_COUNTS = word_list("counts")
_SAID = frozenset(["said", "says", "say", "added"])
_ABSTRACT = ("ing", "ness", "tion", "ism")
_ASIDES = frozenset(["with", "in", "on", "at", "by", "after", "before", "during"])
_BODILY = word_list("bodily")
_QUANTIFIERS = frozenset(["one", "another", "some", "others", "many", "several", "both", "each"])
_CERTAIN = word_list("certain_speech")


class Speakers:
    """Tells which phrases can be a source."""

    def __init__(self, grammar: Grammar) -> None:
        self.g = grammar
        self.lexicon = grammar.lexicon

    def may_speak(self, t: Tokens, source: Range, frames: set[str], first_person: bool, verb: int) -> bool:
        """Tell whether the phrase `source` can be who tells, thinks or wants by the `verb`, given its `frames`.

        First persons count inside quotations and with `first_person` only.
        """
        low = t.low
        last = low[source[1] - 1]
        inside = t.quote[source[0]] > 0
        if last in {"i", "we"}:
            spoken = SPEECH | {"think"} | ({"show"} if low[verb] in {"find", "found"} else set())
            return (first_person or inside) and bool(frames & spoken)
        if last == "you":
            return (first_person or inside) and bool(frames & {"say", "think"})
        if last in {"which", "that"} and source[1] - source[0] > 1:
            antecedent = source[1] - 1 - (low[source[1] - 2] == ",")
            if antecedent > source[0] and self.speaker(t, (source[0], antecedent)):
                return True
        if last in {"it", "this", "that", "which"}:
            return (
                bool(frames & {"say", "show"}) or (last == "it" and low[verb] in _BODILY and low[verb - 1] != "to")
            ) and last != "that"
        if last in self.g.subjects or last in {
            "some",
            "others",
            "many",
            "both",
            "another",
            "all",
            "several",
            "these",
            "those",
            "most",
            "few",
            "one",
            "each",
        }:
            return True
        return self._tells(t, source, verb)

    def _tells(self, t: Tokens, source: Range, verb: int) -> bool:
        """Tell whether the phrase behind a verb of speech can be who spoke."""
        return self.speaker(t, source) or (t.low[verb] in _CERTAIN and self._described(t, source))

    def _described(self, t: Tokens, source: Range) -> bool:
        """Tell whether the phrase is a plain noun with its article or owner: “the ad’s narrator”, “a busker”."""
        low = t.low
        head = low[self._head(t, source) - 1]
        if head.isdigit() or head in _QUANTIFIERS:
            # "15 told us", "…,” says one"
            return head.isdigit() <= (source[1] - source[0] == 1)
        opened = low[source[0]] in self.g.determiners | {"one"} or "'s" in low[slice(*source)]
        spelt = head.isalpha() or head.endswith("-year-old")
        return opened and spelt and len(head) > 2 and head not in self.g.times | self.g.determiners

    def _head(self, t: Tokens, source: Range) -> int:
        """Return the end of the phrase's head noun: what stands before its prepositions and clauses."""
        low = t.low
        head_end = source[1]
        for j in range(source[0] + 1, source[1]):
            if (
                (low[j] in self.g.prepositions and low[j] != "per")
                or low[j] == ","
                or low[j] == "("
                or low[j] in {"who", "which", "that"}
                or self.g.reduced(t, j)
            ):
                head_end = j
                break
        while head_end - 1 > source[0] and (low[head_end - 1] in _AFTER_NOUN or self.g.reduced(t, head_end - 1)):
            head_end -= 1
        return head_end

    def speaker(self, t: Tokens, source: Range) -> bool:
        """Tell whether the phrase can name somebody or something that speaks."""
        low = t.low
        head_end = self._head(t, source)
        head = low[head_end - 1]
        if head.startswith(("anti-", "pro-", "non-")):
            return False
        if head == "'s" and head_end - 1 > source[0]:
            head = low[head_end - 2]
        if self.lexicon.speaker(head) or head in self.g.subjects or head == "%" or head in {"percent", "cent"}:
            return True
        if head in _COUNTS and head_end + 1 < source[1] and low[head_end] == "of":
            # "eight of 10 voters", "most of them"
            return self.speaker(t, (head_end + 1, source[1])) or low[source[1] - 1] in {"them", "whom", "us"}
        named = [j for j in range(max(source[0], 1), head_end) if low[j][0].isalpha() and low[j] not in self.g.times]
        if any(t.capital(j) for j in named):
            return True
        if source[0] == 0 and t.capital(0) and head_end == 1 and low[0] not in self.g.determiners:
            # "Chastened by the vote, …"
            participle = low[0].endswith("ed") and len(t) > 1 and low[1] in self.g.prepositions
            return len(low[0]) > 2 and not low[0].endswith(_ABSTRACT) and not participle
        return (head.endswith(_PEOPLE_ENDS) and len(head) > 5) or (
            "-" in head and self.lexicon.speaker(head.rsplit("-", 1)[1])
        )

    def _finite(self, t: Tokens, j: int) -> bool:
        return self.g.verbish(t, j) or any(s.form in {"past", "s"} for s in self.lexicon.verbs.get(t.low[j], ()))

    def _has_verb(self, t: Tokens, start: int, limit: int) -> bool:
        """Tell whether a finite verb stands among the next words: “showed sales had fallen”, not “showed a ticket”."""
        for k in range(start + 1, min(limit, start + 9)):
            if t.low[k] in self.g.auxiliaries or self.g.verbish(t, k):
                return t.low[k - 1] not in self.g.conjunctions
        return False

    def _beside_noun(self, t: Tokens, i: int) -> Range | None:
        """Return the noun phrase right before token `i`, without what leads to it."""
        low, g = t.low, self.g
        start = i
        while start and t.quote[start - 1] == t.quote[i] and low[start - 1][0].isalnum():
            word = low[start - 1]
            if word in g.prepositions or word in g.conjunctions or word in g.auxiliaries or g.verbish(t, start - 1):
                break
            start -= 1
            if word in g.determiners:
                break
        return (start, i) if start < i and self.speaker(t, (start, i)) else None

    def _apposes(self, t: Tokens, j: int, limit: int) -> bool:
        return any(self.lexicon.speaker(t.low[k]) for k in range(j, min(limit, j + 4))) and not any(
            t.low[k] in self.g.auxiliaries or t.low[k] in self.g.subjects for k in range(j, min(limit, j + 5))
        )

    def _source_after(self, t: Tokens, j: int, limit: int) -> int:
        """Return the end of the source that starts at `j` behind its cue, appositions included."""
        low = t.low
        if low[j] in self.g.subjects:
            return j + 1
        k = j
        while k < limit and t.quote[k] == t.quote[j]:
            word = low[k]
            if k > j and (
                word in {";", ":", ".", "?", "!", "that", "[", "...", "…"}
                or word in DASHES
                or word in {"while", "but", "when", "after", "before", "because"}
                or (
                    word == "in"
                    and k + 2 < limit
                    and (low[k + 2] in self.lexicon.venues or low[k + 1] in self.lexicon.venues)
                )
                or (word in {"on", "at"} and k + 1 < limit and low[k + 1] in self.g.times)
            ):
                break
            if word in self.g.times and word.endswith("day") and k > j:
                break
            if word == ",":
                nxt = low[k + 1] if k + 1 < limit else "."
                if nxt in _ASIDES or (nxt == "who" and k + 2 < limit and low[k + 2] in _SAID):
                    # "police, who said …": another cue
                    break
                if not (
                    nxt in {"who", "whose", "which", "a", "an", "the", "of"}
                    or nxt in self.g.possessives
                    or self.lexicon.speaker(nxt)
                    or (t.capital(min(k + 1, limit - 1)) and t.capital(k - 1) and nxt not in self.g.subjects)
                    or nxt[:1].isdigit()
                    or self._apposes(t, k + 1, limit)
                ):
                    break
                close = k + 1
                while close < limit and low[close] != "," and t.quote[close] == t.quote[j]:
                    close += 1
                if t.quote[min(close, limit - 1)] == t.quote[j] and low[min(close, limit - 1)] == "," and close < limit:
                    k = close
                    nxt = low[k + 1] if k + 1 < limit else "."
                    if nxt in {"and", "who", "the", "a"}:
                        continue
                    break
                k = close
                continue
            k += 1
        while k > j and low[k - 1] in {",", ";"}:
            k -= 1
        return k

    def main_subject(self, t: Tokens, before: int) -> Range | None:
        """Return the phrase the sentence opens with, if it can be its subject."""
        low = t.low
        quote = t.quote[before] if before < len(t) else 0
        start = min(t.quote.index(quote), before) if quote in t.quote else before
        dash = next((j for j in range(start + 1, min(before, start + 6)) if low[j] in DASHES), 0)
        if dash and all(t.words((j, j + 1))[0].isupper() or low[j] in {",", "("} for j in range(start, dash)):
            # "BRUSSELS – European leaders"
            start = dash + 1
        while start < before and (
            low[start] in self.g.openers or low[start] in QUOTE_SIGNS or low[start] == "," or self.g.adverb(low[start])
        ):
            start += 1
        if start < before and (
            low[start] in self.g.prepositions or low[start] in self.g.subordinators or low[start].endswith("ing")
        ):
            comma = next((j for j in range(start, before) if low[j] == "," and not t.quote[j]), None)
            if comma is None:
                return None
            start = comma + 1
            while start < before and (low[start] in self.g.openers or low[start] == "," or self.g.adverb(low[start])):
                start += 1
        if start >= before:
            return None
        end = self.g.phrase_after(t, start, before)
        return (start, end) if end > start else None
