"""Notices inside the window, above the article: errors and news that need no answer at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from reader.ui.override import override
from reader.ui.translate import tr

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QShowEvent

MOST = 3
"""So many notices show at once; older ones wait until others are closed."""


Actions = Mapping[str, Callable[[], object]]


class _Notice(QFrame):
    """One text with buttons. Signals: `closed()`, by its button or Escape, and `shown()`, when it is first seen."""

    closed = Signal()
    shown = Signal()

    def __init__(self, about: str, text: str, *, error: bool, actions: Actions) -> None:
        super().__init__()
        self.about = about
        self.error = error
        self._seen = False
        self.setObjectName("banner")
        self.setProperty("error", error)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(QtCore.Qt.TextInteractionFlag.TextSelectableByMouse)
        self.close_button = close = QToolButton()
        close.setText("✕")
        close.setAutoRaise(True)
        close.setAccessibleName(tr("Close this notice"))
        close.setToolTip(tr("Close this notice"))
        close.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.addWidget(self._text, 1)
        self.buttons: list[QPushButton] = []
        for title, act in actions.items():
            button = QPushButton(title)
            button.setAutoDefault(True)
            button.clicked.connect(partial(self._act, act))
            row.addWidget(button)
            self.buttons.append(button)
        row.addWidget(close)
        self.change(text)

    @property
    def text(self) -> str:
        return self._text.text()

    def change(self, text: str) -> None:
        """Say something else."""
        self._text.setText(text)
        self.setAccessibleName(text)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._seen:
            self._seen = True
            self.shown.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == QtCore.Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _act(self, act: Callable[[], object]) -> None:
        self.closed.emit()
        act()


class Banner(QWidget):
    """The notices of a page, the newest on top; hidden while there are none.

    A notice is about one matter, and takes the place of what was said of that before. Signal `announced(text)`: a
    notice is seen for the first time, and said to assistive technology.
    """

    announced = Signal(str)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._notices: list[_Notice] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    @property
    def texts(self) -> list[str]:
        """What the notices say that show, from the top."""
        return [notice.text for notice in self._notices[:MOST]]

    @property
    def text(self) -> str:
        """What the newest notice says; empty without any."""
        return self._notices[0].text if self._notices else ""

    @property
    def buttons(self) -> list[QPushButton]:
        """The buttons of the newest notice, but for the one that closes it."""
        return self._notices[0].buttons if self._notices else []

    def say(
        self,
        text: str,
        *,
        about: str = "answer",
        error: bool = False,
        actions: Actions | None = None,
        closed: Callable[[], object] | None = None,
    ) -> None:
        """Show a text on top, with a button for each of `actions`; what comes of a command is an “answer”.

        `closed` is called when the reader closes it, in whatever way.
        """
        self.withdraw(about)
        notice = _Notice(about, text, error=error, actions=actions or {})
        notice.closed.connect(partial(self._close, notice))
        if closed:
            notice.closed.connect(closed)
        notice.shown.connect(partial(self._announce, notice))
        self._notices.insert(0, notice)
        self._column.insertWidget(0, notice)
        self._arrange()

    def change(self, about: str, text: str) -> None:
        """Let the notice about a matter say something else where it stands, unless the reader has closed it."""
        for notice in self._notices:
            if notice.about == about and notice.text != text:
                notice.change(text)

    def withdraw(self, *about: str) -> None:
        """Take away what is said about these matters."""
        for notice in [one for one in self._notices if one.about in about]:
            self._close(notice)

    def _close(self, notice: _Notice) -> None:
        if notice in self._notices:
            self._notices.remove(notice)
            # Qt gives the keys to the next widget: a notice below it, or the text.
            notice.hide()
            self._column.removeWidget(notice)
            notice.deleteLater()
            self._arrange()

    def _arrange(self) -> None:
        # What is new would come last when the keys go round: it is to come before all else of its page.
        no_focus, page = QtCore.Qt.FocusPolicy.NoFocus, self._page
        last = page.previousInFocusChain()
        while last and last is not page and (last.focusPolicy() is no_focus or page.isAncestorOf(last)):
            last = last.previousInFocusChain()
        for number, notice in enumerate(self._notices):
            notice.setVisible(number < MOST)
            for button in (*notice.buttons, notice.close_button):
                if last:
                    QWidget.setTabOrder(last, button)
                last = button
        self.setVisible(bool(self._notices))

    def _announce(self, notice: _Notice) -> None:
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

        event = QAccessibleAnnouncementEvent(notice, notice.text)
        if notice.error:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)
        self.announced.emit(notice.text)
