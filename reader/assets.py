"""Where the files that ship with the program lie: in the wheel, or in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def root() -> Path:
    """Return the folder of shipped files."""
    inside = _PACKAGE / "resources"
    return inside if inside.is_dir() else _PACKAGE.parent / "resources"


def path(*names: str) -> Path:
    """Return a shipped file's path.

    Raises FileNotFoundError where the installation lacks it.
    """
    found = root().joinpath(*names)
    if not found.exists():
        raise FileNotFoundError(f"the installation lacks {'/'.join(names)}")
    return found
