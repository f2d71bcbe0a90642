"""Which sources of two articles are the same."""

from __future__ import annotations

from reader.core.annotation import SourceKind
from reader.core.comparing import align
from reader.core.document import Span
from reader.core.summary import Quoted


def quoted(who: str, times: int = 1, kind: SourceKind = SourceKind.NAMED) -> Quoted:
    return Quoted(who, kind, tuple(Span(number, number + 1) for number in range(times)), times)


def test_those_in_both_come_first_and_the_most_quoted_before_the_others():
    found = align([quoted("Bob", 9), quoted("Ann Smith", 2)], [quoted("Cy", 3), quoted("Smith", 1)])
    assert [(pair.who, pair.shared) for pair in found] == [("Ann Smith", True), ("Bob", False), ("Cy", False)]


def test_a_first_name_or_a_description_is_no_match():
    unnamed = SourceKind.UNNAMED
    found = align(
        [quoted("Ann Smith"), quoted("senior officials", kind=unnamed)],
        [quoted("Ann"), quoted("officials", kind=unnamed), quoted("Senior officials", kind=unnamed)],
    )
    assert {pair.who for pair in found if pair.shared} == {"senior officials"}
    assert len(found) == 4


def test_quotations_without_a_source_are_left_out():
    nobody = quoted("", kind=SourceKind.NONE)
    assert align([nobody], [nobody]) == []
