"""Every text of the window is said in every language, with the same values in it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path
from string import Formatter

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QFileDialog, QTextBrowser

from reader import app, assets, formats, ui
from reader.core import wording
from reader.core.layers import LAYERS
from reader.formats.export.registry import BUILT_IN
from reader.nlp.cues import cue_lexicon
from reader.settings import Settings
from reader.ui import theme as themes
from reader.ui import translate
from reader.ui.colour_vision import DEFICIENCIES
from reader.ui.commands import COMMANDS, MENUS
from reader.ui.copy_dialog import SWITCHES

OTHERS = pytest.mark.parametrize("code", [code for code in translate.languages() if code != translate.ENGLISH])


def written() -> set[str]:
    """Return the texts that the window's code puts through `tr`."""
    found = set()
    for file in (one for room in (app, ui) for one in Path(room.__path__[0]).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr":
                found |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    return found


def reasons() -> set[str]:
    """Return why a file can't be read or saved, as far as no value stands in it."""
    found = set()
    for file in Path(formats.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in {"error", "SaveError", "ReaderError", "tr"}:
                found |= {arg.value for arg in node.args[-1:] if isinstance(arg, ast.Constant)}
    return found


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", "") or getattr(function, "id", "")


def notes() -> set[str]:
    """Return what is noted of the words that are marked."""
    return {entry.note for found in cue_lexicon().phrases.values() for _, _, entry in found}


def tables() -> set[str]:
    """Return the texts of the tables that are put through `tr` where they are shown."""
    return (
        {command.title for command in COMMANDS}
        | {title for _, title in MENUS}
        | {text for layer in LAYERS for text in (layer.title, layer.meaning)}
        | {layer.title.lower() for layer in LAYERS if layer.sentences}
        | set(wording.TEXTS)
        | {note for note in notes() if not note.startswith("neutral:")}
        | set(DEFICIENCIES)
        | set(SWITCHES.values())
        | {text for kind in BUILT_IN for text in (kind.title, kind.meaning)}
        | set(themes.titles().values())
        | {title for title, _ in formats.dialog_filters()}
    )


@OTHERS
def test_no_text_is_missing(code):
    assert sorted((written() | tables() | reasons()) - translate.texts(code).keys()) == []


@OTHERS
def test_values_are_the_same(code):
    def values(text: str) -> list[str]:
        return sorted(name for _, name, _, _ in Formatter().parse(text) if name)

    assert [text for text, said in translate.texts(code).items() if values(text) != values(said)] == []


@pytest.mark.parametrize("code", translate.languages())
def test_no_letter_chooses_two_commands_of_a_menu(code):
    said = translate.texts(code)
    titles = [(command.menu, command.title) for command in COMMANDS] + [("bar", title) for _, title in MENUS]
    letters = Counter(
        (menu, found[1].lower()) for menu, title in titles if (found := re.search("&(.)", said.get(title, title)))
    )
    assert [one for one, times in letters.items() if times > 1] == []


def test_the_window_speaks_german(qapp, make_window):
    translate.install("de")
    try:
        window = make_window(settings=Settings(theme="light", language="de"))
        assert window.actions_by_key["open"].text() == "Ö&ffnen…"
        assert window.legend.boxes["opinion"].text() == "Meinung"
    finally:
        translate.install("en")
    assert translate.tr("Opinion") == "Opinion"


def test_an_unknown_language_is_english(qapp):
    assert translate.chosen("xx") == "en"
    assert translate.tr("Not a text of ours") == "Not a text of ours"


def test_the_dialogs_that_qt_makes_speak_german_and_what_nobody_translated_is_shown_as_it_is(qapp, make_window):
    translate.install("de")
    try:
        assert make_window(settings=Settings(theme="light", language="de")).is_complete
        dialog = QFileDialog()
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        assert dialog.labelText(QFileDialog.DialogLabel.FileName) == "Datei&name:"
        assert translate.tr("A title of an article") == "A title of an article"
    finally:
        translate.install("en")
    assert QFileDialog().labelText(QFileDialog.DialogLabel.FileName) == "File &name:"


def test_the_kinds_of_files_that_open_are_named_in_german(qapp, make_window, monkeypatch):
    asked = []
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *given: (asked.append(given), ((), ""))[1])
    translate.install("de")
    try:
        window = make_window(settings=Settings(language="de"), open_filters=formats.dialog_filters)
        window.actions_by_key["open"].trigger()
    finally:
        translate.install("en")
    kinds = asked[0][-1].split(";;")
    assert kinds[0].startswith("Artikel (*.")
    assert kinds[-1] == "Alle Dateien (*)"
    assert any(kind.startswith("Word-Dokument (*.") for kind in kinds)


def test_errors_of_files_are_told_in_german(qapp, qtbot, make_window, folders, tmp_path):
    translate.install("de")
    try:
        real = app.services(folders)
        window = make_window(load=real.load, save=real.save, settings=Settings(theme="light", language="de"))
        window.open_paths([str(tmp_path / "gone.txt")])
        qtbot.waitUntil(lambda: window.page.failed)
        assert window.page.banner.text.endswith("gone.txt kann nicht gelesen werden: es gibt keine solche Datei.")
    finally:
        translate.install("en")


def figures(card: str, point: str, thousands: str) -> list[float]:
    """Return the numbers of a text in their order, as they are written in its language."""
    found = re.findall(r"[.,]?\d+(?:[.,]\d+)*", card)
    return [float(number.replace(thousands, "").replace(point, ".")) for number in found]


@OTHERS
def test_the_card_of_the_detector_has_the_same_figures_in_every_language(code):
    english, other = (assets.path(name).read_text(encoding="utf-8") for name in ("card.md", f"card.{code}.md"))
    locale = QLocale(code)
    told = figures(other, locale.decimalPoint(), locale.groupSeparator())
    assert told == figures(english, ".", ",")
    assert re.findall(r"^(#+|-|\|)", other, re.MULTILINE) == re.findall(r"^(#+|-|\|)", english, re.MULTILINE)


def test_the_card_of_the_detector_is_shown_in_german(qapp, make_window):
    translate.install("de")
    try:
        window = make_window(settings=Settings(theme="light", language="de"))
        window.actions_by_key["detector"].trigger()
        shown = window.findChild(QTextBrowser).toPlainText()
        assert shown.startswith("Wie die Erkennung arbeitet und irrt")
        assert "0,842" in shown
    finally:
        translate.install("en")
