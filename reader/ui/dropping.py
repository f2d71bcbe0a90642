"""Files that are dragged onto a window: it shows that it takes them, and leaves them where they are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QMainWindow

from reader.ui.override import override

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
    from PySide6.QtWidgets import QFrame


class FileTarget(QMainWindow):
    """A window onto which files can be dragged. Signal `dropped(paths)`."""

    dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._frame: QFrame | None = None
        self.setAcceptDrops(True)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _local_files(event.mimeData()):
            _take_copy(event)
            self._show_frame()

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hide_frame()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        _take_copy(event)
        self._hide_frame()
        self.activateWindow()
        # After the drop has been answered: the source program waits for that.
        QTimer.singleShot(0, self, partial(self.dropped.emit, _local_files(event.mimeData())))

    def _show_frame(self) -> None:
        if self._frame is None:
            from PySide6.QtWidgets import QFrame

            self._frame = QFrame(self)
            self._frame.setObjectName("target")
            self._frame.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._frame.setGeometry(self.rect())
        self._frame.show()
        self._frame.raise_()

    def _hide_frame(self) -> None:
        if self._frame:
            self._frame.hide()


def _local_files(data: QMimeData) -> list[str]:
    """Return the paths of the local files that are dragged."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


def _take_copy(event: QDropEvent) -> None:
    # A source whose files are said to have been moved may delete them.
    event.setDropAction(QtCore.Qt.DropAction.CopyAction)
    event.accept()
