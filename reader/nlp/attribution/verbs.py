"""Verbs that attribute: the source before the cue, after it, or around it, and what each frame lets follow."""

from __future__ import annotations

from reader.nlp.attribution.found import SPEECH, Found
from reader.nlp.attribution.groups import Group
from reader.nlp.attribution.inversions import Inversions
from reader.nlp.attribution.lexicon import word_list
from reader.nlp.attribution.particles import Particles
from reader.nlp.attribution.passives import Passives
from reader.nlp.attribution.relatives import SUBORDINATE, Relatives
from reader.nlp.attribution.tokenized import ENDS, QUOTE_SIGNS, Range, Tokens

_RELATIVE = frozenset(["which", "who", "that", "what"])
_PLURALS = frozenset(["many", "some", "several", "few", "these", "those", "all", "both"])
_WHILE = frozenset(["by", "in", "after", "before"])
_SAID = frozenset({"say", "think"})
_GOING_ON = ("continu", "begin", "began", "begun")
_RULED = frozenset(["ruled", "rules", "held", "found", "decided", "concluded", "determined"])
_NEEDS_THAT = word_list("needs_that")
_PLACES = frozenset(["where", "what", "how", "why", "as", "than"])
_NOW = frozenset(["is", "are", "'s"])


class Verbs(Relatives, Passives, Particles, Inversions):
    """Finds what verbs attribute."""

    def _verb(self, t: Tokens, i: int, found: list[Found], first_person: bool, headline: bool) -> Found | None:
        low = t.low
        g = self.g
        form_senses = self.lexicon.verbs[low[i]]
        if g.noun_before(t, i) and not self._after_pronoun(t, i, {sense.form for sense in form_senses}):
            return None
        if t.capital(i) and i and not headline:
            return None
        if (
            low[i] == "like"
            and i
            and low[i - 1] not in g.subjects | g.auxiliaries | {"to"}
            and not g.adverb(low[i - 1])
        ):
            # "countries like France"
            return None
        if (
            i
            and (low[i - 1] in _PLURALS or (low[i - 1][0].isdigit() and low[i - 2 : i - 1] != ["of"]))
            and all(sense.form == "s" for sense in form_senses)
        ):
            # "many projects", "some claims"
            return None
        noun = low[i] in self.lexicon.nouns or low[i] in self.lexicon.documents or low[i] == "figures"
        if noun and i > 1 and low[i - 2] in _PLURALS and all(sense.form == "s" for sense in form_senses):
            # "many leftist figures"
            return None
        noun = low[i] in self.lexicon.documents or (low[i] in self.lexicon.people and low[i].endswith("s"))
        if noun and i + 1 < len(t) and low[i + 1] in self.lexicon.verbs:
            # "court documents show": the noun
            return None
        if low[i] == "think" and low[i + 1 : i + 2] in (["tank"], ["tanks"]):
            return None
        person = low[i] in self.lexicon.people and {sense.form for sense in form_senses} == {"base"}
        if person and i and not (low[i - 1].endswith("s") or low[i - 1] in g.subjects | g.auxiliaries | {"to"}):
            # "a district judge"
            return None
        compound = self.lexicon.speaker(low[i]) or low[i] in self.lexicon.nouns
        if compound and i + 1 < len(t) and self.lexicon.speaker(low[i + 1]) and not t.capital(i + 1):
            # "some state officials", "press secretary"
            return None
        group = g.group(t, i)
        forms = {sense.form for sense in form_senses}
        reduced = self._reduced_passive(t, i, form_senses, group, first_person)
        if reduced:
            return reduced
        sense, after = self._particles(t, i, form_senses)
        if sense is None:
            return None
        frames = {s.frame for s in form_senses if s.particles == sense.particles}
        follower = low[after] if after < len(t) else "."
        if low[i].startswith(_GOING_ON) and (follower == "to" or follower.endswith("ing")):
            # "continues to grow", "began playing"
            return None
        if "ing" in forms and group.start == i:
            return self._participle(t, i, after, frames, found, first_person)
        if group.passive and forms & {"past", "participle"}:
            return self._passive(t, i, after, frames, group, first_person)
        if forms == {"participle"} and not group.perfect:
            # "the new mayor sworn in"
            return None
        if low[i - 1] == "to" and i and not group.infinitive:
            return self._purpose(t, i, after, frames, found, first_person)
        if "tell" not in frames and self._reported_by(t, i, after, group):
            return self._inverted(t, i, after, frames, group)
        source = g.subject(t, group.start) or self._shared(t, i, group.start, forms, found)
        if source is None or not self.may_speak(t, source, frames, first_person, i):
            stretched = g.stretched(t, group.start)
            if stretched and forms == {"base"} and group.start == i and not self._several_speak(t, stretched):
                stretched = None
            if stretched is None:
                return self._inverted(t, i, after, frames, group) if source is None else None
            source = stretched
        if forms == {"base"} and group.start == i and not self._plural(t, source):
            return None
        return self._active(t, i, after, frames, group, source, found, headline)

    def _after_pronoun(self, t: Tokens, i: int, forms: set[str]) -> bool:
        """Tell whether what looks like a determiner before the verb `i` is a subject: “some say”, “each said”."""
        before = t.low[i - 1]
        if forms == {"base"} and before in {"some", "both"}:
            return True
        if i < 3 and forms & {"past", "s"} and before in {"another", "each"}:
            return True
        gerund = forms == {"ing"} and t.low[i] not in self.lexicon.nouns
        return i > 1 and (before in {"that", "all", "each", "some", "both"} or (gerund and before in _WHILE))

    def _quotative(self, t: Tokens, i: int, first_person: bool) -> Found | None:
        """Handle spoken “I was like, let's go”: a form of be, “like”, and a comma or quotation."""
        low = t.low
        limit = self._limit(t, i)
        if i < 2 or low[i - 1] not in self.g.be or i + 2 >= limit:
            return None
        opened = low[i + 1] in QUOTE_SIGNS and t.quote[i + 1] != t.quote[i]
        if low[i + 1] not in {",", ":"} and not opened:
            return None
        source = self.g.subject(t, i - 1)
        if (
            source is None
            or low[source[1] - 1] in {"it", "that", "this", "there", "what", "which"}
            or not self.may_speak(t, source, {"say"}, first_person, i)
        ):
            return None
        start = i + 1 if opened else i + 2
        end = self._clause_end(t, start, limit, {"say"})
        if end - start < 2:
            return None
        return Found([(start, end)], source, (i - 1, i + 1), self._kind({"say"}, t, start, end), "say")

    def tag(self, t: Tokens, i: int) -> Range | None:
        """Return the source of the verb of speech `i` where nothing it tells follows in the sentence."""
        senses = self.lexicon.verbs.get(t.low[i], ())
        if not senses or not any(sense.frame in {"say", "ask"} and sense.form in {"past", "s"} for sense in senses):
            return None
        group = self.g.group(t, i)
        source = self.g.subject(t, group.start)
        if source is None or source[0] or group.passive or not self.may_speak(t, source, {"say"}, False, i):
            return None
        rest, _ = self._content_start(t, i + 1, len(t), False, {"say"})
        return source if rest >= len(t) or t.low[rest] in ENDS | {":", ","} else None

    def _shared(self, t: Tokens, i: int, start: int, forms: set[str], found: list[Found]) -> Range | None:
        """Return the subject of a verb before “and” or “but” that the cue `i` shares: “He rose and said …”."""
        low = t.low
        k = start - 1
        if k < 2 or low[k] not in {"and", "but"} or t.quote[k] != t.quote[i]:
            return None
        finite = start < i or bool(forms & {"past", "s"})
        if not finite:
            return None
        for one in reversed(found):
            told = one.source and one.cue and one.source[1] <= one.cue[0] < k and not one.nested
            if told and one.source and t.quote[one.source[0]] == t.quote[i] and one.kind != "according":
                if not set(low[slice(*one.cue or (0, 0))]).isdisjoint(_NOW):
                    return one.source if "s" in forms or start < i else None
                tenses = {tense for word in low[slice(*one.cue or (0, 0))] for tense in self._tense(word)}
                return one.source if tenses & (forms | {"past"} if start < i else forms) else None
        for j in range(k - 1, 0, -1):
            if t.quote[j] != t.quote[i] or low[j] in {";", ":"}:
                return None
            if low[j] in {"he", "she", "they", "i", "we", "who"} and low[j - 1] not in _PLACES:
                follower = j + 1 + (self.g.adverb(low[j + 1]) and j + 2 < k)
                finite = low[follower] in self.g.auxiliaries or self._finite(t, follower)
                return (j, j + 1) if finite else None
        source = self.main_subject(t, k)
        if source is None or source[1] >= k:
            return None
        follower = source[1]
        while follower + 1 < k and (
            self.g.adverb(low[follower]) or low[follower] in self.g.times or low[follower + 1] in self.g.times
        ):
            # "The board on Monday met and told …"
            follower += 1
        return source if low[follower] in self.g.auxiliaries or self._finite(t, follower) else None

    def _tense(self, word: str) -> set[str]:
        return {sense.form for sense in self.lexicon.verbs.get(word, ())} - {"participle", "ing"}

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
        speech = bool(frames & (SPEECH | {"show", "think"})) or low[i] in _RULED
        if before_quote and frames & SPEECH and region and not self._leads_in(t, region, start, limit):
            # “…,” she said, “…”
            pieces = [region]
            rest = self._later_quotes(t, after, limit)
            pieces += rest
            return self._told(pieces, source, cue, "direct", frames, group)
        empty = start >= limit or low[start] in ENDS or low[start] == ";"
        comma = not empty and low[start] == ","
        if empty and not before_quote and frames & SPEECH:
            region = self._region(t, self._floor(t, found, source[0], t.quote[i], last=True), source[0])
        if (empty or comma) and low[source[1] - 1] in {"who", "which"} and not before_quote:
            # "…, who advises ministers": what a relative clause tells follows it
            region = None
        thing = self._object_before(t, i, after, limit, frames, source, group)
        if thing:
            source = (thing[1], source[1]) if thing[0] == source[0] else source
            return self._told([thing], source, cue, "nominal", frames, group)
        lead = source[0] - 2 - (source[0] > 3 and low[source[0] - 2] in QUOTE_SIGNS)
        as_said = source[0] > 2 and low[source[0] - 1] == "as" and low[lead] == ","
        if empty and speech and region and as_said:
            # "…, as police have said"
            told = (region[0], source[0] - 2)
            return self._told([told], source, cue, self._kind(frames, t, *told), frames, group)
        if low[i] in _NEEDS_THAT - _RULED and not before_quote and (empty or comma):
            return None
        scene = empty and region and low[region[0]] in self.g.prepositions and not t.quote[region[0]]
        if empty and region and low[region[0]] in SUBORDINATE and "," not in low[slice(*region)]:
            # "While Pell may argue, the firm will not agree"
            return None
        if scene and region and not ("," in low[slice(*region)] or self._has_verb(t, region[0], region[1])):
            return None
        if (empty or comma) and speech and region and self._separated(t, source[0]):
            pieces = [region]
            if comma:
                pieces += self._resumes(t, start + 1, limit, region)
            return self._told(pieces, source, cue, self._kind(frames, t, region[0], region[1]), frames, group)
        if comma and frames & SPEECH:
            nxt = start + 1
            if self._another_tells(t, nxt, limit):
                return None
            if nxt < limit and (t.quote[nxt] != t.quote[i] or not self._adjunct(t, nxt)):
                end = self._clause_end(t, nxt, limit, frames)
                if end - nxt > 1:
                    return self._told([(nxt, end)], source, cue, self._kind(frames, t, nxt, end), frames, group)
            quoted = self._later_quotes(t, nxt, limit)
            if quoted:
                return self._told(quoted, source, cue, "direct", frames, group)
            return None
        if empty or comma:
            if source[0] and low[source[0] - 1] == "as" and frames & SPEECH and comma:
                end = self._clause_end(t, start + 1, limit, frames)
                return self._told([(start + 1, end)], source, cue, "indirect", frames, group)
            return None
        if source[0] == 1 and low[0] == "as" and frames & {"say"} and not t.quote[source[0]]:
            # "As Orr put it in a letter to me, …"
            behind = next((j for j in range(after, limit - 2) if low[j] == "," and t.quote[j] == t.quote[i]), None)
            if behind is not None and low[behind + 1] not in {"who", "which"}:
                told = (behind + 1, self._clause_end(t, behind + 1, limit, frames))
                return self._told([told], source, cue, self._kind(frames, t, *told), frames, group)
        if source[0] and low[source[0] - 1] == "as" and frames <= SPEECH and not region:
            # "as X said in May, …" sets the speech beside the clause
            return None
        document = low[self._head(t, source) - 1] in self.lexicon.documents
        if low[start] == "as" and source[0] and low[source[0] - 1] == "what" and frames & {"judge"}:
            # "what analysts described as an old trick"
            start += 1
            frames = {"judge"}
            kind = "nominal"
        elif low[source[0] - 1] in _RELATIVE and source[0] and low[start] in self.g.auxiliaries and frames & _SAID:
            # "gifts, which he said were from friends"
            pass
        elif not self._continuation(t, start, limit, frames, after, addressed, document):
            if region and speech and frames & SPEECH and self._separated(t, source[0]):
                return self._told(
                    [region, *self._later_quotes(t, after, limit)],
                    source,
                    cue,
                    self._kind(frames, t, *region),
                    frames,
                    group,
                )
            return None
        if start >= limit:
            return None
        end = self._clause_end(t, start, limit, frames)
        if low[i].startswith("accus"):
            end = self._charge(t, end, limit, frames)
        end = self._inside_subject(t, source, start, end)
        end = self._before_main_clause(t, source[0], start, end)
        if end <= start:
            return None
        pieces = [(start, end)]
        if "judge" in frames and end + 3 < limit and low[end] == "," and low[end + 1] in QUOTE_SIGNS:
            # "called them, in a letter, “idle”"
            pieces += self._later_quotes(t, end, limit)[:1]
        return self._told(pieces, source, cue, kind, frames, group)

    def _another_tells(self, t: Tokens, start: int, limit: int) -> bool:
        """Tell whether a cue between commas stands at `start`: “He can tell by sound, he says, when …”."""
        comma = next((j for j in range(start + 1, min(limit, start + 8)) if t.low[j] == ","), None)
        if comma is None or t.quote[comma] != t.quote[start]:
            return False
        return any(sense.frame == "say" for sense in self.lexicon.verbs.get(t.low[comma - 1], ()))

    def _leads_in(self, t: Tokens, region: Range, start: int, limit: int) -> bool:
        """Tell whether what stands before the source only sets the scene: “In a talk on ‘Today’ she said that …”."""
        return (
            t.low[region[0]] in self.g.prepositions
            and not t.quote[region[0]]
            and start < limit
            and t.low[start] not in {",", *ENDS}
        )

    def _charge(self, t: Tokens, end: int, limit: int, frames: set[str]) -> int:
        """Let an accusation go on behind an insertion: “accused the firm, which is in Hull, of theft”."""
        if end < limit and t.low[end] == ",":
            if end + 1 < limit and t.low[end + 1] == "of":
                return self._clause_end(t, end + 1, limit, frames)
            for j in range(end + 1, min(limit - 1, end + 25)):
                if t.low[j] == "," and t.low[j + 1] == "of":
                    return self._clause_end(t, j + 1, limit, frames)
        return end
