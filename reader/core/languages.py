"""Which languages the detector reads."""

from __future__ import annotations

UNDERSTOOD = frozenset({"en"})


def understood(code: str) -> bool:
    """Tell whether a text in the language `code` (ISO 639-1) is marked; one of unknown language is tried."""
    return not code or code in UNDERSTOOD
