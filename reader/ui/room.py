"""Room for the text: in a narrow window the panels at the right step aside, and come back when there is room again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer

from reader.ui.menus import Handler
from reader.ui.override import override

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDockWidget

    from reader.ui.window import Window

_NARROW = 680
"""Pixels of the window's width: below, a panel would leave the text less than half of it."""
_LEAST = 360
"""So narrow a window that shows panels can be made, since they step aside then."""


class _Room(QObject):
    """Hides and shows the panels; one that the reader asks for in a narrow window stays."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._narrow = False
        self._aside: list[QDockWidget] = []
        window.setMinimumWidth(_LEAST)
        window.installEventFilter(self)
        # The panels are part of the layout that is kept.
        window.closing.connect(self._bring_back)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            narrow = self._window.width() < _NARROW
            if narrow and not self._narrow:
                self._step_aside()
            elif self._narrow and not narrow:
                self._bring_back()
            if narrow is not self._narrow:
                # As soon as the layout knows of it.
                QTimer.singleShot(0, self, self._set_least)
            self._narrow = narrow
        return False

    def _set_least(self) -> None:
        # A panel that is asked for in a narrow window takes the room it needs.
        self._window.setMinimumWidth(0 if self._narrow else _LEAST)

    def _step_aside(self) -> None:
        window = self._window
        right = Qt.DockWidgetArea.RightDockWidgetArea
        docks = [dock for dock in window.docks.values() if window.dockWidgetArea(dock) is right]
        self._aside = [dock for dock in docks if not dock.isHidden()]
        for dock in self._aside:
            dock.hide()

    def _bring_back(self) -> None:
        for dock in self._aside:
            dock.show()
        self._aside = []


def install(window: Window) -> Mapping[str, Handler]:
    """Watch the window's width."""
    _Room(window)
    return {}
