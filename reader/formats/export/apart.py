"""Do a piece of work on somebody's file in a process of its own, with limits, as `formats.isolate` does for loaders.

`python -m reader.formats.export.apart` reads a function and its arguments, pickled, from standard input. What comes
back is never unpickled: the other process may have been taken over by the file it worked on.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from reader.core.layers import Placed
from reader.formats.export.exporter import Copy, SaveError
from reader.formats.isolate import limit

MAX_SECONDS = 60
"""The longest a piece of work may take."""


def run(name: str, work: Callable[..., Copy], *arguments: object) -> Copy:
    """Return what `work`, a function of a module, makes of the arguments; `name` stands for the file in messages.

    Raises SaveError as it does, and where it crashes or exceeds the limits.
    """
    if getattr(sys, "frozen", False):
        return work(*arguments)
    search = os.pathsep.join([str(Path(__file__).parents[3]), *filter(None, [os.environ.get("PYTHONPATH")])])
    try:
        done = subprocess.run(
            [sys.executable, "-m", "reader.formats.export.apart"],
            input=pickle.dumps((work, arguments)),
            capture_output=True,
            timeout=MAX_SECONDS,
            env={**os.environ, "PYTHONPATH": search},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SaveError(name, f"marking the original takes longer than {MAX_SECONDS} seconds") from error
    if done.returncode != 0:
        raise SaveError(name, "the original is damaged: marking it broke down")
    head, _, data = done.stdout.partition(b"\n")
    answer = json.loads(head)
    if "error" in answer:
        raise SaveError(name, str(answer["error"]))
    placed = answer["placed"]
    return Copy(data, Placed(int(placed[0]), int(placed[1])) if placed else None)


def main() -> None:
    """Do one piece of work: the other end of `run`."""
    limit(MAX_SECONDS)
    work, arguments = pickle.loads(sys.stdin.buffer.read())
    try:
        data, placed = work(*arguments)
        head: dict[str, object] = {"placed": placed}
    except SaveError as error:
        data, head = b"", {"error": error.reason}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + data)


if __name__ == "__main__":
    main()
