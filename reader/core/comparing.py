"""Two articles beside each other: who is quoted in which, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reader.core.annotation import SourceKind
from reader.core.summary import Quoted


class Aligned(NamedTuple):
    """A source and what of it is in the first and in the second article; None where it is not quoted."""

    first: Quoted | None
    second: Quoted | None

    @property
    def who(self) -> str:
        """The fuller of the two names."""
        return max((one.who for one in (self.first, self.second) if one), key=len)

    @property
    def kind(self) -> SourceKind:
        """Whether the source is named."""
        return next(one.kind for one in (self.first, self.second) if one)

    @property
    def shared(self) -> bool:
        """Whether both articles quote it."""
        return self.first is not None and self.second is not None


def align(first: Sequence[Quoted], second: Sequence[Quoted]) -> list[Aligned]:
    """Pair the sources of two articles: those in both first, the most quoted before the others.

    A named source is the same where one name is the end of the other, as “Smith” is of “Ann Smith”. Quotations
    without any source are left out.
    """
    left = [one for one in second if one.who]
    found = []
    for one in (one for one in first if one.who):
        other = next((each for each in left if _same(one, each)), None)
        if other:
            left.remove(other)
        found.append(Aligned(one, other))
    found += [Aligned(None, one) for one in left]
    return sorted(found, key=lambda pair: (not pair.shared, -_times(pair), pair.who))


def _times(pair: Aligned) -> int:
    return sum(len(one.quotations) for one in pair if one)


def _same(one: Quoted, other: Quoted) -> bool:
    if one.kind is not other.kind:
        return False
    shorter, longer = sorted((one.who.casefold().split(), other.who.casefold().split()), key=len)
    return longer == shorter or (one.kind is SourceKind.NAMED and longer[-len(shorter) :] == shorter)
