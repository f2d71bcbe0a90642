"""What the wheel carries."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = {"corpus", "screenshots", "evaluation.md"}


def test_the_wheel_carries_every_resource_the_program_reads() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    carried = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    there = {path.name for path in (ROOT / "resources").iterdir()}
    assert carried == {f"resources/{name}": f"reader/resources/{name}" for name in there - LEFT_OUT}


def test_no_file_is_larger_than_hosts_of_repositories_take() -> None:
    assert all(path.stat().st_size <= 50 * 2**20 for path in (ROOT / "resources").rglob("*") if path.is_file())
