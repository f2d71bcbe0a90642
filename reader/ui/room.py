"""Room for the text.

Until its controls are there, a window leaves as much room around the text as they took last time: so it stays where it
is when they come. In a narrow window the panels at the right step aside, and come back when there is room again; one
that is asked for meanwhile is shown below the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QObject, QTimer

from reader.core.outline import headings

if TYPE_CHECKING:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QDockWidget

    from reader.core.document import Document
    from reader.ui.menus import Handler
    from reader.ui.window import Window

_NARROW = 680
"""Pixels of the window's width: below, a panel would leave the text less than half of it."""
_CONTENTS_SHARE = 0.28
_CONTENTS_WIDTH = 230
_LEAST = 360
"""So narrow a window that shows panels can be made, since they step aside then."""


class _Room(QObject):
    """Hides, moves and shows the panels; one that the reader asks for in a narrow window stays."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._narrow = False
        self._aside: list[QDockWidget] = []
        window.setMinimumWidth(_LEAST)
        window.resized.connect(self._on_resized)
        # Among them are panels that have just been made.
        window.completed.connect(self._put_below)
        # The panels are part of the layout that is kept.
        window.closing.connect(self._bring_back)
        window.text_coming.connect(self._keep_free)

    def _on_resized(self) -> None:
        if not self._window.has_controls:
            page = self._window.page
            self._keep_free(page.document if page else None)
            return
        before, self._narrow = self._narrow, self._window.width() < _NARROW
        if self._narrow is before:
            return
        if self._narrow:
            self._step_aside()
        else:
            self._bring_back()
        # As soon as the layout knows of it.
        QTimer.singleShot(0, self, self._set_least)

    def _keep_free(self, document: Document | None) -> None:
        window = self._window
        if not window.has_controls:
            window.stack.setContentsMargins(*_free(window, document))
            # At once, so that the text is laid out in its own width.
            layout = window.stack.layout()
            assert layout
            layout.activate()

    def _set_least(self) -> None:
        # A panel that is asked for in a narrow window takes the room it needs.
        self._window.setMinimumWidth(0 if self._narrow else _LEAST)

    def _step_aside(self) -> None:
        self._aside = [dock for dock in self._panels_at(_beside()) if not dock.isHidden()]
        for dock in self._aside:
            dock.hide()
        self._put_below()

    def _put_below(self) -> None:
        if self._narrow:
            self._move(_beside(), _below())

    def _bring_back(self) -> None:
        self._move(_below(), _beside())
        for dock in self._aside:
            dock.show()
        self._aside = []

    def _panels_at(self, side: Qt.DockWidgetArea) -> list[QDockWidget]:
        window = self._window
        return [dock for dock in window.docks.values() if window.dockWidgetArea(dock) is side]

    def _move(self, source: Qt.DockWidgetArea, target: Qt.DockWidgetArea) -> None:
        window, moved = self._window, self._panels_at(source)
        shown = [dock for dock in moved if not dock.isHidden()]
        # What is behind another's tab is disabled.
        front = next((dock for dock in shown if dock.widget().isEnabled()), None)
        there = self._panels_at(target)[-1:]
        for dock in moved:
            window.addDockWidget(target, dock)
            for before in there:
                window.tabifyDockWidget(before, dock)
            there = [dock]
        if front:
            front.raise_()


def _beside() -> Qt.DockWidgetArea:
    return QtCore.Qt.DockWidgetArea.RightDockWidgetArea


def _below() -> Qt.DockWidgetArea:
    return QtCore.Qt.DockWidgetArea.BottomDockWidgetArea


def for_contents(window: Window) -> bool:
    """Tell whether a window is so wide that a table of contents leaves the text enough of it."""
    return window.width() * _CONTENTS_SHARE >= _CONTENTS_WIDTH


def taken(window: Window) -> tuple[int, int, int, int]:
    """Return what surrounds the article in a window, in pixels: left, top, right and bottom.

    At the left and right it is what the panels took when they last showed, where they don't for lack of headings or
    of room. Panels below the text don't count: they step aside when the window opens again.
    """
    left, _, right, _ = window.state.around
    layout = window.layout()
    assert layout
    layout.activate()
    inner, outer = window.stack.geometry(), window.rect()
    if not window.docks["contents"].isHidden():
        left = inner.left()
    if window.width() >= _NARROW:
        right = outer.right() - inner.right()
    return left, inner.top(), right, window.statusBar().height()


def _free(window: Window, document: Document | None) -> tuple[int, int, int, int]:
    left, top, right, bottom = window.state.around
    listed = document is not None and window.state.contents and for_contents(window) and headings(document)
    return left if listed else 0, top, right if window.width() >= _NARROW else 0, bottom


def install(window: Window) -> Mapping[str, Handler]:
    """Watch the window's width."""
    _Room(window)
    return {}
