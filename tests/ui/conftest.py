"""The real window with the real worker and loaders, and a detector that is quick and predictable."""

from __future__ import annotations

import contextlib
import logging
import re
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from reader.core.annotation import Annotation, Attribution, Cue, Label, SourceKind
from reader.core.document import BlockKind, Document, Part, Sentence, Span
from reader.formats import load as load_file
from reader.formats.export import ExportOptions
from reader.formats.export.preview import Preview
from reader.formats.export.print_pdf import lay_out
from reader.library.notebook import Notebook
from reader.settings import Folders, Settings, State
from reader.ui.services import CopyFormat, Services
from reader.ui.window import Window
from reader.ui.worker import at_once

SENTENCE = re.compile(r"\S[^.!?]*[.!?]*")
LABELS = {"good": Label.OPINION, "bad": Label.OPINION, "said": Label.ATTRIBUTED}
CUES = {"may": "hedging", "clearly": "certainty", "slammed": "loaded", "critics": "vague"}
WORD = re.compile(r"\w+")


@pytest.fixture(scope="session", autouse=True)
def _emptied_clipboard() -> Iterator[None]:
    """Empty the clipboard at the end: the offscreen platform would let go of its data after the interpreter has."""
    yield
    if QGuiApplication.instance():
        QGuiApplication.clipboard().clear()


def annotate(document: Document) -> Iterator[Annotation]:
    """Label sentences by their words: “good” is an opinion, “said” attributed, the rest fact."""
    for number, block in enumerate(document.blocks):
        for found in SENTENCE.finditer(block.span.slice(document.text)):
            span = Span(*found.span()).shift(block.span.start)
            words = [(word.group(), Span(*word.span()).shift(span.start)) for word in WORD.finditer(found.group())]
            label = next((LABELS[word] for word, _ in words if word in LABELS), Label.FACT)
            label = label if block.kind.prose else Label.OTHER
            sure = 0.6 if "perhaps" in found.group() else 1.0
            yield Annotation(
                Sentence(span, number),
                label,
                sure,
                {each: sure if each is label else (1 - sure) / 3 for each in Label},
                tuple(Cue(at, label, 1.5) for word, at in words if word in LABELS),
                tuple(Cue(at, CUES[word], 1.0) for word, at in words if word in CUES),
                tuple(
                    Attribution((span,), words[0][1], at, words[0][0], SourceKind.NAMED)
                    for word, at in words
                    if word == "said"
                ),
            )


def analyse(
    document: Document, where: Callable[[], int], cancelled: Callable[[], bool]
) -> Iterator[tuple[Annotation, ...]]:
    """Yield batches of eight, each from where the reader looks on, as far as that has not been marked."""
    left = list(annotate(document))
    while left and not cancelled():
        start = next((i for i, annotation in enumerate(left) if annotation.span.end > where()), 0)
        yield tuple(left[start : start + 8])
        del left[start : start + 8]


class Brake:
    """Holds the detector after its first batch until it is let go or cancelled."""

    def __init__(self) -> None:
        self.released = threading.Event()
        self.cancelled = threading.Event()

    def __call__(
        self, document: Document, where: Callable[[], int], cancelled: Callable[[], bool]
    ) -> Iterator[tuple[Annotation, ...]]:
        for number, batch in enumerate(analyse(document, where, cancelled)):
            while number and not self.released.wait(0.005):
                if cancelled():
                    self.cancelled.set()
                    return
            try:
                yield batch
            except GeneratorExit:
                self.cancelled.set()
                raise


class Saved(list[tuple]):
    """Records what is saved, and writes the text so that there is a file."""

    def __call__(self, path: Path, key: str, document: Document, *rest: object) -> Iterator[float]:
        yield 0.5
        path.write_text(document.text, encoding="utf-8")
        self.append((path, key, document, *rest))


FORMATS = (
    CopyFormat("html", "Web page", (".html", ".htm"), "For browsers.", frozenset({"legend", "evidence", "own"})),
    CopyFormat("md", "Markdown", (".md",), "For notes.", frozenset({"legend"})),
    CopyFormat("pdf", "PDF for print", (".pdf",), "For paper.", frozenset({"footnotes"})),
    CopyFormat("original-pdf", "The original PDF", (".marked.pdf",), "Your own file."),
)


@pytest.fixture
def brake() -> Iterator[Brake]:
    made = Brake()
    yield made
    made.released.set()


@pytest.fixture
def saved() -> Saved:
    return Saved()


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders.under(tmp_path / "home")


@pytest.fixture
def make_window(qtbot, qapp, folders, saved):
    """Return a function that makes a window, shown and complete unless not wanted; it is closed after the test."""
    qapp.setStyle("Fusion")
    made: list[Window] = []

    def make(settings: Settings | None = None, state: State | None = None, *, shown: bool = True, **services) -> Window:
        given = {
            "load": load_file,
            "analyse": analyse,
            "save": saved,
            "notebook": partial(Notebook, folders.data),
            "folders": folders,
            "sample": Path(__file__).parents[2] / "resources" / "samples" / "article.txt",
            "save_formats": lambda _document: FORMATS,
            "preview": lambda key, *_: Preview(lines=f"preview of {key}"),
            "lay_out": lambda *marked: at_once(lambda: lay_out(*marked[:2], ExportOptions())),
            "clip": lambda document, _marks, _options, within: (
                "<p>rich</p>",
                (within or Span(0, len(document.text))).slice(document.text),
            ),
        }
        settings = settings or Settings(theme="light")
        window = Window(Services(**(given | services)), settings, state or State(hinted=True))
        made.append(window)
        if shown:
            window.show()
            qtbot.waitSignal(window.completed).wait()
            qtbot.waitExposed(window)
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()
    qapp.processEvents()


@pytest.fixture
def open_text(qtbot, make_window, tmp_path):
    """Return a function that writes a text to a file, opens it and waits until it is marked."""

    def open_it(text: str, window: Window | None = None, name: str = "article.txt", **services) -> Window:
        window = window or make_window(**services)
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        window.open_paths([str(file)])
        wait_marked(qtbot, window)
        return window

    return open_it


def wait_marked(qtbot, window: Window) -> None:
    """Wait until the page in front has its document and the worker is done with it."""
    qtbot.waitUntil(lambda: window.page is not None and not window.jobs.running(window.page.job), timeout=10_000)
    QApplication.processEvents()


def document_of(*texts: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Document:
    """Return a document of paragraphs."""
    return Document.build(Part(kind, text) for text in texts)


def _threads() -> set[str]:
    """Return the names of this process's threads, where the system tells."""
    names = set()
    for task in Path("/proc/self/task").glob("*/comm"):
        with contextlib.suppress(OSError):  # it ended meanwhile
            names.add(task.read_text().strip())
    return names


@pytest.fixture(autouse=True)
def nothing_left_behind(request, caplog) -> Iterator[None]:
    """Fail where a worker's thread goes on, or a warning was logged that the test does not expect."""
    yield
    if "make_window" not in request.fixturenames:
        # The system may list a thread for a moment after Qt has seen it end.
        deadline = time.monotonic() + 5
        while "analysis" in _threads() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert "analysis" not in _threads()
    if request.node.get_closest_marker("logs"):
        return
    lines = [
        record.getMessage()
        for phase in ("setup", "call")
        for record in caplog.get_records(phase)
        if record.levelno >= logging.WARNING
    ]
    assert not lines
