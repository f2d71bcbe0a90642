"""Printing, its preview, and copying with labels, in the real window."""

from __future__ import annotations

import pypdfium2
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog, QPrintPreviewWidget

from reader import app
from reader.core.document import BlockKind, Document, Part
from reader.formats.export import ExportOptions
from reader.formats.export.print_pdf import lay_out
from reader.settings import State
from reader.ui.printing import load_fonts, paint

TEXT = "A heading\n\nThe cake was good. He said nothing. Critics may complain.\n"


def printed(qapp, tmp_path, document: Document, pages: tuple[int, int] = (0, 0)) -> pypdfium2.PdfDocument:
    """Print a document to a file, and open that."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setFromTo(*pages)
    paint(printer, lay_out(document, (), ExportOptions()), load_fonts())
    return pypdfium2.PdfDocument(tmp_path / "printed.pdf")


def test_what_is_printed_holds_the_text_and_the_legend(qapp, tmp_path):
    made = printed(qapp, tmp_path, Document.build([Part(BlockKind.PARAGRAPH, "The bridge opened in May.")]))
    text = made[0].get_textpage().get_text_range()
    assert "The bridge opened in May." in text
    assert "Loaded language" in text


def test_only_the_chosen_pages_are_printed(qapp, tmp_path):
    document = Document.build(Part(BlockKind.PARAGRAPH, f"Number {number} of them. " * 30) for number in range(60))
    whole = len(printed(qapp, tmp_path, document))
    assert whole > 5
    made = printed(qapp, tmp_path, document, (2, 3))
    assert len(made) == 2
    assert f"2 / {whole}" in made[0].get_textpage().get_text_range()


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_told_of(qapp, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no such folder" / "printed.pdf"))
    assert not paint(printer, lay_out(Document.build([]), (), ExportOptions()), load_fonts())


def test_the_preview_shows_the_pages(qtbot, open_text):
    window = open_text(TEXT)
    window.actions_by_key["print_preview"].trigger()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(QPrintPreviewDialog)))
    dialog = next(one for one in window.findChildren(QPrintPreviewDialog) if one.isVisible())
    shown = dialog.findChild(QPrintPreviewWidget)
    qtbot.waitUntil(lambda: shown.pageCount() == 1)
    dialog.reject()


@pytest.fixture
def marked(open_text, make_window, folders):
    """Return a window whose clipboard is filled by the real program."""
    real = app.services(folders, "light")
    return open_text(TEXT, make_window(clip=real.clip))


def copied(qtbot, window) -> None:
    """Copy with labels, and wait until it is in the clipboard."""
    QGuiApplication.clipboard().setText("")
    window.actions_by_key["copy_labels"].trigger()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() != "")


def test_the_whole_article_is_copied_with_its_labels(qtbot, marked):
    copied(qtbot, marked)
    data = QGuiApplication.clipboard().mimeData()
    assert "The cake was good. [Opinion 100\N{NO-BREAK SPACE}%]" in data.text()
    assert "Critics may complain. [Reported fact 100\N{NO-BREAK SPACE}% · hedging]" in data.text()
    assert "background-color" in data.html()


def test_of_a_selection_only_that_is_copied(qtbot, marked):
    view = marked.page.view
    cursor = view.textCursor()
    start = marked.page.document.text.index("cake")
    cursor.setPosition(start)
    cursor.setPosition(start + 4, cursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    copied(qtbot, marked)
    assert QGuiApplication.clipboard().mimeData().text().startswith("cake [Opinion")


def test_hidden_layers_are_not_copied(qtbot, make_window, open_text, folders):
    real = app.services(folders, "light")
    window = open_text(TEXT, make_window(clip=real.clip, state=State(hinted=True, visible=("opinion",))))
    copied(qtbot, window)
    assert "Reported fact" not in QGuiApplication.clipboard().mimeData().text()


@pytest.mark.logs
def test_what_can_not_be_copied_is_said(qtbot, make_window, open_text):
    def fail(*_asked):
        raise ZeroDivisionError("by hand")

    window = open_text(TEXT, make_window(clip=fail))
    window.actions_by_key["copy_labels"].trigger()
    qtbot.waitUntil(lambda: "by hand" in window.page.banner.text)
