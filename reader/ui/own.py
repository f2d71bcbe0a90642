"""The reader's own labels, highlights and notes in the window: commands, signs beside the text, and their list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from PySide6.QtCore import QTimer, Signal, SignalInstance
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reader.core.annotation import Annotation, Label
from reader.core.document import Span
from reader.core.own import OwnMark
from reader.core.wording import own_sign
from reader.ui.lines import show_all_lines
from reader.ui.menus import Handler
from reader.ui.note_dialog import NoteDialog
from reader.ui.overlay import OwnSign
from reader.ui.translate import tr
from reader.ui.wording import label_title, quotation

if TYPE_CHECKING:
    from reader.library.notebook import Notebook, Step
    from reader.ui.page import Page
    from reader.ui.window import Window

_LOOK_EVERY_MS = 2000
_QUOTE = 90
_SHORT_QUOTE = 24
_BESIDE = ".labels.json"


class OwnList(QWidget):
    """The reader's marks in one article, those without a place last.

    Signals: `chosen(key)`, one was clicked; `edited(key)` and `removed(key)`, its button was pressed.
    """

    chosen = Signal(str)
    edited = Signal(str)
    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.heading = QLabel()
        self.heading.setWordWrap(True)
        self.heading.setObjectName("small")
        self.list = QListWidget()
        show_all_lines(self.list)
        self.list.setSpacing(2)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setAccessibleName(tr("Your labels and notes"))
        self.edit = QPushButton(tr("Edit note…"))
        self.remove = QPushButton(tr("Delete"))
        self._keys: list[str] = []
        row = QHBoxLayout()
        row.addWidget(self.edit)
        row.addWidget(self.remove)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(self.heading)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        self.list.currentRowChanged.connect(self._on_row)
        self.list.itemClicked.connect(lambda *_: self._tell(self.chosen))
        self.list.itemActivated.connect(lambda *_: self._tell(self.chosen))
        self.edit.clicked.connect(lambda *_: self._tell(self.edited))
        self.remove.clicked.connect(lambda *_: self._tell(self.removed))
        self.show_notebook(None)

    def show_notebook(self, notebook: Notebook | None) -> None:
        """List a notebook's marks; None where no article is open."""
        before = self._key()
        self.list.clear()
        self._keys = []
        placed = [one.mark for one in notebook.placed] if notebook else []
        lost = list(notebook.lost) if notebook else []
        for mark in (*placed, *lost):
            item = QListWidgetItem(
                described(mark) + ("\n" + tr("Not found in the text any more") if mark in lost else "")
            )
            item.setToolTip(mark.anchor.exact)
            self.list.addItem(item)
            self._keys.append(mark.key)
        self.heading.setText(
            (tr("One label or note") if len(self._keys) == 1 else tr("{count} labels and notes")).format(
                count=len(self._keys)
            )
            if self._keys
            else tr("Nothing yet. A: agree with a mark; R: choose the right label; H: highlight with a note.")
        )
        if before in self._keys:
            self.list.setCurrentRow(self._keys.index(before))
        self._on_row(self.list.currentRow())

    def _on_row(self, row: int) -> None:
        for button in (self.edit, self.remove):
            button.setEnabled(row >= 0)

    def _key(self) -> str:
        row = self.list.currentRow()
        return self._keys[row] if 0 <= row < len(self._keys) else ""

    def _tell(self, signal: SignalInstance) -> None:
        if self._key():
            signal.emit(self._key())


def decided(mark: OwnMark) -> str:
    """Say what the reader decided."""
    if mark.label is None:
        return tr("You highlighted this")
    if mark.machine is None:
        return tr("You marked this: {label}").format(label=label_title(mark.label))
    if mark.agrees:
        return tr("You agreed: {label}").format(label=label_title(mark.label))
    return tr("You decided: {label}").format(label=label_title(mark.label))


def changed(before: OwnMark | None, after: OwnMark | None) -> str:
    """Name a change of a mark in a word or two and its quotation."""
    mark = after or before
    assert mark
    if after is None:
        what = tr("delete")
    elif before and before.note != after.note:
        what = tr("note")
    elif after.label is None:
        what = tr("highlight")
    else:
        what = label_title(after.label)
    return f"{what} {quotation(_shortened(mark.anchor.exact, _SHORT_QUOTE))}"


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def described(mark: OwnMark) -> str:
    """Return a mark's sign, decision, quotation and note, a line each."""
    quote = _shortened(mark.anchor.exact, _QUOTE)
    return f"{own_sign(mark)} {decided(mark)}\n{quotation(quote)}" + (f"\n{mark.note}" if mark.note else "")


def _words(notebook: Notebook, annotation: Annotation) -> str:
    """Return what the card of a sentence says of the reader's own marks on it."""
    found = [one.mark for one in notebook.placed if one.span.overlaps(annotation.span)]
    return "\n".join(f"{own_sign(mark)} {decided(mark)}" + (f": {mark.note}" if mark.note else "") for mark in found)


class _Own:
    """What connects a window's pages with their notebooks."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._notebooks: WeakKeyDictionary[Page, Notebook] = WeakKeyDictionary()
        self._told = ""
        self.panel = OwnList()
        self.show_panel = window.add_panel("own", "Your labels", self.panel)
        self.panel.chosen.connect(self._go)
        self.panel.edited.connect(self._edit)
        self.panel.removed.connect(lambda key: self._act(lambda notebook: notebook.remove(key)))
        window.page_changed.connect(self._show)
        window.document_shown.connect(self._open_soon)
        window.legend.own_toggled.connect(self.show_marks)
        self._timer = QTimer(window)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    @property
    def notebook(self) -> Notebook | None:
        """The notebook of the page in front."""
        page = self._window.page
        return self._notebooks.get(page) if page else None

    def agree(self) -> None:
        """Confirm the label of the sentence under the caret."""
        found = self._here()
        if found:
            self._act(lambda notebook: notebook.decide(found.span, found.label, found.label))

    def disagree(self) -> None:
        """Let the reader pick the right label of the sentence under the caret."""
        found, page = self._here(), self._window.page
        if not found or not page or not page.view:
            return
        menu = QMenu(self._window)
        for label in Label:
            act = partial(self._decide, found, label)
            menu.addAction(f"&{label_title(label)}", act).setEnabled(label is not found.label)
        corner = page.view.box(found.span).bottomLeft().toPoint()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(page.view.viewport().mapToGlobal(corner))
        # By the keys, one chooses at once, and hears what there is to choose.
        menu.setActiveAction(next(action for action in menu.actions() if action.isEnabled()))

    def highlight(self) -> None:
        """Highlight the selection, else the sentence under the caret, with a note."""
        page = self._window.page
        if not page or not page.view:
            return
        cursor, units = page.view.textCursor(), page.view.scene.units
        span = Span(units.from_utf16(cursor.selectionStart()), units.from_utf16(cursor.selectionEnd()))
        found = None if span.start < span.end else self._here()
        span = found.span if found else span
        if span.start < span.end:
            dialog = NoteDialog("", self._window, with_class=True)
            dialog.written.connect(lambda note, label: self._act(lambda found: found.highlight(span, note, label)))
            dialog.open()

    def undo(self) -> None:
        """Take back the last change."""
        step = self.notebook.to_undo if self.notebook else None
        if step:
            self._act(lambda notebook: notebook.undo(), tr("Undone: {change}"), step)

    def redo(self) -> None:
        """Make a change again."""
        step = self.notebook.to_redo if self.notebook else None
        if step:
            self._act(lambda notebook: notebook.redo(), tr("Done again: {change}"), step)

    def show_marks(self, shown: bool) -> None:
        """Show the reader's marks on the text, or hide them."""
        if shown != self._window.state.own_shown:
            self._window.remember(own_shown=shown)
        self._show(self._window.page)

    def share(self) -> None:
        """Put the labels into a file beside the article, where others who open it are offered them."""
        page = self._window.page
        if page and page.path in ("-", str(self._window.services.sample)):
            self.export()  # it has no place of its own
        elif page:
            self.export_to(Path(f"{page.path}{_BESIDE}"))

    def export(self) -> None:
        """Ask for a file and put the labels into it, a JSON object a line."""
        page, notebook = self._window.page, self.notebook
        if not page or not notebook:
            return
        suggestion = str(Path(page.path).with_name(f"{Path(page.path).stem or 'article'}-labels.jsonl"))
        kinds = f"{tr('JSON Lines')} (*.jsonl);;{tr('Labels beside the article')} (*{_BESIDE})"
        name, _ = QFileDialog.getSaveFileName(self._window, tr("Export your labels"), suggestion, kinds)
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Put the labels of the article in front into a file."""
        page, notebook = self._window.page, self.notebook
        if page and page.document and notebook:
            from reader.library.notebook import as_lines, as_shared

            made = as_shared if path.name.endswith(_BESIDE) else as_lines
            try:
                path.write_text(made(notebook.marks, page.document), encoding="utf-8")
            except OSError as error:
                page.banner.say(tr("The labels can't be exported: {reason}.").format(reason=error.strerror), error=True)
            else:
                page.banner.say(tr("Exported as {name}.").format(name=path.name))

    def _decide(self, annotation: Annotation, label: Label) -> None:
        self._act(lambda notebook: notebook.decide(annotation.span, annotation.label, label))

    def _here(self) -> Annotation | None:
        page = self._window.page
        if not page or not page.view:
            return None
        focus = page.view.scene.focus
        found = page.view.annotation_at(focus.start if focus else page.view.caret())
        if found is None:
            self._window.tell(tr("There is no sentence with a mark at the caret; N goes to the next one."))
        return found

    def _edit(self, key: str) -> None:
        notebook = self.notebook
        mark = next((mark for mark in notebook.marks if mark.key == key), None) if notebook else None
        if mark:
            dialog = NoteDialog(mark.note, self._window)
            dialog.written.connect(lambda note, _label: self._act(lambda found: found.annotate(key, note)))
            dialog.open()

    def _go(self, key: str) -> None:
        page, notebook = self._window.page, self.notebook
        if page and page.view and notebook:
            for one in notebook.placed:
                if one.mark.key == key:
                    page.view.go_to(one.span)

    def _act(self, change: Callable[[Notebook], object], told: str = "", step: Step | None = None) -> None:
        """Change the notebook, and say so: as `told` of a `step`, or what the reader decided."""
        notebook, page = self.notebook, self._window.page
        if notebook is None:
            return
        before = notebook.to_undo
        change(notebook)
        self._show(page)
        if page and page.card.isVisible():
            page.open_card(self._here())
        done = step or (notebook.to_undo if notebook.to_undo is not before else None)
        if done:
            named = decided(done.after) if done.after and not step else changed(done.before, done.after)
            self._window.tell((told or "{change}").format(change=named))

    def _open_soon(self, page: Page) -> None:
        # After the text has been painted.
        QTimer.singleShot(0, self._window, partial(self._open, page))

    def _open(self, page: Page) -> None:
        if page.document and page in self._window.pages():
            notebook = self._window.services.notebook(page.document)
            self._notebooks[page] = notebook
            page.own_words = partial(_words, notebook)
            self._show(page)
            self._offer(page, notebook)

    def _offer(self, page: Page, notebook: Notebook) -> None:
        """Offer the labels in a file beside the article, where it has some that are not here."""
        beside = Path(f"{page.path}{_BESIDE}")
        if not beside.is_file():
            return
        from reader.library.notebook import from_shared

        try:
            shared = from_shared(beside.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            text = tr("{name} holds no labels that can be read.")
            page.banner.say(text.format(name=beside.name), about="labels", error=True)
            return
        here = {mark.key for mark in notebook.marks}
        fresh = [mark for mark in shared if mark.key not in here]
        if fresh:
            text = tr("{name} beside the article holds {count} labels and notes that are not here.")
            take = partial(self._act, lambda found: found.take_in(fresh))
            said = text.format(name=beside.name, count=len(fresh))
            page.banner.say(said, about="labels", actions={tr("Add them"): take})

    def _look(self) -> None:
        if self.notebook and self.notebook.refresh():
            self._show(self._window.page)

    def _show(self, page: Page | None) -> None:
        notebook = self._notebooks.get(page) if page else None
        shown = self._window.state.own_shown
        if page and page.view and notebook:
            placed = notebook.placed if shown else ()
            page.view.set_own(tuple(OwnSign(one.span, own_sign(one.mark)) for one in placed))
            if notebook.problem and notebook.problem != self._told:
                page.banner.say(notebook.problem, about="notebook", error=True)
            self._told = notebook.problem
        if page is self._window.page:
            self.panel.show_notebook(notebook)
            self._window.legend.set_own(len(notebook.placed) if notebook else 0, shown=shown)
            self._tell_changes(notebook)

    def _tell_changes(self, notebook: Notebook | None) -> None:
        """Say in the menu what can be undone and redone."""
        actions = self._window.actions_by_key
        actions["own_shown"].setChecked(self._window.state.own_shown)
        for key, title, step in (
            ("undo", tr("&Undo"), notebook.to_undo if notebook else None),
            ("redo", tr("&Redo"), notebook.to_redo if notebook else None),
        ):
            actions[key].setEnabled(step is not None)
            named = f": {changed(step.before, step.after)}".replace("&", "&&") if step else ""
            actions[key].setText(f"{title}{named}")


def install(window: Window) -> Mapping[str, Handler]:
    """Add the reader's own labels and notes to the window."""
    own = _Own(window)
    return {
        "agree": own.agree,
        "disagree": own.disagree,
        "highlight": own.highlight,
        "undo": own.undo,
        "redo": own.redo,
        "own": own.show_panel,
        "own_shown": own.show_marks,
        "share_labels": own.share,
        "export_labels": own.export,
    }
