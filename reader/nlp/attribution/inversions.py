"""Verbs before their speakers: “…,” said Ana Ruiz, “…”."""

from __future__ import annotations

from reader.nlp.attribution.clauses import Clauses
from reader.nlp.attribution.found import SPEECH, Found
from reader.nlp.attribution.groups import Group
from reader.nlp.attribution.tokenized import ENDS, Tokens

_READ = frozenset(["read", "reads"])


class Inversions(Clauses):
    """Finds what verbs tell whose speaker follows them."""

    def _reported_by(self, t: Tokens, i: int, after: int, group: Group) -> bool:
        """Tell whether who spoke stands between the verb and a comma: “…, reported officials, …”."""
        low = t.low
        if group.start != i or i < 2 or low[i - 1] != "," or after + 1 >= len(t) or t.quote[i] or t.quote[after]:
            return False
        if low[after] in self.g.determiners | self.g.prepositions | self.g.times or self.g.adverb(low[after]):
            return False
        stop = next((j for j in range(after, min(len(t), after + 4)) if low[j] in {",", *ENDS}), after)
        return stop > after and self._tells(t, (after, stop), i)

    def _inverted(self, t: Tokens, i: int, after: int, frames: set[str], group: Group) -> Found | None:
        low = t.low
        if not (frames & SPEECH or low[i] in _READ) or group.start != i or not i:
            return None
        if not self._separated(t, i) and low[i - 1] not in {"so", "as"}:
            return None
        limit = self._limit(t, i)
        j = after
        if j >= limit or low[j] in ENDS or low[j] in {"that", ","} or t.quote[j] != t.quote[i]:
            return None
        floor = 0
        region = self._region(t, floor, i)
        if region is None or low[i - 1] in {"so", "as"}:
            return None
        if low[j] in self.g.objects - {"her", "it"} or low[j] in self.g.prepositions:
            return None
        end = self._source_after(t, j, limit)
        if self.g.clausal(t, j + 1, end):
            # "…, announced a trial was stopped"
            return None
        if end <= j or not (self._tells(t, (j, end), i) or low[j] in self.g.subjects):
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
        return self._told(pieces, (j, end), (i, after), kind, frames, group)
