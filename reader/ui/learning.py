"""Learn from the reader's labels: what it would change is shown first, then it is used, left alone, or forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QProgressBar, QPushButton, QVBoxLayout

from reader.ui.menus import Handler
from reader.ui.services import Lesson
from reader.ui.translate import tr

if TYPE_CHECKING:
    from reader.ui.window import Window

_WIDTH = 520


class LearnDialog(QDialog):
    """Finds what can be learnt in the worker's thread, and tells what it would do."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._lesson: Lesson | None = None
        self.setWindowTitle(tr("Learn from your labels"))
        self.setMinimumWidth(_WIDTH)
        about = QLabel(
            tr(
                "The program can lean towards your way of labelling. What it learns lies over the detector, stays on "
                "this computer, and can be forgotten at any time."
            )
        )
        self.in_use = QLabel()
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Progress of learning"))
        self.told = QLabel(tr("Reading your labels in their articles…"))
        for label in (about, self.in_use, self.told):
            label.setWordWrap(True)
        self.in_use.setObjectName("dim")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.use = QPushButton(tr("Use it"))
        self.use.setObjectName("primary")
        self.use.setEnabled(False)
        self.forget = QPushButton(tr("Forget what was learnt"))
        buttons.addButton(self.use, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.forget, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.rejected.connect(self.reject)
        self.use.clicked.connect(self._use)
        self.forget.clicked.connect(self._forget)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        for widget in (about, self.in_use, self.progress, self.told):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(buttons)
        jobs = window.jobs
        jobs.progressed.connect(self._on_progressed)
        jobs.completed.connect(self._on_completed)
        jobs.failed.connect(self._on_failed)
        page = window.page
        self._asked = jobs.work(window.services.learn(page.document if page else None))
        self.finished.connect(lambda _result: jobs.drop(self._asked))
        self.finished.connect(self.deleteLater)
        self._tell_in_use()

    def _tell_in_use(self) -> None:
        found = self._window.services.in_use()
        self.forget.setEnabled(bool(found))
        said = tr("In use: what was learnt from {labels} labels on {when}.").format(**found) if found else ""
        self.in_use.setText(said or tr("Nothing has been learnt yet."))

    def _on_progressed(self, number: int, share: float) -> None:
        if number == self._asked and share > 0:
            self.progress.setRange(0, 1000)
            self.progress.setValue(round(1000 * share))

    def _on_failed(self, number: int, sentence: str) -> None:
        if number == self._asked:
            self.progress.hide()
            self._say(sentence)

    def _on_completed(self, number: int, came: object) -> None:
        if number != self._asked:
            return
        self.progress.hide()
        if not isinstance(came, Lesson):
            self._say(tr("There are too few labels yet. Agree or disagree with some more sentences: five at least."))
            return
        self._lesson = came
        self.use.setEnabled(True)
        self._say("\n\n".join(_told(came, with_article=self._window.page is not None)))

    def _say(self, text: str) -> None:
        self.told.setText(text)
        # A wrapped text that grows makes no room for itself.
        self.resize(self.width(), max(self.height(), self._column.totalHeightForWidth(self.width())))

    def _use(self) -> None:
        if self._lesson:
            self._turn(self._lesson.layer)

    def _forget(self) -> None:
        self._turn(None)

    def _turn(self, layer: object) -> None:
        window = self._window
        try:
            window.services.use_lesson(layer)
        except OSError as error:
            self._say(tr("What was learnt can't be kept: {reason}.").format(reason=error.strerror))
            return
        window.legend.set_reliability(window.services.reliability())
        window.intake.analyse_again()
        self.accept()


def _told(lesson: Lesson, *, with_article: bool) -> list[str]:
    """Say what a lesson would do, a paragraph each."""
    told = tr(
        "Of your {labels} labels, the program alone gets {before} right. With what it would "
        "learn, {after}: each label was tested with what the others teach."
    )
    said = [told.format(labels=lesson.labels, before=lesson.right_before, after=lesson.right_after)]
    if lesson.right_after <= lesson.right_before:
        said.append(tr("So it would not help yet; more labels may."))
    if with_article:
        said.append(tr("Marks of the open article that would change: {changed}.").format(changed=lesson.changed))
    if lesson.missing:
        said.append(
            tr("Left out, as their text was not found any more: {missing} labels.").format(missing=lesson.missing)
        )
    return said


def install(window: Window) -> Mapping[str, Handler]:
    """Add learning from the reader's labels to the window."""

    def show() -> None:
        LearnDialog(window).open()

    return {"learn": show}
