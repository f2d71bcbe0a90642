"""What the worker sends, put on the page it is for: texts, marks, answers, and what went wrong."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QObject, QTimer

from reader.core.annotation import Annotation
from reader.core.document import Document, Span
from reader.core.languages import understood
from reader.core.layers import LAYERS
from reader.ui.features import PAINT_FIRST_MS
from reader.ui.page import Page
from reader.ui.translate import tr
from reader.ui.wording import language_name

if TYPE_CHECKING:
    from reader.ui.services import CopyMarks
    from reader.ui.window import Window

_BEGINNING = 3_000
"""Characters in which a copy's legend stands."""
_TELL_MS = 60


class Intake(QObject):
    """Listens to the jobs of one window; results for a page that is gone are passed over."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._noticed = ""
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(_TELL_MS)
        self._telling.timeout.connect(window.refresh_progress)
        jobs = window.jobs
        window.position_changed.connect(self._look)
        jobs.loaded.connect(self._on_loaded)
        jobs.annotated.connect(self._on_annotated)
        jobs.finished.connect(self._on_finished)
        jobs.failed.connect(self._on_failed)
        jobs.answered.connect(self._on_answered)
        jobs.locked.connect(self._on_locked)

    def analyse_again(self) -> None:
        """Mark all pages anew, with a detector that has been chosen."""
        window = self._window
        self._noticed = ""
        for page in window.pages():
            self._mark_again(page)

    def _mark_again(self, page: Page) -> None:
        window = self._window
        if page.document and page.view and understood(page.document.metadata.language):
            window.jobs.drop(page.job)
            page.withdraw("copy")
            page.show_document(page.document)
            page.job = window.jobs.analyse(page.document, page.view.top())
            window.document_shown.emit(page)
            window.refresh()

    def cancel(self) -> None:
        """Stop analysing the article in front."""
        page = self._window.page
        if page:
            self._window.jobs.drop(page.job)
            if page.document is None:
                self._window.files.close()
        self._window.refresh()

    def ask(self, page: Page, annotation: Annotation, struck: tuple[Span, ...]) -> None:
        """Ask for a page what an annotation were without the `struck` words."""
        if page.document:
            page.question = self._window.jobs.ask(page.document, annotation, struck)

    def _look(self, position: int) -> None:
        """Let the marks follow the reader."""
        if self._window.page:
            self._window.jobs.look(self._window.page.job, position)

    def _on_loaded(self, job: int, document: Document) -> None:
        window, page = self._window, self._page_of(job)
        if not page:
            return
        if page is window.page:
            window.text_coming.emit(document)
        page.show_document(document)
        self._tell(page, document)
        # The text is painted before the rest of the window and the detector take their share of the interpreter.
        QTimer.singleShot(PAINT_FIRST_MS, self, partial(self._go_on, job))
        window.tabs.setTabText(window.tabs.indexOf(page), shortened(document.title))
        window.refresh()
        window.document_shown.emit(page)

    def _tell(self, page: Page, document: Document) -> None:
        """Say what is to be known of a document; one that is not to be marked is not."""
        window, language = self._window, document.metadata.language
        if not understood(language):
            window.jobs.drop(page.job)
            text = tr("This article is in {language}. The detector reads English only, so nothing is marked.")
            page.banner.say(text.format(language=language_name(language)), about="file")
        elif found := window.services.marks_of(document):
            window.jobs.drop(page.job)
            page.take(tuple(found.annotations))
            window.marks_changed.emit(page)
            page.banner.say(_made(found), about="copy", actions={tr("Mark again"): partial(self._mark_again, page)})
        elif any(said in document.text[:_BEGINNING] for layer in LAYERS for said in (layer.meaning, tr(layer.meaning))):
            page.banner.say(
                tr(
                    "This is a copy with labels: its legend and labels are read as if they were the article’s text. "
                    "Copies as web page open with their marks."
                ),
                about="file",
            )

    def _go_on(self, job: int) -> None:
        window, page = self._window, self._page_of(job)
        if not window.is_complete:
            window.completed.connect(partial(self._go_on, job))
            window.grow()
            return
        if page and not (window.state.hinted or page.banner.texts):
            self._hint(page)
        window.jobs.proceed(job)

    def _hint(self, page: Page) -> None:
        hint = tr(
            "Marks are prompts to look closer, not verdicts: “reported fact” means stated as fact, not that it is true."
        )
        closed = self._on_understood
        page.banner.say(hint, about="hint", actions={tr("Understood"): closed}, closed=closed)

    def _on_understood(self) -> None:
        if self._window.state.hinted:
            return
        self._window.remember(hinted=True)
        for page in self._window.pages():
            page.withdraw("hint")

    def _on_annotated(self, job: int, batch: tuple[Annotation, ...]) -> None:
        page = self._page_of(job)
        if page:
            page.take(batch)
            self._window.marks_changed.emit(page)
            if page is self._window.page and not self._telling.isActive():
                self._telling.start()

    def _on_finished(self, job: int) -> None:
        page = self._page_of(job)
        if page and page is self._window.page:
            self._window.refresh()
            self._window.announce(self._window.status.text())
        notice = self._window.services.notice()
        if page and notice and notice != self._noticed:
            self._noticed = notice
            page.banner.say(notice, about="engine")

    def _on_failed(self, job: int, sentence: str) -> None:
        page = self._page_of(job)
        if page:
            self._tell_failure(page, sentence, tr("Try again"))

    def _tell_failure(self, page: Page, sentence: str, again: str) -> None:
        """Say why a file did not open; `again` is what the button is called that tries again."""
        files = self._window.files
        page.show_failure()
        page.banner.say(sentence, about="file", error=True, actions={again: files.reload, tr("Close"): files.close})
        if page is self._window.page and not page.view:
            page.take_keys()
        self._window.refresh()
        self._window.grow()

    def _on_locked(self, job: int, sentence: str) -> None:
        page = self._page_of(job)
        if not page:
            return
        self._tell_failure(page, sentence, tr("Enter the password…"))
        wrong, page.password = page.password, ""
        # Of one behind another tab, the reader does not see what they are asked for.
        if page is self._window.page:
            self._ask_password(page, tr("That is not the password of {name}.") if wrong else tr("{name} is encrypted."))

    def _ask_password(self, page: Page, reason: str) -> None:
        from PySide6.QtWidgets import QInputDialog, QLineEdit

        dialog = QInputDialog(self._window)
        dialog.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(tr("Password"))
        dialog.setLabelText(reason.format(name=page.name) + "\n" + tr("Password:"))
        dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
        dialog.textValueSelected.connect(partial(self._unlock, page))
        dialog.open()

    def _unlock(self, page: Page, password: str) -> None:
        page.password = password
        self._window.files.reload(page)

    def _on_answered(self, question: int, annotation: Annotation | None) -> None:
        for page in self._window.pages():
            if page.question == question:
                page.take_answer(annotation)

    def _page_of(self, job: int) -> Page | None:
        return next((page for page in self._window.pages() if page.job == job), None)


def shortened(title: str, most: int = 28) -> str:
    """Return a title of at most `most` characters, with dots where something was cut."""
    return title if len(title) <= most else title[: most - 1].rstrip() + "…"


def _made(found: CopyMarks) -> str:
    if not found.date:
        return tr("These are the marks of the copy.")
    text = tr("These are the marks of the copy, made by version {version} on {date}.")
    return text.format(version=found.version, date=found.date)
