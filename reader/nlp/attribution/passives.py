"""Cues without a subject of their own: passives and hearsay, “…, saying that …”, “wrote to say …”."""

from __future__ import annotations

from reader.nlp.attribution.clauses import Clauses, Found, _main
from reader.nlp.attribution.grammar import _DASHES, _QUOTE_SIGNS, Group, Tokens
from reader.nlp.attribution.lexicon import word_list

_HEARSAY = word_list("hearsay")
_FEELINGS = word_list("feelings")


class Passives(Clauses):
    """Finds what passives, participles and infinitives of purpose attribute."""

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
