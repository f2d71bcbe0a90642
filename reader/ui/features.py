"""The window's features, one line each: the seam where a new one is added.

A feature is a function `install(window) -> handlers`. It may add a panel (`window.add_panel`), listen to the
window's signals (`page_changed`, `document_shown`, `page_closed`, `marks_changed`, `lens_changed`,
`position_changed`, `look_changed`), and returns what its commands do, by the commands' keys. To add one: write its
module, add its commands to `reader.ui.commands.COMMANDS`, and its `install` to `FEATURES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from reader.ui import (
    announce,
    clipboard,
    compare,
    contents,
    going,
    guess,
    help_menu,
    learning,
    mark_list,
    modes,
    on_disk,
    own,
    preferences,
    printing,
    room,
    saving,
    session,
    sources,
    strip,
)
from reader.ui.menus import Handler

if TYPE_CHECKING:
    from reader.ui.window import Window

Feature = Callable[["Window"], Mapping[str, Handler]]

FEATURES: tuple[Feature, ...] = (
    going.install,
    on_disk.install,
    announce.install,
    contents.install,
    sources.install,
    mark_list.install,
    modes.install,
    guess.install,
    compare.install,
    strip.install,
    session.install,
    room.install,
    preferences.install,
    own.install,
    learning.install,
    saving.install,
    printing.install,
    clipboard.install,
    help_menu.install,
)
