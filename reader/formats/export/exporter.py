"""What an exporter is: the shape that every kind of annotated copy fills, and packages of others too."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reader import __version__
from reader.core.annotation import Annotation
from reader.core.document import Document
from reader.core.layers import BY_KEY, Placed
from reader.core.own import OwnMark
from reader.core.wording import Say, english


class SaveError(Exception):
    """A copy can't be saved: `path` names it, `reason` is a clause without full stop (“the disk is full”)."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return self.sentence(str)

    def sentence(self, tr: Callable[[str], str]) -> str:
        """Return the sentence in the language that `tr` puts texts into."""
        name = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in self.path)
        return tr("{name} can't be saved: {reason}.").format(name=name, reason=tr(self.reason))


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What goes into a copy.

    `layers` are keys of `reader.core.layers`; stance marks below `min_confidence` (0 to 1) are left out.
    `legend` explains the marks, `evidence` tells the deciding words, `footnotes` prints on paper what is said of
    each mark. `version` and `date` stand in the copy's header. `own` are the reader's labels, highlights and notes,
    anchored in this text; those whose quotation doesn't stand there are kept, but have no place to be shown. `say`
    puts what the copy says into the `language` (ISO 639-1) of its reader; the article's may be another.
    """

    layers: frozenset[str] = frozenset(BY_KEY)
    min_confidence: float = 0.0
    legend: bool = True
    evidence: bool = True
    footnotes: bool = False
    version: str = __version__
    date: datetime.date = field(default_factory=datetime.date.today)
    own: tuple[OwnMark, ...] = ()
    say: Say = english
    language: str = "en"

    @property
    def complete(self) -> bool:
        """Whether nothing is left out."""
        return self.layers >= BY_KEY.keys() and self.min_confidence <= 0


class Copy(NamedTuple):
    """A copy's bytes; `placed` tells, of a copy of the original, how many marks are in it."""

    data: bytes
    placed: Placed | None = None


def _always(document: Document) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Exporter:
    """A kind of annotated copy.

    `suffixes` are lower case with their dot, the usual one first. `meaning` says in a sentence what the
    format is for. `save` returns the file's bytes, or a Copy where marks may not find their place, and raises
    SaveError where the document can't be put into it; `fits` tells quickly whether it can be tried. `heeds` are the
    options that make a difference to it, beside the layers and the least confidence, which every kind heeds: names
    of fields of `ExportOptions`.
    """

    key: str
    title: str
    suffixes: tuple[str, ...]
    mime: str
    meaning: str
    save: Callable[[Document, Sequence[Annotation], ExportOptions], bytes | Copy]
    fits: Callable[[Document], bool] = _always
    heeds: frozenset[str] = frozenset()

    def make(self, document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> Copy:
        """Return the copy with what is known of it. Raises SaveError."""
        made = self.save(document, annotations, options)
        return made if isinstance(made, Copy) else Copy(made)
