"""The composition root of the window: the only file that knows all the rooms.

Nothing heavy is imported before the window is painted; what is, is imported in the worker's thread.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from reader.core.annotation import Annotation, Label
    from reader.core.document import Document, Span
    from reader.formats.export import ExportOptions
    from reader.formats.export.preview import Preview
    from reader.formats.restoring import Reopened
    from reader.library.notebook import Notebook
    from reader.nlp.pipeline import Pipeline
    from reader.settings import Folders
    from reader.ui.services import CopyFormat, CopyMarks, CopyOptions, Services
    from reader.ui.window import Window
    from reader.ui.worker import Work

_PACKAGES = (
    "libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 fontconfig libxcb-cursor0 libxcb-icccm4 "
    "libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1"
)


_COPIES = frozenset({".html", ".htm", ".json", ".jsonld", ".pdf", ".docx", ".odt", ".epub"})
_LARGEST_COPY = 64 * 2**20
_log = logging.getLogger(__name__)


def main(paths: Sequence[str] = ()) -> int:
    """Open the window with the files at `paths` (“-”: standard input) and run until it is closed.

    Returns the exit code: 0, or 2 where the system lacks what a window needs.
    """
    reason = _missing()
    if reason:
        print(f"bias-reader: {reason}", file=sys.stderr)
        return 2
    from reader import settings

    application, _window = start(paths, settings.folders())
    return application.exec()


def start(paths: Sequence[str], places: Folders) -> tuple[QApplication, Window]:
    """Show a window with the files at `paths`, or with those of last time; what it keeps lies in `places`."""
    # Of all that is made until the first text is painted nothing is garbage: to look for it takes a twentieth of the
    # time. Nor is it looked at later.
    gc.disable()
    from PySide6.QtWidgets import QApplication

    from reader import settings
    from reader.ui import translate
    from reader.ui.window import Window

    application = QApplication(sys.argv[:1])
    application.setApplicationName("bias-reader")
    application.setApplicationDisplayName("Bias Reader")
    application.setDesktopFileName("bias-reader")
    application.setStyle("Fusion")
    chosen = settings.read(settings.Settings, places.config / "settings.json")
    translate.install(chosen.language)
    window = Window(
        services(places, chosen.engine),
        chosen,
        settings.read(settings.State, places.state / "state.json"),
    )
    if paths:
        window.open_paths(paths)
    else:
        window.restore_session()
    window.completed.connect(_collect_again)
    window.show()
    return application, window


def _collect_again() -> None:
    gc.freeze()
    gc.enable()


def services(places: Folders, engine: str = "full") -> Services:
    """Return what the window works with, wired to the real loaders, pipeline (full or light) and exporters."""
    from reader import assets
    from reader.ui.services import Services

    detector = _Detector(engine, places)
    files = _Files(places.data)
    copies = _Copies(places.data, detector)
    return Services(
        load=files.load,
        marks_of=files.marks_of,
        analyse=detector,
        explain=detector.explain,
        use_engine=detector.use,
        notice=lambda: detector.notice,
        learn=detector.learn,
        use_lesson=detector.use_lesson,
        in_use=detector.in_use,
        reliability=detector.reliability,
        save=copies.save,
        preview=copies.preview,
        lay_out=copies.lay_out,
        clip=copies.clip,
        notebook=partial(_notebook, places.data),
        folders=places,
        sample=assets.path("samples", "article.txt"),
        open_filters=_open_filters,
        save_formats=copies.formats,
    )


def _notebook(data: Path, document: Document) -> Notebook:
    from reader.library.notebook import Notebook

    return Notebook(data, document)


class _Files:
    """Articles from files, and the program's marks in those that are our own copies."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._marks: dict[str, tuple[Document, CopyMarks]] = {}

    def load(self, path: str, encoding: str | None = None, password: str | None = None) -> Document:
        """Read the article at `path` (“-”: standard input)."""
        from reader.formats import PasswordNeeded, ReaderError, load, load_bytes
        from reader.ui.translate import tr
        from reader.ui.worker import ExpectedError, LockedError

        try:
            if path == "-":
                return load_bytes(sys.stdin.buffer.read(), encoding=encoding, password=password)
            return self._own_copy(path) or load(path, encoding=encoding, password=password)
        except PasswordNeeded as error:
            raise LockedError(error.sentence(tr)) from error
        except ReaderError as error:
            raise ExpectedError(error.sentence(tr)) from error

    def marks_of(self, document: Document) -> CopyMarks | None:
        """Return the marks that came with a document that was loaded last from its path, once; None without any."""
        of, marks = self._marks.pop(document.source.path, (None, None))
        return marks if of is document else None

    def _own_copy(self, path: str) -> Document | None:
        from reader.ui.services import CopyMarks

        found = _reopened(path)
        if found is None:
            return None
        if found.own:
            _notebook(self._data, found.document).take_in(found.own)
        if found.annotations:
            self._marks[path] = found.document, CopyMarks(found.annotations, found.version, found.date)
        return found.document


def _reopened(path: str) -> Reopened | None:
    """Return what is in one of our own copies, None for other files."""
    file = Path(path)
    if file.suffix.lower() not in _COPIES:
        return None
    from reader.formats.restoring import reopen

    try:
        if not file.is_file() or file.stat().st_size > _LARGEST_COPY:
            return None
        return reopen(file.read_bytes(), path)
    except OSError:
        return None


class _Detector:
    """The detector as the worker calls it: built in the worker's thread when first wanted, or another engine is.

    `notice` says whether the engine is not the one that was chosen.
    """

    def __init__(self, engine: str, places: Folders) -> None:
        self._engine = engine
        self._data = places.data
        self._learnt = places.learnt
        self._built: tuple[str, Pipeline] | None = None
        self.notice = ""

    def use(self, engine: str) -> None:
        """Choose the full or the light engine for what is analysed from now on."""
        self._engine = engine

    def reliability(self) -> list[tuple[float, float]]:
        """Return what confidences meant when the full engine was measured: of the shipped one, nothing of another."""
        import json

        from reader import assets

        if self._engine != "full" or self._learnt.exists():
            return []
        rows = json.loads(assets.path("model", "reliability.json").read_text(encoding="utf-8"))
        return [(row["least"], row["right"]) for row in rows]

    def __call__(
        self, document: Document, first: int, cancelled: Callable[[], bool]
    ) -> Iterator[tuple[Annotation, ...]]:
        return self._pipeline().analyse(document, first=first, cancelled=cancelled)

    def explain(self, document: Document, annotation: Annotation, struck: tuple[Span, ...]) -> Annotation:
        """Find the deciding words, or decide again without the `struck` ones."""
        pipeline = self._pipeline()
        return pipeline.strike(document, annotation, struck) if struck else pipeline.explain(document, annotation)

    def learn(self, document: Document | None) -> Work:
        """Find what the reader's labels in all articles that are still there would change."""
        import datetime

        from reader.nlp import personal
        from reader.ui.services import Lesson

        pipeline = self._pipeline()
        examples, usual, missing = [], [], 0
        for found, labels in _labelled(self._data, document):
            yield 0.0
            if found is None:
                missing += len(labels)
                continue
            some, inputs = pipeline.examples(found, labels)
            examples += some
            # Without a label that has its place still, nothing is read.
            if len(inputs):
                usual.append(inputs)
        if len(examples) < personal.FEWEST:
            return None
        about = {
            "model": personal.fingerprint(pipeline.classifier.model),
            "labels": str(len(examples)),
            "when": datetime.date.today().isoformat(),
        }
        import numpy as np

        for share in personal.learn(examples, np.vstack(usual), about):
            if isinstance(share, float):
                yield share
            else:
                learnt = share
        return Lesson(
            learnt.labels,
            missing,
            learnt.right_before,
            learnt.right_after,
            pipeline.changed(document, learnt.layer) if document else 0,
            learnt.layer,
        )

    def use_lesson(self, layer: object) -> None:
        """Keep a layer and mark with it from now on; None takes it away. Raises OSError."""
        from reader.nlp.personal import Personal

        if isinstance(layer, Personal):
            layer.save(self._learnt)
        else:
            self._learnt.unlink(missing_ok=True)
        if self._built:
            self._built[1].personal = layer if isinstance(layer, Personal) else None

    def in_use(self) -> Mapping[str, str]:
        """Tell from how many labels, and when, was learnt what is in use; nothing where nothing is."""
        if not self._learnt.exists() or (self._built and not self._built[1].personal):
            return {}
        from reader.nlp.personal import Personal

        try:
            return dict(Personal.load(self._learnt).about)
        except (OSError, ValueError):
            return {}

    def _pipeline(self) -> Pipeline:
        engine = self._engine
        if self._built is None or self._built[0] != engine:
            from reader.nlp import detector, personal
            from reader.ui.translate import tr

            pipeline, notice = detector.build(engine)
            if notice:
                _log.warning("%s", notice)
            pipeline.personal = personal.find(self._learnt, pipeline.classifier.model)
            if notice:
                self.notice = tr("The full engine can’t be loaded; the light one marks instead, less exactly.")
            elif self._learnt.exists() and not pipeline.personal:
                self.notice = tr("What was learnt from your labels was for another detector; learn it again.")
            else:
                self.notice = ""
            self._built = engine, pipeline
        return self._built[1]


def _labelled(data: Path, document: Document | None) -> Iterator[tuple[Document | None, list[tuple[Span, Label]]]]:
    """Yield each article with the reader's labels in it; None for one whose file is gone or can't be read."""
    from reader.formats import ReaderError, load
    from reader.library.anchors import place_all
    from reader.library.journal import text_key
    from reader.library.notebook import journals

    for journal in journals(data):
        decided = [mark for mark in journal.marks.values() if mark.machine is not None]
        if not decided:
            continue
        found = None
        if document and any(one["text"] == text_key(document) for one in journal.documents):
            found = document
        for told in reversed(journal.documents):
            if found is None and told["path"]:
                with suppress(ReaderError):
                    again = _reopened(told["path"])
                    found = again.document if again else load(told["path"])
        placed = place_all(decided, found.text)[0] if found else ()
        yield found, [(one.span, one.mark.label) for one in placed if one.mark.label]
        # Those that have lost their place are without their text, too.
        if found and len(placed) < len(decided):
            yield None, [(mark.anchor.span, mark.label) for mark in decided[len(placed) :] if mark.label]


class _Copies:
    """What the window's side of saving asks for: kinds of copies, copies, previews, and pieces for the clipboard."""

    def __init__(self, data: Path, detector: _Detector) -> None:
        self._data = data
        self._detector = detector
        self._explained_of: Document | None = None
        self._known: dict[Span, Annotation] = {}

    def formats(self, document: Document) -> Sequence[CopyFormat]:
        """Return the kinds of copies that can be made of a document."""
        from reader.formats import exporters
        from reader.ui.services import CopyFormat

        return [
            CopyFormat(one.key, one.title, one.suffixes, one.meaning, one.heeds)
            for one in exporters()
            if one.fits(document)
        ]

    def save(
        self, path: Path, key: str, document: Document, annotations: Sequence[Annotation], options: CopyOptions
    ) -> Work:
        """Find the deciding words where they are wanted, then write the copy; return how many marks are in it."""
        from reader.formats import SaveError, save
        from reader.formats.export import by_key
        from reader.ui.translate import tr
        from reader.ui.worker import ExpectedError

        exporter, found = by_key(key), annotations
        if options.evidence and "evidence" in exporter.heeds:
            found = yield from self._explained(document, annotations, options)
        try:
            return save(path, document, found, self._options(document, options), exporter)
        except SaveError as error:
            raise ExpectedError(error.sentence(tr)) from error

    def preview(self, key: str, document: Document, annotations: Sequence[Annotation], options: CopyOptions) -> Preview:
        """Return what the beginning of a copy looks like."""
        from reader.formats import SaveError
        from reader.formats.export import by_key
        from reader.formats.export.preview import preview
        from reader.ui.translate import tr
        from reader.ui.worker import ExpectedError

        try:
            return preview(by_key(key), document, annotations, self._options(document, options))
        except SaveError as error:
            raise ExpectedError(error.sentence(tr)) from error

    def lay_out(self, document: Document, annotations: Sequence[Annotation], options: CopyOptions) -> Work:
        """Set the article for paper, having found the deciding words where footnotes are to tell them."""
        from reader.formats.export.print_pdf import lay_out

        found = annotations
        if options.evidence and options.footnotes:
            found = yield from self._explained(document, annotations, options)
        yield 1.0
        return lay_out(document, found, self._options(document, options))

    def clip(
        self, document: Document, annotations: Sequence[Annotation], options: CopyOptions, within: Span | None
    ) -> tuple[str, str]:
        """Return a stretch of the article, or all of it, as rich and as plain text with labels."""
        from reader.formats.export import fragment

        made = self._options(document, options)
        return (
            fragment.rich(document, annotations, made, within),
            fragment.plain(document, annotations, made, within),
        )

    def _explained(
        self, document: Document, annotations: Sequence[Annotation], options: CopyOptions
    ) -> Generator[float, None, list[Annotation]]:
        """Return the annotations, those that are shown with their deciding words; what was found once is kept."""
        from reader.core.layers import STANCE

        if self._explained_of is not document:
            self._explained_of, self._known = document, {}
        found = []
        for number, one in enumerate(annotations):
            shown = STANCE.get(one.label) in options.layers and one.confidence >= options.min_confidence
            known = self._known.get(one.span)
            if one.evidence or not shown:
                found.append(one)
            elif known and (known.label, known.confidence) == (one.label, one.confidence):
                found.append(known)
            else:
                yield number / len(annotations)
                self._known[one.span] = self._detector.explain(document, one, ())
                found.append(self._known[one.span])
        return found

    def _options(self, document: Document, options: CopyOptions) -> ExportOptions:
        from reader.formats import ExportOptions
        from reader.library.notebook import Notebook

        return ExportOptions(
            layers=options.layers,
            min_confidence=options.min_confidence,
            legend=options.legend,
            evidence=options.evidence,
            footnotes=options.footnotes,
            own=Notebook(self._data, document).marks if options.own else (),
        )


def _open_filters() -> Sequence[str]:
    from reader.formats import dialog_filters

    return dialog_filters()


def _missing() -> str:
    """Say in one sentence what the system lacks for a window, or return an empty string.

    Qt itself ends the process where no platform plugin loads, so the plugin's libraries are tried first.
    """
    try:
        from PySide6.QtCore import QLibraryInfo
        from PySide6.QtWidgets import QApplication  # noqa: F401 — its libraries are what is tried
    except ImportError as error:
        return _advice(str(error))
    if not sys.platform.startswith("linux"):
        return ""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if not platform and not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        return "there is no display to open a window on; “bias-reader annotate” works without one."
    if platform.startswith("xcb") or (not platform and not os.environ.get("WAYLAND_DISPLAY")):
        plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
        try:
            from ctypes import CDLL

            CDLL(str(plugins / "platforms" / "libqxcb.so"))
        except OSError as error:
            return _advice(str(error))
    return ""


def _advice(reason: str) -> str:
    library = reason.split(":")[0]
    if not sys.platform.startswith("linux"):
        return f"the window's libraries can't be loaded ({reason})."
    return f"the window needs the missing system library {library}; on Debian or Ubuntu: apt install {_PACKAGES}"
