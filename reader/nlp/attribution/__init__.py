"""Who says so: the attributions of a text, their sources, and what they do to each sentence."""

from reader.nlp.attribution.article import find_attributions
from reader.nlp.attribution.state import Attributed, QuoteState

__all__ = ["Attributed", "QuoteState", "find_attributions"]
