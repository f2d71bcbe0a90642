"""Where content ends: at another cue, at a break that the frame does not reach over, or with its clause."""

from __future__ import annotations

from reader.nlp.attribution.found import CLAUSE_FRAMES, SPEECH
from reader.nlp.attribution.lexicon import Sense, word_list
from reader.nlp.attribution.starts import Starts
from reader.nlp.attribution.tokenized import ENDS, Tokens

_CLAUSE_OPENERS = word_list("clause_openers")
_WEAK_BREAKS = word_list("weak_breaks")
_EXTENDS = frozenset(["including", "especially", "particularly", "notably", "even", "not"])
_FUSED = frozenset(["which", "whom", "whose"])
_DANGLING = frozenset(["from", "of", "for", "by", "aside", "apart"])
_BLEACHED = word_list("bleached")
_LONG_DASHES = frozenset(["—", "–", "--", "―"])
_CONTRASTS = frozenset(["while", "but", "though", "although", "whereas"])
_CLAUSAL = SPEECH | {"show", "think"}
_COORDINATED = frozenset({"say", "tell", "judge", "direct"})


class Ends(Starts):
    """Finds where the content of a cue ends."""

    def _clause_end(self, t: Tokens, start: int, limit: int, frames: set[str]) -> int:
        """Return where the content that begins at `start` ends."""
        low = t.low
        base = t.quote[start - 1] if start else 0
        clause = bool(frames & CLAUSE_FRAMES) and (low[start] in _CLAUSE_OPENERS or bool(frames & _CLAUSAL))
        depth = 0
        j = start + 1
        while j < limit:
            if t.quote[j] == base or not t.quote[j]:
                depth += (low[j] in "([") - (low[j] in ")]")
                if depth < 0:
                    break
                if not depth and low[j] not in ")]":
                    paired = self._paired(t, j, limit) if clause and low[j] in _LONG_DASHES else 0
                    if not paired and self._stops(t, start, j, limit, clause):
                        break
                    j = paired or j
            j += 1
        end = j
        cut = {",", ";", ":"} | (_DANGLING if end < limit else set())
        while end > start and low[end - 1] in cut and t.quote[end - 1] == base:
            end -= 1
        return end

    def _stops(self, t: Tokens, start: int, j: int, limit: int, clause: bool) -> bool:
        """Tell whether content that begins at `start`, a whole `clause` or not, stops before token `j`."""
        word, following = t.low[j], t.low[j + 1] if j + 1 < limit else "."
        if word == ",":
            return self._breaks(t, j, limit, clause)
        if word == ";":
            return not clause or self._cue_ahead(t, j + 1, min(limit, j + 14))
        if word in _LONG_DASHES:
            return not clause or self._cue_ahead(t, j + 1, min(limit, j + 10))
        if word == "so" and following not in self.g.subjects and following not in self.g.determiners:
            return False
        if word in _WEAK_BREAKS or word == "as":
            if self._cue_ahead(t, j + 1, min(limit, j + 9)):
                return True
            if word == "and" and (self._coordinated(t, j + 1) or self._after_quote(t, start, j)):
                return True
            return not clause and word in _CONTRASTS
        if word == "according" and following == "to":
            return True
        return not clause and self._tells_when(t, j, limit, word, following)

    def _tells_when(self, t: Tokens, j: int, limit: int, word: str, following: str) -> bool:
        """Tell whether token `j` goes on with the telling: when and where it was told, or “saying”."""
        g = self.g
        if word == "saying" and t.low[j - 1] != "for":
            return True
        last = following in ENDS or following == ","
        if word in {"on", "at", "in"}:
            behind = t.low[j + 2] if j + 2 < limit else "."
            if following in g.times and (behind in ENDS or behind == ","):
                return True
            return following in {"an", "a", "his", "her", "last"} and behind in self.lexicon.venues
        day = word.endswith("day") and word in g.times and not g.noun_before(t, j)
        return day and (last or following in g.times)

    def _breaks(self, t: Tokens, j: int, limit: int, clause: bool) -> bool:
        """Tell whether the comma `j` ends the content."""
        low = t.low
        nxt = low[j + 1] if j + 1 < limit else "."
        if nxt == "according" or nxt == "citing":
            return True
        verbs = self.lexicon.verbs.get(nxt)
        if verbs and any(
            sense.form == "ing"
            and self._complete(t, j + 1, sense)
            and sense.frame in {"say", "judge", "tell", "show", "mention", "direct"}
            for sense in verbs
        ):
            return True
        if verbs and any(
            sense.form == "past" and sense.frame in {"say", "tell"} and self._complete(t, j + 1, sense)
            for sense in verbs
        ):
            return True
        if nxt in _WEAK_BREAKS or nxt == "as" or nxt in {"which", "who"}:
            if self._cue_ahead(t, j + 2, min(limit, j + 11), subject=nxt not in {"which", "who"}):
                return True
            if nxt == "and" and self._coordinated(t, j + 2):
                return True
        elif self._cue_ahead(t, j + 1, min(limit, j + 12), subject=True, final=True):
            return True
        if clause:
            return False
        return (
            (nxt in _WEAK_BREAKS and nxt != "and")
            or (nxt in self.g.subordinators and nxt != "whose")
            or nxt.endswith("ing")
            or nxt in {"he", "she", "they", "we"}
            or (nxt in self.g.prepositions and nxt not in _EXTENDS and low[min(j + 2, limit - 1)] not in _FUSED)
            or nxt in {"who", "which"}
            or (self.g.adverb(nxt) and nxt not in _EXTENDS)
        )

    def _coordinated(self, t: Tokens, j: int) -> bool:
        """Tell whether a second verb of the same subject begins at `j`: “… and said …”."""
        if j < len(t) and self.g.adverb(t.low[j]):
            j += 1
        if j >= len(t) or t.quote[j]:
            return False
        senses = self.lexicon.verbs.get(t.low[j], ())
        forms = {sense.form for sense in senses if sense.frame in _COORDINATED and self._complete(t, j, sense)}
        if not forms & {"past", "s"} or t.low[j] in self.lexicon.nouns | {"found", "set", "put", "held"}:
            return False
        nxt = t.low[j + 1] if j + 1 < len(t) else "."
        # "strikes and protests show": a plural noun before its own verb
        verb = nxt in self.g.auxiliaries or any(s.form == "s" for s in self.lexicon.verbs.get(nxt, ()))
        return "past" in forms or not (verb or self.g.verbish(t, j + 1) or nxt in ENDS | {","})

    def _cue_ahead(self, t: Tokens, start: int, stop: int, subject: bool = True, final: bool = False) -> bool:
        """Tell whether another cue with a subject of its own stands between `start` and `stop`."""
        low = t.low
        for k in range(start, stop):
            if t.quote[k] and start and t.quote[k] != t.quote[start - 1]:
                return False
            if low[k] in {",", ";"}:
                return False
            senses = self.lexicon.verbs.get(low[k])
            if senses and any(
                s.frame in {"say", "tell"}
                and self._complete(t, k, s)
                and (s.form in {"past", "s"} or (s.form == "base" and self._several(t, k - 1)))
                for s in senses
            ):
                if self.g.noun_before(t, k) or low[k] in _BLEACHED:
                    continue
                group = self.g.group(t, k)
                if group.passive or (group.start <= start and subject):
                    continue
                if subject and group.start and low[group.start - 1] in {"and", "or"}:
                    return False
                return not final or k + 1 >= len(t) or low[k + 1] in ENDS | {","} or low[k + 1] in self.g.times
        return False

    def _complete(self, t: Tokens, j: int, sense: Sense) -> bool:
        """Tell whether the first particle that `sense` needs follows the verb `j`, if it needs any."""
        return not sense.particles or t.low[j + 1 : j + 2] == [sense.particles[0]]

    def _several(self, t: Tokens, j: int) -> bool:
        """Tell whether token `j` is the plural of those who can speak: “critics say”."""
        return t.low[j].endswith("s") and self.lexicon.speaker(t.low[j])

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
            finite = (low[k] in g.auxiliaries and low[k] != "'s") or g.verbish(t, k)
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
