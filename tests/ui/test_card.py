"""The card as a reader uses it: its words are struck and put back, and the detector answers from its own thread."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextDocument
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget

from reader.core.annotation import Annotation, Cue, Label
from reader.core.document import Document, Span
from reader.ui import theme as themes
from reader.ui.worker import Jobs

TEXT = "The plan is good for the town.\n\nIt was bad news for the valley."


class Oracle:
    """Answers as a detector: with a deciding word, and with another label once that word is struck."""

    def __init__(self) -> None:
        self.threads: set[str] = set()

    def __call__(self, document: Document, annotation: Annotation, struck: tuple[Span, ...]) -> Annotation:
        self.threads.add(threading.current_thread().name)
        word = Span(annotation.span.start + 12, annotation.span.start + 16)
        if word in struck:
            return annotation._replace(label=Label.FACT, confidence=0.7)
        shares = {Label.OPINION: 0.97, Label.FACT: 0.03, Label.ATTRIBUTED: 0.0}
        known = annotation._replace(evidence=(Cue(word, "opinion", 2.5),), context=0.25, probabilities=shares)
        return annotation if struck else known


@pytest.fixture
def opened(qtbot, open_text):
    oracle = Oracle()
    window = open_text(TEXT, explain=oracle)
    qtbot.keyClick(window.page.view, Qt.Key.Key_N)
    qtbot.keyClick(window.page.view, Qt.Key.Key_E)
    card = window.page.card
    qtbot.waitUntil(lambda: "Click a word" in said(card))
    return window, card, oracle


def said(card) -> str:
    return " ".join(label.text() for label in card.findChildren(QLabel) if label.isVisible()).replace("\u00a0", " ")


def sentence(card) -> QLabel:
    return next(label for label in card.findChildren(QLabel, "struck") if label.isVisible())


def test_deciding_words_arrive_and_are_framed_in_the_text(opened):
    window, card, oracle = opened
    assert "+2.5" in said(card)
    assert "25 %" in said(card)
    assert [span.slice(window.page.document.text) for span in window.page.view.scene.evidence] == ["good"]
    assert oracle.threads
    assert threading.main_thread().name not in oracle.threads


@pytest.mark.parametrize("theme", themes.available())
def test_a_small_share_is_a_short_bar(qtbot, opened, theme):
    window, card, _oracle = opened
    window.look.set_theme(theme)
    qtbot.keyClick(window.page.view, Qt.Key.Key_E)
    qtbot.waitUntil(lambda: "Click a word" in said(card))
    bars = [bar for bar in card.findChildren(QWidget, "share") if bar.isVisible()]
    lengths = []
    for bar in bars:
        row = bar.height() // 2
        picture = bar.grab().toImage()
        lengths.append(sum(near(picture.pixelColor(x, row), picture.pixelColor(1, row)) for x in range(bar.width())))
    assert lengths[0] > 0.9 * bars[0].width()
    assert max(lengths[1:]) < 0.2 * bars[0].width()


def near(one: QColor, other: QColor) -> bool:
    """Tell whether a colour is hardly lighter or darker than another."""
    return abs(one.lightness() - other.lightness()) < 40


def test_striking_a_word_changes_the_label_and_undo_puts_it_back(qtbot, opened):
    _window, card, _oracle = opened
    sentence(card).linkActivated.emit("12-16")
    qtbot.waitUntil(lambda: "Reported fact 70 %" in said(card))
    assert "before: Opinion 100 %" in said(card)
    assert "line-through" in sentence(card).text()
    undo = next(button for button in card.findChildren(QPushButton) if button.text() == "Undo" and button.isVisible())
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert card.struck == ()
    assert "Reported fact 70 %" not in said(card)
    assert "line-through" not in sentence(card).text()


def test_its_sentence_runs_as_most_of_its_letters_do(qtbot, open_text):
    window = open_text("A title\n\n“שלום” was a good thing to say.\n", explain=Oracle())
    qtbot.keyClick(window.page.view, Qt.Key.Key_N)
    qtbot.keyClick(window.page.view, Qt.Key.Key_E)
    card = window.page.card
    qtbot.waitUntil(lambda: "Click a word" in said(card))
    shown = QTextDocument()
    shown.setHtml(sentence(card).text())
    assert shown.firstBlock().textDirection() is Qt.LayoutDirection.LeftToRight


def test_another_mark_forgets_the_struck_words(qtbot, opened):
    window, card, _oracle = opened
    card.strike(Span(12, 16))
    window.page.step(True)
    assert card.struck == ()
    assert card.annotation.span.slice(window.page.document.text).startswith("It was bad")


@pytest.mark.logs
def test_a_detector_that_fails_is_said_in_the_card(qtbot, open_text):
    def broken(*_asked: object) -> Annotation:
        raise RuntimeError("no model")

    window = open_text(TEXT, explain=broken)
    qtbot.keyClick(window.page.view, Qt.Key.Key_N)
    qtbot.keyClick(window.page.view, Qt.Key.Key_E)
    qtbot.waitUntil(lambda: "could not say more" in said(window.page.card))


def test_only_the_newest_question_is_answered(qtbot):
    from tests.ui.conftest import analyse, annotate, document_of

    document = document_of("One is good.")
    annotation = next(annotate(document))
    held, seen = threading.Event(), []

    def slow(_document: Document, _annotation: Annotation, struck: tuple[Span, ...]) -> Annotation:
        seen.append(struck)
        held.wait(5)
        return _annotation

    jobs = Jobs(lambda path: document, analyse, slow)
    answers: list[int] = []
    jobs.answered.connect(lambda number, _found: answers.append(number))
    numbers = [jobs.ask(document, annotation, (Span(0, end),)) for end in range(1, 4)]
    held.set()
    qtbot.waitUntil(lambda: answers == numbers[-1:])
    assert len(seen) <= 2
    jobs.close()


def button(card, words: str) -> QPushButton:
    return next(one for one in card.findChildren(QPushButton) if one.isVisible() and words in one.text())


def test_its_buttons_agree_and_disagree(qtbot, opened):
    _, card, _ = opened
    qtbot.mouseClick(button(card, "Agree"), Qt.MouseButton.LeftButton)
    assert "You agreed: Opinion" in said(card)
    qtbot.mouseClick(button(card, "Disagree"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    qtbot.keyClick(QApplication.activePopupWidget(), "r")
    qtbot.waitUntil(lambda: "You decided: Reported fact" in said(card))


def test_its_link_leads_to_what_is_known_of_the_detector(opened):
    window, card, _ = opened
    link = next(one for one in card.findChildren(QLabel) if one.isVisible() and "How far to trust" in one.text())
    link.linkActivated.emit("detector")
    dialog = next(one for one in window.findChildren(QDialog) if one.isVisible())
    assert dialog.windowTitle() == "How the detector works and errs"


def test_a_heading_is_not_judged_and_has_nothing_to_strike(qtbot, open_text):
    oracle = Oracle()
    window = open_text("A plain title\n\nThe council met on Monday. The plan is good.\n", explain=oracle)
    qtbot.keyClick(window.page.view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window.page.view, Qt.Key.Key_E)
    card = window.page.card
    assert card.isVisible()
    assert "not judged" in said(card)
    assert "%" not in said(card)
    assert not card.findChildren(QLabel, "struck")
    assert oracle.threads == set()
