"""The table of contents: the article's headings; a click goes there, and the one being read is highlighted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from reader.core.outline import headings
from reader.ui import room
from reader.ui.lines import RANK, show_all_lines
from reader.ui.menus import Handler
from reader.ui.translate import tr

if TYPE_CHECKING:
    from reader.core.document import Document
    from reader.ui.page import Page
    from reader.ui.window import Window


class Contents(QListWidget):
    """The headings of one article. Signal `chosen(position)`: a heading was clicked or entered."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Table of contents"))
        self.setObjectName("contents")
        show_all_lines(self)
        self.setMinimumWidth(160)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._starts: list[int] = []
        self.itemClicked.connect(self._on_item)
        self.itemActivated.connect(self._on_item)

    def show_document(self, document: Document | None) -> None:
        """List a document's headings, indented by their rank."""
        self.clear()
        self._starts = []
        for span, level in headings(document) if document else ():
            assert document
            item = QListWidgetItem(span.slice(document.text))
            item.setData(RANK, max(level - 1, 0))
            item.setToolTip(span.slice(document.text))
            self.addItem(item)
            self._starts.append(span.start)

    def follow(self, position: int) -> None:
        """Highlight the heading that code point `position` stands under."""
        if self._starts:
            self.setCurrentRow(max(0, bisect_right(self._starts, position) - 1))

    def _on_item(self, item: QListWidgetItem) -> None:
        self.chosen.emit(self._starts[self.row(item)])


def install(window: Window) -> Mapping[str, Handler]:
    """Add the table of contents at the left; it hides while the article has no headings."""
    contents = Contents()
    show = window.add_panel("contents", "Contents", contents, Qt.DockWidgetArea.LeftDockWidgetArea)
    dock = window.docks["contents"]

    # Whether it has been asked for where it would step aside by itself.
    asked = False

    def make_room() -> None:
        nonlocal asked
        room_left = room.for_contents(window) and not window.look.plain
        asked = asked and not room_left
        shown = window.state.contents and contents.count() > 0 and (room_left or asked)
        if dock.isHidden() is shown:
            dock.setVisible(shown)

    def follow(position: int) -> None:
        make_room()
        contents.follow(position)

    def refresh(page: Page | None) -> None:
        if page is window.page:
            contents.show_document(page.document if page else None)
            make_room()
            if page and page.view:
                contents.follow(page.view.top())

    def go(position: int) -> None:
        if window.page and window.page.view:
            window.page.view.go_to_top(position)
            window.page.view.setTextCursor(window.page.view.cursor_at(position))

    def want(shown: bool) -> None:
        nonlocal asked
        window.remember(contents=shown)
        asked = shown
        show(shown and contents.count() > 0)
        if shown and not contents.count():
            window.controls.show_panel("contents", False)
            window.tell(tr("There are no headings here."))

    contents.chosen.connect(go)
    window.page_changed.connect(refresh)
    window.document_shown.connect(refresh)
    # A window that is made wider or narrower tells of a position, too.
    window.position_changed.connect(follow)
    refresh(window.page)
    return {"contents": want}
