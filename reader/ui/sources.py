"""The sources and the summary: who is quoted and how often, and what the article is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from reader.core.annotation import SourceKind
from reader.core.document import Span
from reader.core.layers import LAYERS
from reader.core.summary import STANCES, Quoted, Summary, sources, summarise
from reader.core.wording import percent
from reader.ui.lines import show_all_lines
from reader.ui.menus import Handler
from reader.ui.translate import tr
from reader.ui.wording import grouped, label_title, quotation

if TYPE_CHECKING:
    from reader.ui.window import Window

_REFRESH_MS = 300
_BEGINNING = 44
"""Characters of a paragraph that tell it from others."""


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
        self.list.setObjectName("sources")
        self.list.setAccessibleName(tr("Sources"))
        show_all_lines(self.list)
        self.list.setSpacing(2)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.itemClicked.connect(self._on_item)
        self.list.itemActivated.connect(self._on_item)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.summary)
        column.addWidget(self.list, 1)
        self._quoted: list[Quoted] = []
        self._next: dict[tuple[str, SourceKind], int] = {}

    def show_article(self, quoted: list[Quoted], summary: Summary, least: float, text: str) -> None:
        """Show the sources of an article with this `text`, and its summary from the confidence `least` (0 to 1) on."""
        self.summary.setText(_account(summary, least, text))
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


def _account(summary: Summary, least: float, text: str) -> str:
    """Return what an article is made of, as rich text: what is counted is what the status bar and the legend count.

    `text` is the article's.
    """
    sentences, words = summary.with_stance
    if not sentences:
        return escape(tr("Nothing has been marked yet."))
    counted = [(label_title(label), summary.sentences.get(label, 0), summary.words.get(label, 0)) for label in STANCES]
    if summary.unsure[0]:
        counted.append((tr("Less sure than {least}").format(least=percent(least)), *summary.unsure))
    rows = [
        tr("{label}: {number}, {share} ({words} of words)").format(
            label=label, number=grouped(number), share=percent(number / sentences), words=percent(size / max(words, 1))
        )
        for label, number, size in counted
    ]
    parts = [_part(tr("Of {number} sentences with a stance").format(number=grouped(sentences)), rows)]
    named, unnamed = (summary.sources.get(kind, 0) for kind in (SourceKind.NAMED, SourceKind.UNNAMED))
    if named or unnamed:
        told = tr("{named} named, {unnamed} unnamed").format(named=named, unnamed=unnamed)
        parts.append(_part(tr("Sources quoted, at every confidence"), [told]))
    marked = [_words(layer.title, summary.cues.get(layer.key, 0), summary.quoted.get(layer.key, 0)) for layer in LAYERS]
    if any(marked):
        parts.append(_part(tr("Marked words"), filter(None, marked)))
    if summary.densest:
        links = [
            f"{percent(share)} <a href='{start}'>{escape(quotation(_beginning(text, start)))}</a>"
            for start, share in summary.densest
        ]
        parts.append("<br>".join((_part(tr("Paragraphs densest in opinion"), ()), *links)))
    return "".join(f"<p style='margin: 0 0 7px'>{part}</p>" for part in parts)


def _beginning(text: str, start: int) -> str:
    """Return the first words of the paragraph that begins at code point `start`."""
    line = text[start : start + _BEGINNING].partition("\n")[0]
    return line if len(line) < _BEGINNING else line.rpartition(" ")[0] + "…"


def _part(title: str, rows: Iterable[str]) -> str:
    return "<br>".join((f"<b>{escape(title)}</b>", *map(escape, rows)))


def _words(title: str, own: int, quoted: int) -> str:
    """Say how many of a layer's words are the author's, and how many are not; nothing where there are none."""
    row = tr("{layer}: {number}") if not quoted else tr("{layer}: {number}, and {quoted} in quoted words")
    return row.format(layer=tr(title), number=own, quoted=quoted) if own or quoted else ""


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
            least = page.lens.min_confidence if page else 0.0
            panel.show_article(sources(found, text), summarise(found, text, least), least, text)

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
