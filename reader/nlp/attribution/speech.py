"""Attributions of one sentence: each cue's source and content, by the cue's frame and what stands around it."""

from __future__ import annotations

from dataclasses import dataclass

from reader.nlp.attribution.grammar import _DASHES, _ENDS, _QUOTE_SIGNS, Grammar, Group, Range, Tokens
from reader.nlp.attribution.lexicon import Sense, word_list

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


class Extractor:
    """Finds the attributions of a tokenized sentence."""

    def __init__(self, grammar: Grammar) -> None:
        self.g = grammar
        self.lexicon = grammar.lexicon

    # --- entry ---
    def extract(self, t: Tokens, first_person: bool, headline: bool) -> list[Found]:
        """Return the attributions of `t`; first-person sources count only inside quotations or `first_person`."""
        found: list[Found] = []
        low = t.low
        verbs, nouns, adjectives = self.lexicon.verbs, self.lexicon.nouns, self.lexicon.adjectives
        for i, word in enumerate(low):
            one = None
            if word in verbs:
                one = self._verb(t, i, found, first_person, headline)
            if one is None and word in nouns:
                one = self._noun(t, i, first_person)
            if one is None and word in adjectives:
                one = self._adjective(t, i, first_person)
            if one is None and word in _ANNOUNCEMENTS:
                one = self._announcement(t, i, first_person)
            if one is None and word in _BEFORE_HEADS:
                one = self._before(t, i)
            if one is not None:
                if one.frame == "noun":
                    # "expressed concern about": the verb alone found the same before
                    found = [f for f in found if not (f.cue and one.cue and one.cue[0] <= f.cue[0] < one.cue[1])]
                one.nested = bool(
                    one.cue and (t.quote[one.cue[0]] or any(a <= one.cue[0] < b for f in found for a, b in f.content))
                )
                found.append(one)
        return found

    # --- verbs ---
    def _verb(self, t: Tokens, i: int, found: list[Found], first_person: bool, headline: bool) -> Found | None:
        low = t.low
        g = self.g
        form_senses = self.lexicon.verbs[low[i]]
        if g.noun_before(t, i) and not (low[i - 1] in {"that", "all", "each", "some", "both"} and i > 1):
            return None
        if t.capital(i) and i and not headline:
            return None
        if low[i] in self.lexicon.documents and i + 1 < len(t) and low[i + 1] in self.lexicon.verbs:
            # "court documents show": the noun
            return None
        group = g.group(t, i)
        forms = {sense.form for sense in form_senses}
        sense, after = self._particles(t, i, form_senses)
        if sense is None:
            return None
        frames = {s.frame for s in form_senses if s.particles == sense.particles}
        if "ing" in forms and group.start == i:
            return self._participle(t, i, after, frames, found, first_person)
        if group.passive and forms & {"past", "participle"}:
            return self._passive(t, i, after, frames, group, first_person)
        if low[i - 1] == "to" and i and not group.infinitive:
            return self._purpose(t, i, after, frames, found, first_person)
        source = g.subject(t, group.start)
        if source is None:
            return self._inverted(t, i, after, frames, group)
        if not self._may_speak(t, source, frames, first_person, i):
            return None
        return self._active(t, i, after, frames, group, source, found, headline)

    def _particles(self, t: Tokens, i: int, senses: tuple[Sense, ...]) -> tuple[Sense | None, int]:
        """Choose the sense whose particles follow; return it and the token after them."""
        low = t.low
        for sense in senses:
            if not sense.particles:
                return sense, i + 1
            j = i + 1
            if j < len(low) and self.g.adverb(low[j]) and low[j] not in sense.particles:
                j += 1
            n = len(sense.particles)
            if tuple(low[j : j + n]) == sense.particles:
                return sense, j + n
        return None, i + 1

    def _may_speak(self, t: Tokens, source: Range, frames: set[str], first_person: bool, verb: int) -> bool:
        low = t.low
        last = low[source[1] - 1]
        inside = t.quote[source[0]] > 0
        if last in {"i", "we"}:
            return (first_person or inside) and bool(frames & (_SPEECH | {"think"}))
        if last == "you":
            return (first_person or inside) and bool(frames & {"say", "think"})
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

    def _speaker(self, t: Tokens, source: Range) -> bool:
        """Tell whether the phrase can name somebody or something that speaks."""
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
        head = low[head_end - 1]
        if head == "'s" and head_end - 1 > source[0]:
            head = low[head_end - 2]
        if self.lexicon.speaker(head) or head in self.g.subjects or head == "%" or head in {"percent", "cent"}:
            return True
        if any(t.capital(j) for j in range(max(source[0], 1), head_end) if low[j][0].isalpha()):
            return True
        if source[0] == 0 and t.capital(0) and head_end == 1 and low[0] not in self.g.determiners:
            return len(low[0]) > 2 and not low[0].endswith(("ing", "ness", "tion"))
        return (head.endswith(_PEOPLE_ENDS) and len(head) > 5) or (
            "-" in head and self.lexicon.speaker(head.rsplit("-", 1)[1])
        )

    # active: source before cue
    def _active(
        self,
        t: Tokens,
        i: int,
        after: int,
        frames: set[str],
        group: Group,
        source: Range,
        found: list[Found],
        headline: bool,
    ) -> Found | None:
        low = t.low
        floor = self._floor(t, found, source[0], t.quote[i])
        limit = self._limit(t, i)
        cue = (group.start, after)
        tell = "tell" in frames
        start, addressed = self._content_start(t, after, limit, tell, frames)
        before_quote = self._region_ends_quote(t, source[0], floor)
        kind = self._kind(frames, t, start, limit)
        region = self._region(t, floor, source[0])
        speech = bool(frames & (_SPEECH | {"show", "think"}))
        if before_quote and frames & _SPEECH and region and not self._leads_in(t, region, start, limit):
            # “…,” she said, “…”
            pieces = [region]
            rest = self._later_quotes(t, after, limit)
            pieces += rest
            return Found(pieces, source, cue, "direct", _main(frames), group.negated, group.modal)
        empty = start >= limit or low[start] in _ENDS
        comma = not empty and low[start] == ","
        if (empty or comma) and speech and region and self._separated(t, source[0]):
            pieces = [region]
            if comma:
                pieces += self._resumes(t, start + 1, limit, region)
            return Found(
                pieces,
                source,
                cue,
                self._kind(frames, t, region[0], region[1]),
                _main(frames),
                group.negated,
                group.modal,
            )
        if comma and frames & _SPEECH:
            nxt = start + 1
            if nxt < limit and (t.quote[nxt] != t.quote[i] or not self._adjunct(t, nxt)):
                end = self._clause_end(t, nxt, limit, frames)
                if end - nxt > 1:
                    return Found(
                        [(nxt, end)],
                        source,
                        cue,
                        self._kind(frames, t, nxt, end),
                        _main(frames),
                        group.negated,
                        group.modal,
                    )
            quoted = self._later_quotes(t, nxt, limit)
            if quoted:
                return Found(quoted, source, cue, "direct", _main(frames), group.negated, group.modal)
            if region and low[source[0] - 1] in {"as"}:
                return None
            return None
        if empty or comma:
            if source[0] and low[source[0] - 1] == "as" and frames & _SPEECH and comma:
                end = self._clause_end(t, start + 1, limit, frames)
                return Found([(start + 1, end)], source, cue, "indirect", _main(frames), group.negated, group.modal)
            return None
        if source[0] and low[source[0] - 1] == "as" and frames <= _SPEECH and not region:
            # "as X said in May, …" sets the speech beside the clause
            return None
        if not self._continuation(t, start, limit, frames, after, addressed, group):
            if region and speech and frames & _SPEECH and self._separated(t, source[0]):
                return Found(
                    [region, *self._later_quotes(t, after, limit)],
                    source,
                    cue,
                    self._kind(frames, t, *region),
                    _main(frames),
                    group.negated,
                    group.modal,
                )
            return None
        end = self._clause_end(t, start, limit, frames)
        if low[i].startswith("accus"):
            end = self._charge(t, end, limit, frames)
        if end <= start:
            return None
        return Found([(start, end)], source, cue, kind, _main(frames), group.negated, group.modal)

    def _has_verb(self, t: Tokens, start: int, limit: int) -> bool:
        """Tell whether a finite verb stands among the next words: “showed sales had fallen”, not “showed a ticket”."""
        for k in range(start + 1, min(limit, start + 9)):
            if t.low[k] in self.g.auxiliaries or self.g._verbish(t, k):
                return t.low[k - 1] not in self.g.conjunctions
        return False

    def _charge(self, t: Tokens, end: int, limit: int, frames: set[str]) -> int:
        """Let an accusation go on behind an insertion: “accused the firm, which is in Hull, of theft”."""
        if end < limit and t.low[end] == ",":
            for j in range(end + 1, min(limit - 1, end + 25)):
                if t.low[j] == "," and t.low[j + 1] == "of":
                    return self._clause_end(t, j + 1, limit, frames)
        return end

    def _leads_in(self, t: Tokens, region: Range, start: int, limit: int) -> bool:
        """Tell whether what stands before the source only sets the scene: “In a talk on ‘Today’ she said that …”."""
        return (
            t.low[region[0]] in self.g.prepositions
            and not t.quote[region[0]]
            and start < limit
            and t.low[start] not in {",", *_ENDS}
        )

    def _continuation(
        self, t: Tokens, start: int, limit: int, frames: set[str], after: int, addressed: bool, group: Group
    ) -> bool:
        """Tell whether what follows the cue can be its content."""
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
        if word in self.g.prepositions or word in self.g.conjunctions or word in self.g.auxiliaries:
            return word == "against" and bool(frames & {"decide"})
        if word in self.g.subordinators or word in _ENDS or word in _DASHES or word in {")", ";"}:
            return False
        if word == ":":
            return True
        if frames == {"want"}:
            return False
        if low[after - 1] in _NEEDS_CLAUSE and not self._has_verb(t, start, limit):
            return False
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
            if word == "that":
                return j, addressed
            if word in g.times and not (
                word in {"may", "march", "now"} and j + 1 < limit and low[j + 1] in g.auxiliaries
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
        if (j < limit and low[j] == ":") or (
            j + 1 < limit and low[j] == "," and low[j + 1] in {"that"} | _QUOTE_SIGNS and frames & _SPEECH
        ):
            j += 1
        return min(j, limit), addressed

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

    # --- content ends ---
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
            elif word in {"—", "–", "--", "―"}:
                if self._cue_ahead(t, j + 1, min(limit, j + 10)) or not clause:
                    break
            elif word in _WEAK_BREAKS or word == "as":
                if self._cue_ahead(t, j + 1, min(limit, j + 9), subject=True):
                    break
                if word == "and" and self._coordinated(t, j + 1, frames):
                    break
                if not clause and word in {"while", "but", "though", "although", "whereas"}:
                    break
            elif (
                (
                    not clause
                    and word
                    in {
                        "during",
                        "when",
                        "after",
                        "before",
                        "because",
                        "since",
                        "until",
                        "saying",
                        "if",
                    }
                )
                or (
                    not clause
                    and word in {"on", "at", "in"}
                    and (
                        nxt in g.times
                        or (
                            nxt in {"an", "a", "his", "her", "last"}
                            and j + 2 < limit
                            and low[j + 2] in self.lexicon.venues
                        )
                    )
                )
                or (not clause and word in g.times and word.endswith("day") and not g.noun_before(t, j))
                or (word == "according" and nxt == "to")
            ):
                break
            j += 1
        end = j
        while end > start and low[end - 1] in {",", ";", ":"} and t.quote[end - 1] == base:
            end -= 1
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
            or nxt in self.g.prepositions
            or nxt in {"who", "which"}
            or self.g.adverb(nxt)
        )

    def _coordinated(self, t: Tokens, j: int, frames: set[str]) -> bool:
        """Tell whether a second verb of the same subject begins at `j`: “… and said …”."""
        if j < len(t) and self.g.adverb(t.low[j]):
            j += 1
        if j >= len(t) or t.quote[j]:
            return False
        senses = self.lexicon.verbs.get(t.low[j], ())
        return any(
            sense.form in {"past", "s"} and sense.frame in {"say", "tell", "judge", "direct"} for sense in senses
        ) and t.low[j] not in self.lexicon.nouns | {"found", "set", "put", "held"}

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
                return not final or k + 1 >= len(t) or low[k + 1] in _ENDS | {","} or low[k + 1] in self.g.times
        return False

    # --- content before the source ---
    def _floor(self, t: Tokens, found: list[Found], before: int, quote: int) -> int:
        """Return where content that precedes token `before` may begin: behind earlier attributions' tokens."""
        floor = 0
        if quote:
            while floor < before and t.quote[floor] != quote:
                floor += 1
            if floor < before and t.low[floor] in _QUOTE_SIGNS:
                floor += 1
        for one in found:
            for a, b in (*one.content, one.cue or (0, 0), one.source or (0, 0)):
                if b <= before and not one.nested and not (one.kind in {"thought", "nominal"} or t.quote[a] != quote):
                    floor = max(floor, b)
        return floor

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
            return True
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

    # --- inverted: cue before source, content before both ---
    def _inverted(self, t: Tokens, i: int, after: int, frames: set[str], group: Group) -> Found | None:
        low = t.low
        if not frames & _SPEECH or group.start != i or not i:
            return None
        if not self._separated(t, i) and low[i - 1] not in {"so", "as"}:
            return None
        limit = self._limit(t, i)
        j = after
        if j >= limit or low[j] in _ENDS or low[j] == "that" or t.quote[j] != t.quote[i]:
            return None
        floor = 0
        region = self._region(t, floor, i)
        if region is None or low[i - 1] in {"so", "as"}:
            return None
        if low[j] in self.g.objects - {"her", "it"}:
            return None
        end = self._source_after(t, j, limit)
        if end <= j or not (self._speaker(t, (j, end)) or low[j] in self.g.subjects):
            return None
        pieces = [region]
        k = end
        while k < limit and not (low[k] == "," or t.quote[k]):
            k += 1
        if k < limit:
            nxt = k + 1 if low[k] == "," else k
            if nxt < limit and t.quote[nxt] and t.quote[nxt] != t.quote[i]:
                pieces += self._later_quotes(t, nxt, limit)
            elif nxt < limit and not t.quote[region[1] - 1] and not self._adjunct(t, nxt):
                pieces += self._resumes(t, nxt, limit, region)
            else:
                pieces += self._later_quotes(t, nxt, limit)
        kind = "direct" if t.quote[region[1] - 1] != t.quote[i] else "indirect"
        return Found(pieces, (j, end), (i, after), kind, _main(frames), group.negated, group.modal)

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

    # --- passive, participles, infinitives of purpose ---
    def _passive(
        self, t: Tokens, i: int, after: int, frames: set[str], group: Group, first_person: bool
    ) -> Found | None:
        low = t.low
        g = self.g
        limit = self._limit(t, i)
        before = group.start - 1
        by = self._agent(t, after, limit)
        if by is not None and frames & {"judge", "say", "decide", "direct", "mention"}:
            end = g.phrase_after(t, by, limit)
            if end > by and self._may_speak(t, (by, end), frames, first_person, i):
                subject = g.subject(t, group.start)
                content = [subject] if subject else []
                if end < limit and low[end] == "as":
                    content.append((end, self._clause_end(t, end, limit, {"judge"})))
                if content:
                    return Found(
                        content,
                        (by, end),
                        (group.start, by),
                        "nominal",
                        _main(frames),
                        group.negated,
                        group.modal,
                    )
            return None
        if after >= limit:
            return None
        if (
            before >= 0
            and low[before] == "it"
            and low[after] == "that"
            and frames & {"say", "think", "show", "decide", "mention"}
        ):
            return Found(
                [(after, self._clause_end(t, after, limit, {"say"}))],
                None,
                (before, after),
                "indirect",
                _main(frames),
                group.negated,
                group.modal,
                hearsay=True,
            )
        subject = g.subject(t, group.start)
        if subject is None:
            return None
        if (low[after] == "to" and after + 1 < limit and low[i] in _HEARSAY) or (
            low[after] in {"of", "that"} and low[i] in {"accused", "suspected"}
        ):
            end = self._clause_end(t, after, limit, {"want"})
            return Found(
                [(after, end)],
                None,
                (group.start, after),
                "nominal",
                _main(frames),
                group.negated,
                group.modal,
                hearsay=True,
            )
        if (
            low[i] in _FEELINGS
            and low[after] in {"that", "by", "about", "with", "over", "at"}
            and self._may_speak(t, subject, {"think"}, first_person, i)
        ):
            end = self._clause_end(t, after, limit, {"think"})
            return Found(
                [(after, end)],
                subject,
                (group.start, after),
                "thought",
                _main(frames),
                group.negated,
                group.modal,
            )
        return None

    def _agent(self, t: Tokens, after: int, limit: int) -> int | None:
        for j in range(after, min(limit, after + 4)):
            if t.low[j] == "by" and t.quote[j] == t.quote[after - 1]:
                return j + 1 if j + 1 < limit else None
            if t.low[j] in {",", "to", "that"}:
                return None
        return None

    def _participle(
        self, t: Tokens, i: int, after: int, frames: set[str], found: list[Found], first_person: bool
    ) -> Found | None:
        """Handle “…, saying that …”: the speaker is that of the sentence."""
        low = t.low
        limit = self._limit(t, i)
        if not frames & {"say", "tell", "judge", "mention", "direct", "show"} or after >= limit:
            return None
        if (
            (
                i
                and low[i - 1] not in {",", "and", "while", "in", "by", "with"}
                and low[i - 1] not in _QUOTE_SIGNS
                and low[i - 1] not in _DASHES
                and not self.g.adverb(low[i - 1])
            )
            and low[i] != "saying"
            and not (
                low[i] in {"arguing", "claiming", "alleging", "accusing", "demanding", "urging", "warning"}
                and low[i - 1] not in self.g.prepositions
            )
        ):
            return None
        source = None
        if low[i - 1] == "with":
            return None
        for one in reversed(found):
            if one.source and one.source[1] <= i and not one.nested:
                source = one.source
                break
        if source is None:
            source = self.main_subject(t, i)
        if source is None or not self._may_speak(t, source, frames, first_person, i):
            return None
        start, addressed = self._content_start(t, after, limit, "tell" in frames, frames)
        if start >= limit:
            return None
        if low[start] == ",":
            return None
        if not self._continuation(t, start, limit, frames, after, addressed, self.g.group(t, i)):
            return None
        end = self._clause_end(t, start, limit, frames)
        if end - start < 2:
            return None
        return Found([(start, end)], source, (i, after), self._kind(frames, t, start, end), _main(frames))

    def _purpose(
        self, t: Tokens, i: int, after: int, frames: set[str], found: list[Found], first_person: bool
    ) -> Found | None:
        """Handle “wrote to say that …”, “used the debate to attack …”: the main subject speaks."""
        if not frames & {"say", "judge", "direct", "tell"}:
            return None
        limit = self._limit(t, i)
        if after >= limit or t.low[after] in self.g.prepositions:
            return None
        if any(a <= i < b for one in found for a, b in one.content):
            return None
        source = self.main_subject(t, i)
        if source is None or not self._may_speak(t, source, frames, first_person, i):
            return None
        start, addressed = self._content_start(t, after, limit, "tell" in frames, frames)
        if start >= limit or not self._continuation(t, start, limit, frames, after, addressed, self.g.group(t, i)):
            return None
        end = self._clause_end(t, start, limit, frames)
        return (
            Found([(start, end)], source, (i - 1, after), self._kind(frames, t, start, end), _main(frames))
            if end - start > 1
            else None
        )

    def main_subject(self, t: Tokens, before: int) -> Range | None:
        """Return the phrase the sentence opens with, if it can be its subject."""
        low = t.low
        quote = t.quote[before] if before < len(t) else 0
        start = 0
        while start < before and t.quote[start] != quote:
            start += 1
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
        if start >= before:
            return None
        end = self.g.phrase_after(t, start, before)
        return (start, end) if end > start else None

    # --- nouns, adjectives, prepositions ---
    def _noun(self, t: Tokens, i: int, first_person: bool) -> Found | None:
        low = t.low
        g = self.g
        limit = self._limit(t, i)
        j = i + 1
        if j >= limit or t.quote[j] != t.quote[i]:
            return None
        frames = {"judge"}
        if low[j] == "that" and (j + 1 < limit and low[j + 1] not in g.auxiliaries):
            frames = {"say"}
        elif low[j] == "to" and j + 1 < limit and low[i] in _TO_NOUNS:
            frames = {"want"}
        elif (
            low[j] in {"of", "about", "for", "over", "on", "against", "with", "toward", "towards"}
            and low[i] not in _BARE_NOUNS
        ):
            j += 1
        elif low[j] == ":" and j + 1 < limit:
            j += 1
            frames = {"say"}
        else:
            return None
        if j >= limit:
            return None
        cue_end = j - 1 if low[j - 1] == ":" else j
        # possessive source: "her claim that", "the union's call for"
        k = i - 1
        while (
            k >= 0
            and low[k] not in g.possessives
            and low[k] != "'s"
            and low[k] != "'"
            and i - k < 4
            and not (
                low[k] in g.determiners or low[k] in g.prepositions or low[k] in g.auxiliaries or low[k] in {",", "and"}
            )
        ):
            k -= 1
        content_end = self._clause_end(t, j, limit, frames)
        if low[j - 1] != ":" and self._opens_clause(t, i):
            content_end = self._before_predicate(t, j, content_end)
        if content_end - j < 2:
            return None
        if k >= 0 and t.quote[k] == t.quote[i]:
            if low[k] in g.possessives and low[k] not in {"my", "our", "your"}:
                if low[k] == "its" and frames == {"judge"}:
                    return None
                return Found([(j, content_end)], (k, k + 1), (k + 1, cue_end), "nominal", "noun")
            if low[k] in {"'s", "'"}:
                source = g._phrase(t, k)
                if source and self._speaker(t, source):
                    return Found([(j, content_end)], (source[0], k + 1), (k + 1, cue_end), "nominal", "noun")
                return None
            if low[k] in g.possessives:
                return None
        # "expressed concern about": the noun's voice is a verb before it
        k = i - 1
        while k >= 0 and i - k < 6 and low[k] not in self.lexicon.voices and low[k] not in {",", ";", "that"}:
            k -= 1
        if k >= 0 and low[k] in self.lexicon.voices and i - k < 6 and not g.noun_before(t, k):
            group = g.group(t, k)
            if not group.passive:
                source = g.subject(t, group.start)
                if (
                    source
                    and self._may_speak(t, source, {"judge"}, first_person, i)
                    and low[source[1] - 1] not in {"i", "we", "it"}
                ):
                    return Found(
                        [(j, content_end)],
                        source,
                        (group.start, cue_end),
                        "nominal",
                        "noun",
                        group.negated,
                        group.modal,
                    )
        return None

    def _opens_clause(self, t: Tokens, i: int) -> bool:
        """Tell whether the noun `i` stands so early that it must be its sentence's subject: “The promise to …”."""
        return i < 8 and not any(
            t.low[k] in self.g.auxiliaries - {"'s"} or t.low[k] in self.g.prepositions or self.g._verbish(t, k)
            for k in range(i)
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

    def _announcement(self, t: Tokens, i: int, first_person: bool) -> Found | None:
        """Handle “made a surprising statement at the summit in Oslo: …”: the content stands behind the colon."""
        low = t.low
        if t.quote[i]:
            return None
        limit = self._limit(t, i)
        colon = next((j for j in range(i + 1, min(limit, i + 20)) if low[j] in {":", ";"} or t.quote[j]), None)
        if colon is None or low[colon] != ":" or limit - colon < 3:
            return None
        verb = next((k for k in range(i - 1, max(-1, i - 7), -1) if low[k] in _ISSUING), None)
        if verb is None or self.g.noun_before(t, verb):
            return None
        group = self.g.group(t, verb)
        source = None if group.passive else self.g.subject(t, group.start)
        if source is None or not self._may_speak(t, source, {"say"}, first_person, verb):
            return None
        kind = self._kind({"say"}, t, colon + 1, limit)
        return Found([(colon + 1, limit)], source, (group.start, i + 1), kind, "noun", group.negated, group.modal)

    def _adjective(self, t: Tokens, i: int, first_person: bool) -> Found | None:
        low = t.low
        g = self.g
        limit = self._limit(t, i)
        j = i + 1
        if j >= limit or low[j] not in {
            "that",
            "about",
            "to",
            "of",
            "by",
            "over",
            "with",
            "at",
            "whether",
            "he",
            "she",
            "they",
            "it",
            "the",
            "we",
            "in",
        }:
            return None
        group = g.group(t, i)
        if group.start == i or not group.passive:
            return None
        source = g.subject(t, group.start)
        if source is None or (
            low[source[1] - 1] in {"it", "i", "we", "you", "which", "that", "this"}
            and not ((first_person or t.quote[i]) and low[source[1] - 1] == "i")
        ):
            return None
        if not self._may_speak(t, source, {"think"}, first_person, i):
            return None
        end = self._clause_end(t, j, limit, {"think"} if low[j] != "to" else {"want"})
        if end - j < 2:
            return None
        return Found([(j, end)], source, (group.start, i + 1), "thought", "adjective", group.negated, group.modal)

    def _before(self, t: Tokens, i: int) -> Found | None:
        """Handle “according to …”, “in the words of …”, “in her view”."""
        low = t.low
        limit = self._limit(t, i)
        for phrase in self.lexicon.before:
            if tuple(low[i : i + len(phrase)]) == phrase:
                start = i + len(phrase)
                if phrase in {("per",)} and not ((i and low[i - 1] == ",") or i == 0):
                    continue
                break
        else:
            return self._view(t, i, limit)
        if start >= limit:
            return None
        cue = (i, start)
        initial = i == 0 or (low[i - 1] in self.g.openers and i < 3) or low[i - 1] in {"and", "but", ";", "that"}
        if initial:
            end = self._opening_end(t, start, limit)
            if end is None or end + 1 >= limit:
                return None
            content = (end + 1, self._clause_end(t, end + 1, limit, {"say"}))
            return Found([content], (start, end), cue, "according", "according")
        end = self._source_after(t, start, limit)
        region = self._region(t, self._floor(t, [], i, t.quote[i]), i)
        if end <= start or region is None:
            return None
        pieces = [region]
        if end < limit and low[end] == "," and not self._adjunct(t, min(end + 1, limit - 1)):
            pieces += self._resumes(t, end + 1, limit, region)
        return Found(pieces, (start, end), cue, "according", "according")

    def _opening_end(self, t: Tokens, start: int, limit: int) -> int | None:
        """Return the comma that closes an opening “According to X, the minister, …”."""
        low = t.low
        commas = [j for j in range(start, limit) if low[j] == "," and t.quote[j] == t.quote[start - 1]]
        for n, comma in enumerate(commas[:4]):
            nxt = low[comma + 1] if comma + 1 < limit else "."
            if n + 1 < len(commas) and (
                nxt in {"who", "which", "whose", "a", "an"}
                or self.lexicon.speaker(nxt)
                or (nxt == "the" and self._apposes(t, comma + 2, commas[n + 1]))
            ):
                continue
            return comma
        return None

    def _view(self, t: Tokens, i: int, limit: int) -> Found | None:
        """Handle “in her view, …”, “in Mr Dray's words …”."""
        low = t.low
        if (low[i] != "in" and low[i] != "to") or t.quote[i]:
            return None
        for j in range(i + 2, min(limit, i + 7)):
            if low[j] in self.lexicon.views and (low[j - 1] == "'s" or low[j - 1] in self.g.possessives):
                source = (i + 1, j)
                if low[i + 1] in {"my", "our", "your"}:
                    return None
                if (j + 1 < limit and low[j + 1] in {",", ":"}) or i == 0:
                    start = j + 2 if j + 1 < limit and low[j + 1] in {",", ":"} else j + 1
                    if start >= limit:
                        break
                    if i and low[i - 1] == ",":
                        region = self._region(t, 0, i)
                        return Found(
                            [region, (start, limit)] if region else [(start, limit)],
                            source,
                            (i, j + 1),
                            "according",
                            "according",
                        )
                    return Found(
                        [(start, self._clause_end(t, start, limit, {"say"}))],
                        source,
                        (i, j + 1),
                        "according",
                        "according",
                    )
                region = self._region(t, 0, i)
                if j + 1 >= limit and region:
                    return Found([region], source, (i, j + 1), "according", "according")
        return None

    def _kind(self, frames: set[str], t: Tokens, start: int, end: int) -> str:
        kind = KINDS[_main(frames)]
        if kind in {"indirect"} and start < end and t.low[start] in _QUOTE_SIGNS and t.quote[start]:
            return "direct"
        return kind


def _main(frames: set[str]) -> str:
    return next((frame for frame in KINDS if frame in frames), "say")


_ANNOUNCEMENTS = word_list("announcements")
_ISSUING = word_list("issuing")
_NEEDS_CLAUSE = word_list("needs_clause")
_BEFORE_HEADS = frozenset({"according", "in", "per", "as", "to"})
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
_BLEACHED = word_list("bleached")
_HEARSAY = word_list("hearsay")
_FEELINGS = word_list("feelings")
_TO_NOUNS = word_list("to_nouns")
_BARE_NOUNS = word_list("bare_nouns")
