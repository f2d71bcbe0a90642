"""The composition root of the window: the only room that knows all the others.

`articles` gives it documents, `detection` the marks and what is learnt from labels, `copies` what is saved, printed
and copied. Nothing heavy is imported before the window is painted; what is, is imported in the worker's thread.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.app.articles import Articles
from reader.app.copies import Copies
from reader.app.detection import Detector
from reader.app.system import missing

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from reader.core.document import Document
    from reader.library.notebook import Notebook
    from reader.settings import Folders
    from reader.ui.services import Services
    from reader.ui.window import Window


def main(paths: Sequence[str] = ()) -> int:
    """Open the window with the files at `paths` (“-”: standard input) and run until it is closed.

    Returns the exit code: 0, or 2 where the system lacks what a window needs.
    """
    reason = missing()
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

    # Told so, and not by `setStyle`, Qt's class of styles needs no counterpart in Python before the first picture.
    application = QApplication([*sys.argv[:1], "-style", "Fusion"])
    application.setApplicationName("bias-reader")
    application.setApplicationDisplayName("Bias Reader")
    application.setDesktopFileName("bias-reader")
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

    detector = Detector(engine, places)
    articles = Articles(places.data)
    copies = Copies(places.data, detector)
    return Services(
        load=articles.load,
        marks_of=articles.marks_of,
        analyse=detector.analyse,
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


def _open_filters() -> Sequence[tuple[str, str]]:
    from reader.formats import dialog_filters

    return dialog_filters()
