"""Saving copies in the window: the dialog, the work in the worker's thread with its progress, what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from weakref import ref

from PySide6.QtCore import QEvent, QObject, QUrl
from PySide6.QtGui import QDesktopServices

from reader.core.layers import Placed
from reader.ui.menus import Handler
from reader.ui.override import override
from reader.ui.services import CopyOptions
from reader.ui.translate import tr
from reader.ui.waiting import STEPS, waiting
from reader.ui.wording import grouped
from reader.ui.worker import at_once

if TYPE_CHECKING:
    from PySide6.QtWidgets import QProgressDialog

    from reader.ui.copy_dialog import CopyDialog
    from reader.ui.marked import Lens
    from reader.ui.page import Page
    from reader.ui.window import Window
    from reader.ui.worker import Work


class _Saved(NamedTuple):
    """A copy that is being saved: whose, where it goes, whether its article is marked to the end, its progress."""

    page: ref[Page]
    path: Path
    whole: bool
    progress: QProgressDialog


class Saving(QObject):
    """Saves copies of the page in front; the window stays open until they are on disk."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._saved: dict[int, _Saved] = {}
        self._previewed = 0
        self._dialog: CopyDialog | None = None
        self._closing = False
        window.jobs.progressed.connect(self._on_progressed)
        window.jobs.completed.connect(self._on_completed)
        window.jobs.failed.connect(self._on_failed)
        window.installEventFilter(self)

    def ask(self) -> None:
        """Ask how a copy of the article in front is to be saved."""
        window, page = self._window, self._window.page
        if not page or not page.document or page.refuses():
            return
        from reader.ui.copy_dialog import CopyDialog

        formats = window.services.save_formats(page.document)
        # The sample lies inside the program.
        source = "-" if page.path == str(window.services.sample) else page.path
        folded = page.view is not None and page.view.fold is not None
        dialog = CopyDialog(formats, source, page.lens, window.state.copy, window, folded=folded)
        dialog.preview_wanted.connect(partial(self._preview, page))
        dialog.chosen.connect(partial(self.save, page))
        dialog.accepted.connect(lambda: window.remember(copy=dialog.remembered))
        dialog.finished.connect(self._on_dialog_closed)
        self._dialog = dialog
        dialog.open()

    def save(self, page: Page, path: Path, key: str, options: CopyOptions) -> None:
        """Save a copy of a page's article in the format `key`."""
        if not page.document:
            return
        work = self._window.services.save(path, key, page.document, tuple(page.marked), options)
        progress = waiting(tr("Saving {name}…").format(name=path.name), self._window)
        number = self._window.jobs.work(work)
        progress.canceled.connect(partial(self._cancel, number))
        whole = not self._window.jobs.running(page.job)
        self._saved[number] = _Saved(ref(page), path, whole, progress)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Close and self._saved:
            # Closing in the middle of it would lose the copy.
            self._closing = True
            for one in self._saved.values():
                one.progress.setLabelText(
                    tr("Saving {name}; the window closes as soon as it is done.").format(name=one.path.name)
                )
                one.progress.forceShow()
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _preview(self, page: Page, key: str, options: CopyOptions) -> None:
        self._window.jobs.drop(self._previewed)
        if page.document:
            self._previewed = self._window.jobs.work(self._shown(page, key, options))

    def _shown(self, page: Page, key: str, options: CopyOptions) -> Work:
        document, found = page.document, tuple(page.marked)
        assert document
        return at_once(partial(self._window.services.preview, key, document, found, options))

    def _on_dialog_closed(self) -> None:
        self._dialog = None
        self._window.jobs.drop(self._previewed)

    def _cancel(self, number: int) -> None:
        self._window.jobs.drop(number)
        self._end(number)

    def _on_progressed(self, number: int, share: float) -> None:
        if number in self._saved:
            self._saved[number].progress.setValue(round(STEPS * share))

    def _on_completed(self, number: int, came: object) -> None:
        if number == self._previewed and self._dialog:
            self._dialog.pane.show_preview(came)  # type: ignore[arg-type]  # what `_preview` returns
        one = self._end(number)
        if not one:
            return
        said = [tr("Saved as {name}.").format(name=one.path.name)]
        if isinstance(came, Placed) and came.placed < came.total:
            text = tr("{placed} of {total} marks found their place in it.")
            said.append(text.format(placed=grouped(came.placed), total=grouped(came.total)))
        if not one.whole:
            said.append(tr("The analysis was not finished."))
        folder = QUrl.fromLocalFile(str(one.path.parent))
        self._tell(one, " ".join(said), actions={tr("Show folder"): partial(QDesktopServices.openUrl, folder)})

    def _on_failed(self, number: int, sentence: str) -> None:
        if number == self._previewed and self._dialog:
            self._dialog.pane.say(sentence)
        if number in self._saved:
            # A window that closes now would take away what is said.
            self._closing = False
        one = self._end(number)
        if one:
            self._tell(one, sentence, error=True)

    def _tell(
        self, one: _Saved, sentence: str, *, error: bool = False, actions: dict[str, Callable[[], object]] | None = None
    ) -> None:
        """Say what came of a copy on its page; on the page in front, or else below, where that has been closed."""
        page = one.page() if one.page() in self._window.pages() else self._window.page
        if page:
            page.banner.say(sentence, error=error, actions=actions)
        else:
            self._window.tell(sentence)

    def _end(self, number: int) -> _Saved | None:
        one = self._saved.pop(number, None)
        if one:
            one.progress.canceled.disconnect()
            one.progress.close()
            one.progress.deleteLater()
        if self._closing and not self._saved:
            self._closing = False
            self._window.close()
        return one


def options_for(lens: Lens, before: Mapping[str, str]) -> CopyOptions:
    """Return what goes on paper and into the clipboard: what is shown, with the switches of the last copy."""
    from reader.ui.copy_dialog import SWITCHES

    switched = {name: before[name] == "yes" for name in SWITCHES if name in before}
    return CopyOptions(lens.visible, lens.min_confidence, **switched)


def install(window: Window) -> Mapping[str, Handler]:
    """Add saving of copies to the window."""
    saving = Saving(window)
    return {"save": saving.ask}
