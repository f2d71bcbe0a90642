"""What is said of a mark in words, in the window's language."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QLocale

from reader.core import wording
from reader.core.annotation import Annotation
from reader.core.layers import STANCE
from reader.ui.theme import Theme
from reader.ui.translate import tr

label_title = partial(wording.label_title, say=tr)
confidence_words = partial(wording.confidence_words, say=tr)
how_sure = partial(wording.how_sure, say=tr)
quotation = partial(wording.quotation, say=tr)
spoken = partial(wording.spoken, say=tr)
whose = partial(wording.whose, say=tr)
account = partial(wording.account, say=tr)


def grouped(number: int) -> str:
    """Return a whole number as it is written in the window's language, its thousands set apart."""
    return QLocale().toString(number)


def language_name(code: str) -> str:
    """Return the English name of the language `code` (ISO 639-1), in the reader's language where it is known."""
    return tr(QLocale.languageToString(QLocale(code).language())) if code else ""


def tooltip(annotation: Annotation, text: str, theme: Theme) -> str:
    """Return a short rich-text account of an annotation: label, confidence, deciding words, whose words."""
    from html import escape

    layer = STANCE.get(annotation.label)
    colour = theme.layers[layer].line.name() if layer else theme.window.dim.name()
    rows = [
        f"<b style='color:{colour}'>{escape(label_title(annotation.label))}</b> · "
        f"{confidence_words(annotation.confidence)} ({wording.percent(annotation.confidence)})"
    ]
    rows.extend(f"{title}: {escape(said)}" for title, said in account(annotation, text))
    return f"<div style='white-space:normal'>{'<br>'.join(rows)}</div>"
