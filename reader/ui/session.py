"""What is remembered while reading: which files are open, and for each the place, the layers, the level and the mode.

Written a moment after every change, whole or not at all, so that a crash loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from weakref import WeakSet

from PySide6.QtCore import QTimer

from reader.core.layers import BY_KEY
from reader.settings import Place, Reading, read_places, write_places
from reader.ui.marked import Marked

if TYPE_CHECKING:
    from reader.ui.menus import Handler
    from reader.ui.page import Page
    from reader.ui.window import Window

_DELAY_MS = 400


def install(window: Window) -> Mapping[str, Handler]:
    """Restore each file's place as it opens, and keep it as it changes."""
    Session(window)
    return {}


class Session(QTimer):
    """Keeps places and the list of open files for one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._file = window.services.folders.state / "places.json"
        self._places = read_places(self._file)
        self._seen: WeakSet[Page] = WeakSet()
        self.setSingleShot(True)
        self.setInterval(_DELAY_MS)
        self.timeout.connect(self.keep)
        window.document_shown.connect(self._on_document)
        window.page_changed.connect(self._note)
        window.page_closed.connect(self._on_closed)
        window.lens_changed.connect(self._note)
        window.position_changed.connect(self._note)
        window.closing.connect(self.keep)

    def keep(self) -> None:
        """Write what there is to remember."""
        window = self._window
        self.stop()
        for page in window.pages():
            self._take(page)
        write_places(self._places, self._file)
        paths = tuple(page.path for page in window.pages() if page.path != "-")
        front = window.page.path if window.page else ""
        if (paths, front) != (window.state.session, window.state.front):
            window.remember(session=paths, front=front)

    def _take(self, page: Page) -> None:
        """Take a page's place among those that are written next."""
        if page.view and page.document and page.path != "-":
            lens, content = page.lens, page.document.source.checksum
            self._places.pop(page.path, None)
            self._places[page.path] = Place(
                page.view.top(), tuple(sorted(lens.visible)), lens.min_confidence, content, page.reading
            )

    def _on_closed(self, page: Page) -> None:
        self._take(page)
        self._note()

    def _on_document(self, page: Page) -> None:
        place = self._places.get(page.path) or self._of_content(page)
        if page not in self._seen:
            page.reading_changed.connect(self._note)
        if page not in self._seen and place and page.view and page.document:
            # Its modes take it up from here, as soon as they are there.
            same = place.content == page.document.source.checksum
            page.reading = place.reading if same else Reading(place.reading.mode)
            if page.reading.guesses and not page.reading.guesses.revealed:
                page.show_guesses(Marked())
            lens = page.lens.showing(frozenset(place.visible) & BY_KEY.keys())
            page.set_lens(lens.from_confidence(place.min_confidence))
            page.view.go_to_top(min(place.position, len(page.view.article.text)))
        self._seen.add(page)
        self._note()

    def _of_content(self, page: Page) -> Place | None:
        """Return the latest place of a file with the same bytes: this one, before it was moved."""
        content = page.document.source.checksum if page.document else ""
        found = (place for place in reversed(self._places.values()) if content and place.content == content)
        return next(found, None)

    def _note(self, _what: object = None) -> None:
        if not self.isActive():
            self.start()
