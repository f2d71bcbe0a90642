"""Preferences: look, typography, engine, language, shortcuts. Every change shows at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFontComboBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from reader.core.layers import LAYERS
from reader.ui import theme as themes
from reader.ui import translate
from reader.ui.colour_vision import DEFICIENCIES, theme_seen
from reader.ui.commands import COMMANDS, Command
from reader.ui.menus import Handler, keys_text, menu_title, plain, shortcuts
from reader.ui.override import override
from reader.ui.room import fit
from reader.ui.sheet import NUMBER_INSET
from reader.ui.swatch import Swatch
from reader.ui.translate import tr

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from reader.ui.window import Window

_PORTABLE = QKeySequence.SequenceFormat.PortableText


def install(window: Window) -> Mapping[str, Handler]:
    """Add the command that opens the preferences."""

    def show() -> None:
        Preferences(window).open()

    return {"preferences": show}


class _KeyField(QKeySequenceEdit):
    """Takes any key for a shortcut but Escape, which closes the dialog as it does elsewhere."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class Preferences(QDialog):
    """Changes the window's settings, live."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.setWindowTitle(tr("Preferences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 560, 560)
        tabs = QTabWidget()
        tabs.addTab(self._reading(), tr("Reading"))
        tabs.addTab(self._program(), tr("Program"))
        tabs.addTab(self._keys(), tr("Shortcuts"))
        self.tabs = tabs
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(tabs)
        layout.addWidget(buttons)
        # Where Control and Tab go through the pages.
        tabs.setFocus()

    def _change(self, **changes: object) -> None:
        self._window.apply_settings(self._window.settings._replace(**changes))  # type: ignore[arg-type]

    # Reading.

    def _reading(self) -> QWidget:
        form = QFormLayout()
        titles = {themes.FOLLOW_SYSTEM: tr("Follow the system")}
        titles |= {key: tr(title) for key, title in themes.titles().items()}
        self.theme = _choice(tr("Theme"), titles, self._window.settings.theme)
        self.theme.currentIndexChanged.connect(self._on_theme)
        form.addRow(tr("Theme"), self.theme)
        form.addRow(tr("Font"), self._font())
        self.points = QDoubleSpinBox()
        self.points.setSingleStep(0.5)
        self.points.setDecimals(1)
        self.measure = QSpinBox()
        self.leading = QSpinBox()
        self.leading.setSingleStep(5)
        rows: tuple[tuple[str, QSpinBox | QDoubleSpinBox, str, str, tuple[int, int]], ...] = (
            (tr("Size"), self.points, "size", tr("points"), (7, 40)),
            (tr("Width of the text"), self.measure, "measure", tr("characters"), (30, 140)),
            (tr("Space between lines"), self.leading, "leading", "%", (100, 250)),
        )
        for title, box, key, unit, limits in rows:
            box.setRange(*limits)
            box.setValue(getattr(self._window.settings, key))
            box.setSuffix(f" {unit}")
            box.lineEdit().setTextMargins(NUMBER_INSET, 0, 0, 0)
            box.setAccessibleName(title)
            box.setKeyboardTracking(False)
            box.setMinimumHeight(self.theme.sizeHint().height())
            box.valueChanged.connect(partial(self._on_number, key))
            form.addRow(title, box)
        self.sight = _choice(
            tr("Show as seen with"), {"": tr("Full colour vision")} | {d: tr(d) for d in DEFICIENCIES}, ""
        )
        self.sight.currentIndexChanged.connect(self._preview)
        form.addRow(tr("Show as seen with"), self.sight)
        self.own_layers = QCheckBox(tr("The same layers in every new article:"))
        form.addRow(self.own_layers)
        # Within a form, a layout gets less height than it asks for.
        page = QWidget()
        column = QVBoxLayout(page)
        column.addLayout(form)
        column.addLayout(self._layers())
        column.addStretch()
        return page

    def _font(self) -> QLayout:
        """Return the choice of a font, or of none."""
        own = self._window.settings.family
        self.own_font = QCheckBox(tr("Of my own"))
        self.own_font.setAccessibleName(tr("Font of my own"))
        self.own_font.setChecked(bool(own))
        self.family = QFontComboBox()
        self.family.setAccessibleName(tr("Font"))
        self.family.setEnabled(bool(own))
        if own:
            self.family.setCurrentText(own)
        self.own_font.toggled.connect(self._on_family)
        self.family.currentFontChanged.connect(self._on_family)
        row = QHBoxLayout()
        row.addWidget(self.own_font)
        row.addWidget(self.family, 1)
        return row

    def _layers(self) -> QLayout:
        """Return the choice of layers for new articles, each beside its swatch."""
        chosen = self._window.settings.default_layers
        self.own_layers.setChecked(chosen is not None)
        self.swatches = [Swatch(layer.key, self._window.theme) for layer in LAYERS]
        self.layers: dict[str, QCheckBox] = {}
        grid = QGridLayout()
        for number, (layer, swatch) in enumerate(zip(LAYERS, self.swatches, strict=True)):
            grid.addWidget(swatch, number // 2, 2 * (number % 2))
            shown = QCheckBox(tr(layer.title))
            shown.setChecked(chosen is None or layer.key in chosen)
            shown.setEnabled(chosen is not None)
            shown.toggled.connect(self._on_layers)
            self.layers[layer.key] = shown
            grid.addWidget(shown, number // 2, 2 * (number % 2) + 1)
        self.own_layers.toggled.connect(self._on_layers)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        return grid

    def _on_theme(self) -> None:
        self._change(theme=self.theme.currentData())
        self._preview()

    def _on_family(self) -> None:
        self.family.setEnabled(self.own_font.isChecked())
        self._change(family=self.family.currentFont().family() if self.own_font.isChecked() else "")

    def _on_number(self, key: str, value: float) -> None:
        self._change(**{key: value})

    def _on_layers(self) -> None:
        own = self.own_layers.isChecked()
        for box in self.layers.values():
            box.setEnabled(own)
        chosen = tuple(key for key, box in self.layers.items() if box.isChecked())
        self._change(default_layers=chosen if own else None)

    def _preview(self) -> None:
        sight = self.sight.currentData()
        theme = self._window.theme
        for swatch in self.swatches:
            swatch.set_theme(theme_seen(theme, sight) if sight else theme)

    # Program.

    def _program(self) -> QWidget:
        settings = self._window.settings
        names = {translate.FOLLOW_SYSTEM: tr("Follow the system")} | translate.languages()
        self.language = _choice(tr("Language"), names, settings.language)
        self.language.currentIndexChanged.connect(self._on_language)
        engines = {"full": tr("Full: more exact, needs more memory"), "light": tr("Light: smaller and quicker")}
        self.engine = _choice(tr("Engine"), engines, settings.engine)
        self.engine.currentIndexChanged.connect(self._on_engine)
        self.restore = QCheckBox(tr("Open the articles of last time again"))
        self.restore.setChecked(settings.restore)
        self.restore.toggled.connect(self._on_restore)
        form = QFormLayout()
        form.addRow(tr("Language"), self.language)
        self.restart = QLabel(tr("The language changes when the program starts again."))
        self.restart.setObjectName("dim")
        self.restart.hide()
        form.addRow("", self.restart)
        form.addRow(tr("Engine"), self.engine)
        form.addRow("", self.restore)
        page = QWidget()
        page.setLayout(form)
        return page

    def _on_language(self) -> None:
        self._change(language=self.language.currentData())
        self.restart.show()

    def _on_engine(self) -> None:
        self._change(engine=self.engine.currentData())

    def _on_restore(self, restore: bool) -> None:
        self._change(restore=restore)

    # Shortcuts.

    def _keys(self) -> QWidget:
        self.keys: dict[str, _KeyField] = {}
        form = QFormLayout()
        menu = ""
        for command in COMMANDS:
            if command.menu != menu:
                menu = command.menu
                form.addRow(QLabel(f"<b>{escape(menu_title(menu))}</b>"))
            edit = _KeyField()
            edit.setMaximumSequenceLength(1)
            edit.setClearButtonEnabled(True)
            edit.setAccessibleName(plain(command))
            form.addRow(plain(command), edit)
            self.keys[command.key] = edit
        self._fill_keys()
        for key, edit in self.keys.items():
            edit.editingFinished.connect(partial(self._on_key, key))
        form.setContentsMargins(0, 0, 8, 0)
        inside = QWidget()
        inside.setLayout(form)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        # The page's own background, which is not that of a window.
        for widget in (area.viewport(), inside):
            widget.setAutoFillBackground(False)
        area.setAccessibleName(tr("Shortcuts"))
        self.conflict = QLabel()
        self.conflict.setWordWrap(True)
        self.reset = QPushButton(tr("Reset all shortcuts"))
        self.reset.setAutoDefault(False)
        self.reset.clicked.connect(self._on_reset)
        layout = QVBoxLayout()
        layout.addWidget(area)
        layout.addWidget(self.conflict)
        layout.addWidget(self.reset, alignment=Qt.AlignmentFlag.AlignLeft)
        page = QWidget()
        page.setLayout(layout)
        return page

    def _fill_keys(self) -> None:
        for command in COMMANDS:
            edit = self.keys[command.key]
            edit.blockSignals(True)
            edit.setKeySequence(next(iter(shortcuts(command, self._window.settings.shortcuts)), QKeySequence()))
            edit.blockSignals(False)

    def _on_key(self, key: str) -> None:
        command = next(one for one in COMMANDS if one.key == key)
        wanted = self.keys[key].keySequence()
        own = self._window.settings.shortcuts
        if wanted == next(iter(shortcuts(command, own)), QKeySequence()):
            return
        taken = _holder(wanted, command, own)
        if taken:
            text = tr("{keys} belongs to “{command}” already.")
            self.conflict.setText(text.format(keys=keys_text([wanted]), command=plain(taken)))
            self._fill_keys()
            return
        self.conflict.clear()
        self._change(shortcuts={**own, key: wanted.toString(_PORTABLE)})

    def _on_reset(self) -> None:
        self.conflict.clear()
        self._change(shortcuts={})
        self._fill_keys()


def _holder(keys: QKeySequence, but: Command, own: Mapping[str, str]) -> Command | None:
    """Return the command other than `but` that has a shortcut already, if one has."""
    if keys.isEmpty():
        return None
    return next((one for one in COMMANDS if one is not but and keys in shortcuts(one, own)), None)


def _choice(name: str, titles: Mapping[str, str], chosen: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for key, title in titles.items():
        box.addItem(title, key)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box
