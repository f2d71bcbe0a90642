"""What goes wrong with a file, in one sentence for the person who wanted to read it."""

from __future__ import annotations

from collections.abc import Callable


class ReaderError(Exception):
    """A file can't be read: `path` names it, `reason` is a clause without full stop (“it is a folder”)."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return self.sentence(str)

    def sentence(self, tr: Callable[[str], str]) -> str:
        """Return the sentence in the language that `tr` puts texts into."""
        name = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in self.path)
        return tr("{name} can't be read: {reason}.").format(name=name, reason=tr(self.reason))


class PasswordNeeded(ReaderError):  # noqa: N818 — it asks for something; nothing has failed yet
    """The file is encrypted and the password is missing or wrong: ask for it and load again."""
