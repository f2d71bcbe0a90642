"""Learning from labels as a reader does it: the real detector, the dialog, use and forget."""

from __future__ import annotations

import pytest

from reader import app
from reader.core.annotation import Label
from reader.core.document import Span
from reader.library.notebook import Notebook
from reader.ui.learning import LearnDialog

NAMES = ("The council", "The harbour board", "The school", "The ministry", "The hospital", "The museum")
TEXT = "A year\n\n" + " ".join(
    f"{name} opened a new hall in May. {name} will certainly lose its best people next year." for name in NAMES
)


@pytest.fixture
def window(qtbot, make_window, open_text, folders):
    real = app.services(folders, "light")
    # Here first: threads that libraries start for themselves outlive the worker's, under its name where it began them.
    list(real.analyse(real.load(str(real.sample)), lambda: 0, lambda: False))
    given = {name: getattr(real, name) for name in ("analyse", "learn", "use_lesson", "in_use", "reliability")}
    return open_text(TEXT, make_window(**given))


def dialog_of(qtbot, window) -> LearnDialog:
    window.actions_by_key["learn"].trigger()
    dialog = next(one for one in window.findChildren(LearnDialog) if one.isVisible())
    qtbot.waitUntil(lambda: not dialog.progress.isVisible(), timeout=20_000)
    return dialog


def labels(window) -> list[Label]:
    return [one.label for one in window.page.marked if "will certainly" in one.span.slice(window.page.document.text)]


def again(qtbot, window, wanted) -> None:
    qtbot.waitUntil(lambda: not window.jobs.running(window.page.job) and wanted(labels(window)), timeout=20_000)


def test_without_labels_nothing_is_learnt(qtbot, window):
    dialog = dialog_of(qtbot, window)
    assert "too few" in dialog.told.text()
    assert not dialog.use.isEnabled()
    assert not dialog.forget.isEnabled()
    dialog.reject()


def test_the_effect_is_shown_then_used_then_forgotten(qtbot, window, folders):
    document, before = window.page.document, labels(window)
    notebook = Notebook(folders.data, document)
    for one in window.page.marked:
        span = one.span
        if one.sentence.block and span.end < document.text.index("The hospital"):
            forecast = "will certainly" in span.slice(document.text)
            notebook.decide(Span(*span), one.label, Label.ATTRIBUTED if forecast else Label.FACT)
    dialog = dialog_of(qtbot, window)
    assert "Of your 8 labels," in dialog.told.text()
    assert "that would change" in dialog.told.text()
    assert labels(window) == before
    dialog.use.click()
    again(qtbot, window, lambda found: found == [Label.ATTRIBUTED] * len(NAMES))
    dialog = dialog_of(qtbot, window)
    assert "from 8 labels" in dialog.in_use.text()
    dialog.forget.click()
    again(qtbot, window, lambda found: found == before)
    assert not window.services.in_use()


def test_an_article_whose_text_was_replaced_is_left_out(qtbot, window, folders, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text(TEXT.replace("The ", "A ").replace("year", "summer"), encoding="utf-8")
    for document in (window.page.document, window.services.load(str(other))):
        notebook = Notebook(folders.data, document)
        for found in window.services.analyse(document, lambda: 0, lambda: False):
            for one in found:
                if one.sentence.block:
                    notebook.decide(one.span, one.label, Label.FACT)
    other.write_text("Wholly other words stand here today. Nothing else does.", encoding="utf-8")
    dialog = dialog_of(qtbot, window)
    assert "Of your 12 labels," in dialog.told.text()
    assert "12 labels" in dialog.told.text().split("Left out")[1]
    dialog.reject()
