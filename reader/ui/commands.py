"""The commands: one table from which menus, shortcuts, tool bar and the shortcut list derive."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QKeySequence

from reader.core.layers import LAYERS

Keys = QKeySequence.StandardKey | str

MENUS: tuple[tuple[str, str], ...] = (
    ("file", "&File"),
    ("edit", "&Edit"),
    ("view", "&View"),
    ("layers", "&Layers"),
    ("own", "&Your labels"),
    ("go", "&Go"),
    ("help", "&Help"),
)


class Command(NamedTuple):
    """A command: its key, title with mnemonic, menu, shortcuts, icon.

    `group` parts a menu with separators; `article` says that it needs an open article; `bar` puts it in the
    tool bar.
    """

    key: str
    title: str
    menu: str
    shortcuts: tuple[Keys, ...] = ()
    icon: str = ""
    group: int = 0
    checkable: bool = False
    article: bool = True
    bar: bool = False


_Standard = QKeySequence.StandardKey

COMMANDS: tuple[Command, ...] = (
    Command("open", "&Open…", "file", (_Standard.Open,), "open", article=False, bar=True),
    Command("sample", "Open the sa&mple article", "file", article=False),
    Command("save", "&Save annotated copy…", "file", (_Standard.Save,), "save", 1, bar=True),
    Command("print_preview", "Print pre&view…", "file", ("Ctrl+Shift+P",), group=1),
    Command("print", "&Print…", "file", (_Standard.Print,), group=1),
    Command("reload", "&Reload from disk", "file", (_Standard.Refresh,), group=1),
    Command("properties", "Propert&ies", "file", ("Alt+Return",), group=1),
    Command("close", "&Close tab", "file", (_Standard.Close,), group=2),
    Command("reopen", "Reopen closed &tab", "file", ("Ctrl+Shift+T",), group=2, article=False),
    Command("quit", "&Quit", "file", ("Ctrl+Q",), group=3, article=False),
    Command("undo", "&Undo", "edit", ("Ctrl+Z",), article=False),
    Command("redo", "&Redo", "edit", ("Ctrl+Shift+Z",), article=False),
    Command("copy", "&Copy", "edit", (_Standard.Copy,), group=0),
    Command("copy_labels", "Copy with &labels", "edit", ("Ctrl+Shift+C",), group=0),
    Command("select_all", "Select &all", "edit", (_Standard.SelectAll,)),
    Command("find", "&Find…", "edit", ("Ctrl+F", "/"), "find", 1, bar=True),
    Command("find_next", "Find &next", "edit", ("F3",), group=1),
    Command("find_previous", "Find &previous", "edit", ("Shift+F3",), group=1),
    Command("preferences", "Pr&eferences…", "edit", ("Ctrl+,",), group=2, article=False),
    Command("zoom_in", "Zoom &in", "view", (_Standard.ZoomIn, "Ctrl+="), "zoom-in", bar=True),
    Command("zoom_out", "Zoom &out", "view", (_Standard.ZoomOut,), "zoom-out", bar=True),
    Command("zoom_reset", "&Actual size", "view", ("Ctrl+0",)),
    Command("panel", "Side &panel", "view", ("F9",), "panel", 1, checkable=True, article=False, bar=True),
    Command("contents", "Table of &contents", "view", ("F7",), group=1, checkable=True, article=False),
    Command("marks", "List of &marks", "view", ("F4",), group=1, checkable=True, article=False),
    Command("sources", "&Sources and summary", "view", ("F6",), group=1, checkable=True, article=False),
    Command("full_screen", "&Full screen", "view", ("F11",), group=1, checkable=True, article=False),
    Command("plain_reading", "&Distraction-free", "view", ("Shift+F11",), group=1, checkable=True, article=False),
    Command("compare", "Compare t&wo articles…", "view", ("Ctrl+D",), group=2),
    Command("report", "Just the &report", "view", ("Shift+R",), group=2, checkable=True),
    Command("opinion", "&Just the opinion", "view", ("Shift+O",), group=2, checkable=True),
    *(
        Command(f"layer_{layer.key}", f"&{number} {layer.title}", "layers", (str(number),), checkable=True)
        for number, layer in enumerate(LAYERS, 1)
    ),
    Command("own_shown", f"&{len(LAYERS) + 1} Your labels", "layers", (str(len(LAYERS) + 1),), checkable=True),
    Command("layers_all", "&All layers on or off", "layers", ("0",), group=1),
    Command("agree", "&Agree with this mark", "own", ("A",)),
    Command("disagree", "&Disagree: choose the right label…", "own", ("R",)),
    Command("highlight", "&Highlight with a note…", "own", ("H",)),
    Command("own", "&List of your labels", "own", ("F8",), group=1, checkable=True, article=False),
    Command("learn", "Lear&n from your labels…", "own", group=2, article=False),
    Command("share_labels", "&Put your labels beside the article", "own", group=3),
    Command("export_labels", "&Export your labels…", "own", group=3),
    Command("guess", "&Guess first", "own", ("Shift+G",), group=2, checkable=True),
    Command("guess_opinion", "Guess: &opinion", "own", ("O",), group=2),
    Command("guess_fact", "Guess: reported &fact", "own", ("F",), group=2),
    Command("guess_attributed", "Guess: a&ttributed", "own", ("T",), group=2),
    Command("guess_skip", "Guess: &can’t tell", "own", ("X",), group=2),
    Command("guess_reveal", "Re&veal the marks", "own", ("V",), group=2),
    Command("next", "&Next mark", "go", ("N",), "next", bar=True),
    Command("previous", "&Previous mark", "go", ("P",), "previous", bar=True),
    *(
        Command(f"next_{layer.key}", f"Next: {layer.title}", "go", (f"Shift+{number}",), group=1)
        for number, layer in enumerate(LAYERS, 1)
    ),
    Command("card", "&Explain this mark", "go", ("E",), group=1),
    Command("next_tab", "Next ta&b", "go", (_Standard.NextChild, "Ctrl+PgDown"), group=2, article=False),
    Command("previous_tab", "Pre&vious tab", "go", (_Standard.PreviousChild, "Ctrl+PgUp"), group=2, article=False),
    Command("shortcuts", "&Keyboard shortcuts", "help", ("Ctrl+?", "F1"), article=False),
    Command("detector", "How the &detector works", "help", article=False),
    Command("about", "&About Bias Reader", "help", article=False),
)
