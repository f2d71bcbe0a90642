"""The command table: menus, shortcuts and handlers derive from it and agree with each other."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from reader.ui.commands import COMMANDS, MENUS
from reader.ui.menus import keys_text


def test_shortcuts_are_listed_without_keys_that_keyboards_lack():
    keys = [QKeySequence("Ctrl+S"), QKeySequence(Qt.Key.Key_Save), QKeySequence("/"), QKeySequence("F5")]
    assert keys_text(keys) == "Ctrl+S, /, F5"


def test_keys_and_menus_are_known():
    assert max(Counter(command.key for command in COMMANDS).values()) == 1
    assert {command.menu for command in COMMANDS} <= {key for key, _ in MENUS}


def test_every_command_stands_in_a_menu(make_window):
    window = make_window()
    listed = {action.text() for menu in window.menus.values() for action in menu.actions()}
    assert {command.title for command in COMMANDS} <= listed


def test_no_shortcut_is_given_twice(make_window):
    window = make_window()
    given = Counter(
        keys.toString(QKeySequence.SequenceFormat.PortableText)
        for action in window.actions_by_key.values()
        for keys in action.shortcuts()
    )
    assert [keys for keys, count in given.items() if count > 1] == []


def test_commands_that_need_an_article_wait_for_one(make_window, open_text):
    window = make_window()
    for command in COMMANDS:
        if command.article:
            assert not window.actions_by_key[command.key].isEnabled(), command.key
    open_text("A title\n\nIt was so.\n", window)
    for command in COMMANDS:
        if command.article:
            assert window.actions_by_key[command.key].isEnabled(), command.key
