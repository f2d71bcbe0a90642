"""Notices on the page when an open file is changed, replaced or taken away on disk."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QTimer

from reader.ui.menus import Handler
from reader.ui.translate import tr

if TYPE_CHECKING:
    from reader.ui.page import Page
    from reader.ui.window import Window

_REPLACED_MS = 150


def install(window: Window) -> Mapping[str, Handler]:
    """Watch the files of all pages, from when their text is shown until they are closed."""
    watch = _Watch(window)

    def begin(page: Page) -> None:
        if page.path != "-":
            watch.addPath(page.path)

    window.document_shown.connect(begin)
    window.page_closed.connect(lambda page: watch.removePath(page.path))
    return {}


class _Watch(QFileSystemWatcher):
    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.fileChanged.connect(self._on_changed)

    def _on_changed(self, path: str) -> None:
        # An editor that saves by putting a new file in the old one's place takes the watch away with the old one.
        if Path(path).exists():
            self.addPath(path)
            self._tell(path)
        else:
            QTimer.singleShot(_REPLACED_MS, self, partial(self._on_replaced, path))

    def _on_replaced(self, path: str) -> None:
        if Path(path).exists():
            self.addPath(path)
        self._tell(path)

    def _tell(self, path: str) -> None:
        gone = not Path(path).exists()
        text = tr("{name} is no longer where it was.") if gone else tr("{name} has changed on disk.")
        for page in self._window.pages():
            if page.path == path:
                again = partial(self._window.files.reload, page)
                actions = {} if gone else {tr("Reload"): again}
                page.banner.say(text.format(name=page.name), about="disk", actions=actions)
