"""Room for the text.

Until its controls are there, a window leaves as much room around the text as they took last time: so it stays where it
is when they come. In a narrow window the panels step aside, and come back when there is room again; one that is asked
for meanwhile is shown below the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QObject, QTimer

from reader.core.outline import headings

if TYPE_CHECKING:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QDockWidget, QWidget

    from reader.core.document import Document
    from reader.ui.menus import Handler
    from reader.ui.window import Window

_NARROW = 680
"""Pixels of the window's width: below, a panel would leave the text less than half of it."""
_CONTENTS_SHARE = 0.28
_CONTENTS_WIDTH = 230
_SEPARATOR = 1
"""Pixels between a panel and the text."""
_FRAME = (16, 44)
"""What a window's frame and title take of the screen, at most."""
_LEAST = 360
"""So narrow a window that shows panels can be made, since they step aside then."""


class _Room(QObject):
    """Hides, moves and shows the panels; one that the reader asks for in a narrow window stays."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._narrow = False
        self._aside: list[QDockWidget] = []
        self._front: list[QDockWidget] = []
        self._sides: dict[QDockWidget, Qt.DockWidgetArea] = {}
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
        if self._window.look.plain:
            # The screen is wider than the window that it comes back to, and shows the text alone.
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
        shown = [dock for dock in self._window.docks.values() if not dock.isHidden()]
        # The contents know themselves when they have room.
        self._aside = [dock for dock in shown if dock is not self._window.docks.get("contents")]
        self._front = in_front(self._aside)
        for dock in shown:
            dock.hide()
        self._put_below()

    def _put_below(self) -> None:
        if self._narrow:
            window, below = self._window, QtCore.Qt.DockWidgetArea.BottomDockWidgetArea
            moved = [dock for dock in window.docks.values() if window.dockWidgetArea(dock) is not below]
            self._sides |= {dock: window.dockWidgetArea(dock) for dock in moved}
            self._move(moved, below)

    def _bring_back(self) -> None:
        if not self._sides:
            return
        # What was asked for meanwhile is in front of what was there before.
        front = [*self._front, *in_front(self._sides)]
        for side in set(self._sides.values()):
            self._move([dock for dock, home in self._sides.items() if home is side], side)
        self._sides = {}
        for dock in self._aside:
            dock.show()
        for dock in front:
            dock.raise_()
        self._aside, self._front = [], []
        self._give_widths()

    def _give_widths(self) -> None:
        """Have the panels beside the text as wide as they last were there: a narrow window has squeezed them."""
        window = self._window
        left, _, right, _ = window.state.around
        sides = QtCore.Qt.DockWidgetArea
        widths = {sides.LeftDockWidgetArea: left - _SEPARATOR, sides.RightDockWidgetArea: right - _SEPARATOR}
        docks = {window.dockWidgetArea(dock): dock for dock in window.docks.values()}
        given = [(docks[side], width) for side, width in widths.items() if side in docks and width > 0]
        window.resizeDocks([dock for dock, _ in given], [width for _, width in given], QtCore.Qt.Orientation.Horizontal)

    def _move(self, moved: Sequence[QDockWidget], side: Qt.DockWidgetArea) -> None:
        window = self._window
        there = [dock for dock in window.docks.values() if window.dockWidgetArea(dock) is side][-1:]
        for dock in moved:
            window.addDockWidget(side, dock)
            for before in there:
                window.tabifyDockWidget(before, dock)
            there = [dock]


def in_front(docks: Iterable[QDockWidget]) -> list[QDockWidget]:
    """Return the panels that show and are not behind another's tab; the content of one that is, is disabled."""
    return [dock for dock in docks if not dock.isHidden() and dock.widget().isEnabled()]


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
    if window.width() >= _NARROW:
        left = left if window.docks["contents"].isHidden() else inner.left()
        right = outer.right() - inner.right()
    return left, inner.top(), right, window.statusBar().height()


def _free(window: Window, document: Document | None) -> tuple[int, int, int, int]:
    left, top, right, bottom = window.state.around
    listed = document is not None and window.state.contents and for_contents(window) and headings(document)
    return left if listed else 0, top, right if window.width() >= _NARROW else 0, bottom


def fit(window: QWidget, width: int, height: int) -> None:
    """Give a window a size in pixels, or less where its screen, with scaled pixels, has no room for that."""
    room = window.screen().availableSize() - QtCore.QSize(*_FRAME)
    window.resize(QtCore.QSize(width, height).boundedTo(room))


def install(window: Window) -> Mapping[str, Handler]:
    """Watch the window's width."""
    _Room(window)
    return {}
