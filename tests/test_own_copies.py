"""A copy saved with the reader's labels is opened elsewhere, and they are there for further editing."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader import app
from reader.core.annotation import Label
from reader.core.document import Span
from reader.library.notebook import Notebook
from reader.settings import Folders
from reader.ui.services import CopyOptions
from reader.ui.worker import Work


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
