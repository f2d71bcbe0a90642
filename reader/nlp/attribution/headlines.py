"""Headlines that tell who speaks by a colon: “Minister: no new taxes”, “No new taxes: minister”."""

from __future__ import annotations

from reader.nlp.attribution.found import Found
from reader.nlp.attribution.lexicon import word_list
from reader.nlp.attribution.mentions import names
from reader.nlp.attribution.speech import Extractor
from reader.nlp.attribution.tokenized import Range, Tokens

_HEADLINE_LABELS = word_list("headline_labels")


def read_headline(extractor: Extractor, t: Tokens) -> Found | None:
    """Read “Minister: no new taxes” and “No new taxes: minister”."""
    low = t.low
    for j, word in enumerate(low):
        if word == ":" and not t.quote[j] and 0 < j < len(low) - 1:
            break
    else:
        return None
    labelled = low[0] in _HEADLINE_LABELS or low[j - 1] in _HEADLINE_LABELS
    # in title case a capital tells no name
    titled = all(t.capital(k) for k in range(j + 1, len(low)) if len(low[k]) > 4 and low[k].isalpha())
    given = names().male | names().female
    unclear = titled and j > 1 and not (extractor.lexicon.speaker(low[j - 1]) or low[0] in given)
    # "Orr Hammers Bank Chief: …" is a clause in title case
    clause = j > 2 and t.low[1].endswith("s") and all(t.capital(k) for k in range(j))
    if (
        j <= 5
        and not labelled
        and not clause
        and not unclear
        and (t.capital(j - 1) or extractor.lexicon.speaker(low[j - 1]) or low[j - 1] in extractor.g.subjects)
        and extractor.speaker(t, (0, j))
        and not any(w in extractor.g.auxiliaries or w in extractor.g.prepositions for w in low[:j])
    ):
        return Found([(j + 1, len(low))], (0, j), (j, j + 1), "headline", "headline")
    after = len(low) - j - 1
    if after <= 4 and extractor.speaker(t, (j + 1, len(low))) and extractor.lexicon.speaker(low[-1]):
        return Found([(0, j)], (j + 1, len(low)), (j, j + 1), "headline", "headline")
    return None


def headliner(extractor: Extractor, t: Tokens, colon: int) -> Range | None:
    """Return the name or speaker that a headline gives first: “Ana Ruiz Attacks Bank: ‘You Should Go’”."""
    if _HEADLINE_LABELS & set(t.low[:colon]):
        return None
    start = next((j for j in range(colon) if t.capital(j) and t.low[j] not in extractor.g.determiners), colon)
    if start == colon:
        return None
    # the verb of a headline in title case has its -s
    named = start + 1 < colon and t.capital(start + 1) and not t.low[start + 1].endswith("s")
    return (start, start + 1 + named)
