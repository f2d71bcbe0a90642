"""Menus, tool bar and shortcuts, made of the command table.

`build` makes one action for each command and hands it to the window; a handler is a callable of no argument, or
of one `bool` where the command is checkable.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolBar

from reader.ui.commands import COMMANDS, MENUS, Command
from reader.ui.translate import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow, QMenu

Handler = Callable[..., object]


def build(
    window: QMainWindow, handlers: Mapping[str, Handler], chosen: Mapping[str, str]
) -> tuple[dict[str, QAction], dict[str, QMenu], QToolBar]:
    """Fill the window's menu bar and a tool bar; return the actions and menus by their keys, and the bar.

    `chosen` has the reader's own shortcuts. Raises KeyError where a command has no handler.
    """
    bar = QToolBar(tr("Tool bar"))
    bar.setObjectName("tools")
    bar.setMovable(False)
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    window.addToolBar(bar)
    actions: dict[str, QAction] = {}
    menus = {key: window.menuBar().addMenu(tr(title)) for key, title in MENUS}
    groups: dict[str, int] = {}
    for command in COMMANDS:
        action = QAction(tr(command.title), window)
        action.setCheckable(command.checkable)
        # In a menu, a tick tells more than an icon that looks pressed.
        action.setIconVisibleInMenu(not command.checkable)
        if command.checkable:
            action.toggled.connect(handlers[command.key])
        else:
            action.triggered.connect(partial(_call, handlers[command.key]))
        menu = menus[command.menu]
        if groups.get(command.menu, command.group) != command.group:
            menu.addSeparator()
        groups[command.menu] = command.group
        menu.addAction(action)
        actions[command.key] = action
        if command.bar:
            bar.addAction(action)
    set_shortcuts(actions, chosen)
    return actions, menus, bar


def set_shortcuts(actions: Mapping[str, QAction], chosen: Mapping[str, str]) -> None:
    """Give the actions their shortcuts: the reader's own, else the table's."""
    for command in COMMANDS:
        action = actions[command.key]
        action.setShortcuts(shortcuts(command, chosen))
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(plain(command) + (f" ({keys})" if keys else ""))


def shortcuts(command: Command, chosen: Mapping[str, str]) -> list[QKeySequence]:
    """Return a command's shortcuts; an empty text among the reader's own means none."""
    if command.key in chosen:
        return [QKeySequence(chosen[command.key])] if chosen[command.key] else []
    sequences: list[QKeySequence] = []
    for keys in command.shortcuts:
        if isinstance(keys, str):
            sequences.append(QKeySequence(keys))
        else:
            sequences.extend(QKeySequence.keyBindings(keys)[:2])
    return sequences


def keys_text(keys: list[QKeySequence]) -> str:
    """Return shortcuts as the platform writes them, without keys that few keyboards have (“Save”, “Zoom In”)."""
    native = QKeySequence.SequenceFormat.NativeText
    common = [one for one in keys if not one.isEmpty() and one[0].key() < Qt.Key.Key_Back]  # type: ignore[index]  # the stubs lack it
    return ", ".join(dict.fromkeys(one.toString(native) for one in common))


def menu_title(key: str) -> str:
    """Return the title of the menu `key` without mnemonic."""
    return tr(dict(MENUS)[key]).replace("&", "")


def plain(command: Command) -> str:
    """Return a command's title without mnemonic and dots."""
    return tr(command.title).replace("&", "").rstrip("…")


def _call(handler: Handler, _checked: bool = False) -> None:
    handler()
