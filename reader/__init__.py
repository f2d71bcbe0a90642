"""Bias Reader: a news article with opinion, reported fact and attributed speech marked."""

from __future__ import annotations

__version__ = "0.1.0"
