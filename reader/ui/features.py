"""The window's features, one line each: the seam where a new one is added.

A feature is a function `install(window) -> handlers`. It may add a panel (`window.add_panel`), listen to the
window's signals (`reader.ui.window` lists them), and returns what its commands do, by the commands' keys. To add one:
write its module, add its commands to `reader.ui.commands.COMMANDS`, and its `install` to `after_controls`.

Most features have nothing to show before there is text, and are imported and installed when it and the controls have
been painted (`Window.complete`), or as soon as one of their commands is wanted. They are told of the texts that are
there already. With the controls come those that a glance looks for beside them. At once come those without which the
text would stand elsewhere in the first picture than in the next: the place where it was left, and the room it has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from reader.ui import room, session

if TYPE_CHECKING:
    from reader.ui.menus import Handler
    from reader.ui.window import Window

PAINT_FIRST_MS = 25
"""So long what can wait leaves the event loop to the first picture."""

Feature = Callable[["Window"], Mapping[str, "Handler"]]

AT_ONCE: tuple[Feature, ...] = (
    session.install,
    room.install,
)


def with_controls() -> tuple[Feature, ...]:
    """Import and return the features that come with the controls."""
    from reader.ui import contents, going

    return (
        going.install,
        contents.install,
    )


def after_controls() -> tuple[Feature, ...]:
    """Import and return the features that can wait."""
    from reader.ui import (
        announce,
        clipboard,
        compare,
        context_menu,
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
        translate,
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
        context_menu.install,
        help_menu.install,
        translate.install_of_qt,
    )


def install(features: tuple[Feature, ...], window: Window) -> dict[str, Handler]:
    """Install features; return what their commands do, by the commands' keys."""
    return {key: act for feature in features for key, act in feature(window).items()}
