"""Who says so: the attributions of a text, their sources, and what they do to each sentence.

A map, in the order in which an article goes through it; `article` leads the way:

1. `marks` lists the quotation marks of a text; `quotes` pairs them, with `lost_marks` where one is missing. `turns`
   finds the answers of an interview.
2. `tokenized` cuts each sentence into tokens, and tells in which quotation each of them stands.
3. `speech` gives each cue of the `lexicon` to the room that knows its kind: `verbs` (with `relatives`, `passives`,
   `particles` and `inversions`), `nominals` or `according`. They share, each built on the one before it, `groups`,
   `phrases` and `grammar` for the syntax, and `speakers`, `starts`, `ends` and `clauses` for who says it and where
   what is said begins and ends. `found` has what they find, in tokens. `headlines` reads headlines by their colons.
4. `drafts` turns what was found into spans of the text; `uncued` adds quotations that no cue covers.
5. `speaking` tells who speaks in every draft, by the roster of names in `sources`, which `mentions` reads.
6. `state` sums up what it all comes to for each sentence.
"""

from reader.nlp.attribution.article import find_attributions
from reader.nlp.attribution.state import Attributed, QuoteState

__all__ = ["Attributed", "QuoteState", "find_attributions"]
