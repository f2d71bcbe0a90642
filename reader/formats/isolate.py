"""Run a loader in a process of its own, with limits: a hostile file can neither crash us nor eat the memory.

`python -m reader.formats.isolate KEY` reads a request from standard input and writes the article as JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

from reader.core.document import BlockKind, Metadata, Part
from reader.formats.errors import PasswordNeeded, ReaderError
from reader.formats.loader import Article, File, Loader

MAX_SECONDS = 15
"""The longest a loader may take."""
MAX_MEMORY = 1 << 30
"""The most memory a loader may use, in bytes; where the platform can limit it."""

_ERRORS = {cls.__name__: cls for cls in (ReaderError, PasswordNeeded)}


def run(loader: Loader, file: File) -> Article:
    """Return what `loader` makes of `file`, made in another process.

    Raises what the loader raises, and ReaderError where it crashes or exceeds the limits.
    """
    import subprocess

    head = {"name": file.name, "encoding": file.encoding, "password": file.password}
    search = os.pathsep.join([str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])])
    try:
        done = subprocess.run(
            [sys.executable, "-m", "reader.formats.isolate", loader.key],
            input=json.dumps(head).encode() + b"\n" + file.data,
            capture_output=True,
            timeout=MAX_SECONDS,
            env={**os.environ, "PYTHONPATH": search},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise file.error(f"reading it takes longer than {MAX_SECONDS} seconds") from error
    if done.returncode == -getattr(signal, "SIGXCPU", 0):
        raise file.error(f"reading it takes longer than {MAX_SECONDS} seconds")
    if done.returncode != 0:
        raise file.error(f"it is damaged: the parser of “{loader.title}” broke down on it")
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise _ERRORS[answer["error"]](file.name, answer["reason"])
    parts = tuple(Part(BlockKind(kind), *rest) for kind, *rest in answer["parts"])
    return Article(parts, Metadata(**answer["metadata"]), answer["encoding"])


def main() -> None:
    """Answer one request: the other end of `run`."""
    limit()
    head, _, data = sys.stdin.buffer.read().partition(b"\n")
    file = File(data=data, **json.loads(head))
    from reader.formats.registry import loaders

    loader = next(loader for loader in loaders() if loader.key == sys.argv[1])
    sys.stdout.write(json.dumps(_answer(loader, file)))


def _answer(loader: Loader, file: File) -> dict[str, object]:
    try:
        article = loader.read(file)
    except ReaderError as error:
        return {"error": type(error).__name__, "reason": error.reason}
    return article._asdict() | {"metadata": article.metadata._asdict()}


def limit(seconds: int = MAX_SECONDS) -> None:
    """Limit this process's memory and time, where the platform knows how."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


if __name__ == "__main__":
    main()
