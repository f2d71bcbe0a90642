"""Copy with labels: the selection, or all that is shown of an article, as rich and as plain text with its marks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTextEdit

from reader.core.document import Span
from reader.core.text import Utf16Map
from reader.ui.menus import Handler
from reader.ui.saving import options_for
from reader.ui.translate import tr
from reader.ui.worker import at_once

if TYPE_CHECKING:
    from reader.ui.window import Window


class Clipper(QObject):
    """Puts text with labels into the clipboard; it is made in the worker's thread."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._asked = 0
        window.jobs.completed.connect(self._on_completed)
        window.jobs.failed.connect(self._on_failed)

    def copy(self) -> None:
        """Copy the selection of the article in front, or all that is shown of it."""
        page = self._window.page
        if not page or not page.view or page.refuses():
            return
        view, cursor = page.view, page.view.textCursor()
        units = Utf16Map(view.shown.text)
        selected = Span(units.from_utf16(cursor.selectionStart()), units.from_utf16(cursor.selectionEnd()))
        within = selected if selected.start < selected.end else None
        options = options_for(page.lens, self._window.state.copy)
        found = view.fold.shown(page.marked) if view.fold else tuple(page.marked)
        make = partial(self._window.services.clip, view.shown, found, options, within)
        self._window.jobs.drop(self._asked)
        self._asked = self._window.jobs.work(at_once(make))

    def _on_completed(self, number: int, came: object) -> None:
        if number == self._asked:
            rich, plain = cast("tuple[str, str]", came)
            # Made by Qt: data made by Python is torn down after Python on platforms without a clipboard of their own.
            data = QTextEdit().createMimeDataFromSelection()
            data.setHtml(rich)
            data.setText(plain)
            QGuiApplication.clipboard().setMimeData(data)
            self._window.tell(tr("Copied with labels."))

    def _on_failed(self, number: int, sentence: str) -> None:
        if number == self._asked and self._window.page:
            self._window.page.banner.say(sentence, error=True)


def install(window: Window) -> Mapping[str, Handler]:
    """Add copying with labels to the window."""
    return {"copy_labels": Clipper(window).copy}
