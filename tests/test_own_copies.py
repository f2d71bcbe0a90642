"""A copy saved with the reader's labels is opened elsewhere, and they are there for further editing."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from reader import app
from reader.core.annotation import Label
from reader.core.document import Span
from reader.library.notebook import Notebook
from reader.settings import Folders
from reader.ui.services import CopyOptions
from reader.ui.worker import Work
from tests.formats.pdfs import column, pdf


def finish(work: Work) -> object:
    """Do all the work, and return what comes of it."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


@pytest.mark.parametrize("suffix", [".html", ".json"])
def test_labels_travel_in_copies(tmp_path: Path, suffix: str) -> None:
    here, there = Folders.under(tmp_path / "here"), Folders.under(tmp_path / "there")
    article = tmp_path / "article.txt"
    article.write_text("The evening\n\nThe cake was good. He said nothing at all.\n", encoding="utf-8")
    services = app.services(here)
    document = services.load(str(article))
    notebook = Notebook(here.data, document, "Ada")
    start = document.text.index("The cake")
    notebook.decide(Span(start, start + 18), Label.FACT, Label.OPINION)
    notebook.highlight(Span(0, 11), "which one? 😀")
    copy = tmp_path / f"copy{suffix}"
    finish(services.save(copy, suffix[1:], document, (), CopyOptions()))
    again = app.services(there).load(str(copy))
    assert again.text == document.text
    assert Notebook(there.data, again).marks == notebook.marks


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_labels_travel_in_marked_originals(tmp_path: Path, form: str) -> None:
    here, there = Folders.under(tmp_path / "here"), Folders.under(tmp_path / "there")
    article, copy = tmp_path / f"article.{form}", tmp_path / f"copy.marked.{form}"
    words = ["The cake was good and everybody had some of it.", "He said nothing at all, and went home."]
    if form == "docx":
        word = docx.Document()
        for text in words:
            word.add_paragraph(text)
        word.save(str(article))
    else:
        article.write_bytes(pdf([column(words)]))
    services = app.services(here)
    document = services.load(str(article))
    notebook = Notebook(here.data, document, "Ada")
    start = document.text.index("The cake")
    notebook.decide(Span(start, start + 18), Label.FACT, Label.OPINION)
    assert finish(services.save(copy, f"original-{form}", document, (), CopyOptions())) == (1, 1)
    again = app.services(there).load(str(copy))
    assert again.source.path == str(copy)
    assert again.text == document.text
    assert Notebook(there.data, again).marks == notebook.marks
