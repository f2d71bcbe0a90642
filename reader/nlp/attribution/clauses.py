"""Clauses around a cue: where content begins and ends, and which phrases can speak."""

from __future__ import annotations

from dataclasses import dataclass

from reader.nlp.attribution.grammar import _DASHES, _ENDS, _QUOTE_SIGNS, Grammar, Range, Tokens
from reader.nlp.attribution.lexicon import word_list

KINDS = {
    "say": "indirect",
    "tell": "indirect",
    "ask": "indirect",
    "show": "indirect",
    "think": "thought",
    "want": "thought",
    "direct": "nominal",
    "judge": "nominal",
    "mention": "nominal",
    "decide": "nominal",
}
_CLAUSE_FRAMES = frozenset({"say", "tell", "ask", "think", "show", "decide"})
_SPEECH = frozenset({"say", "tell", "ask"})
_CLAUSE_OPENERS = word_list("clause_openers")
_WEAK_BREAKS = word_list("weak_breaks")
_NEEDS_CLAUSE = word_list("needs_clause")
_AFTER_NOUN = frozenset(
    ["familiar", "close", "aware", "involved", "present", "briefed", "concerned", "himself", "herself"]
)
_PEOPLE_ENDS = (
    "ers",
    "ors",
    "ists",
    "ians",
    "ants",
    "ees",
    "ist",
    "man",
    "men",
    "woman",
    "women",
    "people",
    "crats",
    "cans",
)
_COUNTS = word_list("counts")
_EXTENDS = frozenset(["including", "especially", "particularly", "notably", "even", "not"])
_MANY = ("s", "men", "people")
_BLEACHED = word_list("bleached")


@dataclass(slots=True)
class Found:
    """An attribution in tokens; `kind` as in `QuoteState.cue_kind`, `frame` the cue's."""

    content: list[Range]
    source: Range | None
    cue: Range | None
    kind: str
    frame: str = ""
    negated: bool = False
    modal: bool = False
    nested: bool = False
    hearsay: bool = False


class Clauses:
    """The extents of content and sources around a cue, shared by all rooms."""

    def __init__(self, grammar: Grammar) -> None:
        self.g = grammar
        self.lexicon = grammar.lexicon

    def _may_speak(self, t: Tokens, source: Range, frames: set[str], first_person: bool, verb: int) -> bool:
        low = t.low
        last = low[source[1] - 1]
        inside = t.quote[source[0]] > 0
        if last in {"i", "we"}:
            spoken = _SPEECH | {"think"} | ({"show"} if low[verb] in {"find", "found"} else set())
            return (first_person or inside) and bool(frames & spoken)
        if last == "you":
            return (first_person or inside) and bool(frames & {"say", "think"})
        if last in {"which", "that"} and source[1] - source[0] > 1:
            antecedent = source[1] - 1 - (low[source[1] - 2] == ",")
            if antecedent > source[0] and self._speaker(t, (source[0], antecedent)):
                return True
        if last in {"it", "this", "that", "which"}:
            return bool(frames & {"say", "show"}) and last != "that"
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
        return self._speaker(t, source)

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
            ):
                head_end = j
                break
        while head_end - 1 > source[0] and low[head_end - 1] in _AFTER_NOUN:
            head_end -= 1
        return head_end

    def _speaker(self, t: Tokens, source: Range) -> bool:
        """Tell whether the phrase can name somebody or something that speaks."""
        low = t.low
        head_end = self._head(t, source)
        head = low[head_end - 1]
        if head == "'s" and head_end - 1 > source[0]:
            head = low[head_end - 2]
        if self.lexicon.speaker(head) or head in self.g.subjects or head == "%" or head in {"percent", "cent"}:
            return True
        if head in _COUNTS and head_end + 1 < source[1] and low[head_end] == "of":
            # "eight of 10 voters", "most of them"
            return self._speaker(t, (head_end + 1, source[1])) or low[source[1] - 1] in {"them", "whom", "us"}
        if any(t.capital(j) for j in range(max(source[0], 1), head_end) if low[j][0].isalpha()):
            return True
        if source[0] == 0 and t.capital(0) and head_end == 1 and low[0] not in self.g.determiners:
            return len(low[0]) > 2 and not low[0].endswith(("ing", "ness", "tion"))
        return (head.endswith(_PEOPLE_ENDS) and len(head) > 5) or (
            "-" in head and self.lexicon.speaker(head.rsplit("-", 1)[1])
        )

    def _finite(self, t: Tokens, j: int) -> bool:
        return self.g._verbish(t, j) or any(s.form in {"past", "s"} for s in self.lexicon.verbs.get(t.low[j], ()))

    def _beside_noun(self, t: Tokens, i: int) -> Range | None:
        """Return the noun phrase right before token `i`, without what leads to it."""
        low, g = t.low, self.g
        start = i
        while start and t.quote[start - 1] == t.quote[i] and low[start - 1][0].isalnum():
            word = low[start - 1]
            if word in g.prepositions or word in g.conjunctions or word in g.auxiliaries or g._verbish(t, start - 1):
                break
            start -= 1
            if word in g.determiners:
                break
        return (start, i) if start < i and self._speaker(t, (start, i)) else None

    def _has_verb(self, t: Tokens, start: int, limit: int) -> bool:
        """Tell whether a finite verb stands among the next words: “showed sales had fallen”, not “showed a ticket”."""
        for k in range(start + 1, min(limit, start + 9)):
            if t.low[k] in self.g.auxiliaries or self.g._verbish(t, k):
                return t.low[k - 1] not in self.g.conjunctions
        return False

    def _continuation(
        self,
        t: Tokens,
        start: int,
        limit: int,
        frames: set[str],
        after: int,
        addressed: bool,
        document: bool = False,
    ) -> bool:
        """Tell whether what follows the cue can be its content; a `document` shows things as well as facts."""
        low = t.low
        word = low[start]
        if t.quote[start] != t.quote[after - 1] or word in _QUOTE_SIGNS:
            return bool(frames & {"say", "tell", "ask", "show", "judge", "mention", "think"})
        if word == "to":
            if start + 1 < limit and "want" in frames:
                return True
            return bool(frames & {"direct"}) and addressed
        if word in {"that", "whether", "how", "why", "if"}:
            return bool(frames & (_CLAUSE_FRAMES | {"direct", "judge", "mention"}))
        if word in _CLAUSE_OPENERS:
            return bool(frames & {"say", "tell", "ask", "show", "mention", "think", "judge"})
        if word in {"about", "around", "over", "under"} and start + 1 < limit and low[start + 1][0].isdigit():
            return bool(frames & {"say", "tell", "show"})
        if word == "as" and low[start + 1 : start + 2] == ["much"]:
            return "say" in frames
        if word == "so" and start + 1 < limit and low[start + 1] in {"many", "much", "few", "little", "far"}:
            return bool(frames & {"say", "tell", "show", "think"})
        if word in self.g.prepositions or word in self.g.conjunctions or word in self.g.auxiliaries:
            return word == "against" and bool(frames & {"decide"})
        if word in self.g.subordinators or word in _ENDS or word in _DASHES or word in {")", ";"}:
            return False
        if word == ":":
            return True
        if frames == {"want"}:
            return False
        if low[after - 1] in _NEEDS_CLAUSE and not self._has_verb(t, start, limit):
            return document or ("judge" in frames and "as" in low[start + 1 : min(limit, start + 9)])
        if word.endswith("ing") and frames & {"direct", "judge", "mention"}:
            return True
        return bool(frames & {"say", "tell", "think", "show", "judge", "mention", "direct", "decide"})

    def _content_start(self, t: Tokens, j: int, limit: int, tell: bool, frames: set[str]) -> tuple[int, bool]:
        """Skip addressee and adverbials after a cue; return the content's first token and whether one was skipped."""
        low = t.low
        g = self.g
        addressed = False
        first = j
        if tell and j < limit and low[j] not in _CLAUSE_OPENERS and t.quote[j] == t.quote[first - 1]:
            if (low[j] in g.objects and low[j] not in {"it"}) or low[j] in {
                "reporters",
                "supporters",
                "viewers",
            }:
                j += 1
                addressed = True
            elif (
                (low[j][0].isalnum() or low[j][0] == "@")
                and low[j] not in g.prepositions
                and low[j] not in g.times
                and (low[j] not in g.subjects or low[j] == "you")
            ):
                stop = self._addressee(t, j, limit)
                if stop < limit or "say" not in frames:
                    j = stop
                    addressed = True
        while j < limit and t.quote[j] == t.quote[first - 1]:
            word = low[j]
            if word == "that" or (word == "to" and self._infinitive(t, j, frames)):
                return j, addressed
            if word in g.times and not (
                j + 1 < limit
                and (low[j + 1] == "'s" or (word in {"may", "march", "now"} and low[j + 1] in g.auxiliaries))
            ):
                if (
                    word in {"last", "next"}
                    or t.capital(j)
                    or word not in {"again", "now", "publicly", "then", "ago", "later", "earlier"}
                ):
                    j += 1
                    continue
                j += 1
                continue
            if (
                g.adverb(word)
                and word not in {"not", "almost", "rather", "both", "once", "too", "all", "never", "only", "twice"}
                and frames & (_SPEECH | {"show"})
            ):
                nxt = low[j + 1] if j + 1 < limit else "."
                if (
                    nxt in g.addresses
                    or nxt in {"that", ",", ":"}
                    or nxt in _QUOTE_SIGNS
                    or nxt in g.times
                    or nxt in _ENDS
                ):
                    j += 1
                    continue
                break
            if (
                word in {"this", "last", "the", "a"}
                and j + 1 < limit
                and low[j + 1] in g.times
                and (word != "the" and word != "a")
            ):
                j += 2
                continue
            if (word in g.addresses and frames & (_CLAUSE_FRAMES | {"want"}) and word != "of") or (
                word == "of" and frames & {"say"} and j == first
            ):
                stop = self._adjunct_end(t, j, limit)
                if stop <= j:
                    break
                j = stop
                continue
            break
        if j + 1 < limit and low[j] == "," and low[j + 1] in {"as", "like", "in", "on", "at", "after", "for"}:
            close = next((k for k in range(j + 2, min(limit, j + 14)) if low[k] == ","), None)
            if close is not None and close + 1 < limit and low[close + 1] in {"that", "whether", "how"}:
                return close + 1, addressed
        if (j < limit and low[j] == ":") or (
            j + 1 < limit and low[j] == "," and low[j + 1] in {"that"} | _QUOTE_SIGNS and frames & _SPEECH
        ):
            j += 1
        return min(j, limit), addressed

    def _infinitive(self, t: Tokens, j: int, frames: set[str]) -> bool:
        """Tell whether the “to” at `j` leads to a verb that is promised or wanted, not to an addressee."""
        if "want" not in frames or j + 1 >= len(t):
            return False
        after = t.low[j + 1]
        g = self.g
        return after.isalpha() and not (
            after in g.determiners
            or after in g.possessives
            or after in g.objects
            or t.capital(j + 1)
            or (self.lexicon.speaker(after) and after.endswith(_MANY))
        )

    def _addressee(self, t: Tokens, j: int, limit: int) -> int:
        low = t.low
        k = j
        while k < limit and t.quote[k] == t.quote[j]:
            word = low[k]
            if k > j:
                if word in _CLAUSE_OPENERS or word in {"to", ":"} or word in _ENDS:
                    break
                if word == ",":
                    break
                if word in self.g.subjects or word in self.g.times:
                    break
                if (
                    word in self.g.determiners
                    and low[k - 1] not in self.g.prepositions
                    and low[k - 1] not in self.g.conjunctions
                ):
                    break
                if word in self.g.addresses and word not in {"of", "with", "for"}:
                    break
                if (
                    t.capital(k)
                    and not t.capital(k - 1)
                    and low[k - 1] not in self.g.determiners
                    and low[k - 1] not in self.g.prepositions
                    and low[k - 1] not in {"and", "'s"}
                ):
                    break
            k += 1
        return k

    def _adjunct_end(self, t: Tokens, j: int, limit: int) -> int:
        """Return where the prepositional adverbial at `j` ends."""
        low = t.low
        g = self.g
        k = j + 1
        if k < limit and low[k].endswith("ing"):
            k += 1
        first = k
        while k < limit and t.quote[k] == t.quote[j]:
            word = low[k]
            if (
                word in _CLAUSE_OPENERS
                or word in {",", ":", ";"}
                or word in _ENDS
                or word in _DASHES
                or word in {"to", "saying"}
            ):
                break
            if word in g.subjects and word not in {"it"}:
                break
            if k > first:
                if word in g.determiners and low[k - 1] not in g.prepositions and low[k - 1] not in g.conjunctions:
                    break
                if word in g.addresses:
                    break
                if word in g.auxiliaries:
                    # the phrase was the clause's own subject
                    return j
                if (
                    t.capital(k)
                    and not t.capital(k - 1)
                    and low[k - 1] not in g.prepositions
                    and low[k - 1] not in g.determiners
                    and low[k - 1] not in {"and", "'s"}
                ):
                    break
                if low[k - 1] in g.times and word not in g.times and not word[0].isdigit():
                    break
            k += 1
        return k

    def _limit(self, t: Tokens, i: int) -> int:
        """Return the end of the stretch that the cue `i` can reach: its quotation's end, or the sentence's."""
        n = len(t)
        if t.quote[i]:
            j = i
            while j < n and t.quote[j] == t.quote[i]:
                j += 1
            while j > i + 1 and t.low[j - 1] in _QUOTE_SIGNS:
                j -= 1
            while j > i + 1 and t.low[j - 1] in _ENDS | {","}:
                j -= 1
            return j
        while n > i + 1 and t.low[n - 1] in _ENDS and not t.quote[n - 1]:
            n -= 1
        return n

    def _clause_end(self, t: Tokens, start: int, limit: int, frames: set[str]) -> int:
        """Return where the content that begins at `start` ends."""
        low = t.low
        g = self.g
        base = t.quote[start - 1] if start else 0
        clause = bool(frames & _CLAUSE_FRAMES) and (
            low[start] in _CLAUSE_OPENERS or bool(frames & (_SPEECH | {"show", "think"}))
        )
        depth = 0
        j = start + 1
        while j < limit:
            word = low[j]
            if t.quote[j] != base and t.quote[j]:
                j += 1
                continue
            if word in "([":
                depth += 1
            elif word in ")]":
                if not depth:
                    break
                depth -= 1
            if depth:
                j += 1
                continue
            nxt = low[j + 1] if j + 1 < limit else "."
            if word == ",":
                if self._breaks(t, j, limit, clause, frames):
                    break
            elif word == ";":
                if not clause or self._cue_ahead(t, j + 1, min(limit, j + 14)):
                    break
            elif word in {"—", "–", "--", "―"} and clause and (paired := self._paired(t, j, limit)):
                j = paired
            elif word in {"—", "–", "--", "―"}:
                if self._cue_ahead(t, j + 1, min(limit, j + 10)) or not clause:
                    break
            elif word == "so" and nxt not in g.subjects and nxt not in g.determiners:
                pass
            elif word in _WEAK_BREAKS or word == "as":
                if self._cue_ahead(t, j + 1, min(limit, j + 9), subject=True):
                    break
                if word == "and" and (self._coordinated(t, j + 1, frames) or self._after_quote(t, start, j)):
                    break
                if not clause and word in {"while", "but", "though", "although", "whereas"}:
                    break
            elif (
                (not clause and word == "saying")
                or (
                    not clause
                    and word in {"on", "at", "in"}
                    and (
                        (nxt in g.times and (j + 2 >= limit or low[j + 2] in _ENDS | {","}))
                        or (
                            nxt in {"an", "a", "his", "her", "last"}
                            and j + 2 < limit
                            and low[j + 2] in self.lexicon.venues
                        )
                    )
                )
                or (
                    not clause
                    and word in g.times
                    and word.endswith("day")
                    and not g.noun_before(t, j)
                    and (nxt in _ENDS | {","} or nxt in g.times)
                )
                or (word == "according" and nxt == "to")
            ):
                break
            j += 1
        end = j
        while end > start and low[end - 1] in {",", ";", ":"} and t.quote[end - 1] == base:
            end -= 1
        return end

    def _paired(self, t: Tokens, dash: int, limit: int) -> int:
        """Return the dash that closes the insertion opened by `dash`, or 0."""
        for j in range(dash + 2, min(limit, dash + 25)):
            if t.low[j] == t.low[dash]:
                return j if j + 1 < limit and (t.low[j + 1] in self.g.auxiliaries or self._finite(t, j + 1)) else 0
        return 0

    def _after_quote(self, t: Tokens, start: int, j: int) -> bool:
        """Tell whether the “and” at `j` goes on behind a quotation, with a verb: “shouted ‘Go!’ and left”."""
        return (
            t.quote[start] != t.quote[j]
            and t.quote[j - 1] == t.quote[start]
            and j + 1 < len(t)
            and (self._finite(t, j + 1) or self.g.adverb(t.low[j + 1]))
        )

    def _before_predicate(self, t: Tokens, start: int, end: int) -> int:
        """Return where a subject noun's content ends: before the verb that the noun itself is the subject of."""
        low, g = t.low, self.g
        own = 0 if low[start] == "that" else 1
        inside = False
        for k in range(start + 1, end):
            finite = (low[k] in g.auxiliaries and low[k] != "'s") or g._verbish(t, k)
            if finite and not inside and low[k - 1] not in {"to", "and", "or", "who", "which", "that", *g.subjects}:
                own += 1
                if own == 2:
                    return k
            elif finite and not inside and low[k - 1] in g.subjects:
                own += 1
            if finite and low[k] not in g.auxiliaries:
                inside = False
            else:
                inside = finite or (inside and (low[k] in g.negations or g.adverb(low[k])))
        return end

    def _breaks(self, t: Tokens, j: int, limit: int, clause: bool, frames: set[str]) -> bool:
        """Tell whether the comma `j` ends the content."""
        low = t.low
        nxt = low[j + 1] if j + 1 < limit else "."
        if nxt == "according" or nxt == "citing":
            return True
        verbs = self.lexicon.verbs.get(nxt)
        if verbs and any(
            sense.form == "ing" and sense.frame in {"say", "judge", "tell", "show", "mention", "direct"}
            for sense in verbs
        ):
            return True
        if verbs and any(sense.form == "past" and sense.frame in {"say", "tell"} for sense in verbs):
            return True
        if nxt in _WEAK_BREAKS or nxt == "as" or nxt in {"which", "who"}:
            if self._cue_ahead(t, j + 2, min(limit, j + 11), subject=nxt not in {"which", "who"}):
                return True
            if nxt == "and" and self._coordinated(t, j + 2, frames):
                return True
        elif self._cue_ahead(t, j + 1, min(limit, j + 12), subject=True, final=True):
            return True
        if clause:
            return False
        return (
            (nxt in _WEAK_BREAKS and nxt != "and")
            or nxt in self.g.subordinators
            or nxt.endswith("ing")
            or nxt in {"he", "she", "they", "we"}
            or (nxt in self.g.prepositions and nxt not in _EXTENDS)
            or nxt in {"who", "which"}
            or (self.g.adverb(nxt) and nxt not in _EXTENDS)
        )

    def _coordinated(self, t: Tokens, j: int, frames: set[str]) -> bool:
        """Tell whether a second verb of the same subject begins at `j`: “… and said …”."""
        if j < len(t) and self.g.adverb(t.low[j]):
            j += 1
        if j >= len(t) or t.quote[j]:
            return False
        senses = self.lexicon.verbs.get(t.low[j], ())
        forms = {sense.form for sense in senses if sense.frame in {"say", "tell", "judge", "direct"}}
        if not forms & {"past", "s"} or t.low[j] in self.lexicon.nouns | {"found", "set", "put", "held"}:
            return False
        nxt = t.low[j + 1] if j + 1 < len(t) else "."
        # "strikes and protests show": a plural noun before its own verb
        verb = nxt in self.g.auxiliaries or any(s.form == "s" for s in self.lexicon.verbs.get(nxt, ()))
        return "past" in forms or not (verb or self.g._verbish(t, j + 1) or nxt in _ENDS | {","})

    def _cue_ahead(self, t: Tokens, start: int, stop: int, subject: bool = True, final: bool = False) -> bool:
        """Tell whether another cue with a subject of its own stands between `start` and `stop`."""
        low = t.low
        for k in range(start, stop):
            if t.quote[k] and start and t.quote[k] != t.quote[start - 1]:
                return False
            if low[k] in {",", ";"}:
                return False
            senses = self.lexicon.verbs.get(low[k])
            if senses and any(s.frame in {"say", "tell"} and s.form in {"past", "s"} for s in senses):
                if self.g.noun_before(t, k) or low[k] in _BLEACHED:
                    continue
                group = self.g.group(t, k)
                if group.passive or (group.start <= start and subject):
                    continue
                if subject and group.start and low[group.start - 1] in {"and", "or"}:
                    return False
                return not final or k + 1 >= len(t) or low[k + 1] in _ENDS | {","} or low[k + 1] in self.g.times
        return False

    def _floor(self, t: Tokens, found: list[Found], before: int, quote: int) -> int:
        """Return where content that precedes token `before` may begin: behind earlier attributions' tokens."""
        floor = 0
        if quote:
            while floor < before and t.quote[floor] != quote:
                floor += 1
            if floor < before and t.low[floor] in _QUOTE_SIGNS:
                floor += 1
        for one in found:
            if not quote and one.source and self._aside(t, one.source):
                continue
            for a, b in (*one.content, one.cue or (0, 0), one.source or (0, 0)):
                if b <= before and not one.nested and not (one.kind in {"thought", "nominal"} or t.quote[a] != quote):
                    floor = max(floor, b)
        return floor

    def _aside(self, t: Tokens, source: Range) -> bool:
        """Tell whether a source speaks in a clause inside the sentence: “Pell, who said …, left”, “When Pell said”."""
        if t.low[source[1] - 1] in {"who", "which"}:
            return True
        return source[0] > 0 and t.low[source[0] - 1] in {"when", "because", "if", "after", "although", "though"}

    def _region(self, t: Tokens, floor: int, before: int) -> Range | None:
        low = t.low
        start, end = floor, before
        while start < end and (low[start] in {",", ";", ":"} or low[start] in _DASHES) and not t.quote[start]:
            start += 1
        while end > start and (low[end - 1] in {",", ";", ":"} or low[end - 1] in _DASHES) and not t.quote[end - 1]:
            end -= 1
        if floor and start < end and low[start] in {"and", "but", "while", "though", "although"}:
            start += 1
        while start < end and low[start] in {",", ";"}:
            start += 1
        return (start, end) if end - start > 1 or (end > start and t.quote[start]) else None

    def _separated(self, t: Tokens, source: int) -> bool:
        return source > 0 and (
            t.low[source - 1] in {",", "?", "!"}
            or t.low[source - 1] in _DASHES
            or (bool(t.quote[source - 1]) and t.low[source - 1] in _QUOTE_SIGNS)
        )

    def _region_ends_quote(self, t: Tokens, source: int, floor: int) -> bool:
        j = source - 1
        if j >= floor and t.low[j] in {",", *_DASHES} and not t.quote[j]:
            j -= 1
        return (
            j >= floor
            and t.quote[j] > 0
            and t.low[j] in _QUOTE_SIGNS
            and (source >= len(t) or t.quote[source] != t.quote[j])
        )

    def _later_quotes(self, t: Tokens, start: int, limit: int) -> list[Range]:
        pieces: list[Range] = []
        j = start
        n = len(t)
        while j < n:
            if t.quote[j] and t.quote[j] != (t.quote[start - 1] if start else 0):
                k = j
                while k < n and t.quote[k] == t.quote[j]:
                    k += 1
                if k - j > 3:
                    pieces.append((j, k))
                j = k
            else:
                j += 1
        return pieces

    def _resumes(self, t: Tokens, start: int, limit: int, region: Range) -> list[Range]:
        """Return the content that goes on after an inserted “she said,”."""
        if start >= limit:
            return []
        if self._adjunct(t, start) and not t.quote[start]:
            return self._later_quotes(t, start, limit)
        end = self._clause_end(t, start, limit, {"say"})
        return [(start, end)] if end > start else []

    def _adjunct(self, t: Tokens, j: int) -> bool:
        """Tell whether the words at `j` go on with the telling, not with what is told."""
        word = t.low[j]
        if (
            word.endswith("ing")
            and len(word) > 4
            and word not in {"during", "nothing", "something", "everything", "anything"}
        ):
            return not any(t.low[k] in self.g.modals for k in range(j + 1, min(len(t), j + 6)))
        return word in {
            "while",
            "which",
            "who",
            "but",
            "although",
            "though",
            "whose",
            "as",
            "after",
            "before",
            "according",
            "when",
            "citing",
            "in",
            "on",
            "with",
            "at",
            "during",
        }

    def _source_after(self, t: Tokens, j: int, limit: int) -> int:
        """Return the end of the source that starts at `j` behind its cue, appositions included."""
        low = t.low
        if low[j] in self.g.subjects:
            return j + 1
        k = j
        while k < limit and t.quote[k] == t.quote[j]:
            word = low[k]
            if k > j and (
                word in {";", ":", ".", "?", "!", "that"}
                or word in _DASHES
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

    def _apposes(self, t: Tokens, j: int, limit: int) -> bool:
        return any(self.lexicon.speaker(t.low[k]) for k in range(j, min(limit, j + 4))) and not any(
            t.low[k] in self.g.auxiliaries or t.low[k] in self.g.subjects for k in range(j, min(limit, j + 5))
        )

    def main_subject(self, t: Tokens, before: int) -> Range | None:
        """Return the phrase the sentence opens with, if it can be its subject."""
        low = t.low
        quote = t.quote[before] if before < len(t) else 0
        start = 0
        while start < before and t.quote[start] != quote:
            start += 1
        dash = next((j for j in range(start + 1, min(before, start + 6)) if low[j] in _DASHES), 0)
        if dash and all(t.words((j, j + 1))[0].isupper() or low[j] in {",", "("} for j in range(start, dash)):
            # "BRUSSELS – European leaders"
            start = dash + 1
        while start < before and (
            low[start] in self.g.openers or low[start] in _QUOTE_SIGNS or low[start] == "," or self.g.adverb(low[start])
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

    def _kind(self, frames: set[str], t: Tokens, start: int, end: int) -> str:
        kind = KINDS[_main(frames)]
        if kind in {"indirect"} and start < end and t.low[start] in _QUOTE_SIGNS and t.quote[start]:
            return "direct"
        return kind


def _main(frames: set[str]) -> str:
    return next((frame for frame in KINDS if frame in frames), "say")
