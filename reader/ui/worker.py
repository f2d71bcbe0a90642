"""The worker: one thread that loads and analyses, slice by slice, so that jobs can be dropped and reordered.

The window hands in jobs and gets signals back; a job's number says whose results they are.
"""

from __future__ import annotations

import gc
import logging
import sys
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import NamedTuple

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from reader.core.annotation import Annotation
from reader.core.document import Document, Span
from reader.ui.translate import tr

Load = Callable[..., Document]
"""Called with a path, and `encoding` or `password` where the reader gave one."""
Analyse = Callable[[Document, Callable[[], int], Callable[[], bool]], Iterator[tuple[Annotation, ...]]]
"""Called with a document, what tells the code point that the reader looks at, and what tells to stop."""
Explain = Callable[[Document, Annotation, tuple[Span, ...]], Annotation]
"""Called with words to leave out: decides again without them. Without any: finds the deciding words."""
Work = Generator[float, None, object]
"""Work besides marking: yields the share that is done (0 to 1), and returns what came of it."""

_SLICE_SECONDS = 0.04
_TURN_SECONDS = 0.0005
_TIDY_MS = 1000
_NEVER = 2**31 - 1
_TELL_SECONDS = 0.06
_log = logging.getLogger(__name__)


def at_once(make: Callable[[], object]) -> Work:
    """Return work that is done in one step."""
    yield 0.0
    return make()


class ExpectedError(Exception):
    """An error whose sentence is meant for the reader: a file that can't be read, a model that is missing."""


class LockedError(ExpectedError):
    """The file is encrypted, and the password is missing or wrong."""


class Request(NamedTuple):
    """Work for the thread: load `path` and analyse it, or analyse a `document` that is already there.

    `how` has the reader's `encoding` and `password`. `first` is the code point that the reader looks at to begin with.
    """

    job: int
    path: str = ""
    document: Document | None = None
    first: int = 0
    how: Mapping[str, str] = {}


class Question(NamedTuple):
    """A wish to know more of an annotation, or what it were without the `struck` words."""

    number: int
    document: Document
    annotation: Annotation
    struck: tuple[Span, ...]


def as_it_is(_document: Document, annotation: Annotation, _struck: tuple[Span, ...]) -> Annotation:
    """Return the annotation itself: the explanation where there is no detector to ask."""
    return annotation


class _Worker(QObject):
    """Lives in the worker's thread; runs the preferred job, else the newest, a slice per turn of its event loop.

    A job that has loaded its document waits until it is told to go on. Other work, such as saving a copy, goes first.
    """

    loaded = Signal(int, object)
    annotated = Signal(int, object)
    finished = Signal(int)
    failed = Signal(int, str)
    locked = Signal(int, str)
    answered = Signal(int, object)
    progressed = Signal(int, float)
    completed = Signal(int, object)

    def __init__(
        self, load: Load, analyse: Analyse, explain: Explain, dropped: set[int], places: Mapping[int, int]
    ) -> None:
        super().__init__()
        self._load = load
        self._explain = explain
        self.newest_question = 0
        self._analyse = analyse
        self._dropped = dropped
        self._places = places
        self._running: dict[int, Iterator[tuple[Annotation, ...]]] = {}
        self._work: dict[int, Work] = {}
        self._waiting: set[int] = set()
        self._preferred = 0
        self._sent = 0.0
        # A turn of the event loop, so that submissions and drops get in between two slices.
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._step)

    @Slot(object)
    def submit(self, request: Request) -> None:
        self._running[request.job] = self._steps(request)
        self._preferred = request.job
        self._turn.start()

    @Slot(int, object)
    def work(self, number: int, work: Work) -> None:
        self._work[number] = work
        self._turn.start()

    @Slot(int)
    def prefer(self, job: int) -> None:
        self._preferred = job

    @Slot(int)
    def proceed(self, job: int) -> None:
        self._waiting.discard(job)
        self._turn.start()

    @Slot(object)
    def answer(self, question: Question) -> None:
        if question.number != self.newest_question:
            return
        try:
            found: Annotation | None = self._explain(question.document, question.annotation, question.struck)
        except Exception:
            _log.exception("a mark could not be explained")
            found = None
        self.answered.emit(question.number, found)

    @Slot()
    def _step(self) -> None:
        for job in self._dropped.intersection(self._running):
            del self._running[job]
        for number in self._dropped.intersection(self._work):
            self._work.pop(number).close()
        if self._work:
            self._go_on(next(iter(self._work)))
            self._turn.start()
            return
        ready = [job for job in self._running if job not in self._waiting]
        if not ready:
            return
        job = self._preferred if self._preferred in ready else ready[-1]
        try:
            done = self._slice(job)
        except Exception as error:
            done = True
            if not isinstance(error, ExpectedError | OSError):
                _log.exception("job %d failed", job)
            tell = self.locked if isinstance(error, LockedError) else self.failed
            tell.emit(job, _sentence(error))
        if done:
            self._running.pop(job, None)
        self._turn.start()

    def _go_on(self, number: int) -> None:
        """Go on with other work until it has something to tell."""
        until, share = time.monotonic() + _TELL_SECONDS, 0.0
        try:
            while time.monotonic() < until:
                share = next(self._work[number])
        except StopIteration as end:
            del self._work[number]
            self.completed.emit(number, end.value)
        except Exception as error:
            del self._work[number]
            if not isinstance(error, ExpectedError | OSError):
                _log.exception("work %d failed", number)
            self.failed.emit(number, _sentence(error))
        else:
            self.progressed.emit(number, share)

    def _slice(self, job: int) -> bool:
        """Run a job until there are results and 40 ms have passed since the last; tell whether it is done."""
        batch: list[Annotation] = []
        done = True
        for part in self._running[job]:
            batch.extend(part)
            if job in self._waiting or time.monotonic() >= self._sent + _SLICE_SECONDS:
                done = False
                break
        if job in self._dropped:
            return True
        if batch:
            self.annotated.emit(job, tuple(batch))
            self._sent = time.monotonic()
        if done:
            self.finished.emit(job)
        return done

    def _steps(self, request: Request) -> Iterator[tuple[Annotation, ...]]:
        document = request.document
        if document is None:
            document = self._load(request.path, **request.how)
            if request.job in self._dropped:
                return
            self._waiting.add(request.job)
            self.loaded.emit(request.job, document)
            yield ()
        yield from self._analyse(
            document,
            lambda: self._places.get(request.job, request.first),
            lambda: request.job in self._dropped,
        )


class Jobs(QObject):
    """The window's side of the worker: numbers jobs, drops stale results, ends the thread cleanly.

    Signals: `loaded(job, document)`, `annotated(job, annotations)`, `finished(job)`, `failed(job, sentence)`,
    `locked(job, sentence)` where a password is wanted, `answered(question, annotation or None)`; of other work
    `progressed(number, share)`, `completed(number, what came of it)`, or `failed`.
    """

    loaded = Signal(int, object)
    annotated = Signal(int, object)
    finished = Signal(int)
    failed = Signal(int, str)
    locked = Signal(int, str)
    answered = Signal(int, object)
    progressed = Signal(int, float)
    completed = Signal(int, object)
    _submitted = Signal(object)
    _wanted = Signal(int, object)
    _asked = Signal(object)
    _preferred = Signal(int)
    _proceeded = Signal(int)

    def __init__(
        self, load: Load, analyse: Analyse, explain: Explain = as_it_is, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._last = 0
        self._question = 0
        self._active: set[int] = set()
        self._dropped: set[int] = set()
        self._places: dict[int, int] = {}
        self._thread = QThread(self)
        self._thread.setObjectName("analysis")
        self._worker = _Worker(load, analyse, explain, self._dropped, self._places)
        self._worker.moveToThread(self._thread)
        self._worker.loaded.connect(self._on_loaded)
        self._worker.annotated.connect(self._on_annotated)
        self._worker.finished.connect(self._on_finished)
        self._worker.failed.connect(self._on_failed)
        self._worker.locked.connect(self._on_locked)
        self._worker.answered.connect(self._on_answered)
        self._worker.progressed.connect(self._on_progressed)
        self._worker.completed.connect(self._on_completed)
        self._submitted.connect(self._worker.submit)
        self._wanted.connect(self._worker.work)
        self._asked.connect(self._worker.answer)
        self._preferred.connect(self._worker.prefer)
        self._proceeded.connect(self._worker.proceed)
        self._thread.finished.connect(self._worker.deleteLater)
        self._tidying = QTimer(self)
        self._tidying.setSingleShot(True)
        self._tidying.setInterval(_TIDY_MS)
        self._tidying.timeout.connect(self._tidy)

    def open(self, path: str, first: int = 0, *, encoding: str = "", password: str = "") -> int:
        """Load the file at `path` and, after `proceed`, analyse it; return the job's number."""
        how = {key: value for key, value in (("encoding", encoding), ("password", password)) if value}
        return self._submit(Request(self._next(), path=path, first=first, how=how))

    def analyse(self, document: Document, first: int = 0) -> int:
        """Analyse a document for a reader who looks at code point `first`; return the job's number."""
        return self._submit(Request(self._next(), document=document, first=first))

    def ask(self, document: Document, annotation: Annotation, struck: tuple[Span, ...] = ()) -> int:
        """Ask for an annotation's deciding words, or what it were without `struck`; return the question's number.

        Only the newest question is answered.
        """
        self._start()
        self._question += 1
        # Read by the worker before it begins, so that a question asked in haste is passed over.
        self._worker.newest_question = self._question
        self._asked.emit(Question(self._question, document, annotation, struck))
        return self._question

    def work(self, work: Work) -> int:
        """Have other work done in the thread, before any marking; return its number, for `drop` and the signals."""
        self._start()
        number = self._next()
        self._active.add(number)
        self._wanted.emit(number, work)
        return number

    def prefer(self, job: int) -> None:
        """Let this job run before the others."""
        if job in self._active:
            self._preferred.emit(job)

    def look(self, job: int, position: int) -> None:
        """Tell a job the code point that the reader looks at: it goes on there."""
        if job in self._active:
            self._places[job] = position

    def proceed(self, job: int) -> None:
        """Go on to the analysis of a document that has been loaded."""
        if job in self._active:
            self._proceeded.emit(job)

    def drop(self, job: int) -> None:
        """Stop a job; nothing more of it arrives."""
        if job in self._active:
            self._done(job)
            self._dropped.add(job)

    def running(self, job: int) -> bool:
        """Tell whether the job still has results to come."""
        return job in self._active

    def tidy(self) -> None:
        """Free what a closed or reloaded page leaves behind, before long, when nothing is being analysed."""
        self._tidying.start()

    def close(self) -> None:
        """Stop all jobs and wait for the thread to end."""
        for job in tuple(self._active):
            self.drop(job)
        self._thread.quit()
        self._thread.wait()

    def _done(self, job: int) -> None:
        self._active.discard(job)
        self._places.pop(job, None)

    def _next(self) -> int:
        self._last += 1
        return self._last

    def _submit(self, request: Request) -> int:
        self._start()
        self._active.add(request.job)
        self._submitted.emit(request)
        return request.job

    def _start(self) -> None:
        if self._thread.isRunning():
            return
        # So long waits the window whenever it wants the interpreter back from the worker, many times in one repaint.
        sys.setswitchinterval(_TURN_SECONDS)
        # A full collection looks at every mark of every article while all else waits: that is left to `_tidy`.
        gc.set_threshold(*gc.get_threshold()[:2], _NEVER)
        self._thread.start()

    def _tidy(self) -> None:
        if self._active:
            self._tidying.start()
        else:
            gc.collect()

    @Slot(int, object)
    def _on_loaded(self, job: int, document: Document) -> None:
        if job in self._active:
            self.loaded.emit(job, document)

    @Slot(int, object)
    def _on_annotated(self, job: int, annotations: tuple[Annotation, ...]) -> None:
        if job in self._active:
            self.annotated.emit(job, annotations)

    @Slot(int)
    def _on_finished(self, job: int) -> None:
        if job in self._active:
            self._done(job)
            self.finished.emit(job)

    @Slot(int, str)
    def _on_failed(self, job: int, sentence: str) -> None:
        if job in self._active:
            self._done(job)
            self.failed.emit(job, sentence)

    @Slot(int, str)
    def _on_locked(self, job: int, sentence: str) -> None:
        if job in self._active:
            self._done(job)
            self.locked.emit(job, sentence)

    @Slot(int, float)
    def _on_progressed(self, number: int, share: float) -> None:
        if number in self._active:
            self.progressed.emit(number, share)

    @Slot(int, object)
    def _on_completed(self, number: int, came: object) -> None:
        if number in self._active:
            self._active.discard(number)
            self.completed.emit(number, came)

    @Slot(int, object)
    def _on_answered(self, question: int, annotation: Annotation | None) -> None:
        if question == self._question:
            self.answered.emit(question, annotation)


def _sentence(error: Exception) -> str:
    text = str(error).strip()
    if isinstance(error, ExpectedError | OSError) and text:
        return text
    what = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return tr("Something went wrong inside the program: {what}").format(what=what)
