"""The shipped expressions for site text, looked up by the letters a line begins with."""

from __future__ import annotations

import re
import string
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import assets
from reader.formats import site_text

LISTS: dict[str, list[str]] = tomllib.loads(assets.path("formats", "site_text.toml").read_text(encoding="utf-8"))
EXPRESSIONS = [(name, expression) for name, expressions in LISTS.items() for expression in expressions]
CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Nd"], include_characters=string.digits)
"""A line begins with a digit where it is one of the usual ten."""


@pytest.mark.parametrize(("name", "expression"), EXPRESSIONS)
def test_what_an_expression_stands_for_is_found(name: str, expression: str) -> None:
    @given(st.from_regex(expression, alphabet=CHARACTERS).map(str.strip))
    @settings(max_examples=30, database=None)
    def found(line: str) -> None:
        known = getattr(site_text.patterns(), name)
        assert site_text.matches(known, line) or not re.search(expression, line.lower())

    found()


@pytest.mark.parametrize(
    "line", ["The committee met on Monday.", "", "2", "©", "Where we are", "Accepting cookies is easy."]
)
def test_other_lines_are_no_site_text(line: str) -> None:
    assert not site_text.matches(site_text.patterns().line, line)
