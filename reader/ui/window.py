"""The main window: tabs of pages with panels beside them, and what its commands do to the page in front.

The rooms around it: `commands` (the table), `menus` (actions made of it), `features` (how to add something),
`page` (one open file), `worker` (the thread that marks), `translate` (the texts' language).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QFileSystemWatcher, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QLabel,
    QMainWindow,
    QMenu,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QWidget,
)

from reader import settings as kept
from reader.core.annotation import Annotation
from reader.core.document import Document, Span
from reader.core.languages import understood
from reader.core.layers import BY_KEY, LAYERS
from reader.settings import Settings, State
from reader.ui import menus
from reader.ui import theme as themes
from reader.ui.commands import COMMANDS
from reader.ui.empty import EmptyState
from reader.ui.features import FEATURES
from reader.ui.icons import application_icon, icon
from reader.ui.legend import Legend
from reader.ui.marked import Lens
from reader.ui.override import override
from reader.ui.page import Page
from reader.ui.properties import Properties, language_name
from reader.ui.services import Services
from reader.ui.sheet import sheet
from reader.ui.translate import tr
from reader.ui.typography import Typography
from reader.ui.worker import Jobs

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent

_ZOOM_STEP = 1.1
_PAINT_FIRST_MS = 25
_TELL_MS = 60
_REPLACED_MS = 150
_ENCODINGS = (
    *("utf-8", "utf-16", "windows-1252", "iso-8859-1", "iso-8859-2", "windows-1251", "koi8-r"),
    *("gb18030", "big5", "shift_jis", "euc-jp", "euc-kr"),
)
_ZOOM_RANGE = (0.5, 4.0)
_log = logging.getLogger(__name__)


class Window(QMainWindow):
    """The program's window. `open_paths` opens files; everything else is a command of the table.

    Signals, for features: `page_changed(page or None)`, another page is in front; `document_shown(page)`, its text
    is on screen; `marks_changed(page)`, marks arrived or changed; `lens_changed(lens)`, that of the page in front;
    `position_changed(position)`, the code point that is first on screen in the page in front;
    `announced(sentence)`, what is said of the sentence that the caret has entered; `closing()`.
    """

    page_changed = Signal(object)
    document_shown = Signal(object)
    marks_changed = Signal(object)
    lens_changed = Signal(object)
    position_changed = Signal(int)
    closing = Signal()
    announced = Signal(str)

    def __init__(self, services: Services, settings: Settings, state: State) -> None:
        super().__init__()
        self.services = services
        self.settings = settings
        self.state = state
        self.lens = Lens(
            frozenset(BY_KEY if state.visible is None else state.visible) & BY_KEY.keys(),
            state.min_confidence,
        )
        self.theme = themes.load(themes.chosen(settings.theme))
        self.jobs = Jobs(services.load, services.analyse, services.explain, self)
        self.actions_by_key: dict[str, QAction] = {}
        self.docks: dict[str, QDockWidget] = {}
        self._closed_paths: list[str] = []
        self._aside: list[QWidget] = []
        self._noticed = ""
        self._watcher = QFileSystemWatcher(self)
        self._build()
        self._connect()
        self._apply_theme()
        self._restore()
        self._refresh()

    @property
    def typography(self) -> Typography:
        """How articles are set."""
        chosen = self.settings
        return Typography(chosen.family, chosen.size, chosen.measure, chosen.leading, self.state.zoom)

    @property
    def page(self) -> Page | None:
        """The page in front, or None where no file is open."""
        current = self.tabs.currentWidget()
        return current if isinstance(current, Page) else None

    @property
    def plain(self) -> bool:
        """Whether the text is shown alone, without distraction."""
        return bool(self._aside)

    def pages(self) -> list[Page]:
        """Return all pages, from left to right."""
        found = (self.tabs.widget(number) for number in range(self.tabs.count()))
        return [page for page in found if isinstance(page, Page)]

    def open_paths(self, paths: Iterable[str]) -> None:
        """Open files, each in a tab; a file that is open already comes to the front."""
        for path in paths:
            self._open(path)

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

        def show(wanted: bool) -> None:
            dock.setVisible(wanted)
            if wanted:
                dock.raise_()

        dock.visibilityChanged.connect(partial(self._on_panel_shown, key))
        return show

    # Building.

    def _build(self) -> None:
        self.setWindowTitle("Bias Reader")
        self.setWindowIcon(application_icon())
        self.setAcceptDrops(True)
        self.resize(1120, 860)
        self.empty = EmptyState()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setTabsClosable(True)
        self.tabs.setMovable(True)
        self.tabs.setTabBarAutoHide(True)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.tabs)
        self.setCentralWidget(self.stack)
        self.legend = Legend(self.theme)
        self.legend.set_reliability(self.services.reliability())
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self._show_legend = self.add_panel("panel", "Layers", self.legend, shown=True)
        self.dock = self.docks["panel"]
        self._build_status()
        self._build_commands()

    def _build_status(self) -> None:
        self.status = QLabel()
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(180)
        self.progress.setAccessibleName(tr("Progress of the analysis"))
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setToolTip(tr("Stop the analysis of this article; the marks found so far stay"))
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.addWidget(self.status, 1)
        bar.addPermanentWidget(self.progress)
        bar.addPermanentWidget(self.cancel)

    def _build_commands(self) -> None:
        self.actions_by_key, self.menus, self.bar = menus.build(self, self._handlers(), self.settings.shortcuts)
        self.recent_menu = QMenu(tr("Open &recent"), self)
        self.menus["file"].insertMenu(self.actions_by_key["save"], self.recent_menu)
        self.encoding_menu = QMenu(tr("Reload &as"), self)
        for title, encoding in ((tr("Detect the encoding"), ""), *((name, name) for name in _ENCODINGS)):
            self.encoding_menu.addAction(title, partial(self.reload_as, encoding))
        self.menus["file"].insertMenu(self.actions_by_key["properties"], self.encoding_menu)
        self._build_theme_menu()

    def _build_theme_menu(self) -> None:
        self.theme_menu = self.menus["view"].addMenu(tr("&Theme"))
        self.theme_menu.aboutToShow.connect(self._fill_themes)

    def _fill_themes(self) -> None:
        self.theme_menu.clear()
        titles = {themes.FOLLOW_SYSTEM: tr("Follow the system")} | themes.titles()
        for key, title in titles.items():
            action = self.theme_menu.addAction(tr(title), partial(self.set_theme, key))
            action.setCheckable(True)
            action.setChecked(key == self.settings.theme)

    def _handlers(self) -> dict[str, Callable[..., object]]:
        return {
            "open": self.open_dialog,
            "sample": self.open_sample,
            "save": self.save_dialog,
            "reload": self.reload,
            "properties": self.show_properties,
            "close": self.close_page,
            "reopen": self.reopen,
            "quit": self.close,
            "copy": self.copy,
            "select_all": self.select_all,
            "find": partial(self._on_page, Page.open_find),
            "find_next": partial(self._on_page, lambda page: page.find_step(True)),
            "find_previous": partial(self._on_page, lambda page: page.find_step(False)),
            "zoom_in": lambda: self.set_zoom(self.state.zoom * _ZOOM_STEP),
            "zoom_out": lambda: self.set_zoom(self.state.zoom / _ZOOM_STEP),
            "zoom_reset": lambda: self.set_zoom(1.0),
            "panel": self._show_legend,
            "full_screen": self.set_full_screen,
            "plain_reading": self.set_plain_reading,
            **{f"layer_{layer.key}": partial(self.set_layer, layer.key) for layer in LAYERS},
            "layers_all": self.toggle_all,
            "next": partial(self._step, True),
            "previous": partial(self._step, False),
            **{f"next_{layer.key}": partial(self._step, True, layer.key) for layer in LAYERS},
            "card": partial(self._on_page, Page.open_card_here),
            "next_tab": partial(self._turn, 1),
            "previous_tab": partial(self._turn, -1),
            **{key: act for install in FEATURES for key, act in install(self).items()},
        }

    def _connect(self) -> None:
        self.empty.open_wanted.connect(self.open_dialog)
        self.empty.sample_wanted.connect(self.open_sample)
        self.tabs.currentChanged.connect(self._on_page_changed)
        self.tabs.tabCloseRequested.connect(self._close_tab)
        self.legend.lens_changed.connect(self.set_lens)
        self.cancel.clicked.connect(self.cancel_analysis)
        self.jobs.loaded.connect(self._on_loaded)
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(_TELL_MS)
        self._telling.timeout.connect(self._tell_progress)
        self.jobs.annotated.connect(self._on_annotated)
        self.jobs.finished.connect(self._on_finished)
        self.jobs.failed.connect(self._on_failed)
        self.jobs.answered.connect(self._on_answered)
        self.jobs.locked.connect(self._on_locked)
        self.recent_menu.aboutToShow.connect(self._fill_recent)
        self._watcher.fileChanged.connect(self._on_file_changed)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._apply_theme)

    # Files.

    def open_dialog(self) -> None:
        """Ask for files and open them."""
        from PySide6.QtWidgets import QFileDialog

        folder = str(Path(self.page.path).parent) if self.page else ""
        paths, _ = QFileDialog.getOpenFileNames(
            self, tr("Open articles"), folder, ";;".join(self.services.open_filters())
        )
        self.open_paths(paths)

    def open_sample(self) -> None:
        """Open the article that ships with the program."""
        self._open(str(self.services.sample))

    def reload(self) -> None:
        """Read the file in front again, or try again to."""
        page = self.page
        if page:
            self.jobs.drop(page.job)
            page.banner.hide()
            top = page.view.top() if page.view else 0
            page.job = self.jobs.open(page.path, top, encoding=page.encoding, password=page.password)
            self._refresh()

    def reload_as(self, encoding: str) -> None:
        """Read the file in front again in an encoding; an empty one is detected."""
        if self.page:
            self.page.encoding = encoding
            self.reload()

    def show_properties(self) -> None:
        """Show what is known of the file in front."""
        if self.page and self.page.document:
            Properties(self.page.document, len(self.page.marked), self).open()

    def close_page(self) -> None:
        """Close the tab in front."""
        self._close_tab(self.tabs.currentIndex())

    def reopen(self) -> None:
        """Open the file whose tab was closed last."""
        if self._closed_paths:
            self._open(self._closed_paths.pop())

    def save_dialog(self) -> None:
        """Ask for a name and save a copy with the visible marks."""
        page = self.page
        if not page or not page.document:
            return
        from PySide6.QtWidgets import QFileDialog

        formats = self.services.save_formats(page.document)
        filters = {f"{one.title} (*{one.suffix})": one.suffix for one in formats}
        suggestion = Path(page.path).with_name(f"{Path(page.path).stem or 'article'}-annotated{formats[0].suffix}")
        name, chosen = QFileDialog.getSaveFileName(self, tr("Save annotated copy"), str(suggestion), ";;".join(filters))
        if name:
            path = _with_suffix(Path(name), filters.get(chosen, ""), [one.suffix for one in formats])
            # The dialog has asked about the name as it was typed only.
            if path == Path(name) or not path.exists() or self._may_replace(path):
                self.save_copy(path)

    def _may_replace(self, path: Path) -> bool:
        from PySide6.QtWidgets import QMessageBox

        question = tr("{name} is already there. Replace it?").format(name=path.name)
        answer = QMessageBox.question(self, tr("Save annotated copy"), question)
        return answer == QMessageBox.StandardButton.Yes

    def save_copy(self, path: Path) -> None:
        """Save a copy of the article in front, with the visible marks, to `path`."""
        page = self.page
        if not page or not page.document:
            return
        try:
            self.services.save(path, page.document, tuple(page.marked), page.lens.visible, page.lens.min_confidence)
        except Exception as error:
            if not isinstance(error, OSError | ValueError):
                _log.exception("saving %s failed", path)
            page.banner.say(tr("The copy could not be saved: {reason}").format(reason=error), error=True)
            return
        note = " " + tr("The analysis was not finished.") if self.jobs.running(page.job) else ""
        page.banner.say(tr("Saved as {name}.").format(name=path.name) + note)

    def cancel_analysis(self) -> None:
        """Stop analysing the article in front."""
        page = self.page
        if page:
            self.jobs.drop(page.job)
            if page.document is None:
                self.close_page()
        self._refresh()

    def _open(self, path: str) -> None:
        path = path if path == "-" else str(Path(path).absolute())
        for page in self.pages():
            if page.path == path:
                self.tabs.setCurrentWidget(page)
                if page.failed:
                    self.reload()
                return
        page = Page(path, self.theme, self.typography, self.lens)
        page.lens_changed.connect(self._on_lens_shown)
        page.scrolled.connect(partial(self._on_scrolled, page))
        page.asked.connect(partial(self._on_asked, page))
        page.job = self.jobs.open(path)
        self.tabs.addTab(page, page.name)
        self.tabs.setTabToolTip(self.tabs.indexOf(page), path)
        self.tabs.setCurrentWidget(page)
        self.stack.setCurrentWidget(self.tabs)
        self._refresh()

    def _close_tab(self, number: int) -> None:
        page = self.tabs.widget(number)
        if not isinstance(page, Page):
            return
        self.jobs.drop(page.job)
        self._watcher.removePath(page.path)
        self._closed_paths.append(page.path)
        self.tabs.removeTab(number)
        page.deleteLater()
        if not self.tabs.count():
            self.stack.setCurrentWidget(self.empty)
            self.empty.first.setFocus()
        self._refresh()

    def _fill_recent(self) -> None:
        self.recent_menu.clear()
        for path in self.state.recents:
            self.recent_menu.addAction(path.replace("&", "&&"), partial(self._open, path))
        if self.state.recents:
            self.recent_menu.addSeparator()
        clear = self.recent_menu.addAction(tr("&Clear"), partial(self.remember, recents=()))
        clear.setEnabled(bool(self.state.recents))

    # What the worker sends.

    def _on_loaded(self, job: int, document: Document) -> None:
        page = self._page_of(job)
        if not page:
            return
        page.show_document(document)
        language = document.metadata.language
        if not understood(language):
            self.jobs.drop(job)
            text = tr("This article is in {language}. The detector reads English only, so nothing is marked.")
            page.banner.say(text.format(language=language_name(language)))
        elif not self.state.hinted:
            hint = tr(
                "Marks are prompts to look closer, not verdicts: “reported fact” means stated as fact, "
                "not that it is true."
            )
            page.banner.say(hint, actions={tr("Understood"): partial(self.remember, hinted=True)})
        # The text is painted before the detector takes its share of the interpreter.
        QTimer.singleShot(_PAINT_FIRST_MS, self, partial(self.jobs.proceed, job))
        self.tabs.setTabText(self.tabs.indexOf(page), _short(document.title))
        if page.path != "-":
            self._watcher.addPath(page.path)
            if page.path != str(self.services.sample):
                self.remember(recents=self.state.opened(page.path))
        self._refresh()
        self.document_shown.emit(page)

    def _on_annotated(self, job: int, batch: tuple[Annotation, ...]) -> None:
        page = self._page_of(job)
        if page:
            page.take(batch)
            self.marks_changed.emit(page)
            if page is self.page and not self._telling.isActive():
                self._telling.start()

    def _tell_progress(self) -> None:
        self._refresh_counts()
        self._refresh_status()

    def _on_finished(self, job: int) -> None:
        page = self._page_of(job)
        if page and page is self.page:
            self._refresh()
        notice = self.services.notice()
        if page and notice and notice != self._noticed:
            self._noticed = notice
            page.banner.say(notice)

    def _on_failed(self, job: int, sentence: str) -> None:
        page = self._page_of(job)
        if page:
            page.show_failure(sentence)
            page.banner.say(sentence, error=True, actions={tr("Try again"): self.reload, tr("Close"): self.close_page})
            self._refresh()

    def _on_locked(self, job: int, sentence: str) -> None:
        page = self._page_of(job)
        if not page:
            return
        self._on_failed(job, sentence)
        from PySide6.QtWidgets import QInputDialog, QLineEdit

        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(tr("Password"))
        dialog.setLabelText(
            (tr("That is not the password of {name}.") if page.password else tr("{name} is encrypted.")).format(
                name=page.name
            )
            + "\n"
            + tr("Password:")
        )
        dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
        dialog.textValueSelected.connect(partial(self._unlock, page))
        dialog.open()

    def _unlock(self, page: Page, password: str) -> None:
        page.password = password
        self._reload_page(page)

    def _on_asked(self, page: Page, annotation: Annotation, struck: tuple[Span, ...]) -> None:
        if page.document:
            page.question = self.jobs.ask(page.document, annotation, struck)

    def _on_answered(self, question: int, annotation: Annotation | None) -> None:
        for page in self.pages():
            if page.question == question:
                page.take_answer(annotation)

    def _on_file_changed(self, path: str) -> None:
        # An editor that saves by putting a new file in the old one's place takes the watch away with the old one.
        if Path(path).exists():
            self._watcher.addPath(path)
        else:
            QTimer.singleShot(_REPLACED_MS, self, partial(self._on_replaced, path))
            return
        self._tell_changed(path)

    def _on_replaced(self, path: str) -> None:
        if Path(path).exists():
            self._watcher.addPath(path)
        self._tell_changed(path)

    def _tell_changed(self, path: str) -> None:
        for page in self.pages():
            if page.path == path:
                gone = not Path(path).exists()
                text = tr("{name} is no longer where it was.") if gone else tr("{name} has changed on disk.")
                text = text.format(name=page.name)
                page.banner.say(text, actions={} if gone else {tr("Reload"): partial(self._reload_page, page)})

    def _reload_page(self, page: Page) -> None:
        self.tabs.setCurrentWidget(page)
        self.reload()

    def _page_of(self, job: int) -> Page | None:
        return next((page for page in self.pages() if page.job == job), None)

    # Layers.

    def set_lens(self, lens: Lens) -> None:
        """Show the article in front, and those opened later, through a lens."""
        self.lens = lens
        if self.page:
            self.page.set_lens(lens)
        else:
            self._on_lens_shown(lens)

    def set_layer(self, key: str, shown: bool) -> None:
        """Switch a layer on or off."""
        if shown != (key in self._lens_in_front.visible):
            self.set_lens(self._lens_in_front.toggled(key))

    def toggle_all(self) -> None:
        """Switch all layers off, or on where all are off."""
        lens = self._lens_in_front
        self.set_lens(lens.showing(() if lens.visible else BY_KEY))

    @property
    def _lens_in_front(self) -> Lens:
        return self.page.lens if self.page else self.lens

    def _on_lens_shown(self, lens: Lens) -> None:
        self.legend.set_lens(lens)
        for layer in LAYERS:
            action = self.actions_by_key[f"layer_{layer.key}"]
            action.blockSignals(True)
            action.setChecked(layer.key in lens.visible)
            action.blockSignals(False)
        self._refresh_counts()
        self.lens_changed.emit(lens)

    def _on_scrolled(self, page: Page) -> None:
        if page is self.page and page.view:
            self.position_changed.emit(page.view.top())

    # Look.

    def set_theme(self, key: str) -> None:
        """Use a theme, or follow the system."""
        self.settings = replace(self.settings, theme=key)
        self._store(self.settings, "settings.json", self.services.folders.config)
        self._apply_theme()

    def set_zoom(self, zoom: float) -> None:
        """Set the text size as a factor of the chosen size."""
        low, high = _ZOOM_RANGE
        self.remember(zoom=round(min(max(zoom, low), high), 3))
        self._set_pages()
        self.status.setText(tr("Zoom {percent} %").format(percent=round(100 * self.state.zoom)))

    def set_full_screen(self, full: bool) -> None:
        """Fill the screen, or not."""
        self.setWindowState(
            self.windowState() | Qt.WindowState.WindowFullScreen
            if full
            else self.windowState() & ~Qt.WindowState.WindowFullScreen
        )

    def set_plain_reading(self, plain: bool) -> None:
        """Show the text alone on the whole screen, or all that surrounds it again; Escape leaves, too."""
        around = [self.menuBar(), self.statusBar(), self.bar, self.tabs.tabBar(), *self.docks.values()]
        if plain:
            self._aside = [widget for widget in around if not widget.isHidden()]
            for widget in self._aside:
                widget.hide()
            # A hidden menu bar takes its shortcuts along, unless the window has the actions, too.
            self.addActions(list(self.actions_by_key.values()))
        else:
            for widget in self._aside:
                widget.show()
            self._aside = []
        action = self.actions_by_key["full_screen"]
        if action.isChecked() != plain:
            action.setChecked(plain)

    def apply_settings(self, settings: Settings) -> None:
        """Use other settings at once, and keep them."""
        engine, self.settings = self.settings.engine, settings
        self._store(settings, "settings.json", self.services.folders.config)
        menus.set_shortcuts(self.actions_by_key, settings.shortcuts)
        self._apply_theme()
        if settings.engine != engine:
            self._noticed = ""
            self.services.use_engine(settings.engine)
            self.legend.set_reliability(self.services.reliability())
            for page in self.pages():
                if page.document:
                    self._analyse_again(page)

    def _analyse_again(self, page: Page) -> None:
        self.jobs.drop(page.job)
        if page.document and page.view and understood(page.document.metadata.language):
            page.show_document(page.document)
            page.job = self.jobs.analyse(page.document, page.view.top())
            self.document_shown.emit(page)

    def restore_session(self) -> None:
        """Open again what was open last time, as the settings have it."""
        if self.settings.restore:
            front = self.state.front
            self.open_paths(path for path in self.state.session if Path(path).is_file())
            for page in self.pages():
                if page.path == front:
                    self.tabs.setCurrentWidget(page)

    def _apply_theme(self) -> None:
        self.theme = themes.load(themes.chosen(self.settings.theme))
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setPalette(themes.palette(self.theme))
        self.setStyleSheet(sheet(self.theme))
        self.legend.set_theme(self.theme)
        for command in COMMANDS:
            if command.icon:
                self.actions_by_key[command.key].setIcon(icon(command.icon, self.theme, self.devicePixelRatioF()))
        self._set_pages()

    def _set_pages(self) -> None:
        for page in self.pages():
            page.set_look(self.theme, self.typography)

    # Going about.

    def copy(self) -> None:
        """Copy the selected text."""
        if self.page and self.page.view:
            self.page.view.copy()

    def select_all(self) -> None:
        """Select the whole article."""
        if self.page and self.page.view:
            self.page.view.selectAll()

    def _step(self, forward: bool, only: str = "") -> None:
        page = self.page
        if page and not page.step(forward, only):
            after = tr("No mark after this place in the visible layers.")
            self.status.setText(after if forward else tr("No mark before this place in the visible layers."))

    def _turn(self, by: int) -> None:
        if self.tabs.count():
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())

    def _on_page(self, act: Callable[[Page], object]) -> None:
        if self.page:
            act(self.page)

    def _on_page_changed(self) -> None:
        page = self.page
        if page:
            self.jobs.prefer(page.job)
            if page.view:
                page.view.setFocus()
        self._refresh()
        self.page_changed.emit(page)

    def _on_panel_shown(self, key: str, _visible: bool = False) -> None:
        action = self.actions_by_key.get(key)
        if action:
            action.blockSignals(True)
            action.setChecked(not self.docks[key].isHidden())
            action.blockSignals(False)

    # Keeping the window true to its state.

    def _refresh(self) -> None:
        page = self.page
        ready = page is not None and page.document is not None
        for command in COMMANDS:
            if command.article:
                self.actions_by_key[command.key].setEnabled(
                    ready or (command.key in ("close", "reload") and page is not None)
                )
        self.actions_by_key["reopen"].setEnabled(bool(self._closed_paths))
        self.setWindowTitle(
            f"{_short(page.document.title, 80)} — Bias Reader" if page and page.document else "Bias Reader"
        )
        self._on_lens_shown(self._lens_in_front)
        self._refresh_status()

    def _refresh_counts(self) -> None:
        self.legend.set_counts(self.page.counts() if self.page else {})

    def _refresh_status(self) -> None:
        page = self.page
        running = page is not None and self.jobs.running(page.job)
        self.progress.setVisible(running)
        self.cancel.setVisible(running)
        if page is None:
            self.status.setText("")
        elif running and page.document is None:
            self.progress.setRange(0, 0)
            self.status.setText(tr("Opening {name}…").format(name=page.name))
        elif running:
            self.progress.setRange(0, 1000)
            self.progress.setValue(round(1000 * page.progress))
            self.status.setText(tr("Marking the article: {percent} % done").format(percent=round(100 * page.progress)))
        elif page.failed:
            self.status.setText("")
        else:
            self.status.setText(_summary(page))

    # Remembering.

    def _restore(self) -> None:
        if self.state.geometry:
            self.restoreGeometry(QByteArray.fromBase64(self.state.geometry.encode()))
        if self.state.layout:
            self.restoreState(QByteArray.fromBase64(self.state.layout.encode()))

    def remember(self, **changes: object) -> None:
        """Change fields of the state, and keep it."""
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self._store(self.state, "state.json", self.services.folders.state)

    def _store(self, what: Settings | State, name: str, folder: Path) -> None:
        try:
            kept.write(what, folder / name)
        except OSError as error:
            _log.warning("%s can't be kept: %s", name, error)

    # Qt's events.

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        # What was put aside for reading is part of the layout that is kept.
        self.actions_by_key["plain_reading"].setChecked(False)
        lens = self._lens_in_front
        self.remember(
            geometry=bytes(self.saveGeometry().toBase64().data()).decode(),
            layout=bytes(self.saveState().toBase64().data()).decode(),
            visible=tuple(sorted(lens.visible)),
            min_confidence=lens.min_confidence,
        )
        self.closing.emit()
        self.hide()
        self.jobs.close()
        super().closeEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._aside:
            self.actions_by_key["plain_reading"].setChecked(False)
        else:
            super().keyPressEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _local_files(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        # After the drop has been answered: the source program waits for that.
        QTimer.singleShot(0, self, partial(self.open_paths, _local_files(event.mimeData())))


def _summary(page: Page) -> str:
    """Say in one line what has been found in an article."""
    if page.document and not understood(page.document.metadata.language):
        return tr("Not marked")
    counts = page.marked.counts()
    parts = (f"{counts[layer.key]:,} {tr(layer.title).lower()}" for layer in LAYERS if layer.sentences)
    return tr("{number} sentences: {found}").format(number=f"{len(page.marked):,}", found=", ".join(parts))


def _short(title: str, most: int = 28) -> str:
    return title if len(title) <= most else title[: most - 1].rstrip() + "…"


def _local_files(data: QMimeData) -> list[str]:
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


def _with_suffix(path: Path, chosen: str, known: Sequence[str]) -> Path:
    """Return the name a copy gets: as typed if its suffix is a format's own, else with the chosen one's.

    What ends a suffix of several parts stands for it: “a.pdf” becomes “a.marked.pdf” where that is chosen.
    """
    name = path.name
    if name.lower().endswith(chosen):
        return path
    if chosen.endswith(path.suffix.lower()) and path.suffix:
        return path.with_name(name[: -len(path.suffix)] + chosen)
    return path if path.suffix.lower() in known else path.with_name(name + chosen)
