"""Values from files of others, checked for their type before they are believed."""

from __future__ import annotations

from typing import Any


def string(value: Any) -> str:
    """Return `value` if it is text. Raises TypeError."""
    if not isinstance(value, str):
        raise TypeError("text is expected")
    return value


def whole(value: Any) -> int:
    """Return `value` if it is a whole number from zero up. Raises TypeError."""
    if type(value) is not int or value < 0:
        raise TypeError("a whole number is expected")
    return value
