"""Opening files into tabs: asked for, recent, read again, and closed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from reader.ui.page import Page
from reader.ui.translate import tr

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMenu

    from reader.ui.menus import Handler
    from reader.ui.window import Window

_ENCODINGS = (
    *("utf-8", "utf-16", "windows-1252", "iso-8859-1", "iso-8859-2", "windows-1251", "koi8-r"),
    *("gb18030", "big5", "shift_jis", "euc-jp", "euc-kr"),
)

LONG_LOAD_MS = 200
"""From when on the reader is told that a file is being opened."""


class Files(QObject):
    """The files of one window, each in a tab."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._closed: list[str] = []
        window.tabs.tabCloseRequested.connect(self.close_tab)

    def handlers(self) -> Mapping[str, Handler]:
        """Return what the commands do, by their keys."""
        return {
            "open": self.ask,
            "sample": self.open_sample,
            "reload": self.reload,
            "properties": self.show_properties,
            "close": self.close,
            "reopen": self.reopen,
        }

    def add_menus(self, menu: QMenu, actions: Mapping[str, QAction]) -> None:
        """Add the recent files and the encodings to the window's first menu, before those of its actions."""
        from PySide6.QtWidgets import QMenu

        self.recent_menu = QMenu(tr("Open &recent"), self._window)
        self.recent_menu.aboutToShow.connect(self._fill_recent)
        menu.insertMenu(actions["save"], self.recent_menu)
        self.encoding_menu = QMenu(tr("Reload &as"), self._window)
        for title, encoding in ((tr("Detect the encoding"), ""), *((name, name) for name in _ENCODINGS)):
            self.encoding_menu.addAction(title, partial(self.reload_as, encoding))
        menu.insertMenu(actions["properties"], self.encoding_menu)

    @property
    def can_reopen(self) -> bool:
        """Whether a tab has been closed."""
        return bool(self._closed)

    def ask(self) -> None:
        """Ask for files and open them."""
        from PySide6.QtWidgets import QFileDialog

        page = self._window.page
        folder = str(Path(page.path).parent) if page else ""
        filters = ";;".join(f"{tr(title)} ({patterns})" for title, patterns in self._window.services.open_filters())
        paths, _ = QFileDialog.getOpenFileNames(self._window, tr("Open articles"), folder, filters)
        self._window.open_paths(paths)

    def open_sample(self) -> None:
        """Open the article that ships with the program."""
        self.open(str(self._window.services.sample))

    def open(self, path: str) -> None:
        """Open the file at `path` (“-”: standard input) in a tab, or bring its tab to the front."""
        window = self._window
        path = path if path == "-" else _direct(path)
        for page in window.pages():
            if page.path == path:
                window.tabs.setCurrentWidget(page)
                if page.failed:
                    self.reload(page)
                return
        page = window.new_page(path)
        page.job = window.jobs.open(path)
        QTimer.singleShot(LONG_LOAD_MS, page, page.show_waiting)
        window.tabs.addTab(page, page.name)
        window.tabs.setTabToolTip(window.tabs.indexOf(page), path)
        window.tabs.setCurrentWidget(page)
        window.stack.setCurrentWidget(window.tabs)
        window.refresh()

    def reload(self, page: Page | None = None) -> None:
        """Read a page's file (that of the page in front) again, or try again to."""
        window = self._window
        if page:
            window.tabs.setCurrentWidget(page)
        page = window.page
        if page:
            window.jobs.drop(page.job)
            window.jobs.tidy()
            page.withdraw("disk", "file", "copy")
            top = page.view.top() if page.view else 0
            page.job = window.jobs.open(page.path, top, encoding=page.encoding, password=page.password)
            window.refresh()

    def reload_as(self, encoding: str) -> None:
        """Read the file in front again in an encoding; an empty one is detected."""
        if self._window.page:
            self._window.page.encoding = encoding
            self.reload()

    def show_properties(self) -> None:
        """Show what is known of the file in front."""
        from reader.ui.properties import Properties

        page = self._window.page
        if page and page.document:
            Properties(page.document, len(page.marked), self._window).open()

    def close(self) -> None:
        """Close the tab in front."""
        self.close_tab(self._window.tabs.currentIndex())

    def close_tab(self, number: int) -> None:
        """Close a tab, numbered from the left."""
        window = self._window
        page = window.tabs.widget(number)
        if not isinstance(page, Page):
            return
        window.jobs.drop(page.job)
        self._closed.append(page.path)
        window.tabs.removeTab(number)
        window.page_closed.emit(page)
        page.deleteLater()
        window.jobs.tidy()
        if not window.tabs.count():
            window.stack.setCurrentWidget(window.empty)
            window.empty.first.setFocus()
        window.refresh()

    def reopen(self) -> None:
        """Open the file whose tab was closed last."""
        if self._closed:
            self.open(self._closed.pop())

    def note(self, page: Page) -> None:
        """Count a page's file among the recent ones."""
        window = self._window
        if page.path not in ("-", str(window.services.sample)):
            window.remember(recents=window.state.opened(page.path))

    def _fill_recent(self) -> None:
        self.recent_menu.clear()
        recents = self._window.state.recents
        for path in recents:
            self.recent_menu.addAction(path.replace("&", "&&"), partial(self.open, path))
        if recents:
            self.recent_menu.addSeparator()
        clear = self.recent_menu.addAction(tr("&Clear"), partial(self._window.remember, recents=()))
        clear.setEnabled(bool(recents))


def _direct(path: str) -> str:
    """Return an absolute path without detours; a link keeps its own name."""
    full = Path(path).absolute()
    direct = os.path.normpath(full)
    # Behind a link to a folder, “..” leads elsewhere.
    return direct if os.path.realpath(direct) == os.path.realpath(full) else str(full)
