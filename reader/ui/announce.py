"""Telling assistive technology where the reader is: which mark the caret stands in, each sentence once, as the caret
enters it; and that the keys are with the text once all panels are there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent

from reader.core.annotation import Annotation
from reader.core.layers import STANCE
from reader.ui.menus import Handler
from reader.ui.translate import tr
from reader.ui.wording import spoken

if TYPE_CHECKING:
    from reader.ui.page import Page
    from reader.ui.window import Window


def install(window: Window) -> Mapping[str, Handler]:
    """Announce the label of the sentence under the caret, and show it in the status bar."""
    last: list[Annotation | None] = [None]

    def announce(page: Page) -> None:
        if page is not window.page or not page.view or page.guesses is not None:
            return
        annotation = page.view.annotation_at(page.view.caret())
        if annotation is last[0]:
            return
        last[0] = annotation
        # A headline or a question has no stance, and nothing to be told.
        if annotation is None or annotation.label not in STANCE:
            window.refresh_progress()
        else:
            said = spoken(annotation)
            if annotation.confidence < page.lens.min_confidence:
                said = tr("{said}: too unsure to be marked").format(said=said)
            window.tell(said)

    def listen(page: Page) -> None:
        if page.view:
            page.view.cursorPositionChanged.connect(lambda: announce(page))

    def tell_focus() -> None:
        view = window.page.view if window.page else None
        if view and view.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(view, QAccessible.Event.Focus))

    window.document_shown.connect(listen)
    # Panels that come as tabs are told as if the keys had gone to one; they come with the next layout.
    window.completed.connect(lambda: QTimer.singleShot(0, window, tell_focus))
    return {}
