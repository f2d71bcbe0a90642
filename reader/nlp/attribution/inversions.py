"""Verbs before their speakers: “…,” said Ana Ruiz, “…”."""

from __future__ import annotations

from reader.nlp.attribution.clauses import Clauses
from reader.nlp.attribution.found import SPEECH, Found
from reader.nlp.attribution.groups import Use
from reader.nlp.attribution.tokenized import ENDS, Range, Tokens

_READ = frozenset(["read", "reads"])


class Inversions(Clauses):
    """Finds what verbs tell whose speaker follows them."""

    def _reported_by(self, t: Tokens, use: Use) -> bool:
        """Tell whether who spoke stands between the verb and a comma: “…, reported officials, …”."""
        low = t.low
        i, after = use.verb, use.after
        if not use.alone or i < 2 or low[i - 1] != "," or after + 1 >= len(t) or t.quote[i] or t.quote[after]:
            return False
        if low[after] in self.g.determiners | self.g.prepositions | self.g.times or self.g.adverb(low[after]):
            return False
        stop = next((j for j in range(after, min(len(t), after + 4)) if low[j] in {",", *ENDS}), after)
        return stop > after and self._tells(t, (after, stop), i)

    def _inverted(self, t: Tokens, use: Use) -> Found | None:
        """Handle “…,” said Ana Ruiz, “…”."""
        low = t.low
        i, j = use.verb, use.after
        if not (use.frames & SPEECH or low[i] in _READ) or not use.alone or not i or not self._separated(t, i):
            return None
        limit = self._limit(t, i)
        if j >= limit or low[j] in ENDS or low[j] in {"that", ","} or t.quote[j] != t.quote[i]:
            return None
        region = self._region(t, 0, i)
        if region is None:
            return None
        if low[j] in self.g.objects - {"her", "it"} or low[j] in self.g.prepositions:
            return None
        end = self._source_after(t, j, limit)
        if self.g.clausal(t, j + 1, end):
            # "…, announced a trial was stopped"
            return None
        if end <= j or not (self._tells(t, (j, end), i) or low[j] in self.g.subjects):
            return None
        pieces = [region, *self._behind_source(t, end, limit, region, t.quote[i])]
        kind = "direct" if t.quote[region[1] - 1] != t.quote[i] else "indirect"
        return self._told(t, use, pieces, (j, end), kind)

    def _behind_source(self, t: Tokens, end: int, limit: int, region: Range, quote: int) -> list[Range]:
        """Return what goes on behind the source that ends at `end`, told in `region` and in the quotation `quote`."""
        k = next((k for k in range(end, limit) if t.low[k] == "," or t.quote[k]), None)
        if k is None:
            return []
        nxt = k + 1 if t.low[k] == "," else k
        quoted = nxt < limit and t.quote[nxt] and t.quote[nxt] != quote
        if not quoted and nxt < limit and not t.quote[region[1] - 1] and not self._adjunct(t, nxt):
            return self._resumes(t, nxt, limit, region)
        return self._later_quotes(t, nxt)
