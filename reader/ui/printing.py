"""Print and print preview: the pages of the print copy, drawn by Qt instead of into a PDF file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPageLayout, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QDialog

from reader import assets
from reader.ui.menus import Handler
from reader.ui.room import fit
from reader.ui.saving import options_for
from reader.ui.translate import tr
from reader.ui.waiting import STEPS, waiting

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QProgressDialog

    from reader.formats.export.print_pdf import LaidOut
    from reader.ui.window import Window

_PIXELS = 100


class PainterCanvas:
    """What the print copy asks of reportlab's canvas, done by a painter: points, y upward from the page's foot."""

    def __init__(self, painter: QPainter, fonts: Mapping[str, QFont], height: float) -> None:
        self._painter = painter
        self._fonts = fonts
        self._height = height
        self._font = QFont()
        self._size = 10.0
        self._fill = QColor("black")
        self._pen = QPen()
        self._pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        self._kept: list[QPen] = []

    def setFillColor(self, colour: str) -> None:
        """Take a colour for letters and areas."""
        self._fill = QColor(colour)

    def setStrokeColor(self, colour: str) -> None:
        """Take a colour for lines."""
        self._pen.setColor(QColor(colour))

    def setLineWidth(self, width: float) -> None:
        """Take a width for lines, in points."""
        self._pen.setWidthF(width)

    def setLineCap(self, cap: int) -> None:
        """Round the ends of lines where `cap` is 1."""
        self._pen.setCapStyle(Qt.PenCapStyle.RoundCap if cap == 1 else Qt.PenCapStyle.FlatCap)

    def setDash(self, lengths: Sequence[float]) -> None:
        """Break lines up into strokes and gaps of these lengths, in points."""
        # Qt counts them in widths of the pen, which is set afterwards: `_stroke` divides.
        self._pen.setDashPattern(list(lengths))

    def saveState(self) -> None:
        """Keep the pen."""
        self._kept.append(QPen(self._pen))

    def restoreState(self) -> None:
        """Take the pen that was kept last."""
        self._pen = self._kept.pop()

    def rect(self, x: float, y: float, width: float, height: float, stroke: int, fill: int) -> None:
        """Draw a rectangle from its lower left corner, its outline, its area or both."""
        area = QRectF(x, self._height - y - height, width, height)
        if fill:
            self._painter.fillRect(area, self._fill)
        if stroke:
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.setPen(self._stroke())
            self._painter.drawRect(area)

    def line(self, left: float, bottom: float, right: float, top: float) -> None:
        """Draw a line."""
        self.lines([(left, bottom, right, top)])

    def lines(self, lines: Sequence[tuple[float, float, float, float]]) -> None:
        """Draw lines."""
        self._painter.setPen(self._stroke())
        self._painter.drawLines([QLineF(a, self._height - b, c, self._height - d) for a, b, c, d in lines])

    def beginPath(self) -> _Path:
        """Return an empty path."""
        return _Path(self._height)

    def drawPath(self, path: _Path) -> None:
        """Draw a path's line."""
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(self._stroke())
        self._painter.drawPath(path.path)

    def setFont(self, name: str, size: float) -> None:
        """Take a font by the name that the print copy knows it by, in points."""
        self._font, self._size = self._fonts.get(name, QFont()), size

    def drawString(self, x: float, y: float, text: str) -> None:
        """Write a line of text from the left end of its base line."""
        painter = self._painter
        painter.save()
        painter.translate(x, self._height - y)
        painter.scale(self._size / _PIXELS, self._size / _PIXELS)
        self._font.setPixelSize(_PIXELS)
        painter.setFont(self._font)
        painter.setPen(self._fill)
        painter.drawText(QPointF(0, 0), text)
        painter.restore()

    def showPage(self) -> None:
        """End the page; whoever has the painter turns to the next."""

    def _stroke(self) -> QPen:
        pen = QPen(self._pen)
        if pen.style() is Qt.PenStyle.CustomDashLine:
            pen.setDashPattern([length / pen.widthF() for length in self._pen.dashPattern()])
        return pen


class _Path:
    """A path with the methods of reportlab's."""

    def __init__(self, height: float) -> None:
        self.path = QPainterPath()
        self._height = height

    def moveTo(self, x: float, y: float) -> None:
        """Begin at a point."""
        self.path.moveTo(x, self._height - y)

    def curveTo(self, x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> None:
        """Go on by a Bézier curve."""
        self.path.cubicTo(x1, self._height - y1, x2, self._height - y2, x, self._height - y)


def paint(printer: QPrinter, laid: LaidOut, fonts: Mapping[str, QFont]) -> bool:
    """Draw an article on a printer's pages, as large as they allow; only those that were chosen, where some were.

    Return whether the printer took them all.
    """
    printer.setFullPage(True)
    first, last = (printer.fromPage(), printer.toPage()) if printer.fromPage() else (1, len(laid.pages))
    painter = QPainter()
    if not painter.begin(printer):
        return False
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width, height = laid.size
    paper = printer.pageLayout().fullRectPixels(printer.resolution())
    scale = min(paper.width() / width, paper.height() / height)
    for number in range(first - 1, min(last, len(laid.pages))):
        if number >= first and not printer.newPage():
            painter.end()
            return False
        painter.save()
        painter.translate((paper.width() - scale * width) / 2, (paper.height() - scale * height) / 2)
        painter.scale(scale, scale)
        laid.draw(number, PainterCanvas(painter, fonts, height))
        painter.restore()
    return painter.end()


def load_fonts() -> dict[str, QFont]:
    """Make the shipped fonts known to Qt and return them by their files' names, set without kerning as laid out."""
    found = {}
    for file in assets.path("fonts").glob("*.ttf"):
        families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
        if families:
            font = QFont(families[0])
            font.setBold(file.stem.endswith("-Bold"))
            font.setKerning(False)
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            found[file.stem] = font
    return found


class Printing(QObject):
    """Prints the page in front, or shows how it will look."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._asked = 0
        self._to_paper = False
        self._fonts: dict[str, QFont] = {}
        self._progress: QProgressDialog | None = None
        window.jobs.progressed.connect(self._on_progressed)
        window.jobs.completed.connect(self._on_completed)
        window.jobs.failed.connect(self._on_failed)

    def print(self) -> None:
        """Ask for a printer and print the article in front."""
        self._lay_out(to_paper=True)

    def preview(self) -> None:
        """Show the article in front as it will be printed."""
        self._lay_out(to_paper=False)

    def _lay_out(self, *, to_paper: bool) -> None:
        window, page = self._window, self._window.page
        if not page or not page.document or page.refuses():
            return
        self._end()
        self._to_paper = to_paper
        options = options_for(page.lens, window.state.copy)
        self._asked = window.jobs.work(window.services.lay_out(page.document, tuple(page.marked), options))
        self._progress = waiting(tr("Setting the pages…"), window)
        self._progress.canceled.connect(self._end)

    def _end(self) -> None:
        self._window.jobs.drop(self._asked)
        if self._progress:
            with suppress(RuntimeError):
                self._progress.canceled.disconnect(self._end)
            self._progress.close()
            self._progress.deleteLater()
            self._progress = None

    def _on_progressed(self, number: int, share: float) -> None:
        if number == self._asked and self._progress:
            self._progress.setValue(round(STEPS * share))

    def _on_failed(self, number: int, sentence: str) -> None:
        if number == self._asked:
            self._end()
            if self._window.page:
                self._window.page.banner.say(sentence, error=True)

    def _on_completed(self, number: int, came: object) -> None:
        if number == self._asked:
            self._end()
            self._fonts = self._fonts or load_fonts()
            show = self._ask_printer if self._to_paper else self._show_preview
            show(came)  # type: ignore[arg-type]  # what `lay_out` returns

    def _set_up(self, printer: QPrinter) -> None:
        printer.setPageOrientation(QPageLayout.Orientation.Portrait)
        page = self._window.page
        if page and page.document:
            printer.setDocName(page.document.title)

    def _title(self, title: str) -> str:
        """Return a dialog's title; where sentences are folded away, it says that they are printed all the same."""
        view = self._window.page.view if self._window.page else None
        return title if view is None or view.fold is None else tr("{title}: the whole article").format(title=title)

    def _ask_printer(self, laid: LaidOut) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._set_up(printer)
        dialog = QPrintDialog(printer, self._window)
        dialog.setMinMax(1, len(laid.pages))
        dialog.setWindowTitle(self._title(tr("Print")))
        if dialog.exec() == QDialog.DialogCode.Accepted and not paint(printer, laid, self._fonts) and self._window.page:
            self._window.page.banner.say(tr("The printer did not take the pages."), error=True)

    def _show_preview(self, laid: LaidOut) -> None:
        from PySide6.QtPrintSupport import QPrintPreviewDialog

        dialog = QPrintPreviewDialog(self._window)
        self._set_up(dialog.printer())
        dialog.setWindowTitle(self._title(tr("Print preview")))
        fit(dialog, 900, 820)
        dialog.paintRequested.connect(lambda printer: paint(printer, laid, self._fonts))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def install(window: Window) -> Mapping[str, Handler]:
    """Add printing to the window."""
    printing = Printing(window)
    return {"print": printing.print, "print_preview": printing.preview}
