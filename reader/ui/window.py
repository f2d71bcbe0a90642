"""The main window: tabs of pages with panels beside them, and what all its rooms share.

The rooms around it: `page` (one open file), `opening` (files into tabs), `intake` (what the worker sends), `look`
(themes and sizes), `worker` (the thread that marks), `translate` (the texts' language); `controls` (all that surrounds
the article), made of `commands` (the table), `menus`, `legend` and `status`; `features` (how to add something).

A window grows in three steps, so that the text is there first: the page; its controls, once the text has been painted,
in the room that was left free for them (`room`); the features. What the first step needs leaves `QtCore.Qt` alone: it
takes 15 ms to make its hundred enumerations, a tenth of the whole start. Properties can be set by the names of their
values instead, and what comes later asks for it when it runs.
"""

from __future__ import annotations

import logging
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from reader import settings as kept
from reader.core.layers import BY_KEY
from reader.settings import Settings, State
from reader.ui import features, room
from reader.ui.dropping import FileTarget
from reader.ui.intake import Intake, shortened
from reader.ui.look import Look
from reader.ui.marked import Lens
from reader.ui.opening import LONG_LOAD_MS, Files
from reader.ui.override import override
from reader.ui.page import Page
from reader.ui.services import Services
from reader.ui.theme import Theme
from reader.ui.translate import tr
from reader.ui.worker import Jobs

if TYPE_CHECKING:
    from PySide6.QtCore import QByteArray, Qt
    from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
    from PySide6.QtWidgets import QDockWidget, QLabel, QMenu, QToolBar

    from reader.ui.controls import Controls
    from reader.ui.empty import EmptyState
    from reader.ui.legend import Legend

_log = logging.getLogger(__name__)
_SIZE = 1120, 860
"""Pixels of the first window, where its screen has so much room."""


class Window(FileTarget):
    """The program's window. `open_paths` opens files; everything else is a command of the table.

    Signals, for features: `page_changed(page or None)`, another page is in front; `text_coming(document)`, the page in
    front is about to show it; `document_shown(page)`, its text is on screen, told again where features are installed
    after it; `page_closed(page)`; `marks_changed(page)`, marks arrived or changed; `lens_changed(lens)`, that of the
    page in front; `position_changed(position)`, the code point that is first on screen in the page in front;
    `announced(text)`, what is said to assistive technology; `look_changed()`, theme or typography are others;
    `completed()`, all features are there; `resized()`, it is shown, has another size, or has its controls; `closing()`.
    """

    page_changed = Signal(object)
    text_coming = Signal(object)
    document_shown = Signal(object)
    page_closed = Signal(object)
    marks_changed = Signal(object)
    lens_changed = Signal(object)
    position_changed = Signal(int)
    look_changed = Signal()
    closing = Signal()
    announced = Signal(str)
    completed = Signal()
    resized = Signal()

    def __init__(self, services: Services, settings: Settings, state: State) -> None:
        super().__init__()
        self.services = services
        self.settings = settings
        self.state = state
        self.lens = Lens(
            frozenset(BY_KEY if state.visible is None else state.visible) & BY_KEY.keys(),
            state.min_confidence,
        ).ordered(settings.layer_order)
        self.jobs = Jobs(services.load, services.analyse, services.explain, self)
        self.look = Look(self)
        self.docks: dict[str, QDockWidget] = {}
        self._empty: EmptyState | None = None
        self._controls: Controls | None = None
        self._restored = False
        self._complete = False
        self._build()
        self.files = Files(self)
        self.intake = Intake(self)
        self.look.apply()
        features.install(features.AT_ONCE, self)
        if state.geometry:
            self.restoreGeometry(_packed(state.geometry))
        else:
            room.fit(self, *_SIZE)

    @property
    def theme(self) -> Theme:
        """The theme in use."""
        return self.look.theme

    @property
    def page(self) -> Page | None:
        """The page in front, or None where no file is open."""
        current = self.tabs.currentWidget()
        return current if isinstance(current, Page) else None

    def pages(self) -> list[Page]:
        """Return all pages, from left to right."""
        found = (self.tabs.widget(number) for number in range(self.tabs.count()))
        return [page for page in found if isinstance(page, Page)]

    def open_paths(self, paths: Iterable[str]) -> None:
        """Open files, each in a tab; a file that is open already comes to the front."""
        for path in paths:
            self.files.open(path)

    def new_page(self, path: str) -> Page:
        """Return a page for the file at `path`, not yet in a tab, that looks as the others do."""
        chosen = self.settings.default_layers
        lens = self.lens if chosen is None else self.lens.showing(BY_KEY.keys() & set(chosen))
        page = Page(path, self.look.theme, self.look.typography, lens)
        page.command_wanted.connect(lambda key: self.actions_by_key[key].trigger())
        page.lens_changed.connect(partial(self._on_lens, page))
        page.scrolled.connect(partial(self._on_scrolled, page))
        page.asked.connect(partial(self.intake.ask, page))
        page.said.connect(self.announce)
        return page

    def add_panel(
        self,
        key: str,
        title: str,
        widget: QWidget,
        area: Qt.DockWidgetArea | None = None,
        *,
        shown: bool = False,
    ) -> Callable[[bool], None]:
        """Put a panel beside the article, at the right unless told, as a further tab where its side has one already.

        Returns the handler that shows or hides it, for the checkable command `key`, which then stays true to it.
        """
        from PySide6.QtWidgets import QDockWidget

        area = area or QtCore.Qt.DockWidgetArea.RightDockWidgetArea
        dock = QDockWidget(tr(title), self)
        dock.setObjectName(key)
        dock.setWidget(widget)
        dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        dock.setTitleBarWidget(QWidget())
        beside = [other for other in self.docks.values() if self.dockWidgetArea(other) is area]
        self.addDockWidget(area, dock)
        if beside:
            self.tabifyDockWidget(beside[-1], dock)
        dock.setVisible(shown)
        self.docks[key] = dock
        # One that comes after the layout has been restored takes its place in it.
        if self._restored:
            self.restoreDockWidget(dock)

        def show(wanted: bool) -> None:
            dock.setVisible(wanted)
            if wanted:
                dock.raise_()

        dock.visibilityChanged.connect(partial(self._on_panel_shown, key))
        # To Qt a panel behind another's tab is visible: the tab key would go through all that is in it.
        dock.visibilityChanged.connect(widget.setEnabled)
        return show

    @property
    def has_controls(self) -> bool:
        """Whether the controls have been made."""
        return self._controls is not None

    @property
    def controls(self) -> Controls:
        """What surrounds the article; made now, if it isn't there yet."""
        return self._controls or self._surround()

    def _surround(self) -> Controls:
        from reader.ui.controls import Controls

        self.stack.setContentsMargins(0, 0, 0, 0)
        self.setTabPosition(QtCore.Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self._controls = Controls(self)
        for key in self.docks:
            self._on_panel_shown(key)
        self._follow_screen(self._controls)
        self._controls.install(features.with_controls())
        self._restore_layout()
        self.resized.emit()
        self.refresh()
        self.page_changed.emit(self.page)
        return self._controls

    def _follow_screen(self, controls: Controls) -> None:
        """Have the controls tell whether the window fills the screen, which the system can let it do, too."""
        controls.show_full_screen(self.isFullScreen())
        # Not by the event for it: many of its kind come before the first picture, for other changes.
        if handle := self.windowHandle():
            full = QtCore.Qt.WindowState.WindowFullScreen
            handle.windowStateChanged.connect(lambda state: controls.show_full_screen(state is full))

    @property
    def actions_by_key(self) -> dict[str, QAction]:
        """The actions, by their commands' keys."""
        return self.controls.actions

    @property
    def menus(self) -> dict[str, QMenu]:
        """The menus, by their keys."""
        return self.controls.menus

    @property
    def bar(self) -> QToolBar:
        """The tool bar."""
        return self.controls.bar

    @property
    def legend(self) -> Legend:
        """The legend of the layers."""
        return self.controls.legend

    @property
    def status(self) -> QLabel:
        """The line below, for what has just happened."""
        return self.controls.status

    def tell(self, text: str) -> None:
        """Say what has just happened: in the line below, and to assistive technology."""
        self.status.setText(text)
        self.announce(text)

    def announce(self, text: str) -> None:
        """Say something to assistive technology alone."""
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
        self.announced.emit(text)

    @property
    def empty(self) -> EmptyState:
        """What is shown while no article is open."""
        if self._empty is None:
            from reader.ui.empty import EmptyState

            self._empty = EmptyState()
            self._empty.open_wanted.connect(self.files.ask)
            self._empty.sample_wanted.connect(self.files.open_sample)
            self.stack.addWidget(self._empty)
        return self._empty

    @property
    def is_complete(self) -> bool:
        """Whether all features are there."""
        return self._complete

    def complete(self) -> None:
        """Install the features that wait until all else is on screen, if they still do, and tell that all is there."""
        if self._complete:
            return
        controls = self.controls
        self._complete = True
        controls.install(features.after_controls())
        self.document_shown.connect(self.files.note)
        self.refresh()
        for page in self.pages():
            if page.document:
                self.document_shown.emit(page)
        self.page_changed.emit(self.page)
        self.completed.emit()

    def grow(self) -> None:
        """Make the controls, and what else there is a moment later, when they have been painted."""
        if self._controls is None:
            self._surround()
        if not self._complete:
            QTimer.singleShot(features.PAINT_FIRST_MS, self, self.complete)

    # Building.

    def _build(self) -> None:
        self.setWindowTitle("Bias Reader")
        self.dropped.connect(self.open_paths)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setTabsClosable(True)
        self.tabs.setMovable(True)
        self.tabs.setTabBarAutoHide(True)
        # It hands the focus to its bar, and the tab key would stop where that is hidden.
        self.tabs.setFocusProxy(None)  # type: ignore[arg-type]  # the stubs lack it
        self.tabs.setProperty("focusPolicy", "NoFocus")
        self.tabs.currentChanged.connect(self._on_page_changed)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.tabs)
        self.setCentralWidget(self.stack)

    # Layers.

    def set_lens(self, lens: Lens) -> None:
        """Show the article in front, and those opened later, through a lens; its order is that of all articles."""
        self.lens = lens
        if lens.order != self.lens_in_front.order:
            self.keep_settings(self.settings._replace(layer_order=lens.order))
            for page in self.pages():
                page.set_lens(page.lens.ordered(lens.order))
        if self.page:
            self.page.set_lens(lens)
        else:
            self.lens_changed.emit(lens)

    def set_layer(self, key: str, shown: bool) -> None:
        """Switch a layer on or off."""
        if shown != (key in self.lens_in_front.visible):
            self.set_lens(self.lens_in_front.toggled(key))

    def toggle_all(self) -> None:
        """Switch all layers and the reader's own labels off, or on where all layers are off."""
        lens = self.lens_in_front
        self.actions_by_key["own_shown"].setChecked(not lens.visible)
        self.set_lens(lens.showing(() if lens.visible else BY_KEY))

    @property
    def lens_in_front(self) -> Lens:
        """The lens of the article in front, else that of the next one."""
        return self.page.lens if self.page else self.lens

    def _on_lens(self, page: Page, lens: Lens) -> None:
        # A page behind may come with a lens of its own, from an earlier session.
        if page is self.page:
            self.lens_changed.emit(lens)

    def _on_scrolled(self, page: Page) -> None:
        if page is self.page and page.view:
            self.position_changed.emit(page.view.top())

    # Keeping the window true to its state.

    def refresh(self) -> None:
        """Make everything around the article true to the page in front."""
        document = self.page.document if self.page else None
        self.setWindowTitle(f"{shortened(document.title, 80)} — Bias Reader" if document else "Bias Reader")
        if self._controls:
            self._controls.refresh()
        self.lens_changed.emit(self.lens_in_front)

    def refresh_progress(self) -> None:
        """Tell what has been found on the page in front, and how far its analysis has come."""
        if self._controls:
            self._controls.refresh_progress()

    def _on_page_changed(self) -> None:
        page = self.page
        if page:
            self.jobs.prefer(page.job)
            page.take_keys()
        self.refresh()
        self.page_changed.emit(page)

    def _on_panel_shown(self, key: str, _visible: bool = False) -> None:
        if self._controls:
            self._controls.show_panel(key, not self.docks[key].isHidden())

    # Remembering.

    def restore_session(self) -> None:
        """Open again what was open last time, as the settings have it."""
        if self.settings.restore:
            front = self.state.front
            self.open_paths(path for path in self.state.session if Path(path).is_file())
            for page in self.pages():
                if page.path == front:
                    self.tabs.setCurrentWidget(page)

    def apply_settings(self, settings: Settings) -> None:
        """Use other settings at once, and keep them."""
        engine = self.settings.engine
        self.keep_settings(settings)
        self.controls.set_shortcuts(settings.shortcuts)
        self.look.apply()
        if settings.engine != engine:
            self.services.use_engine(settings.engine)
            self.legend.set_reliability(self.services.reliability())
            self.intake.analyse_again()

    def keep_settings(self, settings: Settings) -> None:
        """Have other settings, and keep them."""
        self.settings = settings
        self._store(settings, "settings.json", self.services.folders.config)

    def remember(self, **changes: object) -> None:
        """Change fields of the state, and keep it."""
        self.state = self.state._replace(**changes)  # type: ignore[arg-type]
        self._store(self.state, "state.json", self.services.folders.state)

    def _store(self, what: Settings | State, name: str, folder: Path) -> None:
        try:
            kept.write(what, folder / name)
        except OSError as error:
            _log.warning("%s can't be kept: %s", name, error)

    def _restore_layout(self) -> None:
        if self.state.layout:
            if not self.docks.keys() >= set(self.state.panels):
                self.complete()
            self.restoreState(_packed(self.state.layout))
            self._restored = True

    # Qt's events.

    @override
    def showEvent(self, event: QShowEvent) -> None:
        if not self.tabs.count():
            self.stack.setCurrentWidget(self.empty)
        super().showEvent(event)
        self.resized.emit()
        # What is being loaded makes it grow as soon as it is painted, unless that takes long.
        QTimer.singleShot(LONG_LOAD_MS if self.tabs.count() else features.PAINT_FIRST_MS, self, self.grow)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._complete:
            # Qt shows the bars and gives the panels their widths at the next opportunity, which may not have come yet.
            QtCore.QCoreApplication.sendPostedEvents()
            # What was put aside for reading is part of the layout that is kept.
            self.actions_by_key["plain_reading"].setChecked(False)
        lens, geometry = self.lens_in_front, _as_text(self.saveGeometry())
        if self._complete:
            # Before panels that have stepped aside come back.
            self.remember(around=room.taken(self))
        self.closing.emit()
        self.remember(geometry=geometry, visible=tuple(sorted(lens.visible)), min_confidence=lens.min_confidence)
        if self._complete:
            shown = tuple(key for key, dock in self.docks.items() if not dock.isHidden())
            self.remember(layout=_as_text(self.saveState()), panels=shown)
        self.hide()
        self.jobs.close()
        super().closeEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != QtCore.Qt.Key.Key_Escape or not self.look.leave():
            super().keyPressEvent(event)


def _as_text(packed: QByteArray) -> str:
    return b2a_base64(packed.data(), newline=False).decode()


def _packed(text: str) -> bytes:
    try:
        return a2b_base64(text)
    except ValueError:
        return b""
