"""What surrounds the article: menus, tool bar, legend and status bar, true to the page in front.

Made when the first text has been painted, or as soon as something of it is wanted.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QTabBar

from reader.core.layers import LAYERS
from reader.ui import features, menus
from reader.ui.commands import COMMANDS
from reader.ui.icons import icon
from reader.ui.legend import Legend
from reader.ui.marked import Lens
from reader.ui.status import StatusBar
from reader.ui.translate import tr

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from reader.ui.window import Window


class Controls(QObject):
    """The controls of one window. `actions`, `menus` and `bar` are made of the command table; `status` says a line.

    A command's handler comes with its feature, which is installed when it is first called, if it isn't there yet.
    """

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._handlers: dict[str, menus.Handler] = {}
        self._complete = False
        self.legend = Legend(window.theme)
        self.legend.set_reliability(window.services.reliability())
        self.legend.set_own(0, shown=window.state.own_shown)
        self.legend.lens_changed.connect(window.set_lens)
        show_legend = window.add_panel("panel", "Layers", self.legend, shown=True)
        status_bar = StatusBar()
        status_bar.cancel.clicked.connect(window.intake.cancel)
        window.setStatusBar(status_bar)
        self._status_bar, self.status = status_bar, status_bar.label
        calls = {command.key: partial(self._call, command.key) for command in COMMANDS}
        self.actions, self.menus, self.bar = menus.build(window, calls, window.settings.shortcuts)
        window.files.add_menus(self.menus["file"], self.actions)
        window.look.add_menus(self.menus["view"])
        self._handlers = {
            **window.files.handlers(),
            **window.look.handlers(),
            "quit": window.close,
            "panel": show_legend,
            **{f"layer_{layer.key}": partial(window.set_layer, layer.key) for layer in LAYERS},
            "layers_all": window.toggle_all,
        }
        window.look_changed.connect(self._draw)
        window.lens_changed.connect(self._show_lens)
        self._draw()

    def install(self, among: tuple[features.Feature, ...]) -> None:
        """Install features, whose commands can be called from then on."""
        self._handlers |= features.install(among, self._window)
        QTimer.singleShot(0, self, self._mind_bars)

    def set_shortcuts(self, chosen: Mapping[str, str]) -> None:
        """Use the reader's own shortcuts, else those of the table."""
        menus.set_shortcuts(self.actions, chosen)

    def refresh(self) -> None:
        """Be true to the page in front."""
        window, page = self._window, self._window.page
        ready = page is not None and page.document is not None
        for command in COMMANDS:
            if command.article:
                self.actions[command.key].setEnabled(ready or (command.key in ("close", "reload") and page is not None))
        self.actions["reopen"].setEnabled(window.files.can_reopen)

    def refresh_progress(self) -> None:
        """Tell what has been found on the page in front, and how far its analysis has come."""
        page = self._window.page
        told = page if page and page.guesses is None else None
        self.legend.set_counts(told.counts() if told else {}, told.marked.quoted if told else {})
        self._status_bar.show_page(page, running=page is not None and self._window.jobs.running(page.job))

    def show_panel(self, key: str, shown: bool) -> None:
        """Tick the command of a panel that has been shown, or not, by other means."""
        if key in self.actions:
            _tick(self.actions[key], shown)
        # As soon as the layout knows of it.
        QTimer.singleShot(0, self, self._mind_bars)

    def show_full_screen(self, full: bool) -> None:
        """Tick the command of the full screen where that has come by other means."""
        _tick(self.actions["full_screen"], full)

    def _call(self, key: str, *checked: bool) -> None:
        if key not in self._handlers:
            self._window.complete()
        self._handlers[key](*checked)

    def _show_lens(self, lens: Lens) -> None:
        self.legend.set_lens(lens)
        for layer in LAYERS:
            _tick(self.actions[f"layer_{layer.key}"], layer.key in lens.visible)
        self.refresh_progress()

    def _mind_bars(self) -> None:
        """Let the tab key pass a bar of panels that has but one tab, which Qt keeps beyond the window's edge."""
        for bar in self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            bar.setAccessibleName(tr("Panels"))
            bar.setFocusPolicy(Qt.FocusPolicy.TabFocus if bar.count() > 1 else Qt.FocusPolicy.NoFocus)

    def _draw(self) -> None:
        window = self._window
        self.legend.set_theme(window.theme)
        for command in COMMANDS:
            if command.icon:
                picture = icon(command.icon, window.theme, window.devicePixelRatioF())
                self.actions[command.key].setIcon(picture)


def _tick(action: QAction, ticked: bool) -> None:
    """Tick a command, or not, without carrying it out."""
    action.blockSignals(True)
    action.setChecked(ticked)
    action.blockSignals(False)
