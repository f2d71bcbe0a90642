"""The window's features, one line each: the seam where a new one is added.

A feature is a function `install(window) -> handlers`. It may add a panel (`window.add_panel`), listen to the
window's signals (`page_changed`, `document_shown`, `page_closed`, `marks_changed`, `lens_changed`,
`position_changed`, `look_changed`), and returns what its commands do, by the commands' keys. To add one: write its
module, add its commands to `reader.ui.commands.COMMANDS`, and its `install` to `AT_ONCE` or `after_first_paint`.

Most features have nothing to show before there is text, and are imported and installed when the first one has been
painted (`Window.complete`), or as soon as one of their commands is wanted. They are told of the texts that are there
already. At once come those without which the first picture would differ from the second: the place in the text, and
what panels take from its room.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from reader.ui import contents, going, room, session
from reader.ui.menus import Handler

if TYPE_CHECKING:
    from reader.ui.window import Window

PAINT_FIRST_MS = 25
"""So long what can wait leaves the event loop to the first picture."""

Feature = Callable[["Window"], Mapping[str, Handler]]

AT_ONCE: tuple[Feature, ...] = (
    going.install,
    contents.install,
    session.install,
    room.install,
)


def after_first_paint() -> tuple[Feature, ...]:
    """Import and return the features that can wait."""
    from reader.ui import (
        announce,
        clipboard,
        compare,
        guess,
        help_menu,
        learning,
        mark_list,
        modes,
        on_disk,
        own,
        preferences,
        printing,
        saving,
        sources,
        strip,
    )

    return (
        on_disk.install,
        announce.install,
        sources.install,
        mark_list.install,
        modes.install,
        guess.install,
        compare.install,
        strip.install,
        preferences.install,
        own.install,
        learning.install,
        saving.install,
        printing.install,
        clipboard.install,
        help_menu.install,
    )


def install(features: tuple[Feature, ...], window: Window) -> dict[str, Handler]:
    """Install features; return what their commands do, by the commands' keys."""
    return {key: act for feature in features for key, act in feature(window).items()}
