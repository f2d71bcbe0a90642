"""Put a copy on disk: whole or not at all, and never over the article it was made from."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Sequence
from pathlib import Path

from reader.core.annotation import Annotation
from reader.core.document import Document
from reader.core.layers import Placed
from reader.formats.export import registry
from reader.formats.export.exporter import Copy, Exporter, ExportOptions, SaveError


def save(
    path: str | Path,
    document: Document,
    annotations: Sequence[Annotation],
    options: ExportOptions | None = None,
    exporter: Exporter | None = None,
) -> Placed | None:
    """Write an annotated copy of `document` to `path`, in its suffix's format unless `exporter` is given.

    Returns how many marks are in a copy of the original, and None for other copies, which have them all.
    A file that is there is replaced in one step once the copy is wholly on disk, and keeps its permissions.
    Raises SaveError, leaving what was there as it was.
    """
    name = str(path)
    exporter = exporter or registry.for_path(path)
    if exporter is None:
        raise SaveError(name, f"no kind of copy has the suffix “{Path(path).suffix}”")
    try:
        target = Path(path).resolve()
        _check(name, target, document)
    except (OSError, ValueError) as error:
        raise SaveError(name, _reason(error)) from error
    made = _made(name, exporter, document, annotations, options or ExportOptions())
    try:
        write(target, made.data)
    except OSError as error:
        raise SaveError(name, _reason(error)) from error
    return made.placed


def write(target: Path, data: bytes) -> None:
    """Replace the file at `target` by `data` in one step: after a crash it holds the old bytes or the new.

    Raises OSError, having removed what it began.
    """
    partial = target.with_name(f".bias-reader-{secrets.token_hex(8)}.part")
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            partial.chmod(stat.S_IMODE(target.stat().st_mode))
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _check(name: str, target: Path, document: Document) -> None:
    """Raise SaveError where nothing may be written at `target`."""
    if _is_source(target, document):
        raise SaveError(name, "it is the article itself; choose another name for the copy")
    if target.is_dir():
        raise SaveError(name, "it is a folder")
    if target.exists() and not target.is_file():
        raise SaveError(name, "it is a device, pipe or socket, not a file")
    if not target.parent.is_dir():
        raise SaveError(name, f"there is no folder {target.parent}")


def _is_source(target: Path, document: Document) -> bool:
    """Tell whether the two are one file, by whatever name, link or spelling."""
    if not document.source.path:
        return False
    source = Path(document.source.path)
    return source.resolve() == target or (source.exists() and target.exists() and source.samefile(target))


def _made(
    name: str,
    exporter: Exporter,
    document: Document,
    annotations: Sequence[Annotation],
    options: ExportOptions,
) -> Copy:
    try:
        return exporter.make(document, annotations, options)
    except SaveError as error:
        raise SaveError(name, error.reason) from error


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, PermissionError):
        return "you have no permission to write there"
    code = getattr(error, "errno", None)
    return os.strerror(code).lower() if code else "its name is not valid"


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError:
        return  # some network file systems can't; the copy itself is on disk
    finally:
        os.close(handle)
