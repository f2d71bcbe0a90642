"""Guess first: the marks are hidden, the reader labels sentences, and then sees where the program differs.

Marks that are always there teach less than those one has looked for oneself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reader.core.annotation import Annotation, Label
from reader.core.document import Document, Sentence, Span
from reader.core.guessing import Miss, Score, score
from reader.core.layers import STANCE
from reader.core.wording import percent
from reader.library.journal import text_key
from reader.settings import Guesses
from reader.ui.lines import show_all_lines
from reader.ui.marked import Marked
from reader.ui.menus import Handler, keys_text
from reader.ui.swatch import Swatch
from reader.ui.theme import Theme
from reader.ui.translate import tr
from reader.ui.wording import label_title, quotation

if TYPE_CHECKING:
    from reader.ui.page import Page
    from reader.ui.window import Window

_QUOTE = 110
_KEYS = {Label.OPINION: "guess_opinion", Label.FACT: "guess_fact", Label.ATTRIBUTED: "guess_attributed"}


class Round:
    """The guesses in an article's text, by the spans of their sentences, in the order of guessing.

    `current` is the sentence that is asked for; while its annotation has not come yet, `at` is its start (code
    points), -1 for the first.
    """

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.guesses: dict[Span, Label] = {}
        self.current: Annotation | None = None
        self.at = -1
        self.revealed = False
        self.score: Score | None = None
        self._key = text_key(document)
        self._starts = [block.span.start for block in document.blocks]

    @classmethod
    def kept(cls, document: Document, guesses: Guesses) -> Round | None:
        """Return a round as it was kept; None where the text is no longer that in which it was begun."""
        found = cls(document)
        if guesses.text != found._key:
            return None
        labels = {str(label) for label in _KEYS}
        found.guesses = {Span(start, end): Label(label) for start, end, label in guesses.made if label in labels}
        found.at, found.revealed = guesses.at, guesses.revealed
        return found

    def to_keep(self) -> Guesses:
        """Return what is to be remembered of the round."""
        made = tuple((span.start, span.end, str(label)) for span, label in self.guesses.items())
        return Guesses(self._key, made, self.current.span.start if self.current else self.at, self.revealed)

    def guess(self, label: Label) -> None:
        """Take a guess for the current sentence."""
        if self.current:
            self.guesses[self.current.span] = label

    def as_marks(self) -> Marked:
        """Return the guesses as marks, to be painted as the program's are."""
        made = Marked()
        made.add(
            Annotation(Sentence(span, self._block(span.start)), label, 1.0) for span, label in self.guesses.items()
        )
        return made

    def waits_for(self, marks: Marked) -> bool:
        """Tell whether the annotation of the sentence that is asked for is not among `marks` yet."""
        return self.at >= 0 and marks.at(self._block(self.at), self.at) is None

    def _block(self, position: int) -> int:
        return bisect_right(self._starts, position) - 1


class GuessPanel(QWidget):
    """Asks for the label of the sentence that is framed, and lists the misses in the end.

    Signals: `guessed(label)`, `skipped()`, `revealed()`, `restarted()`, and `chosen(miss)`.
    """

    guessed = Signal(object)
    skipped = Signal()
    revealed = Signal()
    restarted = Signal()
    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(tr("Sentences guessed"))
        self.progress.setTextVisible(False)
        self.buttons: dict[Label, QPushButton] = {}
        self._swatches: list[Swatch] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(self.told)
        self._asking = QWidget()
        asking = QVBoxLayout(self._asking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.addWidget(self.progress)
        for label in _KEYS:
            row = QHBoxLayout()
            swatch, button = Swatch(STANCE[label], theme), QPushButton()
            button.clicked.connect(partial(self._guess, label))
            row.addWidget(swatch)
            row.addWidget(button, 1)
            asking.addLayout(row)
            self.buttons[label] = button
            self._swatches.append(swatch)
        self.skip, self.reveal, self.again = QPushButton(), QPushButton(), QPushButton(tr("Guess again"))
        self.reveal.setObjectName("primary")
        asking.addWidget(self.skip)
        asking.addSpacing(8)
        asking.addWidget(self.reveal)
        column.addWidget(self._asking)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Where the program differs"))
        show_all_lines(self.list)
        self.list.setSpacing(2)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._misses: tuple[Miss, ...] = ()
        column.addWidget(self.list, 1)
        column.addWidget(self.again)
        column.addStretch()
        self.skip.clicked.connect(self.skipped)
        self.reveal.clicked.connect(self.revealed)
        self.again.clicked.connect(self.restarted)
        self.list.itemClicked.connect(self._on_item)
        self.list.itemActivated.connect(self._on_item)

    def set_theme(self, theme: Theme) -> None:
        """Draw the swatches in another theme."""
        for swatch in self._swatches:
            swatch.set_theme(theme)

    def set_keys(self, keys: Callable[[str], str]) -> None:
        """Name on each button the shortcut of its command; `keys` tells it."""
        titles = [(self.buttons[label], label_title(label), key) for label, key in _KEYS.items()]
        titles += [(self.skip, tr("Can’t tell"), "guess_skip"), (self.reveal, tr("Reveal the marks"), "guess_reveal")]
        for button, title, key in titles:
            shortcut = keys(key)
            button.setText(f"{title}  ({shortcut})" if shortcut else title)

    def ask(self, guessed: int, out_of: int) -> None:
        """Ask for the next label."""
        self.told.setText(
            tr(
                "What is the framed sentence? The marks are hidden until you reveal them. Guessed: {number} of {total}."
            ).format(number=guessed, total=out_of)
        )
        self.progress.setRange(0, max(out_of, 1))
        self.progress.setValue(guessed)
        self.reveal.setEnabled(guessed > 0)
        self._show(asking=True)

    def tell(self, found: Score, text: str) -> None:
        """Tell the score, and list where the program differs."""
        self.told.setText(_account(found))
        self._misses = found.misses
        self.list.clear()
        for miss in found.misses:
            said = tr("You: {guess}. Program: {label}, {sure}.").format(
                guess=label_title(miss.guess),
                label=label_title(miss.annotation.label),
                sure=percent(miss.annotation.confidence),
            )
            quote = miss.annotation.span.slice(text)
            quote = quote if len(quote) <= _QUOTE else quote[: _QUOTE - 1].rstrip() + "…"
            self.list.addItem(f"{said}\n{quotation(quote)}")
        self._show(asking=False)

    def wait(self) -> None:
        """Tell that the score has to wait for the marks."""
        self.told.setText(tr("The score is told as soon as the article is marked."))
        self._misses = ()
        self._show(asking=False)

    def _show(self, *, asking: bool) -> None:
        self._asking.setVisible(asking)
        self.list.setVisible(not asking and bool(self._misses))
        self.again.setVisible(not asking)

    def _guess(self, label: Label, _checked: bool = False) -> None:
        self.guessed.emit(label)

    def _on_item(self, item: QListWidgetItem) -> None:
        self.chosen.emit(self._misses[self.list.row(item)])


def _account(found: Score) -> str:
    told = tr("As the program has it: {agreed} of {guessed} guesses, {share}.").format(
        agreed=found.agreed, guessed=found.guessed, share=percent(found.share)
    )
    if not found.misses:
        return told
    return f"{told} {tr('It may err, too. Click a sentence to see why it is marked as it is:')}"


class _Guessing:
    """Connects the rounds of a window's pages with the panel."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._rounds: WeakKeyDictionary[Page, Round] = WeakKeyDictionary()
        self.panel = GuessPanel(window.theme)
        self._show_panel = window.add_panel("guess_panel", "Guess first", self.panel)
        self.panel.guessed.connect(self.guess)
        self.panel.skipped.connect(self.skip)
        self.panel.revealed.connect(self.reveal)
        self.panel.restarted.connect(self._begin)
        self.panel.chosen.connect(self._go)
        window.look_changed.connect(lambda: self.panel.set_theme(window.theme))
        window.page_changed.connect(self._on_page)
        window.marks_changed.connect(self._on_marks)
        window.document_shown.connect(self._on_shown)
        # A sentence that is waited for may never come: by another version, the text is parted elsewhere.
        window.jobs.finished.connect(lambda _job: self._on_page(window.page))

    def toggle(self, wanted: bool) -> None:
        """Begin to guess in the article in front, or end with the marks shown."""
        if wanted:
            self._begin()
            return
        page = self._window.page
        if page and self._rounds.pop(page, None):
            page.read(page.reading._replace(guesses=None))
            page.show_guesses(None)
        self._refresh(page)

    def guess(self, label: Label) -> None:
        """Label the sentence that is framed, and go on to the next without a guess."""
        page, found = self._window.page, self._open_round()
        if page and found and found.current:
            found.guess(label)
            page.show_guesses(found.as_marks())
            self._go_on(page, found)

    def skip(self) -> None:
        """Leave the sentence that is framed without a guess."""
        page, found = self._window.page, self._open_round()
        if page and found:
            self._go_on(page, found)

    def reveal(self) -> None:
        """Show the marks, the score and the misses."""
        page, found = self._window.page, self._open_round()
        if page and found and found.guesses:
            found.revealed = True
            page.read(page.reading._replace(guesses=found.to_keep()))
            page.show_guesses(None)
            self._refresh(page)
            self._window.announce(self.panel.told.text())

    def _begin(self) -> None:
        page = self._window.page
        if page is None or page.view is None or page.document is None:
            self._refresh(page)
            return
        # What is folded away tells its label.
        for key in ("report", "opinion"):
            self._window.actions_by_key[key].setChecked(False)
        found = self._rounds[page] = Round(page.document)
        page.show_guesses(found.as_marks())
        self._refresh(page)
        self._window.announce(self.panel.told.text())
        top = page.view.top()
        first = next((one for one in _guessable(page) if one.span.start >= top), None)
        self._frame(page, found, first or next(_guessable(page), None))

    def _go_on(self, page: Page, found: Round) -> None:
        at = found.current.span.start if found.current else found.at - 1
        left = [one for one in _guessable(page) if one.span not in found.guesses]
        following = next((one for one in left if one.span.start > at), left[0] if left else None)
        self._frame(page, found, following)
        self._refresh(page)

    def _frame(self, page: Page, found: Round, annotation: Annotation | None) -> None:
        found.current = annotation
        page.read(page.reading._replace(guesses=found.to_keep()))
        if page.view:
            if annotation:
                page.view.go_to(annotation.span)
                page.read_aloud()
            page.view.frame(annotation.span if annotation else None)

    def _open_round(self) -> Round | None:
        """Return the round in the article in front that has not been revealed yet; say so where there is none."""
        found = self._rounds.get(self._window.page) if self._window.page else None
        if found is None or found.revealed:
            self._window.tell(tr("“Guess first” hides the marks and asks you for each sentence."))
            return None
        return found

    def _on_caret(self, page: Page) -> None:
        found = self._rounds.get(page)
        if found is None or found.revealed or page.view is None or page.document is None:
            return
        here = page.view.sentence_at(page.view.caret(), page.marked)
        if here and here.label in STANCE and here is not found.current:
            found.current = here
            page.read(page.reading._replace(guesses=found.to_keep()))
            page.view.frame(here.span)

    def _on_page(self, page: Page | None) -> None:
        if page:
            self._on_marks(page)
        self._refresh(page)

    def _on_shown(self, page: Page) -> None:
        # Opened again, or read anew: with the same text the marks stay hidden, and what was guessed stays.
        found, document, kept = None, page.document, page.reading.guesses
        if document and kept:
            found = Round.kept(document, kept)
        if found:
            self._rounds[page] = found
            if not found.revealed:
                page.show_guesses(found.as_marks())
        else:
            self._rounds.pop(page, None)
            page.read(page.reading._replace(guesses=None))
            if page.guesses is not None:
                page.show_guesses(None)
        if page.view:
            page.view.cursorPositionChanged.connect(partial(self._on_caret, page))
            self._on_marks(page)
        self._refresh(page)

    def _on_marks(self, page: Page) -> None:
        found, running = self._rounds.get(page), self._window.jobs.running(page.job)
        if found is None or page is not self._window.page or found.revealed or found.current:
            return
        # The sentence that was asked for last may come with one of the next batches.
        if not running or not found.waits_for(page.marked):
            self._go_on(page, found)

    def _go(self, miss: Miss) -> None:
        page = self._window.page
        if page and page.view:
            page.view.go_to(miss.annotation.span)
            page.open_card(miss.annotation)

    def _refresh(self, page: Page | None) -> None:
        window = self._window
        if page is not window.page:
            return
        found = self._rounds.get(page) if page else None
        action = window.actions_by_key["guess"]
        action.blockSignals(True)
        action.setChecked(found is not None)
        action.blockSignals(False)
        if found is None or page is None or page.document is None:
            self._show_panel(False)
            return
        if found.revealed and found.score is None and not window.jobs.running(page.job):
            found.score = score(found.guesses, page.marked)
        self.panel.set_keys(lambda key: keys_text(window.actions_by_key[key].shortcuts()))
        if found.revealed and found.score is None:
            self.panel.wait()
        elif found.score:
            self.panel.tell(found.score, page.document.text)
        else:
            self.panel.ask(len(found.guesses), sum(1 for _ in _guessable(page)))
        if window.docks["guess_panel"].isHidden():
            self._show_panel(True)


def _guessable(page: Page) -> Iterator[Annotation]:
    """Yield the sentences that have a stance to guess."""
    return (one for one in page.marked if one.label in STANCE)


def install(window: Window) -> Mapping[str, Handler]:
    """Add the mode, its panel and its commands."""
    guessing = _Guessing(window)
    return {
        "guess": guessing.toggle,
        **{key: partial(guessing.guess, label) for label, key in _KEYS.items()},
        "guess_skip": guessing.skip,
        "guess_reveal": guessing.reveal,
    }
