"""Work on a whole article in slices, one a turn of the event loop, so that the window never waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer

_SLICE_SECONDS = 0.003
_SHARE = 20


class Slices(QObject):
    """Runs what `begin` returns, some time after it was asked for, until it is done or asked for anew.

    `begin` is a generator function: it yields where it may be interrupted, and puts its result in place at its end.
    """

    def __init__(self, begin: Callable[[], Iterator[object]], delay_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self._begin = begin
        self._delay = delay_ms
        self._walk: Iterator[object] = iter(())
        self._spent = 0.0
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(delay_ms)
        self._wait.timeout.connect(self.now)
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._go_on)

    def later(self) -> None:
        """Begin before long; asked for again before that, once."""
        if not self._wait.isActive():
            self._wait.start()

    def now(self) -> None:
        """Begin at once."""
        self._wait.stop()
        self._walk = self._begin()
        self._spent = 0.0
        self._go_on()

    def _go_on(self) -> None:
        began = time.perf_counter()
        for _ in self._walk:
            if time.perf_counter() - began > _SLICE_SECONDS:
                self._spent += time.perf_counter() - began
                self._turn.start()
                return
        self._turn.stop()
        # What takes long is done less often, so that it never takes more than a twentieth of the time.
        self._wait.setInterval(max(self._delay, round(1000 * _SHARE * self._spent)))
