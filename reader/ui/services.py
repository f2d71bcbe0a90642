"""What the window is given from outside: loading, analysing, saving, and where things are kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from reader.core.annotation import Annotation
from reader.core.document import Document
from reader.core.layers import Placed
from reader.settings import Folders
from reader.ui.worker import Analyse, Explain, Load, as_it_is

# path, document, annotations in reading order, keys of the visible layers, least confidence; returns how many
# marks are in a copy of the original, None for other copies
Save = Callable[[Path, Document, Sequence[Annotation], Collection[str], float], Placed | None]


class SaveFormat(NamedTuple):
    """A kind of annotated copy: its title in the file dialog, and its suffix with the dot."""

    title: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Services:
    """The callables and tables the window works with.

    `explain` finds the deciding words of a mark, or decides again without some of its words. `use_engine`
    chooses the full or the light engine for what is analysed from then on; `notice` says, once a detector has
    been built, whether it is not the one that was chosen. `reliability` tells, for rising least confidences, the
    share of marks that were right on articles kept from training (both 0 to 1; empty where it was not measured).
    `open_filters` and `save_formats` are asked for when
    a dialog needs them.
    """

    load: Load
    analyse: Analyse
    save: Save
    folders: Folders
    sample: Path
    explain: Explain = field(default=as_it_is)
    use_engine: Callable[[str], None] = field(default=lambda _engine: None)
    notice: Callable[[], str] = field(default=lambda: "")
    reliability: Callable[[], Sequence[tuple[float, float]]] = field(default=tuple)
    open_filters: Callable[[], Sequence[str]] = field(default=lambda: ("All files (*)",))
    save_formats: Callable[[Document], Sequence[SaveFormat]] = field(
        default=lambda _document: (SaveFormat("Web page", ".html"),)
    )
