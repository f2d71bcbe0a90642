"""Who says so: the attributions of a text, their sources, and what they do to each sentence."""

from reader.nlp.attribution.article import Attributed, QuoteState, find_attributions

__all__ = ["Attributed", "QuoteState", "find_attributions"]
