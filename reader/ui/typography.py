"""Typography: the reading font and measure, and how each kind of block is set."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from PySide6 import QtCore
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QFontMetricsF,
    QPalette,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from reader.core.document import Block, BlockKind, Document
from reader.core.text import has_right_to_left, right_to_left
from reader.ui.theme import Theme

SERIF = (
    "Charter",
    "Source Serif 4",
    "Source Serif Pro",
    "Noto Serif",
    "Georgia",
    "Liberation Serif",
    "DejaVu Serif",
)
SANS = ("Inter", "Source Sans 3", "Noto Sans", "Segoe UI", "Helvetica Neue", "Liberation Sans", "DejaVu Sans")
MONO = ("Source Code Pro", "Noto Sans Mono", "Consolas", "Menlo", "Liberation Mono", "DejaVu Sans Mono")
_SAMPLE = "The committee said on Thursday that it would publish the figures after the summer recess. "


@cache
def installed(families: tuple[str, ...]) -> list[str]:
    """Return the first of these families that the system has. Qt would find it, too, but takes long over the others."""
    found = (family for family in families if QFontDatabase.hasFamily(family))
    return [next(found, families[-1])]


class Typography(NamedTuple):
    """How the article is set: font family (empty for the built-in serif), size in points at 100 %,
    measure in characters, leading in percent of the font size, zoom as a factor.
    """

    family: str = ""
    size: float = 13.5
    measure: int = 70
    leading: int = 160
    zoom: float = 1.0

    def font(self) -> QFont:
        """Return the reading font."""
        font = QFont()
        font.setFamilies(installed((self.family, *SERIF) if self.family else SERIF))
        font.setPointSizeF(self.size * self.zoom)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def column(self) -> float:
        """Return the width of `measure` average characters in pixels."""
        return QFontMetricsF(self.font()).horizontalAdvance(_SAMPLE) / len(_SAMPLE) * self.measure


class _Setting(NamedTuple):
    """How a kind of block is set: relative size and leading, weight, space around and indent in ems, colour.

    `colour` names a colour of the theme's page, or is empty for that of the text.
    """

    size: float = 1.0
    bold: bool = False
    italic: bool = False
    above: float = 0.0
    below: float = 0.75
    indent: float = 0.0
    leading: float = 1.0
    colour: str = ""
    families: tuple[str, ...] = ()


_SETTINGS: Mapping[BlockKind, _Setting] = {
    BlockKind.TITLE: _Setting(size=1.8, bold=True, above=0.4, below=0.5, leading=0.8, colour="heading"),
    BlockKind.BYLINE: _Setting(size=0.85, below=0.0, colour="dim", families=SANS, leading=0.9),
    BlockKind.HEADING: _Setting(size=1.22, bold=True, above=1.25, below=0.45, leading=0.83, colour="heading"),
    BlockKind.QUOTE: _Setting(indent=1.4),
    BlockKind.LIST_ITEM: _Setting(below=0.5, indent=1.6),
    BlockKind.CAPTION: _Setting(size=0.85, colour="dim", families=SANS, leading=0.9),
    BlockKind.CODE: _Setting(size=0.88, families=MONO, leading=0.87, indent=0.6),
    BlockKind.TABLE_ROW: _Setting(size=0.92, below=0.3, families=SANS, leading=0.9),
    BlockKind.BOILERPLATE: _Setting(size=0.82, below=0.5, colour="dim", families=SANS, leading=0.9),
}
_PARAGRAPH = _Setting()
_MINOR_HEADING = _Setting(size=1.05, bold=True, above=1.0, below=0.4, leading=0.9, colour="heading")
_INDENT_PER_LEVEL = 1.4
_UNDER_BYLINE = 0.9


def typeset(target: QTextDocument, document: Document, typography: Typography, theme: Theme) -> None:
    """Give the blocks of `target`, which holds the document's plain text, their formats."""
    font = typography.font()
    target.setDefaultFont(font)
    metrics = QFontMetricsF(font)
    em = metrics.height()
    # Qt counts leading from the font's own line height, which differs much from font to font.
    leading = typography.leading * QFontInfo(font).pixelSize() / em
    cursor = QTextCursor(target)
    cursor.beginEditBlock()
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.setBlockFormat(_block_format(_PARAGRAPH, em, leading))
    cursor.setCharFormat(QTextCharFormat())
    previous: BlockKind | None = None
    mixed = has_right_to_left(document.text)
    for number, block in enumerate(document.blocks):
        if block.kind is not BlockKind.PARAGRAPH or previous is BlockKind.BYLINE or mixed:
            _set_block(target.findBlockByNumber(number), block, previous, typography, em, leading, theme)
        previous = block.kind
    cursor.endEditBlock()


def _set_block(
    at: QTextBlock,
    block: Block,
    previous: BlockKind | None,
    typography: Typography,
    em: float,
    leading: float,
    theme: Theme,
) -> None:
    setting = _setting(block)
    cursor = QTextCursor(at)
    layout = _block_format(setting, em, leading, max(block.level - 1, 0))
    if block.kind is BlockKind.BOILERPLATE and previous is not BlockKind.BOILERPLATE and previous is not None:
        layout.setTopMargin(1.2 * em)
    if previous is BlockKind.BYLINE and block.kind is not BlockKind.BYLINE:
        layout.setTopMargin(max(layout.topMargin(), _UNDER_BYLINE * em))
    if block.kind is BlockKind.HEADING:
        layout.setHeadingLevel(min(max(block.level, 1) + 1, 6))
    elif block.kind is BlockKind.TITLE:
        layout.setHeadingLevel(1)
    if has_right_to_left(at.text()):
        _direct(layout, leftward=right_to_left(at.text()))
    cursor.setBlockFormat(layout)
    # Moving to the block's end would ask the layout for its lines.
    cursor.setPosition(at.position() + at.length() - 1, QTextCursor.MoveMode.KeepAnchor)
    cursor.setCharFormat(_char_format(setting, typography, theme))


def _direct(layout: QTextBlockFormat, *, leftward: bool) -> None:
    """Let a block run in a direction, which Qt would take from its first letter."""
    if leftward:
        layout.setRightMargin(layout.leftMargin())
        layout.setLeftMargin(0)
    directions = QtCore.Qt.LayoutDirection
    layout.setLayoutDirection(directions.RightToLeft if leftward else directions.LeftToRight)


def _brush(colour: QColor) -> QBrush:
    """Return a solid brush; made by its own constructor, it would need Qt's namespace (see `window`)."""
    return QPalette(colour, colour).window()


def _setting(block: Block) -> _Setting:
    if block.kind is BlockKind.HEADING and block.level > 2:
        return _MINOR_HEADING
    return _SETTINGS.get(block.kind, _PARAGRAPH)


def _block_format(setting: _Setting, em: float, leading: float, depth: int = 0) -> QTextBlockFormat:
    made = QTextBlockFormat()
    made.setTopMargin(setting.above * em)
    made.setBottomMargin(setting.below * em)
    made.setLeftMargin((setting.indent + (_INDENT_PER_LEVEL * depth if setting.indent else 0)) * em)
    percent = max(100.0, leading * setting.leading)
    made.setLineHeight(percent, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return made


def _char_format(setting: _Setting, typography: Typography, theme: Theme) -> QTextCharFormat:
    made = QTextCharFormat()
    if setting.size != 1.0:
        made.setFontPointSize(typography.size * typography.zoom * setting.size)
    if setting.bold:
        made.setFontWeight(QFont.Weight.Bold)
    if setting.italic:
        made.setFontItalic(True)
    if setting.families:
        made.setFontFamilies(installed(setting.families))
    if setting.colour:
        colour: QColor = getattr(theme.page, setting.colour)
        made.setForeground(_brush(colour))
    return made
