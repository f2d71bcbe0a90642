"""What a right click on the article offers: the commands for the sentence under it, and for the selection."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from reader.ui.menus import Handler
    from reader.ui.page import Page
    from reader.ui.views import ArticleView
    from reader.ui.window import Window

_OF_SENTENCE = ("card", "agree", "disagree")
_OF_SELECTION = ("copy",)
_ALWAYS = ("highlight", "copy_labels", "select_all", "find")


def install(window: Window) -> Mapping[str, Handler]:
    """Offer the menu on every article."""
    window.document_shown.connect(partial(_attach, window))
    return {}


def _attach(window: Window, page: Page) -> None:
    ours = Qt.ContextMenuPolicy.CustomContextMenu
    if page.view and page.view.contextMenuPolicy() is not ours:
        page.view.setContextMenuPolicy(ours)
        page.view.customContextMenuRequested.connect(partial(_show, window, page))


def _show(window: Window, page: Page, point: QPoint) -> None:
    view = page.view
    if not view:
        return
    _go_to(view, point)
    # While the reader guesses, the frame is about the sentence that is asked for.
    found = view.annotation_at(view.caret()) if page.guesses is None else None
    if found:
        view.set_focus_mark(found)
    selection = _OF_SELECTION if view.textCursor().hasSelection() else ()
    menu = QMenu(window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for keys in (_OF_SENTENCE if found else (), selection + _ALWAYS):
        menu.addSeparator()
        menu.addActions([window.actions_by_key[key] for key in keys])
    menu.popup(view.viewport().mapToGlobal(point))


def _go_to(view: ArticleView, point: QPoint) -> None:
    """Move the caret to a place that is not in the selection."""
    selected, there = view.textCursor(), view.cursorForPosition(point)
    if not selected.selectionStart() <= there.position() < selected.selectionEnd():
        view.setTextCursor(there)
