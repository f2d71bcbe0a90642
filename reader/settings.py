"""Settings and the platform's folders: frozen, read once, written atomically. The only user of appdirs."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import appdirs

from reader.core.annotation import SHOWN_FROM

_NAME = "bias-reader"
_MOST_RECENTS = 12
_MOST_PLACES = 300
_log = logging.getLogger(__name__)


class Folders(NamedTuple):
    """Where things are kept: what the reader chose, what they made, what is remembered, what can be lost."""

    config: Path
    data: Path
    state: Path
    cache: Path

    @classmethod
    def under(cls, root: Path) -> Folders:
        """Return folders below `root`, for a portable or throw-away installation."""
        return cls(root / "config", root / "data", root / "state", root / "cache")

    @property
    def learnt(self) -> Path:
        """The file of what was learnt from the reader's labels."""
        return self.data / "learnt.npz"


def folders() -> Folders:
    """Return the platform's folders for this program; nothing is created."""
    return Folders(
        Path(appdirs.user_config_dir(_NAME, appauthor=False)),
        Path(appdirs.user_data_dir(_NAME, appauthor=False)),
        Path(appdirs.user_state_dir(_NAME)),
        Path(appdirs.user_cache_dir(_NAME, appauthor=False)),
    )


class Settings(NamedTuple):
    """What the reader chose. `theme` is a theme's key or “system”; an empty family is the built-in serif;
    `size` in points, `measure` in characters, `leading` in percent of the size. `language` is a code or “system”.
    `engine` is “full” or “light”; `restore` opens the files of last time again; `layer_order` has the layers' keys, the
    topmost first; `default_layers` are those that show in an article opened for the first time, None for those of the
    article before; `shortcuts` are the reader's own, by
    the commands' keys, empty for none.
    """

    theme: str = "system"
    family: str = ""
    size: float = 13.5
    measure: int = 70
    leading: int = 160
    language: str = "system"
    engine: str = "full"
    restore: bool = True
    layer_order: tuple[str, ...] = ()
    default_layers: tuple[str, ...] | None = None
    shortcuts: Mapping[str, str] = {}


class State(NamedTuple):
    """What the program remembers from one time to the next. `geometry` and `layout` are Qt's, in base 64;
    `panels` are the keys of those that show. `around` is what surrounds the article, in pixels: left, top, right and
    bottom.
    `copy` is how the last copy was saved.
    """

    recents: tuple[str, ...] = ()
    geometry: str = ""
    layout: str = ""
    panels: tuple[str, ...] = ()
    around: tuple[int, ...] = (257, 69, 280, 32)
    visible: tuple[str, ...] | None = None
    min_confidence: float = SHOWN_FROM
    zoom: float = 1.0
    contents: bool = True
    hinted: bool = False
    session: tuple[str, ...] = ()
    front: str = ""
    own_shown: bool = True
    copy: Mapping[str, str] = {}

    def opened(self, path: str) -> tuple[str, ...]:
        """Return the recent files with `path` first."""
        return (path, *(other for other in self.recents if other != path))[:_MOST_RECENTS]


class Guesses(NamedTuple):
    """A round of guessing in the text with the SHA-256 `text`: (start, end, label) for each guess, in their order.

    `at` is the start of the sentence that is asked for; `revealed` tells that the marks have been shown.
    """

    text: str
    made: tuple[tuple[int, int, str], ...] = ()
    at: int = 0
    revealed: bool = False


class Reading(NamedTuple):
    """How an article is read: `mode` is the key of “just the report” or “just the opinion”, empty for the whole.

    `opened` are the starts (code points) of sentences that are shown although they are folded away in this mode.
    """

    mode: str = ""
    opened: frozenset[int] = frozenset()
    guesses: Guesses | None = None


class Place(NamedTuple):
    """Where a file was left: the first code point on screen, the visible layers, the least confidence, how it is read.

    `content` is the checksum of the file's bytes, by which it is known again where it was moved.
    """

    position: int
    visible: tuple[str, ...]
    min_confidence: float
    content: str = ""
    reading: Reading = Reading()


def read_places(file: Path) -> dict[str, Place]:
    """Read the places of files by their paths, the latest last; what is malformed is left out."""
    try:
        rows = list(json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError) as error:
        _log.warning("%s is ignored: %s", file, error)
        return {}
    places: dict[str, Place] = {}
    for row in rows:
        try:
            path, position, visible, least, content, *reading = row
            place = Place(int(position), tuple(map(str, visible)), float(least), str(content), _reading(*reading))
        except (ValueError, TypeError, KeyError, OverflowError) as error:
            _log.warning("%s: a place is ignored: %s", file, error)
        else:
            places[str(path)] = place
    return places


def write_places(places: Mapping[str, Place], file: Path) -> None:
    """Keep the latest 300 places; where the folder can't be written, a log line says so."""
    rows = [
        (path, one.position, one.visible, one.min_confidence, one.content, *_reading_kept(one.reading))
        for path, one in places.items()
    ]
    try:
        _write_json(rows[-_MOST_PLACES:], file)
    except OSError as error:
        _log.warning("%s can't be kept: %s", file, error)


def _reading_kept(reading: Reading) -> Iterator[Mapping[str, Any]]:
    """Yield a way of reading as JSON has it; nothing for the usual way."""
    if reading != Reading():
        yield {
            "mode": reading.mode,
            "opened": sorted(reading.opened),
            "guesses": reading.guesses._asdict() if reading.guesses else None,
        }


def _reading(kept: Mapping[str, Any] | None = None) -> Reading:
    if not kept:
        return Reading()
    guesses = kept["guesses"]
    return Reading(
        str(kept["mode"]),
        frozenset(map(int, kept["opened"])),
        guesses
        and Guesses(
            str(guesses["text"]),
            tuple((int(start), int(end), str(label)) for start, end, label in guesses["made"]),
            int(guesses["at"]),
            bool(guesses["revealed"]),
        ),
    )


_Kept = TypeVar("_Kept", Settings, State)


def read(kind: type[_Kept], file: Path) -> _Kept:
    """Read settings or state from a JSON file; what is malformed gets its default and a log line."""
    try:
        found = dict(json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return kind()
    except (OSError, ValueError, TypeError) as error:
        _log.warning("%s is ignored: %s", file, error)
        return kind()
    default = kind()
    good = {}
    for name in found.keys() & set(kind._fields):
        try:
            good[name] = _like(getattr(default, name), found[name])
        except TypeError:
            _log.warning("%s: %s is ignored", file, name)
    return kind(**good)


def write(kept: Settings | State, file: Path) -> None:
    """Write settings or state as JSON, whole or not at all.

    Raises OSError where the folder can't be written.
    """
    _write_json(kept._asdict(), file)


def _write_json(value: Any, file: Path) -> None:
    import tempfile

    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(value, stream, indent=1, ensure_ascii=False)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _like(default: Any, value: Any) -> Any:
    """Return `value` if it is of the default's type; else raise TypeError.

    Tables have texts only, and lists, too, unless the default is of numbers, of which there are as many then.
    """
    if isinstance(default, tuple) and any(isinstance(item, int) for item in default):
        if isinstance(value, list) and len(value) == len(default) and all(type(item) is int for item in value):
            return tuple(value)
    elif default is None or isinstance(default, tuple):
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        if value is None and default is None:
            return None
    elif isinstance(default, float) and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    elif isinstance(default, dict):
        if isinstance(value, dict) and all(isinstance(item, str) for item in value.values()):
            return value
    elif type(value) is type(default):
        return value
    raise TypeError
