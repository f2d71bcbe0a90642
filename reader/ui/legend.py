"""The legend: every layer with its swatch, check box and live count, in the order in which they lie on each other.

Rows are dragged by their handle, or moved with Alt and the arrow keys. Below them is the confidence slider.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.core.annotation import UNSURE_BELOW
from reader.core.layers import LAYERS, Layer
from reader.core.wording import NO_FILL, percent
from reader.ui.marked import Lens
from reader.ui.override import override
from reader.ui.swatch import Swatch
from reader.ui.theme import Theme
from reader.ui.translate import tr
from reader.ui.wording import confidence_words, grouped

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent


class _LayerBox(QCheckBox):
    """A layer's check box: Alt+click shows that layer alone, Alt and an arrow key moves it."""

    solo_wanted = Signal(str)
    all_wanted = Signal()
    move_wanted = Signal(int)

    def __init__(self, layer: Layer, number: int) -> None:
        super().__init__(tr(layer.title))
        self._key = layer.key
        told = tr("Key {number} shows or hides it; Alt+↑ and Alt+↓ move it").format(number=number)
        self.setToolTip(tr(layer.meaning) + "\n" + told)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.solo_wanted.emit(self._key)
            event.accept()
        else:
            super().mousePressEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if by and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_wanted.emit(by)
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Only this layer"), partial(self.solo_wanted.emit, self._key))
        menu.addAction(tr("All layers"), self.all_wanted.emit)
        menu.addSeparator()
        menu.addAction(tr("Move up"), partial(self.move_wanted.emit, -1))
        menu.addAction(tr("Move down"), partial(self.move_wanted.emit, 1))
        menu.popup(event.globalPos())


class _Handle(QLabel):
    """Takes hold of a row. Signal `dragged(y)`: the pointer's place on the screen, while it is held."""

    dragged = Signal(float)

    def __init__(self) -> None:
        super().__init__("⋮")
        self.setObjectName("dim")
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip(tr("Drag to choose which layer lies on top"))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        event.accept()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.dragged.emit(event.globalPosition().y())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setCursor(Qt.CursorShape.OpenHandCursor)


class _Row(QWidget):
    """A layer's line: handle, swatch, check box, count, and the button that shows it alone."""

    def __init__(self, layer: Layer, number: int, theme: Theme) -> None:
        super().__init__()
        self.handle, self.swatch, self.box = _Handle(), Swatch(layer.key, theme), _LayerBox(layer, number)
        self.count = QLabel("0")
        self.count.setObjectName("dim")
        self.only = QToolButton()
        self.only.setText(tr("only"))
        self.only.setObjectName("quiet")
        self.only.setAutoRaise(True)
        self.only.setToolTip(tr("Show {layer} alone; again for all layers").format(layer=tr(layer.title)))
        self.only.setAccessibleName(tr("Only {layer}").format(layer=tr(layer.title)))
        self.swatch.setToolTip(tr(layer.meaning))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.handle, self.swatch):
            row.addWidget(widget)
        row.addWidget(self.box, 1)
        row.addWidget(self.count)
        row.addWidget(self.only)


class _OwnRow(QWidget):
    """The line of the reader's own labels: their sign, check box and count."""

    def __init__(self, like: _Row) -> None:
        super().__init__()
        sign = QLabel("✓")
        sign.setObjectName("ownSign")
        sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        sign.setFixedSize(like.swatch.sizeHint())
        self.box = QCheckBox(tr("Your labels"))
        told = tr("What you decided and highlighted yourself.")
        self.box.setToolTip(told + "\n" + tr("Key {number} shows or hides it").format(number=len(LAYERS) + 1))
        self.count = QLabel("0")
        self.count.setObjectName("dim")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addSpacing(like.handle.sizeHint().width() + row.spacing())
        row.addWidget(sign)
        row.addWidget(self.box, 1)
        row.addWidget(self.count)
        row.addSpacing(like.only.sizeHint().width() + row.spacing())


class Legend(QWidget):
    """Shows and changes the lens of the article in front; `own_toggled(shown)` tells of the reader's own labels."""

    lens_changed = Signal(object)
    own_toggled = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lens = Lens()
        self._shown: Lens | None = None
        self._measured: tuple[tuple[float, float], ...] = ()
        self.rows = {layer.key: _Row(layer, number, theme) for number, layer in enumerate(LAYERS, 1)}
        self.boxes = {key: row.box for key, row in self.rows.items()}
        self.counts = {key: row.count for key, row in self.rows.items()}
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        for key, row in self.rows.items():
            self._list.addWidget(row)
            row.box.toggled.connect(partial(self._on_toggled, key))
            row.box.solo_wanted.connect(self._on_solo)
            row.box.all_wanted.connect(self._on_all)
            row.box.move_wanted.connect(partial(self._on_move, key))
            row.only.clicked.connect(partial(self._on_solo, key))
            row.handle.dragged.connect(partial(self._on_dragged, key))
        self.own = _OwnRow(self.rows[LAYERS[0].key])
        self.own.box.toggled.connect(self.own_toggled)
        self.all = QPushButton()
        self.all.clicked.connect(self._on_all_or_none)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 95)
        self.slider.setSingleStep(1)
        self.slider.setPageStep(5)
        self.slider.setAccessibleName(tr("Least confidence of the marks shown"))
        self.slider.valueChanged.connect(self._on_slider)
        self._level = QLabel()
        self._level.setWordWrap(True)
        self._level.setObjectName("dim")
        caption = QLabel(tr("Show marks from"))
        self._value = QLabel()
        head = QHBoxLayout()
        head.addWidget(caption)
        head.addStretch()
        head.addWidget(self._value)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.addLayout(self._list)
        layout.addWidget(self.own)
        layout.addWidget(self.all, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.slider)
        layout.addWidget(self._level)
        layout.addStretch()
        self.set_lens(self._lens)

    def set_lens(self, lens: Lens) -> None:
        """Show a lens, without telling of a change."""
        if lens == self._shown:
            return
        self._shown = lens
        if lens.order != self._lens.order:
            for place, key in enumerate(lens.order):
                self._list.removeWidget(self.rows[key])
                self._list.insertWidget(place, self.rows[key])
            self._set_tab_order(lens)
        self._lens = lens
        self.all.setText(tr("All off") if lens.visible else tr("All on"))
        for key, box in self.boxes.items():
            box.blockSignals(True)
            box.setChecked(key in lens.visible)
            box.blockSignals(False)
        self.slider.blockSignals(True)
        self.slider.setValue(round(100 * lens.min_confidence))
        self.slider.blockSignals(False)
        self._say_level()

    def set_reliability(self, measured: Sequence[tuple[float, float]]) -> None:
        """Say what a level means: for rising least confidences, the share right on articles kept from training."""
        self._measured = tuple(measured)
        self._say_level()

    def set_counts(self, counts: Mapping[str, int], quoted: Mapping[str, int]) -> None:
        """Show how many marks each layer has, and how many more stand in quoted words."""
        for layer in LAYERS:
            count = counts.get(layer.key, 0)
            self.counts[layer.key].setText(grouped(count))
            self.boxes[layer.key].setAccessibleName(
                tr("{layer}, marks: {number}").format(layer=tr(layer.title), number=grouped(count))
            )
            others = quoted.get(layer.key, 0)
            more = tr("{number} more in quoted words, drawn lighter: they are not the author’s").format(number=others)
            self.counts[layer.key].setToolTip(more if others else "")

    def set_own(self, count: int, *, shown: bool) -> None:
        """Show how many marks are the reader's own, and whether they are on screen; tells of no change."""
        self.own.box.blockSignals(True)
        self.own.box.setChecked(shown)
        self.own.box.blockSignals(False)
        self.own.count.setText(grouped(count))
        said = tr("{layer}, marks: {number}").format(layer=tr("Your labels"), number=grouped(count))
        self.own.box.setAccessibleName(said)

    def set_theme(self, theme: Theme) -> None:
        """Draw the swatches in another theme."""
        for row in self.rows.values():
            row.swatch.set_theme(theme)

    def _set_tab_order(self, lens: Lens) -> None:
        last: QWidget | None = None
        for key in lens.order:
            for widget in (self.rows[key].box, self.rows[key].only):
                if last:
                    QWidget.setTabOrder(last, widget)
                last = widget

    def _on_move(self, key: str, by: int) -> None:
        place = self._lens.order.index(key) + by
        if 0 <= place < len(self._lens.order):
            self._put(key, place)

    def _on_dragged(self, key: str, y: float) -> None:
        """Put a row where the pointer is, as soon as it has passed the middle of another."""
        middles = [row.mapToGlobal(row.rect().center()).y() for row in map(self.rows.get, self._lens.order) if row]
        at = self._lens.order.index(key)
        place = sum(1 for number, middle in enumerate(middles) if number != at and middle < y)
        if place != at:
            self._put(key, place)

    def _put(self, key: str, place: int) -> None:
        others = [other for other in self._lens.order if other != key]
        self._change(self._lens.ordered((*others[:place], key, *others[place:])))

    def _on_toggled(self, key: str, checked: bool) -> None:
        if checked != (key in self._lens.visible):
            self._change(self._lens.toggled(key))

    def _on_solo(self, key: str, _checked: bool = False) -> None:
        alone = self._lens.visible == {key}
        self._change(self._lens.showing(self.boxes if alone else (key,)))

    def _on_all(self) -> None:
        self._change(self._lens.showing(self.boxes))

    def _on_all_or_none(self) -> None:
        self._change(self._lens.showing(() if self._lens.visible else self.boxes))

    def _on_slider(self, value: int) -> None:
        self._change(self._lens.from_confidence(value / 100))

    def _change(self, lens: Lens) -> None:
        self.set_lens(lens)
        self.lens_changed.emit(lens)

    def _say_level(self) -> None:
        least = self._lens.min_confidence
        self._value.setText(percent(least) if least else tr("all"))
        said = tr("From “{level}” upward.").format(level=confidence_words(least)) if least else ""
        told = f"{said} {self._record(least)}".strip() or tr("Every mark, however unsure.")
        unsure = tr(NO_FILL) if least < UNSURE_BELOW else ""
        self._level.setText(f"{told} {unsure}".strip())

    def _record(self, least: float) -> str:
        """Say how often the marks at this level were right when that was measured, or nothing."""
        right = next((share for level, share in reversed(self._measured) if level <= least + 1e-6), None)
        if right is None:
            return ""
        return tr("On articles kept from training, {share} of these marks were right.").format(share=percent(right))
