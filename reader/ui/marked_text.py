"""The article's text with marks painted behind it: what both text widgets share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from PySide6 import QtCore
from PySide6.QtCore import QObject, QPoint, QPointF, QRectF, Signal
from PySide6.QtGui import QPainter, QPalette, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QToolTip, QWidget

from reader.core.annotation import Annotation
from reader.core.document import Document, Span
from reader.core.folding import NO_BLOCK, Fold
from reader.core.layers import marks
from reader.core.text import Utf16Map
from reader.ui import margin_signs, overlay
from reader.ui import theme as themes
from reader.ui.marked import Lens, Marked
from reader.ui.override import override
from reader.ui.theme import Theme
from reader.ui.translate import tr
from reader.ui.typography import Typography
from reader.ui.wording import tooltip

MARGIN = 36.0
"""Pixels left and right of the text: the overview strip has room in it, and highlights keep clear of it."""

if TYPE_CHECKING:
    from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent, QTextBlock

    _Base = QTextEdit
else:
    _Base = object


class _ToolTips(QObject):
    """Hears when a tool tip is wanted. The text itself would hear of its scroll bars’ events, too, all the time."""

    def __init__(self, text: MarkedText) -> None:
        super().__init__(text)
        self._text = text

    @override
    def eventFilter(self, watched: QObject, event: QtCore.QEvent) -> bool:
        if event.type() == QtCore.QEvent.Type.ToolTip:
            self._text.show_tooltip(cast("QHelpEvent", event))
            return True
        return False


def _viewport() -> QWidget:
    """Return a viewport like the one a text widget has by itself.

    For one that Qt made, PySide asks all classes of widgets whether it is theirs, and has to build them for that.
    """
    made = QWidget()
    made.setAutoFillBackground(True)
    made.setBackgroundRole(QPalette.ColorRole.Base)
    made.setMouseTracking(True)
    return made


class MarkedText(_Base):
    """What both widgets share: the centred column, painted marks, and where the reader points.

    Signals of the concrete classes: `chosen(annotation)` on a click or Enter, `scrolled()`, and `gap_wanted(gap)`
    where the reader wants to see what is folded away, `signs_changed()` where hits or own marks are others.
    """

    chosen: Signal
    scrolled: Signal
    gap_wanted: Signal
    signs_changed: Signal

    def set_up(self, document: Document, marked: Marked, theme: Theme, typography: Typography, lens: Lens) -> None:
        """Show a document; `marked` may fill up later, `refresh` tells of it."""
        self.article = self.shown = document
        self.fold: Fold | None = None
        self.scene = overlay.Scene(theme, marked, lens, Utf16Map(document.text))
        self._typography = typography
        self._pressed = QPointF()
        self._anchor = 0
        self._clamped = False
        self._between_texts = False
        self._tells = True
        self._tips: _ToolTips | None = None
        self._on_screen: tuple[object, Span] | None = None
        self.setAutoFillBackground(True)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("textInteractionFlags", "TextSelectableByMouse|TextSelectableByKeyboard")
        self.setProperty("verticalScrollBarPolicy", "ScrollBarAlwaysOn")
        self.setProperty("horizontalScrollBarPolicy", "ScrollBarAlwaysOff")
        self.setAccessibleName(document.title)
        viewport = _viewport()
        self.setViewport(viewport)
        self.document().documentLayout().setPaintDevice(viewport)
        self.setPlainText(document.text)
        self.set_look(theme, typography)
        self.verticalScrollBar().rangeChanged.connect(self._on_range)
        self.verticalScrollBar().valueChanged.connect(self._on_scroll)

    def set_look(self, theme: Theme, typography: Typography) -> None:
        """Set the article anew in a theme and typography, at the same place in the text."""
        anchor = self._anchor
        self._typography = typography
        self.scene = self.scene._replace(theme=theme)
        # Under a style sheet the viewport does not inherit a palette that is set later.
        palette = self.window().palette()
        themes.colour_page(palette, theme)
        for widget in (self, self.viewport()):
            widget.setPalette(palette)
        self.compose(theme, typography)
        self._on_screen = None
        self._centre()
        self.go_to_top(anchor)
        self.viewport().update()

    def set_fold(self, fold: Fold | None) -> None:
        """Show the article with sentences folded away, or the whole of it, at the same place in the text."""
        anchor, caret = self._anchor, self.caret()
        self.fold = fold
        self.shown = fold.document if fold else self.article
        units = fold.units if fold else Utf16Map(self.article.text)
        self.scene = self.scene._replace(units=units, numbers=fold.numbers if fold else None)
        self._on_screen = None
        self._between_texts = True
        self.setPlainText(self.shown.text)
        self._between_texts = False
        self.compose(self.scene.theme, self._typography)
        self.setTextCursor(self.cursor_at(caret))
        self._centre()
        self.go_to_top(anchor)
        self.viewport().update()

    def folded(self, position: int) -> bool:
        """Tell whether code point `position` is folded away."""
        return self.fold is not None and self.fold.gap_at(position) is not None

    def set_lens(self, lens: Lens) -> None:
        """Show the marks through another lens: a repaint, nothing more."""
        self.scene = self.scene._replace(lens=lens)
        self.viewport().update()

    def set_hits(self, hits: tuple[Span, ...], current: Span | None) -> None:
        """Show what a search found, in its own colour."""
        self.scene = self.scene._replace(hits=hits, current_hit=current)
        self.viewport().update()
        self.signs_changed.emit()

    def set_marked(self, marked: Marked, *, tells: bool) -> None:
        """Show other marks; where they do not tell, the pointer learns nothing of them."""
        self.scene = self.scene._replace(marked=marked)
        self._tells = tells
        self.viewport().update()

    def frame(self, span: Span | None) -> None:
        """Frame a stretch of text, or none."""
        self.scene = self.scene._replace(focus=span, evidence=())
        self.viewport().update()

    def set_focus_mark(self, annotation: Annotation | None) -> None:
        """Frame a sentence and its deciding words, or none."""
        focus = annotation.span if annotation else None
        evidence = tuple(cue.span for cue in annotation.evidence) if annotation else ()
        self.scene = self.scene._replace(focus=focus, evidence=evidence)
        self.viewport().update()

    def set_own(self, own: tuple[overlay.OwnSign, ...]) -> None:
        """Show the reader's own marks."""
        self.scene = self.scene._replace(own=own)
        self.viewport().update()
        self.signs_changed.emit()

    def refresh(self, batch: tuple[Annotation, ...]) -> None:
        """Repaint if one of the annotations that came in is on screen."""
        # Asking the layout takes a millisecond, and batches come by the hundred: asked once a scroll position.
        place = self.verticalScrollBar().value(), self.viewport().size().toTuple()
        if self._on_screen is None or self._on_screen[0] != place:
            self._on_screen = place, self.on_screen()
        shown = self._on_screen[1]
        if any(annotation.span.overlaps(shown) for annotation in batch):
            self.viewport().update()

    def top(self) -> int:
        """Return the code point position of the first character on screen."""
        # A pixel below the edge, so that a line scrolled out by a hair does not count.
        return self.scene.units.from_utf16(self.cursorForPosition(QPoint(0, 2)).position())

    def on_screen(self) -> Span:
        """Return the stretch of text on screen."""
        bottom = self.cursorForPosition(QPoint(self.viewport().width(), self.viewport().height())).position()
        return Span(self.top(), self.scene.units.from_utf16(bottom) + 1)

    def go_to(self, span: Span) -> None:
        """Put the caret on a stretch of text; if it is not on screen, bring it to the upper third.

        What is folded away is asked for first.
        """
        gap = self.fold.gap_at(span.start) if self.fold else None
        if gap:
            self.gap_wanted.emit(gap)
        cursor = self.cursor_at(span.start)
        bar = self.verticalScrollBar()
        before = bar.value()
        self.setTextCursor(cursor)
        box = self.cursorRect(cursor)
        if bar.value() != before or not self.viewport().rect().contains(box):
            bar.setValue(bar.value() + self.scroll_steps(box.top() - self.viewport().height() // 3))

    def go_to_top(self, position: int) -> None:
        """Scroll so that the line with code point `position` is the first on screen."""
        bar = self.verticalScrollBar()
        if position <= 0:
            bar.setValue(0)
        else:
            bar.setValue(bar.value() + self.scroll_steps(self.cursorRect(self.cursor_at(position)).top() - 2))
        # Not where that line begins: each other width would take the reader a line further up.
        self._anchor = position

    def cursor_at(self, position: int) -> QTextCursor:
        """Return a text cursor at code point `position`."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self.scene.units.to_utf16(position))
        return cursor

    def caret(self) -> int:
        """Return the caret's code point position."""
        return self.scene.units.from_utf16(self.textCursor().position())

    def annotation_at(self, position: int) -> Annotation | None:
        """Return the annotation that holds the character at code point `position`."""
        return self.sentence_at(position, self.scene.marked)

    def sentence_at(self, position: int, marked: Marked) -> Annotation | None:
        """Return the annotation of `marked` that holds the character at code point `position`."""
        block = self.document().findBlock(self.scene.units.to_utf16(position))
        return marked.at(self.scene.number(block), position)

    def annotation_under(self, point: QPointF) -> Annotation | None:
        """Return the annotation whose letters lie under a point of the viewport."""
        found = overlay.position_at(self.visible_blocks(QRectF(point.x(), point.y(), 1, 1)), point)
        if found is None:
            return None
        block, position = found
        return self.scene.marked.at(self.scene.number(block), self.scene.units.from_utf16(position))

    def box(self, span: Span) -> QRectF:
        """Return the rectangle of a stretch's lines in the viewport."""
        first, last = self.cursorRect(self.cursor_at(span.start)), self.cursorRect(self.cursor_at(span.end))
        return QRectF(first.united(last))

    def share_at(self, position: int) -> float:
        """Return how far down code point `position` stands, 0 to 1, as the scroll bar has it."""
        bar = self.verticalScrollBar()
        steps = self.steps_to(self.scene.units.to_utf16(position))
        if steps is None:
            return position / max(len(self.article.text), 1)
        return min(steps / max(bar.maximum() + bar.pageStep(), 1), 1.0)

    def go_to_share(self, share: float) -> None:
        """Bring the place that stands `share` (0 to 1) down to the middle of the screen."""
        bar = self.verticalScrollBar()
        if self.steps_to(0) is None:
            self.go_to_top(int(share * len(self.article.text)))
        else:
            bar.setValue(round(share * (bar.maximum() + bar.pageStep()) - bar.pageStep() / 2))

    # What differs between the two widgets.

    def steps_to(self, position: int) -> float | None:
        """Return the steps of the scroll bar from the top to a UTF-16 position; None where the layout is not known."""
        raise NotImplementedError

    def compose(self, theme: Theme, typography: Typography) -> None:
        """Set the text's fonts and formats."""
        raise NotImplementedError

    def visible_blocks(self, clip: QRectF) -> Iterator[overlay.VisibleBlock]:
        """Yield the blocks whose lines may lie in `clip`, from the top."""
        raise NotImplementedError

    def scroll_steps(self, pixels: int) -> int:
        """Return how many steps of the scroll bar make this many pixels."""
        raise NotImplementedError

    # Qt's events.

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        clip = QRectF(event.rect())
        painter = QPainter(self.viewport())
        visible = list(self.visible_blocks(clip))
        overlay.paint(painter, visible, clip, self.scene, self._placed)
        margin_signs.paint(painter, visible, self.shown.blocks, self.document().defaultFont(), self.scene.theme.page)
        painter.end()
        super().paintEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        anchor = self._anchor
        # Before Qt lays the text out in the width it finds.
        self._centre()
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.go_to_top(anchor)
        else:
            self._keep_caret(event.oldSize().height())
        self.scrolled.emit()

    def _keep_caret(self, height: int) -> None:
        """Let the text come up where a panel below covers the caret, which was on screen at the former `height`."""
        caret, left = self.cursorRect(), self.viewport().height()
        if left < caret.bottom() <= height:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.scroll_steps(caret.bottom() - left + caret.height()))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position()
        super().mousePressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._tips is None:
            # Not before: to tell of events, PySide has to know all kinds of them.
            self._tips = _ToolTips(self)
            self.viewport().installEventFilter(self._tips)
            self.viewport().setCursor(QtCore.Qt.CursorShape.IBeamCursor)
        if self.fold is not None:
            gap = self._on_gap(event.position().toPoint())
            shape = QtCore.Qt.CursorShape.PointingHandCursor if gap else QtCore.Qt.CursorShape.IBeamCursor
            self.viewport().setCursor(shape)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        moved = (event.position() - self._pressed).manhattanLength()
        cursor = self.textCursor()
        clicked = event.button() == QtCore.Qt.MouseButton.LeftButton and moved < 5 and not cursor.hasSelection()
        if clicked and not self._open_gap(cursor.block()):
            self.chosen.emit(self._shown(self.annotation_under(event.position())))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            if not self._open_gap(self.textCursor().block()):
                self.chosen.emit(self.annotation_at(self.caret()))
            return
        super().keyPressEvent(event)

    def _on_gap(self, point: QPoint) -> bool:
        return self.fold is not None and self.scene.number(self.cursorForPosition(point).block()) == NO_BLOCK

    def _open_gap(self, block: QTextBlock) -> bool:
        """Ask for what is folded away at a block on screen; tell whether something is."""
        gap = self.fold.gap_at(self.caret()) if self.fold else None
        if gap is None or self.scene.number(block) != NO_BLOCK:
            return False
        self.gap_wanted.emit(gap)
        return True

    def _on_range(self, _least: int, most: int) -> None:
        self._clamped = self.verticalScrollBar().value() > most

    def _on_scroll(self) -> None:
        # Whoever is told may ask for a place, and neither text is there.
        if self._between_texts:
            return
        # A text that got shorter, because it got wider, moves the bar; the reader is still at the same place.
        if not self._clamped:
            self._anchor = self.top()
        self._clamped = False
        self.scrolled.emit()

    def _shown(self, annotation: Annotation | None) -> Annotation | None:
        """Return the annotation if something of it shows through the lens."""
        lens = self.scene.lens
        if annotation and any(marks((annotation,), lens.visible, lens.min_confidence)):
            return annotation
        return None

    def show_tooltip(self, event: QHelpEvent) -> None:
        """Tell in short what is said of the sentence under the pointer."""
        if self._on_gap(event.pos()):
            QToolTip.showText(event.globalPos(), tr("Click, or Enter, shows what is folded away here"), self.viewport())
            return
        annotation = self._shown(self.annotation_under(QPointF(event.pos())))
        if annotation is None or not self._tells:
            QToolTip.hideText()
            return
        text = tooltip(annotation, self.article.text, self.scene.theme)
        QToolTip.showText(event.globalPos(), text, self.viewport(), self.box(annotation.span).toRect())

    def _centre(self) -> None:
        """Keep the column at its measure, in the middle."""
        self._placed = overlay.Placed()
        room = self.width() - self.verticalScrollBar().sizeHint().width()
        wanted = self._typography.column() + 2 * MARGIN
        side = max(0, int((room - wanted) / 2))
        self.setViewportMargins(side, 0, side, 0)
