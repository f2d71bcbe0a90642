"""The dialog for saving a copy: which kind, with a look at it, what goes in, and where it goes."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QFontDatabase, QPalette, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from reader.core.layers import BY_KEY, LAYERS
from reader.ui.room import fit
from reader.ui.services import CopyFormat, CopyOptions
from reader.ui.sheet import NUMBER_INSET
from reader.ui.translate import tr

if TYPE_CHECKING:
    from reader.formats.export.preview import Preview
    from reader.ui.marked import Lens

_ALL, _SHOWN = "all", "shown"
_DELAY_MS = 150
_PREVIEW_WIDTH = 400
SWITCHES: Mapping[str, str] = {
    "legend": "Legend",
    "evidence": "Deciding words of each mark (slower)",
    "footnotes": "What is said of each mark in footnotes",
    "own": "Your labels and notes",
}
"""The options that are switched, by their fields of `CopyOptions`, and how they are called."""


class PreviewPane(QStackedWidget):
    """Shows the beginning of a copy, on paper as it were: its first page, words, or lines."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = QPlainTextEdit()
        self.lines.setReadOnly(True)
        self.lines.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.lines.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.rich = QTextBrowser()
        self.rich.document().setDocumentMargin(16)
        paper = QPalette(self.rich.palette())
        for role, colour in ((QPalette.ColorRole.Base, "#FFFFFF"), (QPalette.ColorRole.Text, "#1D1D1F")):
            paper.setColor(role, colour)
        self.rich.setPalette(paper)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._sheet = QScrollArea()
        self._sheet.setWidget(self.picture)
        self._sheet.setWidgetResizable(True)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setObjectName("dim")
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for widget in (self.lines, self.rich, self._sheet, self.said):
            self.addWidget(widget)
            widget.setAccessibleName(tr("Preview"))
        self.setMinimumSize(_PREVIEW_WIDTH, 160)

    def show_preview(self, preview: Preview) -> None:
        """Show what is filled of a preview."""
        if preview.picture:
            pixmap = QPixmap()
            pixmap.loadFromData(preview.picture)
            ratio = self.devicePixelRatioF()
            width = round((self.width() - 28) * ratio)
            pixmap = pixmap.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            pixmap.setDevicePixelRatio(ratio)
            self.picture.setPixmap(pixmap)
            self._sheet.verticalScrollBar().setValue(0)
            self.setCurrentWidget(self._sheet)
        elif preview.rich:
            self.rich.setHtml(preview.rich)
            self.setCurrentWidget(self.rich)
        else:
            self.lines.setPlainText(preview.lines)
            self.setCurrentWidget(self.lines)

    def say(self, sentence: str) -> None:
        """Show a sentence instead of a preview."""
        self.said.setText(sentence)
        self.setCurrentWidget(self.said)


class CopyDialog(QDialog):
    """Asks how a copy of the article at the path `source` (“-” where it has none of its own) is to be saved.

    Signals: `chosen(path, format's key, options)`; `preview_wanted(format's key, options)`, answered by
    `pane.show_preview` or `pane.say`.
    """

    chosen = Signal(object, str, object)
    preview_wanted = Signal(str, object)

    def __init__(
        self,
        formats: Sequence[CopyFormat],
        source: str,
        lens: Lens,
        before: Mapping[str, str],
        parent: QWidget,
        *,
        folded: bool = False,
    ) -> None:
        super().__init__(parent)
        self.remark = QLabel(tr("The copy holds the whole article, with the sentences that are folded away now."))
        self.remark.setObjectName("dim")
        self.remark.setWordWrap(True)
        self.remark.setVisible(folded)
        self._formats = formats
        self._source = source
        self._lens = lens
        self.setWindowTitle(tr("Save annotated copy"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 820, 620)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self._ask_preview)
        self.pane = PreviewPane()
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Kind of copy"))
        self.list.addItems([tr(one.title) for one in formats])
        self.list.setFixedWidth(min(300, self.list.sizeHintForColumn(0) + 36))
        self.meaning = QLabel()
        self.meaning.setWordWrap(True)
        self._build_options(before)
        self._build_place()
        self._lay_out()
        known = [one.key for one in formats]
        self.list.setCurrentRow(known.index(before["format"]) if before.get("format") in known else 0)
        self.list.currentRowChanged.connect(self._on_format)
        self._on_format()

    @property
    def format(self) -> CopyFormat:
        """The kind of copy that is chosen."""
        return self._formats[max(self.list.currentRow(), 0)]

    @property
    def options(self) -> CopyOptions:
        """What is to go into the copy."""
        wanted = str(self.layers.currentData())
        layers = {_ALL: frozenset(BY_KEY), _SHOWN: self._lens.visible}.get(wanted, frozenset({wanted}))
        switched = {name: box.isChecked() for name, box in self.boxes.items()}
        return CopyOptions(layers, self.least.value() / 100, **switched)

    @property
    def remembered(self) -> dict[str, str]:
        """What is chosen, for the next time."""
        switched = {name: "yes" if box.isChecked() else "no" for name, box in self.boxes.items()}
        return {"format": self.format.key, "layers": str(self.layers.currentData()), **switched}

    # Building.

    def _build_options(self, before: Mapping[str, str]) -> None:
        self.layers = QComboBox()
        self.layers.setAccessibleName(tr("Marks of"))
        self.layers.addItem(tr("All layers"), _ALL)
        shown = tr("Layers shown now ({number} of {all})")
        self.layers.addItem(shown.format(number=len(self._lens.visible), all=len(LAYERS)), _SHOWN)
        for layer in LAYERS:
            self.layers.addItem(tr("Only: {layer}").format(layer=tr(layer.title)), layer.key)
        self.layers.setCurrentIndex(max(self.layers.findData(before.get("layers", _SHOWN)), 0))
        self.layers.currentIndexChanged.connect(self._timer.start)
        self.least = QSpinBox()
        self.least.setRange(0, 95)
        self.least.setSingleStep(5)
        self.least.setSuffix(" %")
        self.least.lineEdit().setTextMargins(NUMBER_INSET, 0, 0, 0)
        self.least.setSpecialValueText(tr("all"))
        self.least.setValue(round(100 * self._lens.min_confidence))
        self.least.setAccessibleName(tr("Show marks from"))
        self.least.valueChanged.connect(self._timer.start)
        default = CopyOptions()
        self.boxes: dict[str, QCheckBox] = {}
        for name, title in SWITCHES.items():
            box = QCheckBox(tr(title))
            box.setChecked(before.get(name, "yes" if getattr(default, name) else "no") == "yes")
            box.toggled.connect(self._timer.start)
            self.boxes[name] = box

    def _build_place(self) -> None:
        folder = Path(self._source).parent
        if self._source == "-" or not os.access(folder, os.W_OK):
            documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
            folder = documents if documents.is_dir() else Path.home()
        self._folder = folder
        stem = Path(self._source).stem if self._source != "-" else "article"
        self.path = QLineEdit(str(folder / f"{stem or 'article'}-annotated"))
        self.path.setAccessibleName(tr("File"))
        self.path.editingFinished.connect(self._on_typed)
        self.path.textChanged.connect(self._look_at_place)
        self.choose = QPushButton(tr("Choose…"))
        self.choose.clicked.connect(self._choose)
        self.warning = QLabel()
        self.warning.setObjectName("dim")
        self.warning.setWordWrap(True)
        self.warning.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.save = QPushButton(tr("Save"))
        self.save.setObjectName("primary")
        self.save.setDefault(True)
        self.choose.setAutoDefault(False)
        self.buttons.addButton(self.save, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._on_save)
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.addWidget(self.meaning)
        right.addWidget(self.pane, 1)
        upper = QHBoxLayout()
        upper.addWidget(self.list)
        upper.addLayout(right, 1)
        options = QGridLayout()
        options.setHorizontalSpacing(12)
        options.setColumnStretch(1, 1)
        options.setColumnStretch(3, 1)
        for column, (title, widget) in enumerate(((tr("Marks of"), self.layers), (tr("Show marks from"), self.least))):
            label = QLabel(title)
            label.setBuddy(widget)
            options.addWidget(label, 0, 2 * column)
            options.addWidget(widget, 0, 2 * column + 1)
        for number, box in enumerate(self.boxes.values()):
            options.addWidget(box, 1 + number // 2, 2 * (number % 2), 1, 2)
        place = QHBoxLayout()
        place.addWidget(QLabel(tr("File")))
        place.addWidget(self.path, 1)
        place.addWidget(self.choose)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 14)
        whole.setSpacing(12)
        whole.addLayout(upper, 1)
        whole.addLayout(options)
        whole.addWidget(self.remark)
        whole.addLayout(place)
        whole.addWidget(self.warning)
        whole.addWidget(self.buttons)

    # What changes.

    def _on_format(self) -> None:
        chosen = self.format
        self.meaning.setText(tr(chosen.meaning))
        for name, box in self.boxes.items():
            box.setEnabled(name in chosen.heeds)
        self.path.setText(self._with_suffix(self.path.text(), chosen))
        self.pane.say(tr("Preparing the preview…"))
        self._timer.start()

    def _with_suffix(self, typed: str, chosen: CopyFormat) -> str:
        """Return a name with the chosen format's suffix in place of another format's."""
        found = self._suffix(typed)
        return typed if found.lower() in chosen.suffixes else typed.removesuffix(found) + chosen.suffixes[0]

    def _suffix(self, name: str) -> str:
        """Return the longest suffix of a format that a name ends with, or an empty string."""
        known = (suffix for one in self._formats for suffix in one.suffixes)
        return name[len(name) - max((len(suffix) for suffix in known if name.lower().endswith(suffix)), default=0) :]

    def _on_typed(self) -> None:
        """Choose the format that a typed suffix belongs to; complete a name without one."""
        typed = self.path.text()
        found = self._suffix(typed).lower()
        if found and found not in self.format.suffixes:
            row = next(number for number, one in enumerate(self._formats) if found in one.suffixes)
            self.list.setCurrentRow(row)
        elif not found and typed.strip():
            self.path.setText(self._with_suffix(typed, self.format))

    def _look_at_place(self) -> None:
        reason = self._refusal()
        self.warning.setText(reason)
        self.warning.setVisible(bool(reason))
        self.save.setEnabled(not reason and bool(self.path.text().strip()))

    def _refusal(self) -> str:
        try:
            path = self._target()
            if self._source != "-" and path.exists() and path.samefile(self._source):
                return tr("That is the article itself; choose another name for the copy.")
            if path.is_dir() or not path.parent.is_dir():
                return tr("There is no folder {folder}.").format(folder=path.parent) if not path.is_dir() else ""
        except (OSError, RuntimeError) as error:
            return getattr(error, "strerror", None) or str(error)
        return ""

    def _target(self) -> Path:
        return self._folder / Path(self.path.text().strip()).expanduser()

    def _choose(self) -> None:
        chosen = self.format
        pattern = " ".join(f"*{suffix}" for suffix in chosen.suffixes)
        name, _ = QFileDialog.getSaveFileName(
            self,
            tr("Save annotated copy"),
            str(self._target()),
            f"{tr(chosen.title)} ({pattern})",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if name:
            self.path.setText(name)
            self._on_typed()

    def _ask_preview(self) -> None:
        self.preview_wanted.emit(self.format.key, self.options)

    def _on_save(self) -> None:
        self._on_typed()
        if not self.save.isEnabled():
            return
        path = self._target()
        if path.is_file() and not self._may_replace(path):
            return
        self.chosen.emit(path, self.format.key, self.options)
        self.accept()

    def _may_replace(self, path: Path) -> bool:
        question = tr("{name} is already there. Replace it?").format(name=path.name)
        answer = QMessageBox.question(self, tr("Save annotated copy"), question)
        return answer == QMessageBox.StandardButton.Yes
