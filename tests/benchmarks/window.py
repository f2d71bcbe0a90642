"""What the window costs, as ratios against a bare QPlainTextEdit in the same run.

    python tests/benchmarks/window.py [FILE]

Starts and memory are those of whole processes (import to first painted article), taken in turns; the other figures
are taken in this process. Frames are measured in the process's own time, which other programs don't disturb. The
detector is a stand-in: a loop of pure Python, as a classifier is. Where there is a display
(`xvfb-run -a -s "-screen 0 1280x1024x24 -noreset" python tests/benchmarks/window.py`), starts are compared with other
readers that are installed, too: from the command to text on the screen, with a text of 1 MB.
"""

from __future__ import annotations

import itertools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={ROOT / 'tests' / 'screen.json'}")

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
def done():
    MEMORY
    window.hide()
    sys.stdout.flush()
    import os
    os._exit(0)
QTimer.singleShot(0, done)
application.exec()
"""

OURS = """
import sys
from pathlib import Path
from reader import app, settings
application, window = app.start(sys.argv[1:2], settings.Folders.under(Path(sys.argv[2])))
def painted(job, document):
    window.page.view.viewport().repaint()
    heavy = {"nltk", "numpy", "lxml", "trafilatura", "onnxruntime"} & sys.modules.keys()
    print(" ".join(sorted(heavy)))
    MEMORY
    window.hide()
    sys.stdout.flush()
    import os
    os._exit(0)
window.jobs.loaded.connect(painted)
application.exec()
"""

PEAK = 'import resource; print("KB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)'

READERS = {
    "bare": f"{sys.executable} BARE {{file}}",
    "ours": f"{sys.executable} -m reader {{file}}",
    "featherpad": "featherpad --standalone {file}",
    "foliate": "foliate {file}",
    "okular": "okular {file}",
}
"""How each reader is started."""

LIMIT_MS = 15_000
"""So long a text is waited for."""

WATCH = """
import subprocess, sys, time
from PySide6.QtGui import QGuiApplication, QImage
application = QGuiApplication([])
screen = application.primaryScreen()
def texts():
    # Below tool bars, letters are what changes from light to dark many times in a row.
    seen = screen.grabWindow(0, 100, 220, 500, 200).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    found = 0
    for y in range(0, seen.height(), 2):
        row = bytes(seen.constScanLine(y))[:seen.width()]
        found += sum(abs(one - other) > 60 for one, other in zip(row, row[1:]))
    return found
before = texts()
begun = time.perf_counter()
quiet = subprocess.DEVNULL
with subprocess.Popen(sys.argv[2:], stdout=quiet, stderr=quiet) as program:
    taken = 0.0
    while taken < int(sys.argv[1]) and texts() < before + 1500:
        time.sleep(0.005)
        taken = (time.perf_counter() - begun) * 1000
    program.kill()
print(taken if taken < int(sys.argv[1]) else "inf")
"""

SENTENCE = "The committee said on Thursday that it would publish the figures after the summer recess. "
LAYERS = ("opinion", "fact")


def main() -> None:
    """Print all figures."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "resources" / "samples" / "article.txt"
    bare, ours = starts(file)
    print(f"start to first painted article: bare {bare:.0f} ms, ours {ours:.0f} ms, ratio {ours / bare:.2f}")
    for megabytes in (0.005, 1):
        bare, ours = peaks(made(megabytes))
        print(f"memory with {megabytes:g} MB: bare {bare:.0f} MB, ours {ours:.0f} MB, ratio {ours / bare:.2f}")
    if os.environ.get("DISPLAY"):
        others(made(1))
    small = in_window(0.005)
    in_window(1)
    large = in_window(10)
    print(f"toggle at 10 MB: {large / small:.1f} times that at 5 KB")


def made(megabytes: float) -> Path:
    """Return a new file with that much text."""
    paragraph = SENTENCE * 6
    file = Path(tempfile.mkdtemp()) / "large.txt"
    file.write_text("\n\n".join([paragraph] * round(megabytes * 1_000_000 // len(paragraph))), encoding="utf-8")
    return file


def surroundings() -> dict[str, str]:
    """Return an environment in which compiled files are kept, as an installed program has them."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "bias-reader-benchmark")}


def run(code: str, file: Path) -> str:
    """Run a program to its end and return what it printed."""
    command = [sys.executable, "-c", code, str(file), tempfile.mkdtemp()]
    done = subprocess.run(command, cwd=ROOT, env=surroundings(), check=True, capture_output=True, text=True)
    return done.stdout.strip()


def starts(file: Path, times: int = 9) -> list[float]:
    """Return the median times of the bare and our process in milliseconds; the first start doesn't count."""
    taken: dict[str, list[float]] = {BARE: [], OURS: []}
    said = ""
    for _ in range(times + 1):
        for code, row in taken.items():
            begun = time.perf_counter()
            said = run(code.replace("MEMORY", "pass"), file) or said
            row.append((time.perf_counter() - begun) * 1000)
    if said:
        print("imported before the first paint:", said)
    return [statistics.median(row[1:]) for row in taken.values()]


def peaks(file: Path) -> list[float]:
    """Return the most memory, in MB, that the bare and our process held until the text was painted."""
    return [int(run(code.replace("MEMORY", PEAK), file).split("KB")[1]) / 1024 for code in (BARE, OURS)]


def others(file: Path, times: int = 5) -> None:
    """Print how long each installed reader takes until text is on the screen, in turns."""
    bare = file.with_name("bare.py")
    bare.write_text(BARE.replace("QTimer.singleShot(0, done)", "").replace("MEMORY", "pass"))
    commands = {
        name: words
        for name, command in READERS.items()
        if shutil.which((words := command.replace("BARE", str(bare)).format(file=file).split())[0])
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(times):
        for name, words in commands.items():
            taken[name].append(until_painted(words))
    for name, row in taken.items():
        print(f"start to painted text of 1 MB: {name} {statistics.median(row[1:]):.0f} ms")


def until_painted(command: list[str]) -> float:
    """Start a program and return the milliseconds until text is on the screen, or infinity."""
    shown = surroundings() | {"QT_QPA_PLATFORM": "xcb", "HOME": tempfile.mkdtemp()}
    watcher = [sys.executable, "-c", WATCH, str(LIMIT_MS), *command]
    told = subprocess.run(watcher, cwd=ROOT, env=shown, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return float(told.stdout)


def in_window(megabytes: float) -> float:
    """Print what frames cost against a bare scroll frame, and the event loop's delay; return a toggle's cost."""
    from PySide6.QtWidgets import QApplication, QPlainTextEdit

    from reader import app, settings
    from reader.formats import load
    from reader.ui.window import Window

    application = QApplication.instance() or QApplication([])
    file = made(megabytes)
    plain = QPlainTextEdit()
    plain.resize(900, 800)
    plain.setPlainText(file.read_text(encoding="utf-8"))
    plain.show()
    application.processEvents()
    frame = scrolling(plain, 1)

    window = Window(
        app.services(settings.Folders.under(file.parent / "home"))._replace(load=load, analyse=analyse, sample=file),
        settings.Settings(),
        settings.State(),
    )
    window.show()
    until = time.monotonic() + 2
    idle = delays(lambda: time.monotonic() > until)
    opened = time.perf_counter()
    shown: list[float] = []
    window.jobs.loaded.connect(lambda *_: (window.page.view.viewport().repaint(), shown.append(time.perf_counter())))
    window.open_paths([str(file)])
    opening = delays(lambda: bool(shown))
    busy = delays(lambda: not window.jobs.running(window.page.job))
    view, keys = window.page.view, itertools.cycle(LAYERS)
    toggle = cost(lambda: (window.actions_by_key[f"layer_{next(keys)}"].trigger(), view.viewport().repaint()))
    values = itertools.cycle(range(95))
    slide = cost(lambda: (window.legend.slider.setValue(next(values)), view.viewport().repaint()))
    window.legend.slider.setValue(0)
    pixels = 1 if type(view).__name__.startswith("Plain") else 20
    scroll = scrolling(view, pixels)
    window.set_lens(window.page.lens.showing(()))
    off = scrolling(view, pixels)
    print(
        f"{megabytes:g} MB, {len(window.page.marked):,} sentences: text shown after "
        f"{(shown[0] - opened) * 1000:.0f} ms; bare scroll frame {frame:.2f} ms; "
        f"toggle {toggle:.2f} ({toggle / frame:.1f}x), slider {slide:.2f} ({slide / frame:.1f}x), "
        f"scroll {scroll:.2f} ({scroll / off:.1f}x that with layers off); event loop delay p99 idle {idle:.1f} ms, "
        f"opening {opening:.1f} ms, analysing {busy:.1f} ms"
    )
    window.close()
    return toggle


def analyse(document, where: Callable[[], int], cancelled: Callable[[], bool]) -> Iterator[tuple]:
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


def scrolling(view, step: int) -> float:
    """Return the cost of a frame while a text is scrolled by steps of its bar, from its beginning and back."""
    bar = view.verticalScrollBar()
    there = range(0, bar.maximum() + 1, step)[:60]
    places = itertools.cycle([*there, *reversed(there)])
    return cost(lambda: (bar.setValue(next(places)), view.viewport().repaint()))


def cost(act: Callable[[], object], times: int = 60) -> float:
    """Return the median of the process's own time for an act, in milliseconds."""
    taken = []
    for _ in range(times):
        begun = time.process_time()
        act()
        taken.append((time.process_time() - begun) * 1000)
    return statistics.median(taken)


def delays(done: Callable[[], bool]) -> float:
    """Run the event loop until `done`; return the 99th percentile of a 5 ms timer's lateness in milliseconds."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer

    loop, late = QEventLoop(), [0.0]
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
    return sorted(late)[round(0.99 * (len(late) - 1))]


if __name__ == "__main__":
    main()
