"""Compare: two open articles side by side, with the same layers, their numbers, and who is quoted in which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader.core.annotation import SourceKind
from reader.core.comparing import align
from reader.core.layers import LAYERS
from reader.core.summary import STANCES, Quoted, sources, summarise
from reader.core.wording import percent
from reader.ui import views
from reader.ui.intake import shortened
from reader.ui.marked import Lens
from reader.ui.menus import Handler
from reader.ui.room import fit
from reader.ui.swatch import Swatch
from reader.ui.translate import tr
from reader.ui.wording import grouped, label_title

if TYPE_CHECKING:
    from reader.ui.page import Page
    from reader.ui.window import Window

_REFRESH_MS = 400
_SIDES = 2


class _Row(NamedTuple):
    """A line of the table: its name, what it says of each side, and where a click on either leads."""

    name: str
    values: tuple[str, str]
    quoted: tuple[Quoted | None, Quoted | None] = (None, None)
    heading: bool = False


class _Side(QWidget):
    """One of the two articles: a choice among the open ones, above its text."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.choice = QComboBox()
        self.choice.setAccessibleName(name)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(12)
        self.page: Page | None = None
        self.view: views.ArticleView | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.choice)

    def show_page(self, page: Page, window: Window, lens: Lens) -> None:
        """Show the article of a page."""
        if self.view is not None:
            self._column.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()
        self.page = page
        assert page.document
        self.view = views.create(page.document, page.marked, window.theme, window.look.typography, lens, self)
        self._column.addWidget(self.view, 1)
        self.view.show()


class Compare(QDialog):
    """A window of its own; it follows the articles that are open in the other."""

    def __init__(self, window: Window, first: Page, second: Page) -> None:
        super().__init__(window, Qt.WindowType.Window)
        self._window = window
        self._lens = window.lens if window.page is None else window.page.lens
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Compare"))
        fit(self, max(window.width(), 900), max(window.height(), 700))
        self.boxes: dict[str, QCheckBox] = {}
        self.swatches: dict[str, Swatch] = {}
        self._turns: dict[tuple[int, str], int] = {}
        self._rows: list[_Row] = []
        self.sides = (_Side(tr("Article at the left")), _Side(tr("Article at the right")))
        self.table = QTableWidget(0, 1 + _SIDES)
        self.table.setAccessibleName(tr("Numbers and sources"))
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.table.setShowGrid(False)
        self.table.setFrameShape(QTableWidget.Shape.NoFrame)
        for column in range(1 + _SIDES):
            self.table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.table.cellClicked.connect(self._on_cell)
        self.table.cellActivated.connect(self._on_cell)
        across = QSplitter(Qt.Orientation.Horizontal)
        for side in self.sides:
            across.addWidget(side)
        down = QSplitter(Qt.Orientation.Vertical)
        down.addWidget(across)
        down.addWidget(self._below())
        down.setSizes([500, 240])
        down.setStretchFactor(0, 1)
        column_of_all = QVBoxLayout(self)
        column_of_all.addWidget(down, 1)
        self._arrange()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        for side, page in zip(self.sides, (first, second), strict=True):
            side.show_page(page, window, self._lens)
            side.choice.currentIndexChanged.connect(partial(self._on_choice, side))
        self._fill_choices()
        window.marks_changed.connect(self._on_marks)
        window.document_shown.connect(self._on_shown)
        window.page_closed.connect(self._on_closed)
        window.look_changed.connect(self._on_look)
        window.lens_changed.connect(self._on_lens)
        self.refresh()

    def _below(self) -> QWidget:
        """Return what lies below the articles: the layers of both, and the table."""
        below = QWidget()
        row = QHBoxLayout(below)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(16)
        self._grid = self._layers()
        row.addLayout(self._grid)
        row.addWidget(self.table, 1)
        return below

    def _layers(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        for layer in LAYERS:
            box = QCheckBox(tr(layer.title))
            box.setToolTip(tr(layer.meaning))
            box.setChecked(layer.key in self._lens.visible)
            box.toggled.connect(partial(self._on_layer, layer.key))
            self.swatches[layer.key] = Swatch(layer.key, self._window.theme)
            self.boxes[layer.key] = box
        grid.setRowStretch(len(LAYERS), 1)
        return grid

    def _arrange(self) -> None:
        """Put the layers in the order in which they lie on each other."""
        for number, key in enumerate(self._lens.order):
            self._grid.addWidget(self.swatches[key], number, 0)
            self._grid.addWidget(self.boxes[key], number, 1)
        for first, second in pairwise(self._lens.order):
            QWidget.setTabOrder(self.boxes[first], self.boxes[second])

    def refresh(self) -> None:
        """Count anew, and show the numbers."""
        titles = (
            shortened(side.page.document.title, 46) if side.page and side.page.document else "" for side in self.sides
        )
        self.table.setHorizontalHeaderLabels(["", *titles])
        rows = self._account()
        if rows == self._rows:
            return
        self._rows = rows
        self.table.setRowCount(len(rows))
        bold = QFont(self.table.font())
        bold.setBold(True)
        for number, row in enumerate(rows):
            for column, text in enumerate((row.name, *row.values)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                if row.heading:
                    item.setFont(bold)
                    item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                self.table.setItem(number, column, item)
        self.table.resizeRowsToContents()

    def _account(self) -> list[_Row]:
        found = [list(side.page.marked) if side.page else [] for side in self.sides]
        texts = [side.page.document.text if side.page and side.page.document else "" for side in self.sides]
        least = self._lens.min_confidence
        counted = [summarise(one, text, least) for one, text in zip(found, texts, strict=True)]
        quoted = [sources(one, text) for one, text in zip(found, texts, strict=True)]
        rows = [_Row(tr("Sentences with a stance"), _two(grouped(one.with_stance[0]) for one in counted))]
        for label in STANCES:
            shares = (_share(one.sentences.get(label, 0), one.with_stance[0]) for one in counted)
            rows.append(_Row(label_title(label), _two(shares)))
        if any(one.unsure[0] for one in counted):
            title = tr("Less sure than {least}").format(least=percent(least))
            rows.append(_Row(title, _two(_share(one.unsure[0], one.with_stance[0]) for one in counted)))
        for title, kind in ((tr("Named sources"), SourceKind.NAMED), (tr("Unnamed sources"), SourceKind.UNNAMED)):
            rows.append(_Row(title, _two(str(one.sources.get(kind, 0)) for one in counted)))
        pairs = align(*quoted)
        for title, shared in ((tr("Quoted in both"), True), (tr("Quoted in one"), False)):
            chosen = [pair for pair in pairs if pair.shared is shared]
            if chosen:
                rows.append(_Row(title, ("", ""), heading=True))
            for pair in chosen:
                name = tr("{who} (unnamed)").format(who=pair.who) if pair.kind is SourceKind.UNNAMED else pair.who
                rows.append(_Row(name, _two(map(_times, pair)), (pair.first, pair.second)))
        return rows

    def _on_cell(self, row: int, column: int) -> None:
        side, quoted = column - 1, self._rows[row].quoted
        if side < 0:
            side = 0 if quoted[0] else 1
        source, view = quoted[side], self.sides[side].view
        if source and view:
            turn = self._turns.get((side, source.who), 0) % len(source.quotations)
            self._turns[side, source.who] = turn + 1
            view.go_to(source.quotations[turn])
            view.frame(source.quotations[turn])

    def _on_layer(self, key: str, shown: bool) -> None:
        if shown != (key in self._lens.visible):
            self._lens = self._lens.toggled(key)
            self._show_lens()

    def _show_lens(self) -> None:
        for side in self.sides:
            if side.view:
                side.view.set_lens(self._lens)

    def _fill_choices(self) -> None:
        pages = _comparable(self._window)
        for side in self.sides:
            side.choice.blockSignals(True)
            side.choice.clear()
            for page in pages:
                assert page.document
                side.choice.addItem(f"{page.document.title} — {page.name}", page)
            side.choice.setCurrentIndex(pages.index(side.page) if side.page in pages else -1)
            side.choice.blockSignals(False)

    def _on_choice(self, side: _Side, _number: int) -> None:
        page = side.choice.currentData()
        if page is not None and page is not side.page:
            side.show_page(page, self._window, self._lens)
            self.refresh()

    def _on_marks(self, page: Page) -> None:
        for side in self.sides:
            if side.page is page and side.view:
                side.view.viewport().update()
                if not self._timer.isActive():
                    self._timer.start()

    def _on_shown(self, page: Page) -> None:
        for side in self.sides:
            if side.page is page:
                side.show_page(page, self._window, self._lens)
        self._fill_choices()
        self.refresh()

    def _on_look(self) -> None:
        for swatch in self.swatches.values():
            swatch.set_theme(self._window.theme)
        for side in self.sides:
            if side.view:
                side.view.set_look(self._window.theme, self._window.look.typography)

    def _on_lens(self, lens: Lens) -> None:
        # A reader who begins to guess is not to see the marks here.
        if any(side.page and side.page.guesses is not None for side in self.sides):
            self.close()
        elif (lens.min_confidence, lens.order) != (self._lens.min_confidence, self._lens.order):
            # The level is that of the article in front, so that its numbers are the same in both windows.
            self._lens = self._lens.from_confidence(lens.min_confidence).ordered(lens.order)
            self._arrange()
            self._show_lens()
            self._timer.start()

    def _on_closed(self, page: Page) -> None:
        if any(side.page is page for side in self.sides):
            self.close()
        else:
            self._fill_choices()


def _two(values: Iterable[str]) -> tuple[str, str]:
    first, second = values
    return first, second


def _share(number: int, total: int) -> str:
    return f"{grouped(number)} ({percent(number / total)})" if total else "–"


def _times(quoted: Quoted | None) -> str:
    return tr("{times} ×").format(times=len(quoted.quotations)) if quoted else "–"


def _comparable(window: Window) -> list[Page]:
    """Return the articles whose marks may be shown: all but those in which the reader guesses first."""
    return [page for page in window.pages() if page.document is not None and page.guesses is None]


def install(window: Window) -> Mapping[str, Handler]:
    """Add the command that opens the comparison."""

    def show() -> None:
        pages, page = _comparable(window), window.page
        others = [other for other in pages if other is not page]
        if page is None or page.document is None or page.refuses():
            return
        if not others:
            page.banner.say(tr("Open a second article to compare this one with."))
            return
        at = pages.index(page)
        Compare(window, page, pages[at + 1] if at + 1 < len(pages) else others[-1]).show()

    return {"compare": show}
