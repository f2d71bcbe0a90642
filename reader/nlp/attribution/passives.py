"""Cues without a subject of their own: passives and hearsay, “…, saying that …”, “wrote to say …”."""

from __future__ import annotations

from reader.nlp.attribution.clauses import Clauses
from reader.nlp.attribution.found import Found, main_frame
from reader.nlp.attribution.groups import Group, Use
from reader.nlp.attribution.lexicon import Sense, word_list
from reader.nlp.attribution.tokenized import DASHES, QUOTE_SIGNS, Tokens

_HEARSAY = word_list("hearsay")
_FEELINGS = word_list("feelings")
_LOUD = word_list("loud")
_NEEDS_THAT = word_list("needs_that")
_LEADS = frozenset([",", "and", "while", "in", "by", "with", "after", "before", "when"]) | {"heard", "seen", "filmed"}
_BLAMED = frozenset(["for", "from", "of", "without"])
_ISSUED = word_list("announcements") | {
    "letter",
    "tweet",
    "tweets",
    "post",
    "report",
    "remarks",
    "comments",
    "ad",
    "video",
}


class Passives(Clauses):
    """Finds what passives, participles and infinitives of purpose attribute."""

    def _passive(self, t: Tokens, use: Use, first_person: bool) -> Found | None:
        low = t.low
        g = self.g
        i, after, frames, group = use.verb, use.after, use.frames, use.group
        limit = self._limit(t, i)
        before = group.start - 1
        by = self._agent(t, after, limit)
        if low[i] in _NEEDS_THAT or low[i] == "told":
            return None
        if by is not None and frames & {"judge", "say", "decide", "direct", "mention"}:
            end = g.phrase_after(t, by, limit)
            if end > by and self.may_speak(t, (by, end), frames, first_person, i):
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
                        main_frame(frames),
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
                main_frame(frames),
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
                main_frame(frames),
                group.negated,
                group.modal,
                hearsay=True,
            )
        if (
            low[i] in _FEELINGS
            and low[after] in {"that", "by", "about", "with", "over", "at"}
            and self.may_speak(t, subject, {"think"}, first_person, i)
        ):
            end = self._clause_end(t, after, limit, {"think"})
            return Found(
                [(after, end)],
                subject,
                (group.start, after),
                "thought",
                main_frame(frames),
                group.negated,
                group.modal,
            )
        return None

    def _reduced_passive(
        self, t: Tokens, i: int, senses: tuple[Sense, ...], group: Group, first_person: bool
    ) -> Found | None:
        """Handle “the bill backed by the unions”: a participle behind its noun, and who did it."""
        low, g = t.low, self.g
        if group.start != i or i + 2 >= len(t) or low[i + 1] != "by" or t.quote[i + 1] != t.quote[i] or not i:
            return None
        frames = {s.frame for s in senses if not s.particles and s.form in {"past", "participle"}}
        if not frames & {"judge", "direct", "mention", "decide"}:
            return None
        end = g.phrase_after(t, i + 2, self._limit(t, i))
        if (
            end <= i + 2
            or low[i + 2].endswith("ing")
            or not self.may_speak(t, (i + 2, end), {"judge"}, first_person, i)
        ):
            return None
        noun = g.phrase(t, i - (low[i - 1] == ","))
        if noun is None:
            opens = next((j for j in range(i - 2, max(-1, i - 7), -1) if low[j] in g.determiners), None)
            if opens is None or low[i - 1] in {",", *g.prepositions}:
                return None
            noun = (opens, i)
        return Found([noun], (i + 2, end), (i, i + 2), "nominal", main_frame(frames))

    def _agent(self, t: Tokens, after: int, limit: int) -> int | None:
        for j in range(after, min(limit, after + 4)):
            if t.low[j] == "by" and t.quote[j] == t.quote[after - 1]:
                return j + 1 if j + 1 < limit else None
            if t.low[j] in {",", "to", "that"}:
                return None
        return None

    def _participle(self, t: Tokens, use: Use, found: list[Found], first_person: bool) -> Found | None:
        """Handle “…, saying that …”: the speaker is that of the sentence."""
        low = t.low
        i, after, frames = use.verb, use.after, use.frames
        limit = self._limit(t, i)
        if not frames & {"say", "tell", "judge", "mention", "direct", "show"} or after >= limit:
            return None
        absolute = self._absolute(t, i)
        blamed = low[i - 1] in _BLAMED and bool(frames & {"say", "tell"})
        if (
            not absolute
            and not blamed
            and (
                i
                and low[i - 1] not in _LEADS
                and low[i - 1] not in QUOTE_SIGNS
                and low[i - 1] not in DASHES
                and not self.g.adverb(low[i - 1])
            )
            and low[i] != "saying"
            and not (
                (
                    low[i] in _LOUD
                    or low[i - 1] in _ISSUED
                    or low[i - 1] in self.lexicon.documents
                    or (i > 1 and t.capital(i - 1) and frames & {"say", "tell"})
                )
                and low[i - 1] not in self.g.prepositions
            )
        ):
            return None
        source = absolute
        if low[i - 1] == "with" and i:
            return None
        if not i or (i < 3 and low[i - 1] in {",", "while", "by", "in", "after", "before", "when"}):
            return self._opening(t, use, limit, first_person)
        if low[i] == "reading" and self.lexicon.speaker(low[i - 1]):
            # "held up a banner reading “…”"
            source = self._beside_noun(t, i)
        if (
            i
            and frames & {"say", "tell"}
            and low[i - 1] not in _ISSUED
            and (self.lexicon.speaker(low[i - 1]) or (i > 1 and t.capital(i - 1)))
        ):
            # "footage of Orr saying that …"
            source = source or self._beside_noun(t, i)
        for one in reversed(found):
            told = next((a for a, b in one.content if a < i <= b and one.frame == "judge"), None)
            if source is None and blamed and told is not None and self.speaker(t, (told, i - 1)):
                # "criticised the mayor for saying …": the mayor spoke
                source = (told, i - 1)
            if source is None and one.source and one.source[1] <= i and not one.nested:
                if low[one.source[1] - 1] in {"who", "which"} and one.source[1] - one.source[0] > 1:
                    continue
                source = one.source
                break
        if source is None:
            source = self.main_subject(t, i)
        if source is None or not self.may_speak(t, source, frames, first_person, i):
            return None
        start, addressed = self._content_start(t, after, limit, frames)
        if start >= limit:
            return None
        if low[start] == ",":
            return None
        if not self._continuation(t, start, limit, frames, after, addressed):
            return None
        end = self._clause_end(t, start, limit, frames)
        if absolute and low[absolute[0] - 1] == "with" and absolute[0] == 1:
            # "With unions threatening to strike, the depot shut"
            end = next((j for j in range(start, end) if low[j] == "," and not t.quote[j]), end)
        if end - start < 2:
            return None
        return Found([(start, end)], source, (i, after), self._kind(frames, t, start, end), main_frame(frames))

    def _opening(self, t: Tokens, use: Use, limit: int, first_person: bool) -> Found | None:
        """Handle “Claiming that the count was wrong, the mayor left”: the speaker follows the comma."""
        low = t.low
        i, after, frames = use.verb, use.after, use.frames
        start, addressed = self._content_start(t, after, limit, frames)
        if start >= limit or not self._continuation(t, start, limit, frames, after, addressed):
            return None
        for comma in range(start + 1, min(limit - 1, start + 40)):
            if low[comma] != ",":
                continue
            if low[comma + 1] in QUOTE_SIGNS and t.quote[comma + 1] and comma + 3 < limit:
                comma += 1
            if t.quote[comma + 1] != t.quote[i]:
                continue
            if low[comma + 1] in self.g.prepositions | self.g.conjunctions:
                continue
            last = self.g.phrase_after(t, comma + 1, limit)
            for end in range(comma + 2, min(last + 1, limit)):
                follower = end + (self.g.adverb(low[end]) and end + 1 < limit)
                finite = (
                    low[follower] in self.g.auxiliaries - {"'s"}
                    or self._finite(t, follower)
                    or (low[follower] in self.lexicon.verbs and low[end - 1].endswith("s"))
                )
                if finite and self.may_speak(t, (comma + 1, end), frames, first_person, i):
                    stop = comma + (low[comma] != ",")
                    kind = self._kind(frames, t, start, stop)
                    return Found([(start, stop)], (comma + 1, end), (i, after), kind, main_frame(frames))
        return None

    def _purpose(self, t: Tokens, use: Use, found: list[Found], first_person: bool) -> Found | None:
        """Handle “wrote to say that …”, “used the debate to attack …”: the main subject speaks."""
        i, after, frames = use.verb, use.after, use.frames
        if not frames & {"say", "judge", "direct", "tell", "mention"}:
            return None
        limit = self._limit(t, i)
        if after >= limit or t.low[after] in self.g.prepositions:
            return None
        if frames == {"say"} and not (t.low[after] in {"that", ":"} or t.quote[after]):
            return None
        if any(a <= i < b for one in found for a, b in one.content):
            return None
        source = self.main_subject(t, i)
        if source is None or not self.may_speak(t, source, frames, first_person, i):
            return None
        start, addressed = self._content_start(t, after, limit, frames)
        if start >= limit or not self._continuation(t, start, limit, frames, after, addressed):
            return None
        end = self._clause_end(t, start, limit, frames)
        return (
            Found([(start, end)], source, (i - 1, after), self._kind(frames, t, start, end), main_frame(frames))
            if end - start > 1
            else None
        )
