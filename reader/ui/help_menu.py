"""Help: the shortcuts, how the detector works and errs, and what the program is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout

from reader import __version__, assets
from reader.ui.commands import COMMANDS, MENUS
from reader.ui.menus import Handler, keys_text, menu_title, plain
from reader.ui.room import fit
from reader.ui.translate import language, tr

if TYPE_CHECKING:
    from reader.ui.window import Window


def install(window: Window) -> Mapping[str, Handler]:
    """Add the commands of the help menu."""
    return {
        "shortcuts": partial(_show_shortcuts, window),
        "detector": partial(_show_detector, window),
        "about": partial(_show_about, window),
    }


class _Reading(QDialog):
    """A text to read and close."""

    def __init__(self, window: Window, title: str, width: int, height: int) -> None:
        super().__init__(window)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, width, height)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        layout.addWidget(buttons)


def _show_shortcuts(window: Window) -> None:
    dialog = _Reading(window, tr("Keyboard shortcuts"), 460, 620)
    rows = ""
    for menu, _title in MENUS:
        rows += f"<tr><td colspan='2' style='padding-top: 10px'><b>{escape(menu_title(menu))}</b></td></tr>"
        for command in COMMANDS:
            keys = keys_text(window.actions_by_key[command.key].shortcuts()) if command.menu == menu else ""
            if keys:
                rows += f"<tr><td>{escape(plain(command))}</td><td style='padding-left: 24px'>{escape(keys)}</td></tr>"
    dialog.text.setHtml(f"<table cellspacing='4'>{rows}</table>")
    dialog.open()


def _show_detector(window: Window) -> None:
    dialog = _Reading(window, tr("How the detector works and errs"), 680, 640)
    translated = assets.root() / f"card.{language()}.md"
    card = translated if translated.is_file() else assets.path("card.md")
    dialog.text.setMarkdown(card.read_text(encoding="utf-8"))
    dialog.open()


def _show_about(window: Window) -> None:
    dialog = _Reading(window, tr("About Bias Reader"), 480, 320)
    paragraphs = (
        tr("Marks opinion, reported fact and attributed speech in articles on this computer."),
        tr(
            "Marks are prompts to look closer, not verdicts. “Reported fact” means stated as fact, not that it is true."
        ),
        tr("Network connections: 0. The program has no code that opens one."),
    )
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    dialog.text.setHtml(f"<h3>Bias Reader {escape(__version__)}</h3>{body}")
    dialog.open()
