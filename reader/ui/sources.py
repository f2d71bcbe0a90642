"""The sources and the summary: who is quoted and how often, and what the article is made of."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from reader.core.annotation import SourceKind
from reader.core.document import Span
from reader.core.layers import LAYERS
from reader.core.summary import STANCES, Quoted, Summary, sources, summarise
from reader.core.wording import percent
from reader.ui.menus import Handler
from reader.ui.translate import tr
from reader.ui.wording import label_title

if TYPE_CHECKING:
    from reader.ui.window import Window

_REFRESH_MS = 300


class Sources(QWidget):
    """Who is quoted, below a summary of the article. Signal `chosen(span)`: go to this stretch of text."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.summary = QLabel()
        self.summary.setAccessibleName(tr("Summary"))
        self.summary.setWordWrap(True)
        self.summary.setTextFormat(Qt.TextFormat.RichText)
        self.summary.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.summary.setContentsMargins(14, 12, 14, 8)
        self.summary.linkActivated.connect(lambda link: self.chosen.emit(Span(int(link), int(link) + 1)))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Sources"))
        self.list.setWordWrap(True)
        self.list.setSpacing(5)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.itemClicked.connect(self._on_item)
        self.list.itemActivated.connect(self._on_item)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.summary)
        column.addWidget(self.list, 1)
        self._quoted: list[Quoted] = []
        self._next: dict[tuple[str, SourceKind], int] = {}

    def show_article(self, quoted: list[Quoted], summary: Summary) -> None:
        """Show an article's sources and summary."""
        self.summary.setText(_account(summary))
        if quoted != self._quoted:
            self._quoted = quoted
            self.list.clear()
            for source in quoted:
                self.list.addItem(_line(source))

    def hide_article(self) -> None:
        """Tell nothing of an article whose marks are hidden."""
        self._quoted = []
        self.list.clear()
        self.summary.setText(escape(tr("The marks are hidden until you reveal them.")))

    def _on_item(self, item: QListWidgetItem) -> None:
        source = self._quoted[self.list.row(item)]
        key = source.who, source.kind
        turn = self._next.get(key, 0) % len(source.quotations)
        self._next[key] = turn + 1
        self.chosen.emit(source.quotations[turn])


def _line(source: Quoted) -> str:
    name = source.who or tr("No source named")
    if source.kind is SourceKind.UNNAMED:
        name = tr("{who} (unnamed)").format(who=name)
    return tr("{name}\n{times} × quoted, {words} words").format(
        name=name, times=len(source.quotations), words=source.words
    )


def _account(summary: Summary) -> str:
    # Headings and site text have no stance and are no part of the whole.
    sentences, words = (
        sum(counted.get(label, 0) for label in STANCES) for counted in (summary.sentences, summary.words)
    )
    if not sentences:
        return escape(tr("Nothing has been marked yet."))
    rows = [
        tr("{label}: {sentences} of sentences, {words} of words").format(
            label=tr(label_title(label)),
            sentences=percent(summary.sentences.get(label, 0) / sentences),
            words=percent(summary.words.get(label, 0) / max(words, 1)),
        )
        for label in STANCES
    ]
    rows.append(
        tr("Sources: {named} named, {unnamed} unnamed").format(
            named=summary.sources.get(SourceKind.NAMED, 0), unnamed=summary.sources.get(SourceKind.UNNAMED, 0)
        )
    )
    for layer in LAYERS:
        own, quoted = summary.cues.get(layer.key, 0), summary.quoted.get(layer.key, 0)
        if own or quoted:
            row = tr("{layer}: {number}") if not quoted else tr("{layer}: {number}, and {quoted} in quoted words")
            rows.append(row.format(layer=tr(layer.title), number=own, quoted=quoted))
    text = "<br>".join(map(escape, rows))
    if summary.densest:
        links = ", ".join(f"<a href='{start}'>{percent(share)}</a>" for start, share in summary.densest)
        text += f"<br>{escape(tr('Paragraphs densest in opinion:'))} {links}"
    return text


def install(window: Window) -> Mapping[str, Handler]:
    """Add the panel at the right, hidden; while it is, nothing is counted."""
    panel = Sources()
    show = window.add_panel("sources", "Sources", panel)
    timer = QTimer(panel)
    timer.setSingleShot(True)
    timer.setInterval(_REFRESH_MS)

    def refresh() -> None:
        page = window.page
        if panel.isVisible() and page and page.guesses is not None:
            panel.hide_article()
        elif panel.isVisible():
            text = page.document.text if page and page.document else ""
            found = list(page.marked) if page else []
            panel.show_article(sources(found, text), summarise(found, text))

    def later(*_changed: object) -> None:
        if not timer.isActive() and panel.isVisible():
            timer.start()

    def go(span: Span) -> None:
        if window.page and window.page.view:
            window.page.view.go_to(span)

    timer.timeout.connect(refresh)
    panel.chosen.connect(go)
    for changed in (window.page_changed, window.document_shown, window.marks_changed, window.lens_changed):
        changed.connect(later)
    window.docks["sources"].visibilityChanged.connect(lambda _shown: timer.start())
    return {"sources": show}
