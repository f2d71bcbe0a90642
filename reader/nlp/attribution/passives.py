"""Cues without a subject of their own: passives and hearsay, “…, saying that …”, “wrote to say …”."""

from __future__ import annotations

from reader.nlp.attribution.clauses import Clauses
from reader.nlp.attribution.found import Found, main_frame
from reader.nlp.attribution.groups import Group, Use
from reader.nlp.attribution.lexicon import Sense, word_list
from reader.nlp.attribution.tokenized import DASHES, QUOTE_SIGNS, Range, Tokens

_HEARSAY = word_list("hearsay")
_FEELINGS = word_list("feelings")
_LOUD = word_list("loud")
_NEEDS_THAT = word_list("needs_that")
_LEADS = frozenset([",", "and", "while", "in", "by", "with", "after", "before", "when"]) | {"heard", "seen", "filmed"}
_BLAMED = frozenset(["for", "from", "of", "without"])
_BESIDES = frozenset({"say", "tell", "judge", "mention", "direct", "show"})
_DONE_BY = frozenset({"judge", "say", "decide", "direct", "mention"})
_HELD = frozenset({"say", "think", "show", "decide", "mention"})
_TELLING = frozenset({"say", "tell"})
_FELT_ABOUT = frozenset(["that", "by", "about", "with", "over", "at"])
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
        """Handle “was praised by Ana Ruiz”, “it is said that …”, “is said to …”, “was worried that …”."""
        low, after, frames = t.low, use.after, use.frames
        if low[use.verb] in _NEEDS_THAT or low[use.verb] == "told":
            return None
        limit = self._limit(t, use.verb)
        by = self._agent(t, after, limit)
        if by is not None and frames & _DONE_BY:
            return self._by_agent(t, use, by, limit, first_person)
        if after >= limit:
            return None
        before = use.group.start - 1
        if before >= 0 and low[before] == "it" and low[after] == "that" and frames & _HELD:
            end = self._clause_end(t, after, limit, {"say"})
            return self._hearsay(use, (after, end), (before, after), "indirect")
        subject = self.g.subject(t, use.group.start)
        if subject is None:
            return None
        accused = low[use.verb] in {"accused", "suspected"} and low[after] in {"of", "that"}
        if accused or (low[use.verb] in _HEARSAY and low[after] == "to" and after + 1 < limit):
            return self._hearsay(use, (after, self._clause_end(t, after, limit, {"want"})), use.cue, "nominal")
        felt = low[use.verb] in _FEELINGS and low[after] in _FELT_ABOUT
        if felt and self.may_speak(t, subject, {"think"}, first_person, use.verb):
            return self._told(t, use, [(after, self._clause_end(t, after, limit, {"think"}))], subject, "thought")
        return None

    def _by_agent(self, t: Tokens, use: Use, by: int, limit: int, first_person: bool) -> Found | None:
        """Return what is done by words to the subject: “the plan was praised by Ana Ruiz as fair”."""
        end = self.g.phrase_after(t, by, limit)
        if end <= by or not self.may_speak(t, (by, end), use.frames, first_person, use.verb):
            return None
        subject = self.g.subject(t, use.group.start)
        content = [subject] if subject else []
        if end < limit and t.low[end] == "as":
            content.append((end, self._clause_end(t, end, limit, {"judge"})))
        return self._told(t, use._replace(after=by), content, (by, end), "nominal") if content else None

    def _hearsay(self, use: Use, content: Range, cue: Range, kind: str) -> Found:
        """Return what nobody is named to have said."""
        frame, group = main_frame(use.frames), use.group
        return Found([content], None, cue, kind, frame, group.negated, group.modal, hearsay=True)

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
        if not frames & _BESIDES or after >= limit or (i and low[i - 1] == "with"):
            return None
        absolute = self._absolute(t, i)
        blamed = low[i - 1] in _BLAMED and bool(frames & _TELLING)
        if not (absolute or blamed or self._tells_beside(t, use)):
            return None
        if not i or (i < 3 and low[i - 1] in {",", "while", "by", "in", "after", "before", "when"}):
            return self._opening(t, use, limit, first_person)
        source = absolute or self._speaker_of(t, use, found, blamed)
        if source is None or not self.may_speak(t, source, frames, first_person, i):
            return None
        start, addressed = self._content_start(t, after, limit, frames)
        if start >= limit or low[start] == ",":
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

    def _tells_beside(self, t: Tokens, use: Use) -> bool:
        """Tell whether a participle stands where it goes with a speaker, and not with the noun before it."""
        low, i = t.low, use.verb
        if not i or low[i] == "saying":
            return True
        before = low[i - 1]
        if before in _LEADS or before in QUOTE_SIGNS or before in DASHES or self.g.adverb(before):
            return True
        issued = low[i] in _LOUD or before in _ISSUED or before in self.lexicon.documents
        named = i > 1 and t.capital(i - 1) and bool(use.frames & _TELLING)
        return (issued or named) and before not in self.g.prepositions

    def _speaker_of(self, t: Tokens, use: Use, found: list[Found], blamed: bool) -> Range | None:
        """Return who speaks by a participle: the noun before it, who was blamed, or who told something before."""
        low, i = t.low, use.verb
        before = low[i - 1]
        noun = self.lexicon.speaker(before)
        # "held up a banner reading “…”", "footage of Orr saying that …"
        reads = low[i] == "reading" and noun
        says = use.frames & _TELLING and before not in _ISSUED and (noun or (i > 1 and t.capital(i - 1)))
        source = self._beside_noun(t, i) if reads or says else None
        return source or self._teller(t, i, found, blamed) or self.main_subject(t, i)

    def _teller(self, t: Tokens, i: int, found: list[Found], blamed: bool) -> Range | None:
        """Return who told something before token `i`, or the one who was `blamed` for it."""
        for one in reversed(found):
            told = next((a for a, b in one.content if a < i <= b and one.frame == "judge"), None)
            if blamed and told is not None and self.speaker(t, (told, i - 1)):
                # "criticised the mayor for saying …": the mayor spoke
                return told, i - 1
            if one.source and one.source[1] <= i and not one.nested:
                relative = t.low[one.source[1] - 1] in {"who", "which"}
                if not (relative and one.source[1] - one.source[0] > 1):
                    return one.source
        return None

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
