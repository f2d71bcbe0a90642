"""The window's language: every text on screen goes through `tr`, and a TOML catalogue says it in another language.

A catalogue is `resources/translations/<code>.toml`: its `[texts]` table has the English text as key. Texts with
values use named placeholders: `tr("Opening {name}…").format(name=name)`. Tables of texts (the commands, the
layers) stay English and are put through `tr` where they are shown. A test fails for a text without translation.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from reader import assets
from reader.ui.override import override

FOLLOW_SYSTEM = "system"
ENGLISH = "en"
_SPOKEN = "language"


class Catalogue(QTranslator):
    """Answers Qt's and our own questions for a text from a table; of what it lacks, Qt's own catalogue is asked."""

    def __init__(self, texts: Mapping[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts

    @override
    def isEmpty(self) -> bool:
        return not self._texts

    @override
    def translate(self, _context: str, text: str, _remark: str | None = None, _number: int = -1) -> str | None:
        return self._texts.get(text)


def tr(text: str) -> str:
    """Return a text of the window in the reader's language."""
    return QCoreApplication.translate("bias-reader", text)


def languages() -> dict[str, str]:
    """Return the names of the languages the window speaks, in themselves, by their codes."""
    files = sorted(_folder().glob("*.toml"))
    return {ENGLISH: "English"} | {file.stem: _read(file.stem)["name"] for file in files}


def chosen(preference: str) -> str:
    """Return the code of the language to use: the preference itself, or the system's, or English."""
    code = QLocale.system().name().split("_")[0] if preference == FOLLOW_SYSTEM else preference
    return code if (_folder() / f"{code}.toml").is_file() else ENGLISH


def texts(code: str) -> dict[str, str]:
    """Return the texts of a language by their English."""
    return {} if code == ENGLISH else _read(code)["texts"]


def language() -> str:
    """Return the code of the language that the application speaks."""
    application = QCoreApplication.instance()
    return str((application and application.property(_SPOKEN)) or ENGLISH)


def install(preference: str) -> None:
    """Let the application speak a language; to be called before the window is built."""
    application = QCoreApplication.instance()
    assert application
    code = chosen(preference)
    # Numbers are written as in the window's language, and as the system has it where that is the same.
    system = QLocale.system()
    QLocale.setDefault(system if system.name().split("_")[0] == code else QLocale(code))
    if language() != ENGLISH:
        for old in application.findChildren(QTranslator):
            application.removeTranslator(old)
            old.deleteLater()
    application.setProperty(_SPOKEN, code)
    if code != ENGLISH:
        application.installTranslator(Catalogue(texts(code), application))


def install_of_qt(_window: object) -> Mapping[str, Callable[..., object]]:
    """Let the dialogs that Qt makes itself, such as that for files, speak the application's language: a feature."""
    application = QCoreApplication.instance()
    assert application
    made = QTranslator(application)
    if language() != ENGLISH and made.load(
        f"qtbase_{language()}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ):
        application.installTranslator(made)
    return {}


def _folder() -> Path:
    return assets.path("translations")


def _read(code: str) -> dict:  # type: ignore[type-arg]
    return tomllib.loads((_folder() / f"{code}.toml").read_text(encoding="utf-8"))
