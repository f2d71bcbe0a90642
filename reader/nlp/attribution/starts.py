"""Where content begins: behind a cue, its addressee and what tells when and where."""

from __future__ import annotations

from reader.nlp.attribution.found import CLAUSE_FRAMES, KINDS, SPEECH
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
_NO_ADVERBIALS = frozenset(["not", "almost", "rather", "both", "once", "too", "all", "never", "only", "twice"])
_PARTING = _CLAUSE_OPENERS | QUOTE_SIGNS | ENDS | {",", ":"}
_TELLING = frozenset({"say", "tell"})
_QUOTING = SPEECH | {"show", "judge", "mention", "think"}
_WITH_CLAUSE = CLAUSE_FRAMES | {"direct", "judge", "mention"}
_PLAIN = _WITH_CLAUSE - {"ask"}
_ANY = frozenset(KINDS)


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
        word, verb = low[start], low[after - 1]
        if verb in _NEEDS_THAT and not (word in _CLAUSE_OPENERS or word in QUOTE_SIGNS or word == ":"):
            # "ordered both sides to pay", but not "ordered a coffee"
            object_end = next((j for j in range(start, limit) if low[j] == ","), limit)
            return bool(frames & {"direct", "want"}) and "to" in low[start : min(object_end, start + 9)]
        if t.quote[start] != t.quote[after - 1] or word in QUOTE_SIGNS:
            return bool(frames & _QUOTING)
        if word == "to":
            return (start + 1 < limit and "want" in frames) or (addressed and "direct" in frames)
        allowed = self._opened(t, start, limit, after)
        if allowed is not None:
            return bool(frames & allowed)
        if word in _LATE_OPENERS and "say" in frames and self._leads_clause(t, start, limit):
            return True
        if word in self.g.prepositions or word in self.g.conjunctions or word in self.g.auxiliaries:
            return word == "against" and "decide" in frames
        if word in self.g.subordinators or word in ENDS or word in DASHES or word in {")", ";"}:
            return False
        return word == ":" or self._plainly(t, start, limit, frames, verb, document)

    def _opened(self, t: Tokens, start: int, limit: int, after: int) -> frozenset[str] | None:
        """Return the frames that take content which opens as that at `start` does; None where any may."""
        low = t.low
        word, following = low[start], low[start + 1] if start + 1 < limit else ""
        if word in {"that", "whether", "how", "why", "if"}:
            return _WITH_CLAUSE
        if word in _CLAUSE_OPENERS:
            return _QUOTING
        if word in _ABOUT and following and self._number(following):
            return _TELLING | {"show", "judge"}
        if word == "as" and low[start + 1 : start + 2] in (["much"], ["many"], ["few"], ["little"]):
            return frozenset({"say", "show"})
        if low[after - 1] in _PUT:
            # "put the toll at forty", not "put the roof at risk"
            ats = [k for k in range(start + 1, limit - 1) if low[k] == "at"]
            told = any(self._number(one) or one in QUOTE_SIGNS for k in ats for one in low[k + 1 : k + 3])
            return _ANY if told else frozenset()
        if word == "so" and following in {"many", "much", "few", "little", "far"}:
            return _TELLING | {"show", "think"}
        return None

    def _plainly(self, t: Tokens, start: int, limit: int, frames: set[str], verb: str, document: bool) -> bool:
        """Tell whether plain words, which open no clause, can be what the `verb` tells."""
        low = t.low
        if frames == {"want"} or (low[start].endswith("ing") and verb.startswith(("continu", "beg", "went"))):
            return False
        doing = verb.startswith("recall") and any(w.endswith("ing") for w in low[start : min(limit, start + 5)])
        if verb in _NEEDS_CLAUSE and not doing and not self._has_verb(t, start, limit):
            return document or ("judge" in frames and "as" in low[start + 1 : min(limit, start + 9)])
        return bool(frames & _PLAIN)

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

    def _content_start(self, t: Tokens, after: int, limit: int, frames: set[str]) -> tuple[int, bool]:
        """Skip addressee and adverbials after a cue; return the content's first token and whether one was skipped."""
        low, same = t.low, t.quote[after - 1]
        j = self._listener_end(t, after, limit, frames) if "tell" in frames else after
        addressed = j > after
        while j < limit and t.quote[j] == same:
            if low[j] == "that" or (low[j] == "to" and self._infinitive(t, j, frames)):
                return j, addressed
            stop = self._adverbial_end(t, j, limit, frames, first=j == after)
            if stop <= j:
                break
            j = stop
        if j + 1 < limit and low[j] == "," and low[j + 1] in _ASIDES:
            close = next((k for k in range(j + 2, min(limit, j + 14)) if low[k] == ","), None)
            if close is not None and close + 1 < limit and low[close + 1] in {"that", "whether", "how"}:
                return close + 1, addressed
        if j + 1 < limit and low[j] in {"...", "…"}:
            # "sources tell the Echo ... the dress was stolen"
            return j + 1, addressed
        quoted = j + 1 < limit and low[j] == "," and (low[j + 1] == "that" or low[j + 1] in QUOTE_SIGNS)
        if (j < limit and low[j] == ":") or (quoted and frames & SPEECH):
            j += 1
        return min(j, limit), addressed

    def _listener_end(self, t: Tokens, j: int, limit: int, frames: set[str]) -> int:
        """Return where the one who is told something ends, right behind the verb; `j` where nobody is named."""
        low, g = t.low, self.g
        if j >= limit or low[j] in _CLAUSE_OPENERS or t.quote[j] != t.quote[j - 1]:
            return j
        if (low[j] in g.objects and low[j] != "it") or low[j] in _AUDIENCES:
            return j + 1
        named = low[j][0].isalnum() or low[j][0] == "@"
        if not named or low[j] in g.prepositions | g.times or (low[j] in g.subjects and low[j] != "you"):
            return j
        stop = self._addressee(t, j, limit)
        noun = low[self._head(t, (j, stop)) - 1] if stop > j else ""
        listens = self.speaker(t, (j, stop)) and noun not in self.lexicon.documents - self.lexicon.bodies
        # "promised the crowd", but "promised a review"
        thing = frames & {"mention", "want"} and not listens
        return stop if (stop < limit or "say" not in frames) and not thing else j

    def _adverbial_end(self, t: Tokens, j: int, limit: int, frames: set[str], *, first: bool) -> int:
        """Return where what tells when, where or to whom ends that begins at `j`; `j` itself where nothing does.

        `first` tells that it stands right behind the verb.
        """
        low, g = t.low, self.g
        word, following = low[j], low[j + 1] if j + 1 < limit else "."
        if word == "(" and (bracket := next((k for k in range(j + 1, min(limit, j + 9)) if low[k] == ")"), 0)):
            return bracket + 1
        if word in g.times and not self._time_acts(t, j, limit):
            return j + 1
        if g.adverb(word) and word not in _NO_ADVERBIALS and frames & (SPEECH | {"show"}):
            return j + 1 if following in _PARTING or following in g.addresses or following in g.times else j
        if word in {"this", "last", "late", "early"} and low[j + 2 : j + 3] != ["'s"] and following in g.times:
            return j + 2
        if word in _ABOUT and self._number(following):
            # "noted over 370 horns"
            return j
        addresses = word in g.addresses and word != "of" and frames & (CLAUSE_FRAMES | {"want"})
        if addresses or (word == "of" and first and "say" in frames):
            return self._adjunct_end(t, j, limit)
        return j

    def _time_acts(self, t: Tokens, j: int, limit: int) -> bool:
        """Tell whether the time at `j` belongs to what is told: “Friday’s vote”, “May will resign”."""
        low = t.low
        if j + 1 >= limit:
            return False
        if low[j + 1] == "'s" or low[j + 2 : j + 3] == ["'s"]:
            return True
        return low[j] in {"may", "march", "now"} and low[j + 1] in self.g.auxiliaries

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
