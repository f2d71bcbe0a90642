"""The main window: tabs of pages with panels beside them, and what all its rooms share.

The rooms around it: `commands` (the table), `menus` (actions made of it), `features` (how to add something),
`opening` (files into tabs), `intake` (what the worker sends), `look` (themes and sizes), `status` (the bar below),
`page` (one open file), `worker` (the thread that marks), `translate` (the texts' language).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QStackedWidget, QTabWidget, QToolBar, QWidget

from reader import settings as kept
from reader.core.layers import BY_KEY, LAYERS
from reader.settings import Settings, State
from reader.ui import features, menus
from reader.ui.commands import COMMANDS
from reader.ui.empty import EmptyState
from reader.ui.icons import application_icon
from reader.ui.intake import Intake, shortened
from reader.ui.legend import Legend
from reader.ui.look import Look
from reader.ui.marked import Lens
from reader.ui.opening import Files, local_files
from reader.ui.override import override
from reader.ui.page import Page
from reader.ui.services import Services
from reader.ui.status import StatusBar
from reader.ui.theme import Theme
from reader.ui.translate import tr
from reader.ui.worker import Jobs

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QShowEvent

_log = logging.getLogger(__name__)


class Window(QMainWindow):
    """The program's window. `open_paths` opens files; everything else is a command of the table.

    Signals, for features: `page_changed(page or None)`, another page is in front; `document_shown(page)`, its text is
    on screen, told again where features are installed after it; `page_closed(page)`; `marks_changed(page)`, marks
    arrived or changed; `lens_changed(lens)`, that of the page in front; `position_changed(position)`, the code point
    that is first on screen in the page in front; `announced(sentence)`, what is said of the sentence that the caret
    has entered; `look_changed()`, theme or typography are others; `completed()`, all features are there; `closing()`.
    """

    page_changed = Signal(object)
    document_shown = Signal(object)
    page_closed = Signal(object)
    marks_changed = Signal(object)
    lens_changed = Signal(object)
    position_changed = Signal(int)
    look_changed = Signal()
    closing = Signal()
    announced = Signal(str)
    completed = Signal()

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
        self.actions_by_key: dict[str, QAction] = {}
        self.docks: dict[str, QDockWidget] = {}
        self._restored = False
        self._late: dict[str, menus.Handler] | None = None
        self._complete = False
        self._build()
        self.files = Files(self)
        self.intake = Intake(self)
        self._build_commands()
        self._connect()
        self.look.apply()
        self._restore()
        self.refresh()

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
        return page

    def add_panel(
        self,
        key: str,
        title: str,
        widget: QWidget,
        area: Qt.DockWidgetArea = Qt.DockWidgetArea.RightDockWidgetArea,
        *,
        shown: bool = False,
    ) -> Callable[[bool], None]:
        """Put a panel beside the article, as a further tab where its side has one already.

        Returns the handler that shows or hides it, for the checkable command `key`, which then stays true to it.
        """
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

    def complete(self) -> None:
        """Install what waits until the first text has been painted, if it still does, and tell that all is there."""
        self._install()
        if not self._complete:
            self._complete = True
            self.completed.emit()

    def _install(self) -> None:
        if self._late is not None:
            return
        self._late = {}
        self.setWindowIcon(application_icon())
        self._late = features.install(features.after_first_paint(), self)
        self.document_shown.connect(self.files.note)
        self.refresh()
        for page in self.pages():
            if page.document:
                self.document_shown.emit(page)
        self.page_changed.emit(self.page)

    def _call(self, key: str, *checked: bool) -> None:
        """Do what a command of these features does."""
        self._install()
        assert self._late
        self._late[key](*checked)

    # Building.

    def _build(self) -> None:
        self.setWindowTitle("Bias Reader")
        self.setAcceptDrops(True)
        self.resize(1120, 860)
        self.empty = EmptyState()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setTabsClosable(True)
        self.tabs.setMovable(True)
        self.tabs.setTabBarAutoHide(True)
        # It hands the focus to its bar, and the tab key would stop where that is hidden.
        self.tabs.setFocusProxy(None)  # type: ignore[arg-type]  # the stubs lack it
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.tabs)
        self.setCentralWidget(self.stack)
        self.legend = Legend(self.look.theme)
        self.legend.set_reliability(self.services.reliability())
        self.legend.set_own(0, shown=self.state.own_shown)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self._show_legend = self.add_panel("panel", "Layers", self.legend, shown=True)
        bar = StatusBar()
        self.setStatusBar(bar)
        self._status_bar, self.status = bar, bar.label

    def _build_commands(self) -> None:
        self.menus: dict[str, QMenu]
        self.bar: QToolBar
        handlers = self._handlers()
        waiting = {one.key: partial(self._call, one.key) for one in COMMANDS if one.key not in handlers}
        self.actions_by_key, self.menus, self.bar = menus.build(self, handlers | waiting, self.settings.shortcuts)
        self.files.add_menus()
        self.look.add_menus()

    def _handlers(self) -> dict[str, Callable[..., object]]:
        return {
            **self.files.handlers(),
            **self.look.handlers(),
            "quit": self.close,
            "panel": self._show_legend,
            **{f"layer_{layer.key}": partial(self.set_layer, layer.key) for layer in LAYERS},
            "layers_all": self.toggle_all,
            **features.install(features.AT_ONCE, self),
        }

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._on_page_changed)
        self.legend.lens_changed.connect(self.set_lens)
        self._status_bar.cancel.clicked.connect(self.intake.cancel)

    # Layers.

    def set_lens(self, lens: Lens) -> None:
        """Show the article in front, and those opened later, through a lens; its order is that of all articles."""
        self.lens = lens
        if lens.order != self._lens_in_front.order:
            self.keep_settings(replace(self.settings, layer_order=lens.order))
            for page in self.pages():
                page.set_lens(page.lens.ordered(lens.order))
        if self.page:
            self.page.set_lens(lens)
        else:
            self._on_lens_shown(lens)

    def set_layer(self, key: str, shown: bool) -> None:
        """Switch a layer on or off."""
        if shown != (key in self._lens_in_front.visible):
            self.set_lens(self._lens_in_front.toggled(key))

    def toggle_all(self) -> None:
        """Switch all layers and the reader's own labels off, or on where all layers are off."""
        lens = self._lens_in_front
        self.actions_by_key["own_shown"].setChecked(not lens.visible)
        self.set_lens(lens.showing(() if lens.visible else BY_KEY))

    @property
    def _lens_in_front(self) -> Lens:
        return self.page.lens if self.page else self.lens

    def _on_lens(self, page: Page, lens: Lens) -> None:
        # A page behind may come with a lens of its own, from an earlier session.
        if page is self.page:
            self._on_lens_shown(lens)

    def _on_lens_shown(self, lens: Lens) -> None:
        self.legend.set_lens(lens)
        for layer in LAYERS:
            action = self.actions_by_key[f"layer_{layer.key}"]
            action.blockSignals(True)
            action.setChecked(layer.key in lens.visible)
            action.blockSignals(False)
        self.refresh_progress()
        self.lens_changed.emit(lens)

    def _on_scrolled(self, page: Page) -> None:
        if page is self.page and page.view:
            self.position_changed.emit(page.view.top())

    # Keeping the window true to its state.

    def refresh(self) -> None:
        """Make everything around the article true to the page in front."""
        page = self.page
        ready = page is not None and page.document is not None
        for command in COMMANDS:
            if command.article:
                self.actions_by_key[command.key].setEnabled(
                    ready or (command.key in ("close", "reload") and page is not None)
                )
        self.actions_by_key["reopen"].setEnabled(self.files.can_reopen)
        self.setWindowTitle(
            f"{shortened(page.document.title, 80)} — Bias Reader" if page and page.document else "Bias Reader"
        )
        self._on_lens_shown(self._lens_in_front)

    def refresh_progress(self) -> None:
        """Tell what has been found on the page in front, and how far its analysis has come."""
        page = self.page
        told = page if page and page.guesses is None else None
        self.legend.set_counts(told.counts() if told else {}, told.marked.quoted if told else {})
        self._status_bar.show_page(page, running=page is not None and self.jobs.running(page.job))

    def _on_page_changed(self) -> None:
        page = self.page
        if page:
            self.jobs.prefer(page.job)
            if page.view:
                page.view.setFocus()
        self.refresh()
        self.page_changed.emit(page)

    def _on_panel_shown(self, key: str, _visible: bool = False) -> None:
        action = self.actions_by_key.get(key)
        if action:
            action.blockSignals(True)
            action.setChecked(not self.docks[key].isHidden())
            action.blockSignals(False)

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
        menus.set_shortcuts(self.actions_by_key, settings.shortcuts)
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
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self._store(self.state, "state.json", self.services.folders.state)

    def _store(self, what: Settings | State, name: str, folder: Path) -> None:
        try:
            kept.write(what, folder / name)
        except OSError as error:
            _log.warning("%s can't be kept: %s", name, error)

    def _restore(self) -> None:
        if self.state.geometry:
            self.restoreGeometry(QByteArray.fromBase64(self.state.geometry.encode()))
        if self.state.layout:
            if not self.docks.keys() >= set(self.state.panels):
                self._install()
            self.restoreState(QByteArray.fromBase64(self.state.layout.encode()))
            self._restored = True

    # Qt's events.

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.tabs.count():
            QTimer.singleShot(features.PAINT_FIRST_MS, self, self.complete)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        # What was put aside for reading is part of the layout that is kept.
        self.actions_by_key["plain_reading"].setChecked(False)
        lens, geometry = self._lens_in_front, bytes(self.saveGeometry().toBase64().data()).decode()
        self.closing.emit()
        self.remember(
            geometry=geometry,
            layout=bytes(self.saveState().toBase64().data()).decode(),
            panels=tuple(key for key, dock in self.docks.items() if not dock.isHidden()),
            visible=tuple(sorted(lens.visible)),
            min_confidence=lens.min_confidence,
        )
        self.hide()
        self.jobs.close()
        super().closeEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.look.plain:
            self.actions_by_key["plain_reading"].setChecked(False)
        else:
            super().keyPressEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_files(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        # After the drop has been answered: the source program waits for that.
        QTimer.singleShot(0, self, partial(self.open_paths, local_files(event.mimeData())))
