"""The legend: every layer with its swatch, check box and live count, and the confidence slider."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from reader.core.layers import LAYERS, Layer
from reader.core.wording import percent
from reader.ui.marked import Lens
from reader.ui.override import override
from reader.ui.swatch import Swatch
from reader.ui.theme import Theme
from reader.ui.translate import tr
from reader.ui.wording import confidence_words

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QMouseEvent


class _LayerBox(QCheckBox):
    """A layer's check box: Alt+click shows that layer alone."""

    solo_wanted = Signal(str)
    all_wanted = Signal()

    def __init__(self, layer: Layer, number: int) -> None:
        super().__init__(tr(layer.title))
        self._key = layer.key
        self.setToolTip(tr(layer.meaning) + "\n" + tr("Key {number}; Alt+click shows it alone").format(number=number))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.solo_wanted.emit(self._key)
            event.accept()
        else:
            super().mousePressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Only this layer"), partial(self.solo_wanted.emit, self._key))
        menu.addAction(tr("All layers"), self.all_wanted.emit)
        menu.popup(event.globalPos())


class Legend(QWidget):
    """Shows and changes the lens of the article in front."""

    lens_changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lens = Lens()
        self._measured: tuple[tuple[float, float], ...] = ()
        self.boxes: dict[str, _LayerBox] = {}
        self.counts: dict[str, QLabel] = {}
        self._swatches: list[Swatch] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for number, layer in enumerate(LAYERS, 1):
            self._add_row(grid, layer, number, theme)
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
        layout.addLayout(grid)
        layout.addSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.slider)
        layout.addWidget(self._level)
        layout.addStretch()
        self._say_level()

    def set_lens(self, lens: Lens) -> None:
        """Show a lens, without telling of a change."""
        self._lens = lens
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

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many marks each layer has."""
        for layer in LAYERS:
            count = counts.get(layer.key, 0)
            self.counts[layer.key].setText(f"{count:,}")
            self.boxes[layer.key].setAccessibleName(
                tr("{layer}, {number} marks").format(layer=tr(layer.title), number=f"{count:,}")
            )

    def set_theme(self, theme: Theme) -> None:
        """Draw the swatches in another theme."""
        for swatch in self._swatches:
            swatch.set_theme(theme)

    def _add_row(self, grid: QGridLayout, layer: Layer, number: int, theme: Theme) -> None:
        swatch, box, count = Swatch(layer.key, theme), _LayerBox(layer, number), QLabel("0")
        count.setObjectName("dim")
        count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        swatch.setToolTip(tr(layer.meaning))
        row = grid.rowCount()
        for column, widget in enumerate((swatch, box, count)):
            grid.addWidget(widget, row, column)
        box.toggled.connect(partial(self._on_toggled, layer.key))
        box.solo_wanted.connect(self._on_solo)
        box.all_wanted.connect(self._on_all)
        self.boxes[layer.key] = box
        self.counts[layer.key] = count
        self._swatches.append(swatch)

    def _on_toggled(self, key: str, checked: bool) -> None:
        if checked != (key in self._lens.visible):
            self._change(self._lens.toggled(key))

    def _on_solo(self, key: str) -> None:
        alone = self._lens.visible == {key}
        self._change(self._lens.showing(self.boxes if alone else (key,)))

    def _on_all(self) -> None:
        self._change(self._lens.showing(self.boxes))

    def _on_slider(self, value: int) -> None:
        self._change(self._lens.from_confidence(value / 100))

    def _change(self, lens: Lens) -> None:
        self.set_lens(lens)
        self.lens_changed.emit(lens)

    def _say_level(self) -> None:
        least = self._lens.min_confidence
        self._value.setText(percent(least) if least else tr("all"))
        said = tr("From “{level}” upward.").format(level=confidence_words(least)) if least else ""
        self._level.setText(f"{said} {self._record(least)}".strip() or tr("Every mark, however unsure."))

    def _record(self, least: float) -> str:
        """Say how often the marks at this level were right when that was measured, or nothing."""
        right = next((share for level, share in reversed(self._measured) if level <= least + 1e-6), None)
        if right is None:
            return ""
        return tr("On articles kept from training, {share} of these marks were right.").format(share=percent(right))
