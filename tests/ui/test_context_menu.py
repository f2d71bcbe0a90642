"""What a right click on the article offers."""

from __future__ import annotations

from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

TEXT = "A headline of this kind\n\nThe council met on Monday. The plan is good.\n"


def asked(window, position: int) -> QMenu:
    """Ask for the menu over a place in the text, and return it."""
    viewport = window.page.view.viewport()
    point = window.page.view.cursorRect(window.page.view.cursor_at(position)).center()
    QApplication.sendEvent(
        viewport, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, viewport.mapToGlobal(point))
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def offered(window, menu: QMenu) -> set[str]:
    return {key for key, action in window.actions_by_key.items() if action in menu.actions()}


def test_it_is_about_the_sentence_under_the_pointer(open_text):
    window = open_text(TEXT)
    text = window.page.document.text
    window.page.step(True)
    menu = asked(window, text.index("good"))
    assert {"card", "agree", "disagree", "highlight"} <= offered(window, menu)
    assert "copy" not in offered(window, menu)
    menu.close()
    window.actions_by_key["card"].trigger()
    assert window.page.card.annotation.span.slice(text) == "The plan is good."


def test_a_selection_under_the_pointer_stays_and_can_be_copied(open_text):
    window = open_text(TEXT)
    window.actions_by_key["select_all"].trigger()
    menu = asked(window, TEXT.index("met"))
    assert {"copy", "copy_labels", "highlight"} <= offered(window, menu)
    assert window.page.view.textCursor().hasSelection()
    menu.close()


def test_it_tells_nothing_while_the_reader_guesses(open_text):
    window = open_text(TEXT)
    window.actions_by_key["guess"].trigger()
    menu = asked(window, window.page.document.text.index("good"))
    assert not {"card", "agree", "disagree"} & offered(window, menu)
    menu.close()


def test_there_is_one_menu_for_an_article_that_is_told_of_twice(open_text):
    window = open_text(TEXT)
    window.document_shown.emit(window.page)
    asked(window, 3)
    menus = [menu for menu in window.findChildren(QMenu) if menu.isVisible()]
    assert len(menus) == 1
    menus[0].close()
