"""Verbs that attribute: the source before the cue, after it, or around it, and what each frame lets follow."""

from __future__ import annotations

from reader.nlp.attribution.clauses import _SPEECH, Found, _main
from reader.nlp.attribution.grammar import _ENDS, Group, Range, Tokens
from reader.nlp.attribution.lexicon import Sense
from reader.nlp.attribution.passives import Passives


class Verbs(Passives):
    """Finds what verbs attribute."""

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

    def _leads_in(self, t: Tokens, region: Range, start: int, limit: int) -> bool:
        """Tell whether what stands before the source only sets the scene: “In a talk on ‘Today’ she said that …”."""
        return (
            t.low[region[0]] in self.g.prepositions
            and not t.quote[region[0]]
            and start < limit
            and t.low[start] not in {",", *_ENDS}
        )

    def _charge(self, t: Tokens, end: int, limit: int, frames: set[str]) -> int:
        """Let an accusation go on behind an insertion: “accused the firm, which is in Hull, of theft”."""
        if end < limit and t.low[end] == ",":
            for j in range(end + 1, min(limit - 1, end + 25)):
                if t.low[j] == "," and t.low[j + 1] == "of":
                    return self._clause_end(t, j + 1, limit, frames)
        return end

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
