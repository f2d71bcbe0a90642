"""Active verbs: what a source tells before the cue, behind it, or around it.

Each rule knows one construction. They are asked in order, so that an earlier one has the first word.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar, Literal, TypeAlias

from reader.nlp.attribution.found import SPEECH, Found
from reader.nlp.attribution.groups import Use
from reader.nlp.attribution.lexicon import word_list
from reader.nlp.attribution.relatives import SUBORDINATE, Relatives
from reader.nlp.attribution.tokenized import ENDS, QUOTE_SIGNS, Range, Tokens

_RELATIVE = frozenset(["which", "who", "that", "what"])
_SAID = frozenset({"say", "think"})
_RULED = frozenset(["ruled", "rules", "held", "found", "decided", "concluded", "determined"])
_NEEDS_THAT = word_list("needs_that")


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb with its source, and what stands around them.

    `limit` is the end of what the verb can reach. Behind it, content would begin at `start`, once its addressee
    (`addressed`) and adverbials have been passed; there may be nothing (`empty`), or a `comma`. `before` is what stands
    before the source and may be told; `quoted_before` tells that a quotation ends there.
    """

    use: Use
    source: Range
    limit: int
    start: int
    addressed: bool
    before: Range | None
    quoted_before: bool
    empty: bool
    comma: bool

    @property
    def bare(self) -> bool:
        """Whether nothing is told right behind the verb."""
        return self.empty or self.comma

    @property
    def speech(self) -> bool:
        """Whether the verb is one of saying, telling or asking."""
        return bool(self.use.frames & SPEECH)


Outcome: TypeAlias = Found | Literal[False] | None
"""What a rule comes to: what is told, False where nothing is, None where the next rule is asked."""


class Actives(Relatives):
    """Finds what active verbs attribute to the source before them."""

    def _active(self, t: Tokens, use: Use, source: Range, found: list[Found]) -> Found | None:
        clause = self._clause(t, use, source, found)
        for rule in self._RULES:
            outcome = rule(self, t, clause)
            if outcome is not None:
                return outcome or None
        return self._behind(t, clause)

    def _clause(self, t: Tokens, use: Use, source: Range, found: list[Found]) -> Clause:
        low, quote = t.low, t.quote[use.verb]
        limit = self._limit(t, use.verb)
        start, addressed = self._content_start(t, use.after, limit, use.frames)
        empty = start >= limit or low[start] in ENDS or low[start] == ";"
        comma = not empty and low[start] == ","
        floor = self._floor(t, found, source[0], quote)
        quoted = self._region_ends_quote(t, source[0], floor)
        if empty and not quoted and use.frames & SPEECH:
            floor = self._floor(t, found, source[0], quote, last=True)
        before = self._region(t, floor, source[0])
        if (empty or comma) and low[source[1] - 1] in {"who", "which"} and not quoted:
            # "…, who advises ministers": what a relative clause tells follows it
            before = None
        return Clause(use, source, limit, start, addressed, before, quoted, empty, comma)

    def _around(self, t: Tokens, c: Clause) -> Outcome:
        """“…,” she said, “…”."""
        if not (c.quoted_before and c.speech and c.before) or self._leads_in(t, c.before, c.start, c.limit):
            return None
        return self._told(t, c.use, [c.before, *self._later_quotes(t, c.use.after)], c.source, "direct")

    def _its_object(self, t: Tokens, c: Clause) -> Outcome:
        """“The plan Mr Orr announced …”."""
        thing = self._object_before(t, c.use, c.limit, c.source)
        if thing is None:
            return None
        source = (thing[1], c.source[1]) if thing[0] == c.source[0] else c.source
        return self._told(t, c.use, [thing], source, "nominal")

    def _as_said_last(self, t: Tokens, c: Clause) -> Outcome:
        """“…, as police have said.”"""
        low, first = t.low, c.source[0]
        lead = first - 2 - (first > 3 and low[first - 2] in QUOTE_SIGNS)
        as_said = first > 2 and low[first - 1] == "as" and low[lead] == ","
        if not (c.empty and self._tells_clauses(t, c) and c.before and as_said):
            return None
        return self._told(t, c.use, [(c.before[0], first - 2)], c.source)

    def _needs_clause(self, t: Tokens, c: Clause) -> Outcome:
        """“They answered.”"""
        needs = t.low[c.use.verb] in _NEEDS_THAT - _RULED
        return False if needs and not c.quoted_before and c.bare else None

    def _sets_scene(self, t: Tokens, c: Clause) -> Outcome:
        """“While Pell may argue, …”, “In a talk on Friday Orr said.”"""
        if not (c.empty and c.before):
            return None
        low, opening = t.low, c.before[0]
        parted = "," in low[slice(*c.before)]
        if low[opening] in SUBORDINATE and not parted:
            return False
        scene = low[opening] in self.g.prepositions and not t.quote[opening]
        return False if scene and not (parted or self._has_verb(t, *c.before)) else None

    def _before_source(self, t: Tokens, c: Clause) -> Outcome:
        """“The road is closed, Orr said, and stays so.”"""
        if not (c.bare and self._tells_clauses(t, c) and c.before and self._separated(t, c.source[0])):
            return None
        rest = self._resumes(t, c.start + 1, c.limit, c.before) if c.comma else []
        return self._told(t, c.use, [c.before, *rest], c.source)

    def _behind_comma(self, t: Tokens, c: Clause) -> Outcome:
        """“Orr said, the road is closed.”"""
        if not (c.comma and c.speech):
            return False if c.bare else None
        nxt = c.start + 1
        if self._another_tells(t, nxt, c.limit):
            return False
        if nxt < c.limit and (t.quote[nxt] != t.quote[c.use.verb] or not self._adjunct(t, nxt)):
            end = self._clause_end(t, nxt, c.limit, c.use.frames)
            if end - nxt > 1:
                return self._told(t, c.use, [(nxt, end)], c.source)
        quoted = self._later_quotes(t, nxt)
        return self._told(t, c.use, quoted, c.source, "direct") if quoted else False

    def _as_put_first(self, t: Tokens, c: Clause) -> Outcome:
        """“As Orr put it in a letter to me, …”."""
        low = t.low
        if c.source[0] != 1 or low[0] != "as" or "say" not in c.use.frames or t.quote[c.source[0]]:
            return None
        same = t.quote[c.use.verb]
        comma = next((j for j in range(c.use.after, c.limit - 2) if low[j] == "," and t.quote[j] == same), None)
        if comma is None or low[comma + 1] in {"who", "which"}:
            return None
        end = self._clause_end(t, comma + 1, c.limit, c.use.frames)
        return self._told(t, c.use, [(comma + 1, end)], c.source)

    def _as_said_beside(self, t: Tokens, c: Clause) -> Outcome:
        """“As X said in May” sets the speech beside the clause."""
        beside = c.source[0] and t.low[c.source[0] - 1] == "as" and c.use.frames <= SPEECH and not c.before
        return False if beside else None

    def _described_as(self, t: Tokens, c: Clause) -> Outcome:
        """“What analysts described as an old trick”."""
        what = c.source[0] and t.low[c.source[0] - 1] == "what"
        if t.low[c.start] != "as" or not what or "judge" not in c.use.frames:
            return None
        return self._behind(t, replace(c, start=c.start + 1, use=c.use._replace(frames={"judge"}))) or False

    def _told_first(self, t: Tokens, c: Clause) -> Outcome:
        """“The road is closed, Orr said in a letter”: what follows is nothing told."""
        low, use = t.low, c.use
        relative = c.source[0] and low[c.source[0] - 1] in _RELATIVE
        if relative and low[c.start] in self.g.auxiliaries and use.frames & _SAID:
            # "gifts, which he said were from friends"
            return None
        document = low[self._head(t, c.source) - 1] in self.lexicon.documents
        if self._continuation(t, c.start, c.limit, use.frames, use.after, c.addressed, document):
            return None
        if not (c.before and c.speech and self._separated(t, c.source[0])):
            return False
        return self._told(t, use, [c.before, *self._later_quotes(t, use.after)], c.source)

    _RULES: ClassVar[tuple[Callable[[Actives, Tokens, Clause], Outcome], ...]] = (
        _around,
        _its_object,
        _as_said_last,
        _needs_clause,
        _sets_scene,
        _before_source,
        _behind_comma,
        _as_put_first,
        _as_said_beside,
        _described_as,
        _told_first,
    )

    def _behind(self, t: Tokens, c: Clause) -> Found | None:
        """Return what is told right behind the verb: “Orr said the road is closed”."""
        low, start, frames = t.low, c.start, c.use.frames
        if start >= c.limit:
            return None
        end = self._clause_end(t, start, c.limit, frames)
        if low[c.use.verb].startswith("accus"):
            end = self._charge(t, end, c.limit, frames)
        end = self._inside_subject(t, c.source, start, end)
        end = self._before_main_clause(t, c.source[0], start, end)
        if end <= start:
            return None
        pieces = [(start, end)]
        if "judge" in frames and end + 3 < c.limit and low[end] == "," and low[end + 1] in QUOTE_SIGNS:
            # "called them, in a letter, “idle”"
            pieces += self._later_quotes(t, end)[:1]
        return self._told(t, c.use, pieces, c.source)

    def _tells_clauses(self, t: Tokens, c: Clause) -> bool:
        """Tell whether the verb takes a clause, which may stand before it as well."""
        return bool(c.use.frames & (SPEECH | {"show", "think"})) or t.low[c.use.verb] in _RULED

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
