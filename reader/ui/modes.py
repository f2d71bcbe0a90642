"""Just the report, and just the opinion: the rest of an article is folded away, and each gap can be opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, QTimer

from reader.core.annotation import Annotation, Label
from reader.core.folding import Fold, Gap, fold
from reader.ui.menus import Handler
from reader.ui.translate import tr
from reader.ui.wording import grouped
from reader.ui.worker import at_once

if TYPE_CHECKING:
    from reader.ui.page import Page
    from reader.ui.window import Window

_DELAY_MS = 700
_AT_ONCE = 200_000
"""Characters that are folded without a pause; what is longer, in the worker's thread."""


class _Mode(NamedTuple):
    """A way to read: its command's key, whether opinion is what is left, and what is said of the rest.

    A notice without a number is for the time before the first marks: nobody knows yet how much there is to fold.
    """

    key: str
    opinion: bool
    gap: Callable[[int], str]
    notice: Callable[[int | None], str]


def _opinion_gap(number: int) -> str:
    return (
        tr("⋯ one sentence of opinion") if number == 1 else tr("⋯ {number} sentences of opinion").format(number=number)
    )


def _report_gap(number: int) -> str:
    return tr("⋯ one sentence of report") if number == 1 else tr("⋯ {number} sentences of report").format(number=number)


def _opinion_notice(number: int | None) -> str:
    if number is None:
        return tr("Just the report.")
    if not number:
        return tr("Just the report. There is no opinion to fold away.")
    return tr("Just the report. Sentences of opinion folded away: {number}.").format(number=grouped(number))


def _report_notice(number: int | None) -> str:
    if number is None:
        return tr("Just the opinion.")
    if not number:
        return tr("Just the opinion. There is no report to fold away.")
    return tr("Just the opinion. Sentences of report folded away: {number}.").format(number=grouped(number))


_MODES = (
    _Mode("report", False, _opinion_gap, _opinion_notice),
    _Mode("opinion", True, _report_gap, _report_notice),
)


class _Reading:
    """How a page is being read: in which mode, which sentences are open (by their starts), and if it was told.

    `text` is the article's, to which the starts belong.
    """

    def __init__(self, mode: _Mode, text: str = "", opened: Iterable[int] = ()) -> None:
        self.mode = mode
        self.text = text
        self.told = False
        self.job = 0
        self.opened = set(opened)


class _Modes(QObject):
    """Folds and unfolds the pages of a window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._readings: WeakKeyDictionary[Page, _Reading] = WeakKeyDictionary()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self._refold)
        window.document_shown.connect(self._on_shown)
        window.marks_changed.connect(self._on_marks)
        window.lens_changed.connect(lambda _lens: self._on_marks(window.page))
        window.page_changed.connect(self._tick)
        window.page_closed.connect(lambda page: self._readings.pop(page, None))
        window.jobs.completed.connect(self._on_completed)

    def read(self, mode: _Mode, wanted: bool) -> None:
        """Read the page in front in a mode, or whole again."""
        page = self._window.page
        if page and wanted:
            # What is folded away would tell its label.
            if not page.refuses():
                self._readings[page] = _Reading(mode, page.document.text if page.document else "")
                page.read(page.reading._replace(mode=mode.key, opened=frozenset()))
                self._fold(page)
        elif page and page in self._readings:
            reading = self._readings.pop(page)
            page.read(page.reading._replace(mode="", opened=frozenset()))
            self._window.jobs.drop(reading.job)
            page.withdraw("mode")
            if page.view:
                page.view.set_fold(None)
        self._tick(page)

    def _fold(self, page: Page, *, now: bool = False) -> None:
        reading, view = self._readings.get(page), page.view
        if reading is None or view is None:
            return
        mode, least = reading.mode, page.lens.min_confidence

        def hidden(annotation: Annotation) -> bool:
            # Opinion is what is marked as such, from the least confidence on.
            return mode.opinion is not (annotation.label is Label.OPINION and annotation.confidence >= least)

        make = partial(fold, view.article, tuple(page.marked), hidden, mode.gap, frozenset(reading.opened))
        self._window.jobs.drop(reading.job)
        if now or len(view.article.text) <= _AT_ONCE:
            self._show(page, make())
        else:
            if view.fold is None:
                self._window.tell(tr("Folding…"))
            reading.job = self._window.jobs.work(at_once(make))

    def _on_completed(self, number: int, came: object) -> None:
        for page, reading in list(self._readings.items()):
            if reading.job == number and isinstance(came, Fold):
                self._show(page, came)
                self._window.refresh_progress()

    def _show(self, page: Page, made: Fold) -> None:
        reading, view = self._readings[page], page.view
        if view is None:
            return
        if view.fold is None or (made.document.text, made.gaps) != (view.fold.document.text, view.fold.gaps):
            view.set_fold(made)
        # There may be some further on.
        unknown = not page.marked or (not made.sentences and self._window.jobs.running(page.job))
        notice = reading.mode.notice(None if unknown else made.sentences)
        if reading.told:
            page.banner.change("mode", notice)
        else:
            reading.told = True
            page.banner.say(notice, about="mode", actions={tr("Show all"): partial(self._leave, page)})

    def _open(self, page: Page, gap: Gap) -> None:
        reading, view = self._readings.get(page), page.view
        if reading and view:
            inside = (one.span.start for one in page.marked if gap.span.start <= one.span.start < gap.span.end)
            reading.opened.update(inside)
            page.read(page.reading._replace(opened=frozenset(reading.opened)))
            # Whoever wants to see it goes there next.
            self._fold(page, now=True)

    def _leave(self, page: Page) -> None:
        if page is self._window.page and page in self._readings:
            self.read(self._readings[page].mode, False)

    def _on_shown(self, page: Page) -> None:
        if page.view:
            page.view.gap_wanted.connect(partial(self._open, page))
            self._resume(page)
            self._forget_gaps(page, page.view.article.text)
            self._fold(page)

    def _resume(self, page: Page) -> None:
        """Read a page as it was read when it was closed."""
        mode = next((mode for mode in _MODES if mode.key == page.reading.mode), None)
        if mode and page not in self._readings and page.guesses is None:
            text = page.document.text if page.document else ""
            self._readings[page] = _Reading(mode, text, page.reading.opened)
            self._tick(self._window.page)

    def _forget_gaps(self, page: Page, text: str) -> None:
        """Let no gap be open in a text that has changed since: it would be another."""
        reading = self._readings.get(page)
        if reading and reading.text != text:
            reading.text = text
            reading.opened.clear()
            page.read(page.reading._replace(opened=frozenset()))

    def _on_marks(self, page: Page | None) -> None:
        if page in self._readings and not self._timer.isActive():
            self._timer.start()

    def _refold(self) -> None:
        for page, reading in list(self._readings.items()):
            if self._window.jobs.running(reading.job):
                # It would never be done if it began anew with each batch of marks.
                self._timer.start()
            else:
                self._fold(page)

    def _tick(self, page: Page | None) -> None:
        reading = self._readings.get(page) if page else None
        for mode in _MODES:
            action = self._window.actions_by_key[mode.key]
            action.blockSignals(True)
            action.setChecked(reading is not None and reading.mode is mode)
            action.blockSignals(False)


def install(window: Window) -> Mapping[str, Handler]:
    """Add the two modes."""
    modes = _Modes(window)
    return {mode.key: partial(modes.read, mode) for mode in _MODES}
