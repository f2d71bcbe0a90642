"""Where content begins: behind a cue, its addressee and what tells when and where."""

from __future__ import annotations

from reader.nlp.attribution.found import CLAUSE_FRAMES, SPEECH
from reader.nlp.attribution.lexicon import word_list
from reader.nlp.attribution.speakers import Speakers
from reader.nlp.attribution.tokenized import DASHES, ENDS, QUOTE_SIGNS, Tokens

_AUDIENCES = word_list("audiences")
_CLAUSE_OPENERS = word_list("clause_openers")
_COUNTS = word_list("counts")
_TELLING_ON = word_list("telling_on")
_NO_DOING = frozenset(["during", "nothing", "something", "everything", "anything"])
_MOST = frozenset(["most", "many", "several", "few", "half"])
_ABOUT = frozenset(["over", "under", "about", "around"])
_PUT = frozenset(["put", "puts", "putting"])
_ASIDES = frozenset(["as", "like", "in", "on", "at", "after", "for", "and", "but"])
_LATE_OPENERS = word_list("late_openers")
_NEEDS_THAT = word_list("needs_that")
_NEEDS_CLAUSE = word_list("needs_clause")
_MANY = ("s", "men", "people")


class Starts(Speakers):
    """Finds where the content of a cue begins."""

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
        if low[after - 1] in _NEEDS_THAT and not (word in _CLAUSE_OPENERS or word in QUOTE_SIGNS or word == ":"):
            # "ordered both sides to pay", but not "ordered a coffee"
            object_end = next((j for j in range(start, limit) if low[j] == ","), limit)
            return bool(frames & {"direct", "want"}) and "to" in low[start : min(object_end, start + 9)]
        if t.quote[start] != t.quote[after - 1] or word in QUOTE_SIGNS:
            return bool(frames & {"say", "tell", "ask", "show", "judge", "mention", "think"})
        if word == "to":
            if start + 1 < limit and "want" in frames:
                return True
            return bool(frames & {"direct"}) and addressed
        if word in {"that", "whether", "how", "why", "if"}:
            return bool(frames & (CLAUSE_FRAMES | {"direct", "judge", "mention"}))
        if word in _CLAUSE_OPENERS:
            return bool(frames & {"say", "tell", "ask", "show", "mention", "think", "judge"})
        if word in {"about", "around", "over", "under"} and start + 1 < limit and self._number(low[start + 1]):
            return bool(frames & {"say", "tell", "show", "judge"})
        if word == "as" and low[start + 1 : start + 2] in (["much"], ["many"], ["few"], ["little"]):
            return bool(frames & {"say", "show"})
        if low[after - 1] in _PUT:
            # "put the toll at forty", not "put the roof at risk"
            ats = [k for k in range(start + 1, limit - 1) if low[k] == "at"]
            return any(self._number(word) or word in QUOTE_SIGNS for k in ats for word in low[k + 1 : k + 3])
        if word == "so" and start + 1 < limit and low[start + 1] in {"many", "much", "few", "little", "far"}:
            return bool(frames & {"say", "tell", "show", "think"})
        if word in _LATE_OPENERS and "say" in frames and self._leads_clause(t, start, limit):
            return True
        if word in self.g.prepositions or word in self.g.conjunctions or word in self.g.auxiliaries:
            return word == "against" and bool(frames & {"decide"})
        if word in self.g.subordinators or word in ENDS or word in DASHES or word in {")", ";"}:
            return False
        if word == ":":
            return True
        if frames == {"want"}:
            return False
        if word.endswith("ing") and low[after - 1].startswith(("continu", "beg", "went")):
            return False
        doing = low[after - 1].startswith("recall") and any(
            w.endswith("ing") for w in low[start : min(limit, start + 5)]
        )
        if low[after - 1] in _NEEDS_CLAUSE and not doing and not self._has_verb(t, start, limit):
            return document or ("judge" in frames and "as" in low[start + 1 : min(limit, start + 9)])
        if word.endswith("ing") and frames & {"direct", "judge", "mention"}:
            return True
        return bool(frames & {"say", "tell", "think", "show", "judge", "mention", "direct", "decide"})

    def _leads_clause(self, t: Tokens, start: int, limit: int) -> bool:
        """Tell whether a main clause follows the subordinate one at `start`: “… although it rained, it was fun”."""
        low = t.low
        if start + 1 >= limit or low[start + 1].endswith(("ing", "ed")):
            return False
        if low[start] == "once" and not self.g.modals.isdisjoint(low[start:limit]):
            return True
        comma = next((j for j in range(start + 2, limit - 2) if low[j] == "," and t.quote[j] == t.quote[start]), None)
        if comma is None or (low[start + 1] in {"the", "a", "his", "her"} and low[start] in {"before", "after"}):
            return False
        after = comma + 1
        verbs = [k for k in range(after, limit) if low[k] in self.g.auxiliaries or self._finite(t, k)]
        opened = low[after] in self.g.subjects | self.g.determiners | QUOTE_SIGNS or t.capital(after)
        return opened and bool(verbs) and verbs[0] > after

    def _number(self, word: str) -> bool:
        return any(char.isdigit() for char in word) or word in _COUNTS

    def _content_start(self, t: Tokens, j: int, limit: int, frames: set[str]) -> tuple[int, bool]:
        """Skip addressee and adverbials after a cue; return the content's first token and whether one was skipped."""
        low = t.low
        g = self.g
        addressed = False
        first = j
        if "tell" in frames and j < limit and low[j] not in _CLAUSE_OPENERS and t.quote[j] == t.quote[first - 1]:
            if (low[j] in g.objects and low[j] != "it") or low[j] in _AUDIENCES:
                j += 1
                addressed = True
            elif (
                (low[j][0].isalnum() or low[j][0] == "@")
                and low[j] not in g.prepositions
                and low[j] not in g.times
                and (low[j] not in g.subjects or low[j] == "you")
            ):
                stop = self._addressee(t, j, limit)
                noun = low[self._head(t, (j, stop)) - 1] if stop > j else ""
                listens = self.speaker(t, (j, stop)) and noun not in self.lexicon.documents - self.lexicon.bodies
                # "promised the crowd", but "promised a review"
                thing = frames & {"mention", "want"} and not listens
                if (stop < limit or "say" not in frames) and not thing:
                    j = stop
                    addressed = True
        while j < limit and t.quote[j] == t.quote[first - 1]:
            word = low[j]
            if word == "that" or (word == "to" and self._infinitive(t, j, frames)):
                return j, addressed
            if word == "(" and (bracket := next((k for k in range(j + 1, min(limit, j + 9)) if low[k] == ")"), 0)):
                j = bracket + 1
                continue
            if word in g.times and not (
                j + 1 < limit
                and (
                    low[j + 1] == "'s"
                    or low[j + 2 : j + 3] == ["'s"]
                    or (word in {"may", "march", "now"} and low[j + 1] in g.auxiliaries)
                )
            ):
                j += 1
                continue
            if (
                g.adverb(word)
                and word not in {"not", "almost", "rather", "both", "once", "too", "all", "never", "only", "twice"}
                and frames & (SPEECH | {"show"})
            ):
                nxt = low[j + 1] if j + 1 < limit else "."
                if (
                    nxt in g.addresses
                    or nxt in _CLAUSE_OPENERS
                    or nxt in {",", ":"}
                    or nxt in QUOTE_SIGNS
                    or nxt in g.times
                    or nxt in ENDS
                ):
                    j += 1
                    continue
                break
            if (
                word in {"this", "last", "late", "early"}
                and low[j + 2 : j + 3] != ["'s"]
                and j + 1 < limit
                and low[j + 1] in g.times
            ):
                j += 2
                continue
            if word in _ABOUT and j + 1 < limit and self._number(low[j + 1]):
                # "noted over 370 horns"
                break
            if (word in g.addresses and frames & (CLAUSE_FRAMES | {"want"}) and word != "of") or (
                word == "of" and frames & {"say"} and j == first
            ):
                stop = self._adjunct_end(t, j, limit)
                if stop <= j:
                    break
                j = stop
                continue
            break
        if j + 1 < limit and low[j] == "," and low[j + 1] in _ASIDES:
            close = next((k for k in range(j + 2, min(limit, j + 14)) if low[k] == ","), None)
            if close is not None and close + 1 < limit and low[close + 1] in {"that", "whether", "how"}:
                return close + 1, addressed
        if j + 1 < limit and low[j] in {"...", "…"} and j > first - 1:
            # "sources tell the Echo ... the dress was stolen"
            return j + 1, addressed
        if (j < limit and low[j] == ":") or (
            j + 1 < limit and low[j] == "," and low[j + 1] in {"that"} | QUOTE_SIGNS and frames & SPEECH
        ):
            j += 1
        return min(j, limit), addressed

    def _infinitive(self, t: Tokens, j: int, frames: set[str]) -> bool:
        """Tell whether the “to” at `j` leads to a verb that is promised or wanted, not to an addressee."""
        if not frames & {"want", "direct"} or j + 1 >= len(t):
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
                if word in _CLAUSE_OPENERS or word in {"to", ":"} or word in ENDS:
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
                or word in ENDS
                or word in DASHES
                or word in {"to", "saying"}
            ):
                break
            if word in g.subjects and word not in {"it"}:
                break
            if k > first:
                opens = word in g.determiners or word in _MOST
                if opens and low[k - 1] not in g.prepositions and low[k - 1] not in g.conjunctions:
                    break
                if word in g.addresses and word != "of":
                    break
                if word in g.auxiliaries and word != "'s":
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
                timed = low[k - 1] in g.times and word not in g.times and word not in self.lexicon.venues
                if timed and not word[0].isdigit():
                    break
            k += 1
        return k

    def _adjunct(self, t: Tokens, j: int) -> bool:
        """Tell whether the words at `j` go on with the telling, not with what is told."""
        word = t.low[j]
        if word.endswith("ing") and len(word) > 4 and word not in _NO_DOING:
            told = any(sense.frame in SPEECH for sense in self.lexicon.verbs.get(word, ()))
            return told or not any(t.low[k] in self.g.modals for k in range(j + 1, min(len(t), j + 6)))
        return word in _TELLING_ON

    def _limit(self, t: Tokens, i: int) -> int:
        """Return the end of the stretch that the cue `i` can reach: its quotation's end, or the sentence's."""
        n = len(t)
        if t.quote[i]:
            j = i
            while j < n and t.quote[j] == t.quote[i]:
                j += 1
            while j > i + 1 and t.low[j - 1] in QUOTE_SIGNS:
                j -= 1
            while j > i + 1 and t.low[j - 1] in ENDS | {","}:
                j -= 1
            return j
        while n > i + 1 and t.low[n - 1] in ENDS and not t.quote[n - 1]:
            n -= 1
        return n
