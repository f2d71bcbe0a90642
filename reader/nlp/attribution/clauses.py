"""Content before a cue, around it and behind it, shared by the rooms of all kinds of cues."""

from __future__ import annotations

from reader.nlp.attribution.ends import Ends
from reader.nlp.attribution.found import KINDS, Found, main_frame
from reader.nlp.attribution.groups import Use
from reader.nlp.attribution.tokenized import DASHES, QUOTE_SIGNS, Range, Tokens

_LOOSE = frozenset([",", ";", ":", "...", "…"])
_GOES_ON = frozenset(["but", "when", "while", "although", "though"])


class Clauses(Ends):
    """The extents of content and sources around a cue, shared by all rooms."""

    def _floor(self, t: Tokens, found: list[Found], before: int, quote: int, last: bool = False) -> int:
        """Return where content that precedes token `before` may begin: behind earlier attributions' tokens.

        A `last` cue, with nothing behind it, also tells what others tell right before it: “Pell fears rain, Orr said”.
        """
        floor = 0
        if quote:
            while floor < before and t.quote[floor] != quote:
                floor += 1
            if floor < before and t.low[floor] in QUOTE_SIGNS:
                floor += 1
        for one in found:
            if not quote and one.source and self._aside(t, one.source):
                continue
            if last and one.cue and one.cue[1] <= one.content[0][0] and one.content[-1][1] >= before - 2:
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
        while start < end and (low[start] in {",", ";", ":"} or low[start] in DASHES) and not t.quote[start]:
            start += 1
        while end > start and (low[end - 1] in _LOOSE or low[end - 1] in DASHES) and not t.quote[end - 1]:
            end -= 1
        if floor and start < end and low[start] in {"and", "but", "while", "though", "although"}:
            start += 1
        while start < end and low[start] in {",", ";"}:
            start += 1
        return (start, end) if end - start > 1 or (end > start and t.quote[start]) else None

    def _separated(self, t: Tokens, source: int) -> bool:
        return source > 0 and (
            t.low[source - 1] in {",", "?", "!", "...", "…"}
            or t.low[source - 1] in DASHES
            or (bool(t.quote[source - 1]) and t.low[source - 1] in QUOTE_SIGNS)
        )

    def _region_ends_quote(self, t: Tokens, source: int, floor: int) -> bool:
        j = source - 1
        if j >= floor and t.low[j] in {",", *DASHES} and not t.quote[j]:
            j -= 1
        return (
            j >= floor
            and t.quote[j] > 0
            and t.low[j] in QUOTE_SIGNS
            and (source >= len(t) or t.quote[source] != t.quote[j])
        )

    def _later_quotes(self, t: Tokens, start: int) -> list[Range]:
        """Return the quotations of some length from `start` to the sentence's end."""
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
        goes_on = not t.quote[region[1] - 1] and start + 1 < limit and t.low[start] in _GOES_ON
        if goes_on and self._opens_again(t, start + 1, limit):
            # "They sat together, he explained, but they were …"
            goes_on = not self._cue_ahead(t, start + 1, min(limit, start + 12))
        else:
            goes_on = False
        if self._adjunct(t, start) and not t.quote[start] and not goes_on:
            return self._later_quotes(t, start)
        end = self._clause_end(t, start, limit, {"say"})
        return [(start, end)] if end > start else []

    def _opens_again(self, t: Tokens, start: int, limit: int) -> bool:
        """Tell whether a clause with a subject of its own begins at `start`, behind “but” or “while”."""
        word = t.low[start]
        if word in self.g.subjects | self.g.determiners or word.endswith("ing"):
            return True
        if word in self.g.auxiliaries or self._finite(t, start) or self.g.adverb(word):
            return False
        return any(t.low[k] in self.g.auxiliaries for k in range(start + 1, min(limit, start + 12)))

    def _kind(self, frames: set[str], t: Tokens, start: int, end: int) -> str:
        kind = KINDS[main_frame(frames)]
        if kind in {"indirect"} and start < end and t.low[start] in QUOTE_SIGNS and t.quote[start]:
            return "direct"
        return kind

    def _absolute(self, t: Tokens, i: int) -> Range | None:
        """Return the noun phrase between “with” and `i`: “With unions threatening to strike, …”."""
        end = i
        while end > 1 and self.g.adverb(t.low[end - 1]):
            end -= 1
        for k in range(end - 1, max(-1, end - 9), -1):
            word = t.low[k]
            if word == "with":
                return (k + 1, end) if k + 1 < end and self.speaker(t, (k + 1, end)) else None
            if word in {",", ";", ":"} or t.quote[k] != t.quote[i] or word in self.g.auxiliaries - {"'s"}:
                return None
        return None

    def _told(self, t: Tokens, use: Use, pieces: list[Range], source: Range, kind: str = "") -> Found:
        """Return what a source tells by a verb; of the kind of its first piece, unless `kind` says which."""
        kind = kind or self._kind(use.frames, t, *pieces[0])
        return Found(pieces, source, use.cue, kind, main_frame(use.frames), use.group.negated, use.group.modal)
