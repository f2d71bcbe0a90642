"""How the window looks: its theme, the text's size, the whole screen, and the text alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from reader.ui import room
from reader.ui import theme as themes
from reader.ui.sheet import sheet
from reader.ui.translate import tr
from reader.ui.typography import Typography

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDockWidget, QMenu, QWidget

    from reader.ui.menus import Handler
    from reader.ui.window import Window

_MIDDLE = 128
"""Between dark and light, of 0 to 255."""
_ZOOM_STEP = 1.1
_ZOOM_RANGE = (0.5, 4.0)


class Look(QObject):
    """The look of one window and of all its pages."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        # The system's own palette, as long as there is none of ours.
        self._dark = QGuiApplication.palette().window().color().lightness() < _MIDDLE
        self.theme = themes.load(themes.chosen(window.settings.theme, dark=self._dark))
        self._aside: list[QWidget] = []
        self._front: list[QDockWidget] = []
        self._was_full = False
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system)

    @property
    def typography(self) -> Typography:
        """How articles are set."""
        chosen = self._window.settings
        return Typography(chosen.family, chosen.size, chosen.measure, chosen.leading, self._window.state.zoom)

    @property
    def plain(self) -> bool:
        """Whether the text is shown alone, without distraction."""
        return bool(self._aside)

    def handlers(self) -> Mapping[str, Handler]:
        """Return what the commands do, by their keys."""
        return {
            "zoom_in": lambda: self.set_zoom(self._window.state.zoom * _ZOOM_STEP),
            "zoom_out": lambda: self.set_zoom(self._window.state.zoom / _ZOOM_STEP),
            "zoom_reset": lambda: self.set_zoom(1.0),
            "full_screen": self.set_full_screen,
            "plain_reading": self.set_plain_reading,
        }

    def add_menus(self, menu: QMenu) -> None:
        """Add the choice of themes to one of the window's menus."""
        self._themes = menu.addMenu(tr("&Theme"))
        self._themes.aboutToShow.connect(self._fill_themes)

    def set_theme(self, key: str) -> None:
        """Use a theme, or follow the system."""
        self._window.keep_settings(self._window.settings._replace(theme=key))
        self.apply()

    def set_zoom(self, zoom: float) -> None:
        """Set the text size as a factor of the chosen size."""
        low, high = _ZOOM_RANGE
        self._window.remember(zoom=round(min(max(zoom, low), high), 3))
        self._set_pages()
        self._window.tell(tr("Zoom {percent} %").format(percent=round(100 * self._window.state.zoom)))

    def set_full_screen(self, full: bool) -> None:
        """Fill the screen, or not."""
        window, whole = self._window, QtCore.Qt.WindowState.WindowFullScreen
        state, normal = window.windowState(), window.normalGeometry()
        window.setWindowState(state | whole if full else state & ~whole)
        if not full and not window.isMaximized():
            # At once: what closes now would be remembered in the size of the screen.
            window.setGeometry(normal)

    def set_plain_reading(self, plain: bool) -> None:
        """Show the text alone on the whole screen, or all that surrounds it again."""
        window = self._window
        full_screen = window.actions_by_key["full_screen"]
        around = [window.menuBar(), window.statusBar(), window.bar, window.tabs.tabBar(), *window.docks.values()]
        if plain:
            self._aside = [widget for widget in around if not widget.isHidden()]
            self._front = room.in_front(window.docks.values())
            for widget in self._aside:
                widget.hide()
            # A hidden menu bar takes its shortcuts along, unless the window has the actions, too.
            window.addActions(list(window.actions_by_key.values()))
            self._was_full = full_screen.isChecked()
        else:
            for widget in self._aside:
                widget.show()
            for dock in self._front:
                dock.raise_()
            self._aside = []
        full_screen.setChecked(plain or self._was_full)

    def leave(self) -> bool:
        """Leave reading without distraction, else the full screen; tell whether there was one to leave."""
        actions = self._window.actions_by_key
        left = next((actions[key] for key in ("plain_reading", "full_screen") if actions[key].isChecked()), None)
        if left:
            left.setChecked(False)
        return left is not None

    def apply(self) -> None:
        """Give everything the chosen theme, and the pages their typography."""
        window = self._window
        chosen = themes.chosen(window.settings.theme, dark=self._dark)
        if chosen != self.theme.key:
            self.theme = themes.load(chosen)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setPalette(themes.palette(self.theme))
        window.setStyleSheet(sheet(self.theme))
        self._set_pages()

    def _on_system(self, scheme: QtCore.Qt.ColorScheme) -> None:
        self._dark = scheme is QtCore.Qt.ColorScheme.Dark
        self.apply()

    def _set_pages(self) -> None:
        for page in self._window.pages():
            page.set_look(self.theme, self.typography)
        self._window.look_changed.emit()

    def _fill_themes(self) -> None:
        self._themes.clear()
        titles = {themes.FOLLOW_SYSTEM: tr("Follow the system")} | themes.titles()
        for key, title in titles.items():
            action = self._themes.addAction(tr(title), partial(self.set_theme, key))
            action.setCheckable(True)
            action.setChecked(key == self._window.settings.theme)
