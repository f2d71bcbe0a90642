"""A page: one open file, from loading to marked article, with its find bar and notices."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from reader.core.annotation import Annotation
from reader.core.document import Document, Span
from reader.core.text import Utf16Map
from reader.settings import Reading
from reader.ui import views
from reader.ui.marked import Lens, Marked
from reader.ui.theme import Theme
from reader.ui.translate import tr
from reader.ui.typography import Typography

if TYPE_CHECKING:
    from reader.ui.banner import Banner
    from reader.ui.card import Card
    from reader.ui.find_bar import FindBar
    from reader.ui.header import Header


class Page(QWidget):
    """One tab. `job` is the number of the work that fills it; other jobs' results are not for it.

    `reading` is how it is read, kept by the modes and the guessing for the session to remember. Signal `said(text)`:
    what assistive technology is to hear.
    Notices, card and find bar are made when they are first wanted: most pages that are opened show none.
    """

    lens_changed = Signal(object)
    scrolled = Signal()
    reading_changed = Signal()
    asked = Signal(object, object)
    command_wanted = Signal(str)
    said = Signal(str)

    def __init__(
        self, path: str, theme: Theme, typography: Typography, lens: Lens, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.path = path
        self.job = 0
        self.question = 0
        self.encoding = ""
        self.password = ""
        self.lens = lens
        self.reading = Reading()
        self.marked = Marked()
        self.document: Document | None = None
        self.view: views.ArticleView | None = None
        self.failed = False
        self.guesses: Marked | None = None
        self.own_words: Callable[[Annotation], str] = lambda _annotation: ""
        self._theme = theme
        self._typography = typography
        self._hits: tuple[Span, ...] = ()
        self._hit = -1
        self._banner: Banner | None = None
        self._header: Header | None = None
        self._card: Card | None = None
        self._find_bar: FindBar | None = None
        self._waiting: QLabel | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    @property
    def banner(self) -> Banner:
        """The notices, above all else."""
        if self._banner is None:
            from reader.ui.banner import Banner

            self._banner = Banner(self)
            self._column.insertWidget(0, self._banner)
        return self._banner

    @property
    def card(self) -> Card:
        """What explains a mark beside its sentence."""
        if self._card is None:
            from reader.ui.card import Card

            self._card = Card(self._theme, self)
            self._card.stepped.connect(self.step)
            self._card.closed.connect(self._on_card_closed)
            self._card.asked.connect(self.asked)
            self._card.wanted.connect(self.command_wanted)
        return self._card

    @property
    def find_bar(self) -> FindBar:
        """What asks for words to find, above the text."""
        if self._find_bar is None:
            from reader.ui.find_bar import FindBar

            self._find_bar = FindBar()
            self._find_bar.changed.connect(self._on_query)
            self._find_bar.stepped.connect(self.find_step)
            self._find_bar.closed.connect(self._on_find_closed)
            self._find_bar.said.connect(self.said)
            self._put_above(self._find_bar)
        return self._find_bar

    @property
    def header(self) -> Header:
        """What the file says of its article, above the text."""
        if self._header is None:
            from reader.ui.header import Header

            self._header = Header()
            self._put_above(self._header)
        return self._header

    def _put_above(self, widget: QWidget) -> None:
        """Put a widget above what is there, but below the notices."""
        self._column.insertWidget(1 if self._banner else 0, widget)

    @property
    def name(self) -> str:
        """The file's name, as on its tab."""
        return Path(self.path).name or tr("standard input")

    @property
    def progress(self) -> float:
        """How much of the text has been analysed, 0 to 1."""
        size = len(self.document.text) if self.document else 0
        return min(1.0, self.marked.covered / size) if size else 0.0

    def show_waiting(self) -> None:
        """Say that the file is being opened, where that takes long."""
        if self.document is None and not self.failed:
            self._say(tr("Opening {name}…").format(name=self.name))

    def _say(self, text: str) -> None:
        """Say something in place of the text."""
        if self._waiting is None:
            self._waiting = QLabel()
            self._waiting.setAlignment(QtCore.Qt.AlignmentFlag.AlignCenter)
            self._waiting.setObjectName("dim")
            self._column.addWidget(self._waiting, 1)
        self._waiting.setText(text)

    def show_document(self, document: Document) -> None:
        """Show a document that has been loaded, at the place where the reader was."""
        top = self.view.top() if self.view else 0
        self._hide_card()
        for old in (self.view, self._waiting):
            if old is not None:
                self._column.removeWidget(old)
                old.hide()
                old.deleteLater()
        self._waiting = None
        self.failed = False
        self.document = document
        said = document.metadata
        if self._header or said.author or said.date or said.site:
            self.header.show_metadata(said)
        self.marked, self.guesses = Marked(), None
        self.withdraw("guesses")
        self.view = views.create(document, self.marked, self._theme, self._typography, self.lens, self)
        self.view.chosen.connect(self.open_card)
        self.view.scrolled.connect(self._hide_card)
        self.view.scrolled.connect(self.scrolled)
        self._column.addWidget(self.view, 1)
        self.view.show()
        # One that is loaded behind another tab would take the keys away from that in front.
        if not self.isHidden():
            self.view.setFocus()
        self.view.go_to_top(min(top, len(document.text)))
        self._hits, self._hit = (), -1
        if self._find_bar and self._find_bar.isVisible():
            self._on_query()

    def show_failure(self) -> None:
        """Say that the file could not be opened or analysed."""
        self.failed = True
        if self.view is None:
            self._say(tr("{name} could not be opened.").format(name=self.name))

    def take_keys(self) -> None:
        """Give the keys to the text; to the first thing that can be done about it, where it could not be opened."""
        if self.view:
            self.view.setFocus()
        elif self._banner and self._banner.buttons:
            self._banner.buttons[0].setFocus()

    def withdraw(self, *about: str) -> None:
        """Take away the notices about these matters, if there are any."""
        if self._banner:
            self._banner.withdraw(*about)

    def take(self, batch: tuple[Annotation, ...]) -> None:
        """Take in annotations that have arrived."""
        self.marked.add(batch)
        if self.view:
            self.view.refresh(batch)

    def set_lens(self, lens: Lens) -> None:
        """Show the marks through another lens."""
        self.lens = lens
        if self.view and self.guesses is None:
            self.view.set_lens(lens)
        self.lens_changed.emit(lens)

    def read(self, reading: Reading) -> None:
        """Be read in another way, which is told."""
        if reading != self.reading:
            self.reading = reading
            self.reading_changed.emit()

    def show_guesses(self, guesses: Marked | None) -> None:
        """Show a reader's guesses in place of the marks, which are hidden from everything; or the marks again."""
        self.guesses = guesses
        self._hide_card()
        if guesses is None:
            self.withdraw("guesses")
        if self.view:
            self.view.set_marked(self.marked if guesses is None else guesses, tells=guesses is None)
            self.view.set_focus_mark(None)
            self.view.set_lens(self.lens if guesses is None else Lens())
        self.lens_changed.emit(self.lens)

    def refuses(self) -> bool:
        """Tell whether the marks are hidden, so that nothing may tell them; say so if they are."""
        if self.guesses is None:
            return False
        self.banner.say(tr("Reveal the marks first, or end “Guess first”."), about="guesses")
        return True

    def set_look(self, theme: Theme, typography: Typography) -> None:
        """Show the article in another theme or typography."""
        self._theme, self._typography = theme, typography
        if self._card:
            self._card.set_theme(theme)
        if self.view:
            self.view.set_look(theme, typography)

    def counts(self) -> dict[str, int]:
        """Return how many marks each layer has at the lens's least confidence."""
        return self.marked.counts(self.lens.min_confidence)

    def step(self, forward: bool, only: str = "") -> bool:
        """Go to the next or previous mark; tell whether there was one."""
        if not self.view or self.guesses is not None:
            return False
        annotation = self.marked.step(self._from(forward), self.lens, forward=forward, only=only)
        while annotation and self.view.folded(annotation.span.start):
            annotation = self.marked.step(annotation.span.start, self.lens, forward=forward, only=only)
        if annotation is None:
            return False
        opened = self.card.isVisible()
        self.view.go_to(annotation.span)
        self.view.set_focus_mark(annotation)
        if opened:
            self.open_card(annotation)
        return True

    def read_aloud(self) -> None:
        """Say the sentence at the caret: of one that was stepped to, a screen reader reads no line by itself."""
        annotation = self.view.sentence_at(self.view.caret(), self.marked) if self.view else None
        if annotation and self.document:
            self.said.emit(annotation.span.slice(self.document.text))

    def open_card(self, annotation: Annotation | None) -> None:
        """Explain an annotation beside its sentence, or close the card."""
        if annotation is None or self.view is None or self.document is None or self.guesses is not None:
            self.card.close_card()
            return
        self.view.set_focus_mark(annotation)
        judged = self.document.blocks[annotation.sentence.block].kind.prose
        self.card.explain(annotation, self.document.text, self.own_words(annotation), judged=judged)
        box = self.view.box(annotation.span).toRect()
        corner = self.view.viewport().mapTo(self, box.topLeft())
        box.moveTopLeft(corner)
        self.card.place(box)

    def take_answer(self, annotation: Annotation | None) -> None:
        """Take in what the detector says to the card's question: nothing, where it failed."""
        self.card.answer(annotation)
        if self.view and self.card.isVisible() and self.card.annotation:
            self.view.set_focus_mark(self.card.annotation)

    def open_card_here(self) -> None:
        """Explain the annotation under the caret."""
        if self.view:
            self.open_card(self.view.annotation_at(self.view.caret()))

    def open_find(self) -> None:
        """Open the find bar with the selected words, if any."""
        selected = self.view.textCursor().selectedText() if self.view else ""
        self.find_bar.open_bar(selected if len(selected) < 100 else "")

    def find_step(self, forward: bool) -> None:
        """Go to the next or previous hit, round the end."""
        if not self._hits:
            if not self.find_bar.isVisible():
                self.open_find()
            return
        self._hit = (self._hit + (1 if forward else -1)) % len(self._hits)
        self._show_hits()
        self.read_aloud()

    def _from(self, forward: bool) -> int:
        """Return where stepping begins: at the caret if it is on screen, else at the screen's edge."""
        assert self.view
        shown, caret = self.view.on_screen(), self.view.caret()
        if shown.start <= caret < shown.end:
            return caret if caret or self.view.scene.focus else -1
        return shown.start - 1 if forward else shown.end

    def _hide_card(self) -> None:
        if self._card:
            self._card.hide()

    def _on_card_closed(self) -> None:
        if self.view:
            self.view.set_focus_mark(None)
            self.view.setFocus()

    def _on_query(self) -> None:
        if not self.view or not self.document:
            return
        from reader.ui.find import find_all

        try:
            self._hits = find_all(self.find_bar.query, self.document.text, Utf16Map(self.document.text))
        except ValueError as error:
            self._hits, self._hit = (), -1
            self.view.set_hits((), None)
            self.find_bar.complain(str(error))
            return
        top = self.view.top()
        self._hit = next((number for number, hit in enumerate(self._hits) if hit.start >= top), 0) if self._hits else -1
        self._show_hits()

    def _show_hits(self) -> None:
        assert self.view
        current = self._hits[self._hit] if self._hits else None
        self.view.set_hits(self._hits, current)
        self.find_bar.say(len(self._hits), self._hit + 1)
        if current:
            self.view.go_to(current)

    def _on_find_closed(self) -> None:
        if self.view:
            self.view.set_hits((), None)
            self.view.setFocus()
