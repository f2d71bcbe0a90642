"""The name that a saved copy gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.ui.window import _with_suffix

_KNOWN = (".html", ".pdf", ".marked.pdf")


@pytest.mark.parametrize(
    ("typed", "chosen", "given"),
    [
        ("a", ".html", "a.html"),
        ("a.html", ".html", "a.html"),
        ("a.pdf", ".html", "a.pdf"),
        ("a.pdf", ".marked.pdf", "a.marked.pdf"),
        ("a.marked.pdf", ".marked.pdf", "a.marked.pdf"),
        ("a.b", ".html", "a.b.html"),
    ],
)
def test_the_chosen_format_decides_unless_the_name_says_another(typed: str, chosen: str, given: str) -> None:
    assert _with_suffix(Path(typed), chosen, _KNOWN) == Path(given)
