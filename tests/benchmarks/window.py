"""What the window costs, as ratios against a bare QPlainTextEdit in the same run.

    python tests/benchmarks/window.py [FILE]

Starts are whole processes (import to first painted article); the other figures are taken in this process.
The detector is a stand-in that costs nothing worth measuring, except where the event loop's delay is
measured: there it is a loop of pure Python, as a classifier is.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit
application = QApplication([])
window, edit = QMainWindow(), QPlainTextEdit()
window.setCentralWidget(edit)
window.resize(1120, 860)
edit.setPlainText(open(sys.argv[1], encoding="utf-8").read())
window.show()
edit.viewport().repaint()
QTimer.singleShot(0, application.quit)
application.exec()
"""

OURS = """
import sys, tempfile
from pathlib import Path
from PySide6.QtWidgets import QApplication
from reader import app, settings
from reader.ui.window import Window
application = QApplication([])
application.setStyle("Fusion")
services = app.services(settings.Folders.under(Path(tempfile.mkdtemp())))
window = Window(services, settings.Settings(), settings.State())
window.open_paths(sys.argv[1:])
window.show()
def painted(job, document):
    window.page.view.viewport().repaint()
    heavy = {"nltk", "numpy", "lxml", "trafilatura", "onnxruntime"} & sys.modules.keys()
    print(" ".join(sorted(heavy)))
    window.hide()
    sys.stdout.flush()
    import os
    os._exit(0)
window.jobs.loaded.connect(painted)
application.exec()
"""

SENTENCE = "The committee said on Thursday that it would publish the figures after the summer recess. "


def main() -> None:
    """Print all figures."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "resources" / "samples" / "article.txt"
    bare, ours = starts(BARE, file), starts(OURS, file)
    print(f"start to first painted article: bare {bare:.0f} ms, ours {ours:.0f} ms, ratio {ours / bare:.2f}")
    for megabytes in (1, 10):
        in_window(megabytes)


def starts(code: str, file: Path, times: int = 9) -> float:
    """Return the median time of a process in milliseconds."""
    taken = []
    # Compiled files are kept, as an installed program has them; the first start makes them and does not count.
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    surroundings["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / "bias-reader-benchmark")
    for _ in range(times + 1):
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", code, str(file)],
            cwd=ROOT,
            env=surroundings,
            check=True,
            capture_output=True,
            text=True,
        )
        taken.append((time.perf_counter() - begun) * 1000)
    taken.pop(0)
    if done.stdout.strip():
        print("imported before the first paint:", done.stdout.strip())
    return statistics.median(taken)


def in_window(megabytes: int) -> None:
    """Print what toggling costs against a bare scroll frame, and the event loop's delay while analysing."""
    from PySide6.QtWidgets import QApplication, QPlainTextEdit

    from reader import app, settings
    from reader.formats import load
    from reader.ui.window import Window

    application = QApplication.instance() or QApplication([])
    paragraph = SENTENCE * 6
    text = "\n\n".join([paragraph] * (megabytes * 1_000_000 // len(paragraph)))
    file = Path(tempfile.mkdtemp()) / "large.txt"
    file.write_text(text, encoding="utf-8")

    plain = QPlainTextEdit()
    plain.resize(900, 800)
    plain.setPlainText(text)
    plain.show()
    application.processEvents()
    bar = plain.verticalScrollBar()
    positions = iter(range(1, 100_000))
    frame = cost(lambda: (bar.setValue(next(positions)), plain.viewport().repaint()))

    window = Window(
        replace(app.services(settings.Folders.under(file.parent / "home")), load=load, analyse=analyse, sample=file),
        settings.Settings(),
        settings.State(),
    )
    window.show()
    idle = delays(application, lambda: time.monotonic() > begun + 2, begun := time.monotonic())
    opened = time.perf_counter()
    shown: list[float] = []
    window.jobs.loaded.connect(lambda *_: (window.page.view.viewport().repaint(), shown.append(time.perf_counter())))
    window.open_paths([str(file)])
    busy = delays(application, lambda: bool(window.page and not window.jobs.running(window.page.job)), 0)
    view = window.page.view
    keys = iter("12" * 1000)
    toggle = cost(lambda: (window.actions_by_key[f"layer_{LAYERS[next(keys)]}"].trigger(), view.viewport().repaint()))
    values = iter(list(range(95)) * 100)
    slide = cost(lambda: (window.legend.slider.setValue(next(values)), view.viewport().repaint()))
    own, steps = view.verticalScrollBar(), iter(range(1, 100_000))
    pixels = 1 if type(view).__name__.startswith("Plain") else 20
    scroll = cost(lambda: (own.setValue(next(steps) * pixels), view.viewport().repaint()))
    print(
        f"{megabytes} MB, {len(window.page.marked):,} sentences: text shown after {(shown[0] - opened) * 1000:.0f} ms; "
        f"bare scroll frame {frame:.2f} ms; "
        f"toggle {toggle:.2f} ({toggle / frame:.1f}x), slider {slide:.2f} ({slide / frame:.1f}x), "
        f"scroll {scroll:.2f} ({scroll / frame:.1f}x); "
        f"event loop delay p99 idle {idle:.1f} ms, analysing {busy:.1f} ms"
    )
    window.close()


LAYERS = {"1": "opinion", "2": "fact"}


def analyse(document, first: int, cancelled: Callable[[], bool]) -> Iterator[tuple]:
    """Label by hand in pure Python, at some 0.1 ms a sentence."""
    from reader.core.annotation import Annotation, Label
    from reader.core.document import Sentence, Span

    labels = (Label.OPINION, Label.FACT, Label.ATTRIBUTED)
    for number, block in enumerate(document.blocks):
        batch = []
        for count, at in enumerate(range(block.span.start, block.span.end - 1, len(SENTENCE))):
            sum(ord(char) for char in SENTENCE * 15)
            span = Span(at, min(at + len(SENTENCE) - 1, block.span.end))
            batch.append(Annotation(Sentence(span, number), labels[count % 3], 0.9))
        if cancelled():
            return
        yield tuple(batch)


def cost(act: Callable[[], object], times: int = 60) -> float:
    """Return the median time of an act in milliseconds."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def delays(application, done: Callable[[], bool], _begun: float) -> float:
    """Run the event loop until `done`; return the 99th percentile of a 5 ms timer's lateness in milliseconds."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer

    loop, late = QEventLoop(), []
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        late.append(max(0.0, (now - last) * 1000 - 5))
        last = now
        if done():
            loop.quit()

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start(5)
    loop.exec()
    timer.stop()
    return statistics.quantiles(late, n=100)[98]


if __name__ == "__main__":
    main()
