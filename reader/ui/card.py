"""The card: why a sentence is marked as it is, beside the sentence."""

from __future__ import annotations

import re
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.core.annotation import Annotation, Label
from reader.core.document import Span
from reader.core.layers import STANCE
from reader.core.text import right_to_left
from reader.core.wording import percent
from reader.ui.override import override
from reader.ui.swatch import Swatch
from reader.ui.theme import Theme
from reader.ui.translate import tr
from reader.ui.wording import account, confidence_words, label_title, spoken

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

_WIDTH = 420
_LONGEST = 700
"""Characters of a sentence whose words can be struck in the card; the rest of a longer one is cut."""
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


class _Bar(QWidget):
    """A share as a bar."""

    def __init__(self, share: float, colour: QColor, frame: QColor) -> None:
        super().__init__()
        self._share, self._colour, self._frame = share, colour, frame
        self.setFixedHeight(8)
        self.setObjectName("share")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # A frame, not a ground: that would be as bright as a bar where frames have to be seen well.
        painter.setPen(self._frame)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        width = max(4, round(self.width() * self._share))
        painter.drawRoundedRect(QRect(0, 0, width, self.height()), 4, 4)
        painter.end()


class Card(QFrame):
    """A small frame over the page; n and p go on to the next and previous mark, Esc closes it.

    A click on a word of its sentence strikes the word out: the detector decides again without it. Signals:
    `asked(annotation, struck)`, the deciding words are wanted, or the label without the struck ones; `wanted(key)`, a
    button for a command was pressed.
    """

    stepped = Signal(bool)
    closed = Signal()
    asked = Signal(object, object)
    wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._page = parent
        self._theme = theme
        self._body: QWidget | None = None
        self._beside = QRect()
        self._text = ""
        self._own = ""
        self._judged = True
        self._changed: Annotation | None = None
        self._waiting = False
        self._failed = False
        self.annotation: Annotation | None = None
        self.struck: tuple[Span, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 12, 14)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 4)
        shadow.setColor(QColor(0, 0, 0, 90))
        self.setGraphicsEffect(shadow)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Use another theme from the next mark on."""
        self._theme = theme
        self.hide()

    def explain(self, annotation: Annotation, text: str, own: str = "", *, judged: bool = True) -> None:
        """Show what is known of an annotation and `own`, the reader's words; ask for the deciding words.

        Of one that is not `judged`, such as a heading, there is nothing to ask.
        """
        self.annotation, self._text, self._own, self._judged = annotation, text, own, judged
        self._changed, self._failed = None, False
        self.struck = ()
        self._waiting = judged
        self._fill()
        if judged:
            self.asked.emit(annotation, ())

    def answer(self, annotation: Annotation | None) -> None:
        """Show what the detector says: the annotation with its deciding words, or without the struck ones."""
        self._waiting, self._failed = False, annotation is None
        if annotation is not None and self.struck:
            self._changed = annotation
        elif annotation is not None:
            self.annotation = annotation
        self._refill()

    def strike(self, word: Span) -> None:
        """Strike a word out, or put it back."""
        others = tuple(span for span in self.struck if span != word)
        self.restrike(others if len(others) < len(self.struck) else (*self.struck, word))

    def restrike(self, struck: tuple[Span, ...]) -> None:
        """Ask for the label without these words."""
        self.struck = struck
        self._changed = self._changed if struck else None
        self._waiting = bool(struck)
        self._refill()
        if self.annotation is not None and struck:
            self.asked.emit(self.annotation, tuple(sorted(struck)))

    def _refill(self) -> None:
        if self.annotation is None:
            return
        self._fill()
        if self.isVisible():
            self.place(self._beside)

    def _fill(self) -> None:
        assert self.annotation is not None
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = self._filled(self.annotation, self._text)
        self._column.addWidget(self._body)
        # A widget that joins a visible parent stays hidden, and without size, until it is told.
        self._body.show()
        said = spoken(self._changed or self.annotation) if self._judged else label_title(self.annotation.label)
        self.setAccessibleName(f"{said} {self._own}".rstrip())

    def place(self, beside: QRect) -> None:
        """Show the card under a rectangle of the parent, or above it where there is more room."""
        room, self._beside = self._page.rect(), beside
        # In large letters, a row of buttons may need more.
        self.setFixedWidth(min(max(_WIDTH, self._column.minimumSize().width()), room.width() - 16))
        self._column.activate()
        self.resize(
            self.width(),
            self.heightForWidth(self.width()) if self.hasHeightForWidth() else self.sizeHint().height(),
        )
        below = beside.bottom() + 8
        above = beside.top() - 8 - self.height()
        y = below if below + self.height() <= room.bottom() or above < 0 else above
        x = min(max(beside.left(), 8), room.right() - self.width() - 16)
        self.move(x, max(8, min(y, room.bottom() - self.height() - 8)))
        self.show()
        self.raise_()
        self.setFocus()

    def close_card(self) -> None:
        """Hide the card."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close_card()
        else:
            super().keyPressEvent(event)

    def _filled(self, annotation: Annotation, text: str) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._head(annotation))
        if self._own:
            said = QLabel(self._own)
            said.setTextFormat(Qt.TextFormat.PlainText)
            said.setWordWrap(True)
            said.setObjectName("own")
            column.addWidget(said)
        if not self._judged:
            note = QLabel(tr("Headings, captions and the page’s own text are not judged."))
            note.setWordWrap(True)
            column.addWidget(note)
        elif annotation.probabilities:
            column.addLayout(self._shares(self._changed or annotation))
            column.addWidget(self._sentence(annotation, text))
            column.addWidget(self._strike_note(annotation))
            if self.struck:
                column.addLayout(self._strike_buttons())
        for row in self._rows(annotation, text):
            label = QLabel(row)
            label.setTextFormat(Qt.TextFormat.RichText)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addLayout(self._foot())
        return body

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for key, title in (("agree", tr("✓ Agree")), ("disagree", tr("≠ Disagree…"))):
            button = QPushButton(title)
            button.setAutoDefault(False)
            button.clicked.connect(partial(self.wanted.emit, key))
            row.addWidget(button)
        link = QLabel(f"<a href='detector'>{escape(tr('How far to trust this'))}</a>")
        link.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        link.setAccessibleName(tr("How the detector works and errs"))
        link.setToolTip(tr("How the detector works and errs"))
        link.linkActivated.connect(self.wanted)
        link.setWordWrap(True)
        link.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(link, 1)
        return row

    def _head(self, annotation: Annotation) -> QHBoxLayout:
        row = QHBoxLayout()
        layer = STANCE.get(annotation.label)
        if layer:
            row.addWidget(Swatch(layer, self._theme))
        sure = f" · {confidence_words(annotation.confidence)}, {percent(annotation.confidence)}" if self._judged else ""
        title = QLabel(f"<b>{escape(label_title(annotation.label))}</b>{sure}")
        title.setWordWrap(True)
        row.addWidget(title, 1)
        for sign, name, forward in (("↑", tr("Previous mark (P)"), False), ("↓", tr("Next mark (N)"), True)):
            button = self._tool(sign, name)
            button.clicked.connect(lambda *_, onward=forward: self.stepped.emit(onward))
            row.addWidget(button)
        close = self._tool("✕", tr("Close (Esc)"))
        close.clicked.connect(self.close_card)
        row.addWidget(close)
        return row

    def _sentence(self, annotation: Annotation, text: str) -> QLabel:
        """Return the sentence with each word a link that strikes it, the deciding ones in bold."""
        span = annotation.span
        shown = span.slice(text)[:_LONGEST]
        decided = {cue.span for cue in annotation.evidence}
        pieces, at = [], 0
        colour = self._theme.window.text.name()
        for found in _WORD.finditer(shown):
            word = Span(*found.span()).shift(span.start)
            line = "line-through" if word in self.struck else "none"
            weight = "bold" if any(word.overlaps(cue) for cue in decided) else "normal"
            pieces.append(escape(shown[at : found.start()]))
            style = f"color:{colour};text-decoration:{line};font-weight:{weight}"
            pieces.append(f"<a href='{word.start}-{word.end}' style='{style}'>{escape(found.group())}</a>")
            at = found.end()
        pieces.append(escape(shown[at:]) + ("…" if len(shown) < len(span.slice(text)) else ""))
        # Qt would go by the first letter.
        label = QLabel(f"<p dir='{'rtl' if right_to_left(shown) else 'ltr'}'>{''.join(pieces)}</p>")
        label.setObjectName("struck")
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        label.setAccessibleName(tr("The sentence; a word that is clicked is struck out"))
        label.linkActivated.connect(self._on_word)
        return label

    def _on_word(self, link: str) -> None:
        start, end = link.split("-")
        self.strike(Span(int(start), int(end)))

    def _strike_note(self, annotation: Annotation) -> QLabel:
        note = QLabel(self._told_of_striking(annotation))
        note.setWordWrap(True)
        note.setObjectName("small" if self._changed else "dim")
        return note

    def _strike_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for title, left in ((tr("Undo"), self.struck[:-1]), (tr("Put all back"), ())):
            button = QPushButton(title)
            button.setAutoDefault(False)
            button.clicked.connect(lambda *_, kept=left: self.restrike(kept))
            row.addWidget(button)
        row.addStretch()
        return row

    def _told_of_striking(self, annotation: Annotation) -> str:
        if self._failed:
            return tr("The detector could not say more of this sentence.")
        if self._waiting:
            return tr("Deciding again…") if self.struck else tr("Looking for the deciding words…")
        if self._changed and self.struck:
            return tr("Without the struck words: {now}, before: {before}").format(
                now=f"{label_title(self._changed.label)} {percent(self._changed.confidence)}",
                before=f"{label_title(annotation.label)} {percent(annotation.confidence)}",
            )
        return tr("Click a word to strike it out and see the label change.")

    def _shares(self, annotation: Annotation) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        for row, (label, share) in enumerate(sorted(annotation.probabilities.items(), key=lambda item: -item[1])):
            layer = STANCE.get(Label(label))
            colour = self._theme.layers[layer].line if layer else self._theme.window.dim
            name, value = QLabel(label_title(Label(label))), QLabel(percent(share))
            for part in (name, value):
                part.setObjectName("small")
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(name, row, 0)
            grid.addWidget(_Bar(share, colour, self._theme.window.border), row, 1)
            grid.addWidget(value, row, 2)
        return grid

    def _rows(self, annotation: Annotation, text: str) -> list[str]:
        return [f"{self._dimmed(f'{escape(title)}: ')}{escape(said)}" for title, said in account(annotation, text)]

    def _dimmed(self, text: str) -> str:
        return f"<span style='color:{self._theme.window.dim.name()}'>{text}</span>"

    @staticmethod
    def _tool(sign: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setText(sign)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setAutoRaise(True)
        return button
