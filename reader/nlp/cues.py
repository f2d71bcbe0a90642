"""Word-level cues: hedging, certainty, loaded language and unnamed sources.

Each layer is a data file in `resources/cues`, whose entries tell the senses of a word apart by what stands
beside it. Words inside an attribution's content are the source's, not the author's, and are marked as quoted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from reader.core.annotation import Attribution, Cue, SourceKind
from reader.core.document import Span
from reader.core.wording import NEUTRAL
from reader.nlp.attribution.lexicon import lexicon, read_toml

LAYERS = ("hedging", "certainty", "loaded", "vague")
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_WINDOW = 60
_LONGEST_SOURCE = 7
_NEAR = 12
_TELLING = frozenset({"say", "tell", "show", "think"})
_SAYING = frozenset({"say", "tell"})
_RELATIVE = re.compile(r"(?i)^(?:what|to)\s|[\s,](?:who|which|that|whose)$|^\w+ing\s(?:a|the|an)\s")
# what people know, do, should do or are ready for is nothing they tell
_NO_TELLING = re.compile(
    r"\b(?:know|knows|knew|known|remember\w*|reali[sz]e\w*|forg[eo]t\w*|read|reads|recogni[sz]e\w*|learn\w*|see|sees|saw)$"
    r"|\b(?:chant|respond|continue|dream|relate|wish|understand|prove|decid|accept|nam(?:e|ing))\w*\b"
    r"|\b(?:understood|reservations|thinking|in the eyes of|dissatisfied|happy|unhappy)\b"
    r"|\b(?:weighed in|compelled|agreed? to)\b"
    r"|\b(?:not|never|n[’']t)\s(?:\w+\s)?(?:said|say|know|comment\w*)\b"
    r"|^(?:should|must|can|could)\b|\bwrites?$|\b(?:like|love|want|try|need|have|tend|used?)s? to\b"
    r"|\b(?:ready|prepared|willing|unwilling|eager|keen|reluctant|glad|grateful|proud|fond|tired|able)\b"
)
# named together with somebody, asked about, or yet to speak: “why should voters believe it?”, “before officials said”
_NO_SOURCE_BEHIND = re.compile(
    r"(?:[A-Z][\w’'-]+,? and|\b(?:[Ss]hould|[Dd]o|[Dd]id|[Cc]ould|[Mm]ust|[Cc]an|[Bb]efore|[Uu]ntil|[Uu]nless)) $"
)
# a name or a figure, but no party, people or region: “some Republican senators”, “two Western diplomats”
_PROPER = re.compile(
    r"(?!(?:Democrat|Conservative|Labour|\w+(?:can|crat(?:ic)?|ian|ean|ish|ese|nch|eli|aqi|ern))s?$)(?:[A-Z]|\d)"
    r"|(?i:hundred|thousand|million|billion|percent|open|to)s?$|\w+[’']s$"
)
# somebody named is described: “Ana Ruiz, a former aide”
_DESCRIBED = re.compile(r"[A-Z][\w’'-]+, $")


@dataclass(frozen=True, slots=True)
class Entry:
    """A group of phrases with one meaning, and what must or must not stand before and after them."""

    layer: str
    note: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    not_after: re.Pattern[str] | None

    def fits(self, left: str, right: str) -> bool:
        """Tell whether a phrase between `left` and `right` has the entry's sense."""
        return (
            not (self.not_after and self.not_after.search(right))
            and not (self.not_before and self.not_before.search(left))
            and not (self.before and not self.before.search(left))
            and not (self.after and not self.after.search(right))
        )


Phrase = tuple[tuple[str, ...], str, Entry]
"""A phrase's words, the phrase as it is written, and its entry."""


@dataclass(frozen=True, slots=True)
class CueLexicon:
    """All layers’ phrases and who is an unnamed source.

    `phrases` are by their first two words or their only one, longest first; `starts` are their first words.
    """

    phrases: Mapping[str, tuple[Phrase, ...]]
    starts: frozenset[str]
    capitals: frozenset[str]
    heads: frozenset[str]
    anybody: frozenset[str]
    tails: frozenset[str]
    definite: frozenset[str]
    quantity: frozenset[str]


def _entry(layer: str, table: Mapping[str, Any]) -> Entry:
    patterns = (
        re.compile(table[key]) if key in table else None for key in ("before", "after", "not_before", "not_after")
    )
    return Entry(layer, "", *patterns)


def remarks(table: Mapping[str, Any]) -> dict[str, str]:
    """Return what is remarked on each phrase of an entry as the data file writes it: its note or its neutral words."""
    general = NEUTRAL.format(words=table["neutral"]) if "neutral" in table else table.get("note", "")
    made = dict.fromkeys(table.get("words", ()), general)
    for neutral, phrases in table.get("neutrals", {}).items():
        made |= dict.fromkeys(phrases, NEUTRAL.format(words=neutral))
    return made


def _quantified(data: Mapping[str, Any], table: Mapping[str, Any]) -> dict[str, str]:
    """Return the phrases made of a quantity and a head in the plural, such as “some experts”, for an entry of them."""
    if not table.get("quantified"):
        return {}
    heads = [head for head in data["heads"].split() if head.endswith("s")]
    return {f"{quantity} {head}": table["note"] for quantity in data["quantity"].split() for head in heads}


@cache
def cue_lexicon() -> CueLexicon:
    """Return the shipped cues, read once."""
    phrases: dict[str, list[Phrase]] = defaultdict(list)
    files = {layer: read_toml(layer) for layer in LAYERS}
    for layer, data in files.items():
        for table in data["entry"]:
            entry = _entry(layer, table)
            noted = remarks(table) | _quantified(data, table)
            entries = {remark: replace(entry, note=remark) for remark in set(noted.values())}
            for phrase, remark in noted.items():
                words = tuple(_WORD.findall(phrase))
                phrases[" ".join(words[:2])].append((words, phrase, entries[remark]))
    return CueLexicon(
        {start: tuple(sorted(found, key=lambda item: -len(item[0]))) for start, found in phrases.items()},
        frozenset(start.split(" ")[0] for start in phrases),
        frozenset(word for data in files.values() for word in data.get("capitals", "").split()),
        frozenset(files["vague"]["heads"].split()),
        frozenset(files["vague"]["anybody"].split()),
        frozenset(files["vague"]["tails"].split()),
        frozenset(files["vague"]["definite"].split()),
        frozenset(files["vague"]["quantity"].split()),
    )


def find_cues(text: str, span: Span, attributions: Sequence[Attribution] = ()) -> tuple[Cue, ...]:
    """Return the cues of the sentence under `span`, in order, with offsets into `text`.

    Cues inside the content of `attributions` are `quoted`, unless nobody is said to speak (“it is believed that …”).
    Where cues of one layer overlap the longer one stays.
    """
    found = [*_phrases(text, span), *_sources(text, span, attributions)]
    if not found:
        return ()
    found.sort(key=lambda cue: (cue.span.start, -cue.span.end))
    kept: list[Cue] = []
    for cue in found:
        rival = next(
            (i for i, other in enumerate(kept) if other.layer == cue.layer and other.span.overlaps(cue.span)),
            None,
        )
        if rival is None:
            kept.append(cue)
        elif _length(cue) > _length(kept[rival]):
            kept[rival] = cue
    voiced = [one for one in attributions if one.source is not None or one.cue is None]
    return tuple(cue._replace(quoted=any(_theirs(cue.span, one, voiced) for one in voiced)) for cue in sorted(kept))


def _theirs(span: Span, one: Attribution, attributions: Sequence[Attribution]) -> bool:
    """Tell whether `span` lies in the content of `one`, and not beside words of an attribution around it.

    “The mayor wants the docks sold, critics say”: the critics are named by the author, whatever the mayor wants.
    """
    if not any(piece.start <= span.start < piece.end for piece in one.content):
        return False
    return one.cue is None or not any(
        around.source is not None
        and around.source.overlaps(span)
        and any(piece.start <= one.cue.start < piece.end for piece in around.content)
        for around in attributions
    )


def _length(cue: Cue) -> int:
    return cue.span.end - cue.span.start


def _phrases(text: str, span: Span) -> Iterator[Cue]:
    phrases, starts = cue_lexicon().phrases, cue_lexicon().starts
    matches = list(_WORD.finditer(text, span.start, span.end))
    words = [match[0].lower().replace("’", "'") for match in matches]
    position = 0
    for i, (word, following) in enumerate(zip(words, [*words, ""][1:], strict=True)):
        if word not in starts or i < position:
            continue
        for phrase, written, entry in (*phrases.get(f"{word} {following}", ()), *phrases.get(word, ())):
            n = len(phrase)
            if n > 1 and tuple(words[i : i + n]) != phrase:
                continue
            start, end = matches[i].start(), matches[i + n - 1].end()
            if n > 1 and " ".join(text[start:end].lower().replace("’", "'").split()) != written:
                continue
            follower = matches[i + n][0] if i + n < len(matches) else ""
            if _named(text[span.start : start], matches[i][0], phrase, entry.layer, follower):
                continue
            left, right = (
                text[max(span.start, start - _WINDOW) : start],
                text[end : min(span.end, end + _WINDOW)],
            )
            if entry.fits(left, right):
                yield Cue(Span(start, end), entry.layer, 1.0, entry.note)
                position = i + n
                break


def _named(before: str, word: str, phrase: tuple[str, ...], layer: str, follower: str) -> bool:
    """Tell whether a phrase is part of a name: capitals where no sentence, quotation or heading starts."""
    if word[0].islower() or phrase[0] in cue_lexicon().capitals or (len(word) > 1 and word.isupper()):
        return False
    before = before.rstrip()
    if before and before[-1] not in ".:?!“\"‘'(—–[«":
        return True
    return layer == "loaded" and follower[:1].isupper()


def _sources(text: str, span: Span, attributions: Sequence[Attribution]) -> Iterator[Cue]:
    """Yield the sources that are unnamed and of no definite body: “industry lawyers”, “one senior figure”."""
    known = cue_lexicon()
    for attribution in attributions:
        source, cue = attribution.source, attribution.cue
        if source is None or cue is None or attribution.kind is not SourceKind.UNNAMED:
            continue
        if not span.start <= source.start < span.end or max(cue.start - source.end, source.start - cue.end) > _NEAR:
            continue
        found = list(_WORD.finditer(text, *source))
        words = [word[0] for word in found]
        head = next((n for n, word in enumerate(words) if word.lower() in known.tails), len(words)) - 1
        if not 0 <= head < _LONGEST_SOURCE or known.definite.intersection(map(str.lower, words[: head or 1])):
            continue
        who = words[head].lower()
        quantified = head > 0 and words[0].lower() in known.quantity and who.endswith("s")
        if not (who in known.heads or quantified) or (who == "people" and words[0].lower() in {"people", "a", "an"}):
            continue
        if any(map(_PROPER.match, words[1 : head + 1])) or (words[0].endswith(("’s", "'s")) and not who.endswith("s")):
            continue
        before = text[span.start : source.start]
        if _NO_SOURCE_BEHIND.search(before) or (who == "others" and before.endswith(", ")):
            continue
        if words[0].lower() in {"a", "an"} and _DESCRIBED.search(before):
            continue
        if _speaks(text, source, cue, _TELLING if who in known.heads - known.anybody else _SAYING):
            yield Cue(Span(source.start, found[head].end()), "vague", 1.0, "an unnamed source")


def _speaks(text: str, source: Span, cue: Span, frames: frozenset[str]) -> bool:
    """Tell whether the source says or thinks something, and is not part of another clause: “people who oppose it”.

    `frames` are the verb frames that count.
    """
    said = cue.slice(text).lower()
    if _RELATIVE.search(source.slice(text)) or _NO_TELLING.search(said):
        return False
    verbs = lexicon().verbs
    told = {sense.frame for word in _WORD.findall(said) for sense in verbs.get(word, ())} or {"say"}
    return bool(told & frames)
