"""The status bar: what is going on in words, how far the analysis is, and a button to stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar

from reader.core.languages import understood
from reader.core.layers import LAYERS
from reader.core.wording import percent
from reader.ui.override import override
from reader.ui.page import Page
from reader.ui.translate import tr
from reader.ui.wording import grouped

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

_PARTS = 1000


class _Line(QLabel):
    """A line that ends in dots where there is no room for all of it; pointed at, it says the rest."""

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self._tell_rest()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_rest()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter = QPainter(self)
        painter.drawText(room, int(align), shown)
        painter.end()

    def _tell_rest(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        self.setToolTip(self.text() if cut else "")


class StatusBar(QStatusBar):
    """One line about the page in front: `label`, and while it is worked on, `progress` and `cancel`."""

    def __init__(self) -> None:
        super().__init__()
        self.label = _Line()
        self.progress = QProgressBar()
        self.progress.setRange(0, _PARTS)
        # From no value to one, a bar that shows is painted at once: before the text that has just been loaded.
        self.progress.setValue(0)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(180)
        self.progress.setAccessibleName(tr("Progress of the analysis"))
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setToolTip(tr("Stop the analysis of this article; the marks found so far stay"))
        self.setSizeGripEnabled(False)
        self.addWidget(self.label, 1)
        self.addPermanentWidget(self.progress)
        self.addPermanentWidget(self.cancel)

    def show_page(self, page: Page | None, *, running: bool) -> None:
        """Say how it stands with a page, or nothing; `running` tells whether work on it goes on."""
        self.progress.setVisible(running)
        self.cancel.setVisible(running)
        if page is None or (page.failed and not running):
            self.label.setText("")
        elif not running:
            self.label.setText(_summary(page))
        elif page.document is None:
            self.progress.setRange(0, 0)
            self.label.setText(tr("Opening {name}…").format(name=page.name))
        else:
            self.progress.setRange(0, _PARTS)
            self.progress.setValue(round(_PARTS * page.progress))
            self.label.setText(tr("Marking the article: {percent} % done").format(percent=round(100 * page.progress)))


def _summary(page: Page) -> str:
    """Say in one line what has been found in an article, of which the lens shows what it counts."""
    if page.document and not understood(page.document.metadata.language):
        return tr("Not marked")
    if page.guesses is not None:
        return tr("The marks are hidden until you reveal them.")
    least = page.lens.min_confidence
    stances = [layer for layer in LAYERS if layer.sentences]
    shown, found = page.counts(), page.marked.counts()
    # The number behind: before the word, it would ask for a plural in each language.
    parts = [f"{tr(layer.title.lower())} {grouped(shown[layer.key])}" for layer in stances]
    unsure = sum(found[layer.key] - shown[layer.key] for layer in stances)
    if unsure:
        parts.append(tr("{number} less sure than {least}").format(number=grouped(unsure), least=percent(least)))
    others = len(page.marked) - sum(found[layer.key] for layer in stances)
    if others:
        parts.append(tr("{number} without a stance").format(number=grouped(others)))
    return tr("{number} sentences: {found}").format(number=grouped(len(page.marked)), found=", ".join(parts))
