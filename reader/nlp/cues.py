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


@dataclass(frozen=True, slots=True)
class Entry:
    """A group of phrases with one meaning, and what must or must not stand before and after them.

    These are expressions, empty for none. They are compiled when the first phrase asks for them, since few do.
    """

    layer: str
    note: str
    before: str
    after: str
    not_before: str
    not_after: str

    def fits(self, left: str, right: str) -> bool:
        """Tell whether a phrase between `left` and `right` has the entry's sense."""
        return (
            not (self.not_after and _compiled(self.not_after).search(right))
            and not (self.not_before and _compiled(self.not_before).search(left))
            and not (self.before and not _compiled(self.before).search(left))
            and not (self.after and not _compiled(self.after).search(right))
        )


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


Phrase = tuple[tuple[str, ...], str, Entry]
"""A phrase's words, the phrase as it is written, and its entry."""


@dataclass(frozen=True, slots=True)
class UnnamedSources:
    """Who is an unnamed source, and what is none; `resources/cues/vague.toml` tells of each list."""

    heads: frozenset[str]
    anybody: frozenset[str]
    tails: frozenset[str]
    definite: frozenset[str]
    quantity: frozenset[str]
    relative: re.Pattern[str]
    no_telling: re.Pattern[str]
    no_source_behind: re.Pattern[str]
    proper: re.Pattern[str]
    described: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class CueLexicon:
    """All layers’ phrases and who is an unnamed source.

    `phrases` are by their first two words or their only one, longest first; `starts` are their first words.
    """

    phrases: Mapping[str, tuple[Phrase, ...]]
    starts: frozenset[str]
    capitals: frozenset[str]
    unnamed: UnnamedSources


def _entry(layer: str, table: Mapping[str, Any]) -> Entry:
    return Entry(layer, "", *(table.get(key, "") for key in ("before", "after", "not_before", "not_after")))


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
        _unnamed(files["vague"]),
    )


def _unnamed(data: Mapping[str, Any]) -> UnnamedSources:
    def words(name: str) -> frozenset[str]:
        return frozenset(data[name].split())

    def pattern(name: str) -> re.Pattern[str]:
        listed = data[name]
        return re.compile(listed if isinstance(listed, str) else "|".join(listed))

    return UnnamedSources(
        words("heads"),
        words("anybody"),
        words("tails"),
        words("definite"),
        words("quantity"),
        pattern("relative"),
        pattern("no_telling"),
        pattern("no_source_behind"),
        pattern("proper"),
        pattern("described"),
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
    for attribution in attributions:
        source, cue = attribution.source, attribution.cue
        if source is None or cue is None or attribution.kind is not SourceKind.UNNAMED:
            continue
        if not span.start <= source.start < span.end or max(cue.start - source.end, source.start - cue.end) > _NEAR:
            continue
        found = list(_WORD.finditer(text, *source))
        words = [word[0] for word in found]
        head = _unnamed_head(words)
        if head is None or _is_nobody(text[span.start : source.start], words, head):
            continue
        if _speaks(text, source, cue, words[head].lower()):
            yield Cue(Span(source.start, found[head].end()), "vague", 1.0, "an unnamed source")


def _unnamed_head(words: Sequence[str]) -> int | None:
    """Return which of a source's words is its head, where that and what leads to it name nobody."""
    known = cue_lexicon().unnamed
    head = next((n for n, word in enumerate(words) if word.lower() in known.tails), len(words)) - 1
    if not 0 <= head < _LONGEST_SOURCE or known.definite.intersection(map(str.lower, words[: head or 1])):
        return None
    who, first = words[head].lower(), words[0].lower()
    quantified = head > 0 and first in known.quantity and who.endswith("s")
    if not (who in known.heads or quantified) or (who == "people" and first in {"people", "a", "an"}):
        return None
    if any(map(known.proper.match, words[1 : head + 1])) or (words[0].endswith(("’s", "'s")) and not who.endswith("s")):
        return None
    return head


def _is_nobody(before: str, words: Sequence[str], head: int) -> bool:
    """Tell whether what stands `before` a source makes it none: it describes somebody, or is only asked about."""
    known = cue_lexicon().unnamed
    if known.no_source_behind.search(before) or (words[head].lower() == "others" and before.endswith(", ")):
        return True
    return words[0].lower() in {"a", "an"} and known.described.search(before) is not None


def _speaks(text: str, source: Span, cue: Span, who: str) -> bool:
    """Tell whether the source, of which `who` is the head, says or thinks something, and in no other clause."""
    known = cue_lexicon().unnamed
    said = cue.slice(text).lower()
    if known.relative.search(source.slice(text)) or known.no_telling.search(said):
        return False
    verbs = lexicon().verbs
    told = {sense.frame for word in _WORD.findall(said) for sense in verbs.get(word, ())} or {"say"}
    return not told.isdisjoint(_TELLING if who in known.heads - known.anybody else _SAYING)
