"""Hostile files through the command line itself: a sentence each, exit code 2, nothing left behind, and limits.

The operating system holds the limits, on memory and processor time of each process; reaching one fails the test.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.formats.hostile import READ, REFUSED, strange

resource = pytest.importorskip("resource", reason="this platform limits no memory")

ROOT = Path(__file__).parents[2]
MAX_MEMORY = 1 << 30
MAX_SECONDS = 20
LIGHT = ("--engine", "light", "--format", "jsonl")


def limit() -> None:
    """Limit a new process: its data in bytes, its processor time in seconds."""
    resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))


def annotate(folder: Path, names: Iterable[str]) -> subprocess.CompletedProcess[str]:
    """Annotate files of `folder` into its folder `out`, with its folder `temporary` for what is none of theirs."""
    (folder / "temporary").mkdir()
    (folder / "out").mkdir()
    environment = {"TMPDIR": str(folder / "temporary"), "HOME": str(folder / "temporary"), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "reader", "annotate", *LIGHT, "-o", f"{folder / 'out'}/", *names],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        preexec_fn=limit,
    )


def told(said: str) -> dict[str, str]:
    """Return the reasons that the standard error gives, by file; nothing else may stand there."""
    found = [re.fullmatch(r"bias-reader: (\S+) can't be read: (.+)\.", line) for line in said.splitlines()]
    assert all(found), said
    return {match[1]: match[2] for match in found if match}


def left_behind(folder: Path) -> set[str]:
    """Return the names of the files in the folder for copies; there are none in that for temporary files."""
    assert list((folder / "temporary").rglob("*")) == []
    return {path.name for path in (folder / "out").iterdir()}


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Run one process on all files that can't be read, and return what it says of each."""
    folder = tmp_path_factory.mktemp("refused")
    for name, (data, _) in REFUSED.items():
        (folder / name).write_bytes(data())
    done = annotate(folder, REFUSED)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert left_behind(folder) == set()
    return told(done.stderr)


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_in_a_sentence(name: str, refused: dict[str, str]) -> None:
    assert re.search(REFUSED[name][1], refused[name])


def test_files_that_bewilder_a_parser_are_read(tmp_path: Path) -> None:
    for name, data in READ.items():
        (tmp_path / name).write_bytes(data())
    done = annotate(tmp_path, READ)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(left_behind(tmp_path)) == len(READ)
    assert not any("root:" in path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())


def test_what_is_no_file_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    reasons = strange(tmp_path)
    (tmp_path / "good.txt").write_text("A line of text that ends here.\n", encoding="utf-8")
    done = annotate(tmp_path, [*reasons, "good.txt"])
    said = told(done.stderr)
    assert done.returncode == 2
    assert said.keys() == reasons.keys()
    assert all(reason in said[name] for name, reason in reasons.items())
    assert left_behind(tmp_path) == {"good.jsonl"}
