"""What a window needs of the system it runs on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PACKAGES = (
    "libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 fontconfig libxcb-cursor0 libxcb-icccm4 "
    "libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1"
)


def missing() -> str:
    """Say in one sentence what the system lacks for a window, or return an empty string.

    Qt itself ends the process where no platform plugin loads, so the plugin's libraries are tried first.
    """
    try:
        from PySide6.QtCore import QLibraryInfo
        from PySide6.QtWidgets import QApplication  # noqa: F401 — its libraries are what is tried
    except ImportError as error:
        return _advice(str(error))
    if not sys.platform.startswith("linux"):
        return ""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if not platform and not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        return "there is no display to open a window on; “bias-reader annotate” works without one."
    if platform.startswith("xcb") or (not platform and not os.environ.get("WAYLAND_DISPLAY")):
        plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
        try:
            from ctypes import CDLL

            CDLL(str(plugins / "platforms" / "libqxcb.so"))
        except OSError as error:
            return _advice(str(error))
    return ""


def _advice(reason: str) -> str:
    library = reason.split(":")[0]
    if not sys.platform.startswith("linux"):
        return f"the window's libraries can't be loaded ({reason})."
    return f"the window needs the missing system library {library}; on Debian or Ubuntu: apt install {_PACKAGES}"
