"""What the window is given from outside: loading, analysing, saving, and where things are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.core.annotation import Annotation
from reader.core.document import Document, Span
from reader.core.layers import BY_KEY
from reader.settings import Folders
from reader.ui.worker import Analyse, Explain, Load, Work, as_it_is, at_once

if TYPE_CHECKING:
    from reader.formats.export.preview import Preview
    from reader.library.notebook import Notebook


class CopyFormat(NamedTuple):
    """A kind of annotated copy: its suffixes, the usual one first, what it is for, and which options it heeds.

    `heeds` are names of fields of `CopyOptions`, beside layers and least confidence.
    """

    key: str
    title: str
    suffixes: tuple[str, ...]
    meaning: str = ""
    heeds: frozenset[str] = frozenset()


class CopyOptions(NamedTuple):
    """What goes into a copy: layers by their keys, stance marks from a least confidence (0 to 1) on, a legend, the
    deciding words, footnotes with what is said of each mark, the reader's own labels.
    """

    layers: frozenset[str] = frozenset(BY_KEY)
    min_confidence: float = 0.0
    legend: bool = True
    evidence: bool = True
    footnotes: bool = False
    own: bool = True


Marks = Sequence[Annotation]
Save = Callable[[Path, str, Document, Marks, CopyOptions], Work]
"""Called with a path, a format's key, the document, its annotations in reading order and the options; returns how many
marks are in a copy of the original (`Placed`), and None for other copies."""
ShowCopy = Callable[[str, Document, Marks, CopyOptions], "Preview"]
LayOut = Callable[[Document, Marks, CopyOptions], Work]
"""Returns the article laid out for paper (`LaidOut`)."""
Clip = Callable[[Document, Marks, CopyOptions, Span | None], tuple[str, str]]
"""Called with a stretch, or None for the whole article; returns rich text (HTML) and plain text."""


class CopyMarks(NamedTuple):
    """The program's marks in one of our own copies; the version that made them, and the day (may be empty)."""

    annotations: Marks
    version: str = ""
    date: str = ""


class Lesson(NamedTuple):
    """What could be learnt from so many of the reader's `labels`; `missing` are those without their text.

    `right_before` of them the program gives by itself, `right_after` with the layer learnt from the others; `changed`
    marks of the open article would differ. `layer` is what `use_lesson` takes.
    """

    labels: int
    missing: int
    right_before: int
    right_after: int
    changed: int
    layer: object


Learn = Callable[[Document | None], Work]
"""Called with the open document; returns a `Lesson`, or None where there are too few labels."""


class Services(NamedTuple):
    """The callables and tables the window works with.

    `marks_of` gives the marks that came with a document which was opened from one of our own copies. `explain` finds
    the deciding words of a mark, or decides again without some of its words. `use_engine` chooses the full or the
    light engine for what is analysed from then on; `notice` says, once a detector has been built, whether it is not
    the one that was chosen. `reliability` tells, for rising least confidences, the share of marks that were right on
    articles kept from training (both 0 to 1; empty where it was not measured). `notebook` has what the reader adds to
    a document. `open_filters`, titles with patterns, and `save_formats` are asked for when a dialog needs them.
    `preview` shows the beginning of a copy, `lay_out` sets the article for paper, `clip` puts a stretch of it into
    words for the clipboard. `learn` finds what can be learnt from the reader's labels, `use_lesson` marks with that
    from then on (None: with the program alone again; raises OSError where it can't be kept), `in_use` tells what is
    (“labels”, “when”; empty for nothing).
    """

    load: Load
    analyse: Analyse
    save: Save
    preview: ShowCopy
    lay_out: LayOut
    clip: Clip
    notebook: Callable[[Document], Notebook]
    folders: Folders
    sample: Path
    marks_of: Callable[[Document], CopyMarks | None] = lambda _document: None
    explain: Explain = as_it_is
    use_engine: Callable[[str], None] = lambda _engine: None
    notice: Callable[[], str] = lambda: ""
    learn: Learn = lambda _document: at_once(lambda: None)
    use_lesson: Callable[[object], None] = lambda _layer: None
    in_use: Callable[[], Mapping[str, str]] = dict
    reliability: Callable[[], Sequence[tuple[float, float]]] = tuple
    open_filters: Callable[[], Sequence[tuple[str, str]]] = lambda: (("All files", "*"),)
    save_formats: Callable[[Document], Sequence[CopyFormat]] = lambda _document: (
        CopyFormat("html", "Web page", (".html",)),
    )
