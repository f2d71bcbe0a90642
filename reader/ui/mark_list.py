"""The list of marks: all that the visible layers mark, searched and narrowed; it goes where one is chosen.

Made for 100,000 rows: they are gathered in slices, and only those on screen are put into words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from reader.core.annotation import Annotation, Attribution, SourceKind
from reader.core.layers import BY_KEY, LAYERS, Mark
from reader.core.wording import LEVELS, percent
from reader.ui.drawing import QUOTED_OPACITY
from reader.ui.lines import first_lines
from reader.ui.menus import Handler
from reader.ui.override import override
from reader.ui.slices import Slices
from reader.ui.theme import Theme
from reader.ui.translate import tr
from reader.ui.wording import confidence_words, grouped, quotation

if TYPE_CHECKING:
    from reader.ui.page import Page
    from reader.ui.window import Window

_DELAY_MS = 300
_QUOTED_LINES = 2
_LONGEST = 300
_PAD = 7
_BAR = 4
_Index = QModelIndex | QPersistentModelIndex


class Narrowing(NamedTuple):
    """What to list: words that occur, a layer's key, a range of confidence, a source; empty for all.

    `quoted` is whether marked words are to be those of somebody who is quoted, None for anybody's.
    """

    words: str = ""
    layer: str = ""
    confidence: tuple[float, float] | None = None
    who: str = ""
    quoted: bool | None = None

    def keeps(self, mark: Mark, text: str) -> bool:
        """Tell whether a mark of an article's text is to be listed."""
        if self.layer and mark.layer != self.layer:
            return False
        if self.confidence:
            least, below = self.confidence
            # Words in a sentence have no probability.
            if mark.cue or not least <= mark.confidence < below:
                return False
        if self.quoted is not None and _quoted(mark) is not self.quoted:
            return False
        if self.who and self.who not in map(source_name, mark.annotation.attributions):
            return False
        return not self.words or self.words in mark.annotation.span.slice(text).casefold()


class Marks(QAbstractListModel):
    """The marks of an article that are listed, in reading order."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.marks: list[Mark] = []
        self._starts: list[int] = []
        self._text = ""

    def show(self, marks: list[Mark], text: str) -> None:
        """List other marks, or those of another article."""
        self.beginResetModel()
        self.marks, self._text = marks, text
        self._starts = [mark.span.start for mark in marks]
        self.endResetModel()

    def row_at(self, position: int) -> int:
        """Return the row of the last mark that begins at or before code point `position`, or -1."""
        return bisect_right(self._starts, position) - 1

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self.marks)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.quoted(self.marks[index.row()])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            mark = self.marks[index.row()]
            return f"{self.named(mark)}: {self.quoted(mark)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.marks[index.row()].annotation.span.slice(self._text)[:_LONGEST]
        return None

    def named(self, mark: Mark) -> str:
        """Say a mark's layer, how sure it is, and whose words it is."""
        said = [tr(BY_KEY[mark.layer].title)]
        if _quoted(mark):
            said.append(tr("in quoted words"))
        if mark.cue is None:
            said.append(percent(mark.confidence))
            if mark.layer == "attributed":
                said += list(dict.fromkeys(map(source_name, mark.annotation.attributions)))[:1]
        return " · ".join(said)

    def quoted(self, mark: Mark) -> str:
        """Return the beginning of a mark's words."""
        sentence = mark.annotation.span.slice(self._text)[:_LONGEST]
        return f"{quotation(mark.span.slice(self._text))} — {sentence}" if mark.cue else sentence


class _Painter(QStyledItemDelegate):
    """Draws a mark with its name and two lines of its words, and a bar in its layer's colour."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    @staticmethod
    def height(font: QFont) -> int:
        """Return the height of a row, in pixels."""
        metrics = QFontMetrics(font)
        return metrics.height() + _QUOTED_LINES * metrics.lineSpacing() + 2 * _PAD + 3

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        assert isinstance(model, Marks)
        mark = model.marks[index.row()]
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        palette: QPalette = option.palette
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(box, palette.highlight())
        metrics = QFontMetrics(option.font)
        # As in the text: lighter where the words are not the author's.
        painter.setOpacity(QUOTED_OPACITY if _quoted(mark) else 1.0)
        painter.fillRect(
            QRect(box.left() + 8, box.top() + _PAD, _BAR, box.height() - 2 * _PAD),
            self.theme.layers[mark.layer].fill or self.theme.layers[mark.layer].line,
        )
        painter.fillRect(
            QRect(box.left() + 8, box.top() + _PAD, 2, box.height() - 2 * _PAD), self.theme.layers[mark.layer].line
        )
        painter.setOpacity(1.0)
        room = QRect(box.left() + 20, box.top() + _PAD, box.width() - 30, metrics.height())
        painter.setPen(palette.highlightedText().color() if chosen else self.theme.window.dim)
        painter.drawText(room, 0, metrics.elidedText(model.named(mark), Qt.TextElideMode.ElideRight, room.width()))
        painter.setPen(palette.highlightedText().color() if chosen else self.theme.window.text)
        quoted = first_lines(model.quoted(mark), option.font, room.width(), _QUOTED_LINES)
        quoted.draw(painter, room.bottomLeft().toPointF() + QPointF(0, 3))
        painter.restore()


class MarkList(QWidget):
    """The list below its search field and filters. Signals: `narrowed()`, and `chosen(mark, leave)`.

    `leave` is true where the reader wants to go on in the text.
    """

    narrowed = Signal()
    chosen = Signal(object, bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("Search the marked sentences"))
        self.words.setAccessibleName(tr("Search the marked sentences"))
        self.words.setClearButtonEnabled(True)
        self.layer = _choice(tr("Layer"), [(tr("Any layer"), ""), *((tr(layer.title), layer.key) for layer in LAYERS)])
        self.confidence = _choice(tr("Confidence"), [(tr("Any confidence"), None), *_ranges()])
        self.source = _choice(tr("Source"))
        self.quoted = _choice(
            tr("Whose words are marked"),
            [(tr("Anybody’s words"), None), (tr("Without quoted words"), False), (tr("Only quoted words"), True)],
        )
        self.count = QLabel()
        self.count.setObjectName("small")
        self.count.setWordWrap(True)
        self.model = Marks(self)
        self._painter = _Painter(theme, self)
        self.list = _table(self.model)
        self.list.setItemDelegate(self._painter)
        self.list.verticalHeader().setDefaultSectionSize(self._painter.height(self.list.font()))
        filters = QVBoxLayout()
        filters.setContentsMargins(12, 12, 12, 4)
        filters.setSpacing(6)
        for widget in (self.words, self.layer, self.confidence, self.source, self.quoted, self.count):
            filters.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(filters)
        column.addWidget(self.list, 1)
        self.words.textChanged.connect(self.narrowed)
        for choice in (self.layer, self.confidence, self.source, self.quoted):
            choice.currentIndexChanged.connect(self.narrowed)
        self.list.clicked.connect(lambda index: self._tell(index, False))
        self.list.activated.connect(lambda index: self._tell(index, True))
        self.words.returnPressed.connect(self.list.setFocus)
        self.show_sources({})

    @property
    def narrowing(self) -> Narrowing:
        """What the reader wants to be listed."""
        return Narrowing(
            self.words.text().strip().casefold(),
            self.layer.currentData(),
            self.confidence.currentData(),
            self.source.currentData(),
            self.quoted.currentData(),
        )

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._painter.theme = theme
        self.list.viewport().update()

    def show_sources(self, found: Mapping[str, int]) -> None:
        """Offer the sources of an article, the most quoted first, keeping the one that is chosen."""
        kept = self.source.currentData() or ""
        names = sorted(found, key=lambda who: (-found[who], who))
        if kept and kept not in found:
            names.insert(0, kept)
        if [self.source.itemData(row) for row in range(self.source.count())] != ["", *names]:
            self.source.blockSignals(True)
            self.source.clear()
            self.source.addItem(tr("Any source"), "")
            for who in names:
                self.source.addItem(f"{who} ({grouped(found.get(who, 0))})", who)
            self.source.setCurrentIndex(max(0, self.source.findData(kept)))
            self.source.blockSignals(False)
        self.source.setEnabled(bool(names))

    def show_marks(self, marks: list[Mark], text: str, out_of: int) -> None:
        """List marks of an article's text, and say how many of how many they are."""
        before = self.list.currentIndex()
        kept = self.model.marks[before.row()] if before.isValid() else None
        if marks != self.model.marks:
            self.model.show(marks, text)
            if kept and marks:
                self.follow(kept.span.start)
        if not out_of:
            said = tr("The visible layers mark nothing here.")
        elif not marks:
            said = tr("None of {total} marks is like that.").format(total=grouped(out_of))
        elif len(marks) == out_of:
            said = tr("{total} marks").format(total=grouped(out_of))
        else:
            said = tr("{number} of {total} marks").format(number=grouped(len(marks)), total=grouped(out_of))
        quoted = sum(map(_quoted, marks))
        # The legend counts them apart.
        self.count.setText(tr("{said}, {number} in quoted words").format(said=said, number=quoted) if quoted else said)

    def follow(self, position: int) -> None:
        """Make the mark at code point `position`, or the last before it, current."""
        current = self.list.currentIndex()
        if current.isValid() and self.model.marks[current.row()].span.start == position:
            return
        index = self.model.index(self.model.row_at(position), 0)
        self.list.setCurrentIndex(index)
        if index.isValid():
            self.list.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def _tell(self, index: QModelIndex, leave: bool) -> None:
        self.chosen.emit(self.model.marks[index.row()], leave)


def _quoted(mark: Mark) -> bool:
    """Tell whether a mark is on a word that is not the author's."""
    return mark.cue is not None and mark.cue.quoted


def source_name(attribution: Attribution) -> str:
    """Return a source as it is listed: its name, or that it has none."""
    return attribution.who if attribution.kind is not SourceKind.NONE and attribution.who else tr("No source named")


def _choice(name: str, items: Iterable[tuple[str, object]] = ()) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    for title, value in items:
        box.addItem(title, value)
    return box


def _ranges() -> Iterator[tuple[str, tuple[float, float]]]:
    """Yield the ranges of confidence that words tell apart, the highest first."""
    below = 1.0
    for least, _ in LEVELS:
        title = tr("{words}, {least}–{below} %").format(
            words=confidence_words(least), least=round(100 * least), below=round(100 * below)
        )
        # Whole certainty is in the highest range.
        yield title, (least, 1.01 if below == 1.0 else below)
        below = least


def _table(model: Marks) -> QTableView:
    """Return a table of one column, which looks like a list: it alone finds a row's place without asking all others."""
    made = QTableView()
    made.setModel(model)
    made.setAccessibleName(tr("Marks"))
    made.setFrameShape(QTableView.Shape.NoFrame)
    made.setShowGrid(False)
    made.setTabKeyNavigation(False)
    made.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    made.setSelectionMode(QTableView.SelectionMode.SingleSelection)
    made.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.horizontalHeader().hide()
    made.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    made.verticalHeader().hide()
    made.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    return made


class _Listing(QObject):
    """Keeps the list true to the article in front; while it is hidden, nothing is gathered."""

    def __init__(self, window: Window, panel: MarkList) -> None:
        super().__init__(panel)
        self._window = window
        self._panel = panel
        self._slices = Slices(self._gather, _DELAY_MS, panel)
        window.look_changed.connect(lambda: panel.set_theme(window.theme))
        panel.narrowed.connect(self._slices.now)
        panel.chosen.connect(self._go)
        window.document_shown.connect(self._listen)
        window.page_changed.connect(self.now)
        window.marks_changed.connect(self._later)
        window.lens_changed.connect(self._later)

    def now(self, _changed: object = None) -> None:
        """Gather at once."""
        if self._panel.isVisible():
            self._slices.now()

    def _later(self, _changed: object) -> None:
        if self._panel.isVisible():
            self._slices.later()

    def _gather(self) -> Iterator[object]:
        page = self._window.page
        view = page.view if page else None
        if page is None or view is None or page.guesses is not None:
            self._panel.show_marks([], "", 0)
            return
        text, narrowing, count = view.article.text, self._panel.narrowing, 0
        names: Counter[str] = Counter()
        found: list[Mark] = []
        last: Annotation | None = None
        for mark in view.scene.marked.shown(view.scene.lens):
            count += 1
            if mark.annotation is not last:
                last = mark.annotation
                names.update(map(source_name, last.attributions))
            if narrowing.keeps(mark, text):
                found.append(mark)
            yield None
        found.sort(key=lambda mark: mark.span.start)
        self._panel.show_sources(names)
        self._panel.show_marks(found, text, count)
        self._follow(page)

    def _listen(self, page: Page) -> None:
        if page.view:
            page.view.cursorPositionChanged.connect(partial(self._follow, page))
        self.now()

    def _follow(self, page: Page) -> None:
        """Go along with the caret, if the page is in front."""
        if self._panel.isVisible() and page is self._window.page and page.view and self._panel.model.marks:
            self._panel.follow(page.view.caret())

    def _go(self, mark: Mark, leave: bool) -> None:
        page = self._window.page
        if page and page.view:
            page.view.go_to(mark.span)
            page.view.set_focus_mark(mark.annotation)
            if leave:
                page.view.setFocus()


def install(window: Window) -> Mapping[str, Handler]:
    """Add the list at the right, hidden."""
    panel = MarkList(window.theme)
    show = window.add_panel("marks", "Marks", panel)
    window.docks["marks"].visibilityChanged.connect(_Listing(window, panel).now)
    return {"marks": show}
