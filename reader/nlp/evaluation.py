"""Evaluation: labelled data in, marks of the detector out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from reader.nlp.pipeline import Pipeline


class Report(NamedTuple):
    """What was measured."""

    figures: Mapping[str, Any]

    def as_dict(self) -> Mapping[str, Any]:
        """Return the figures."""
        return self.figures

    def as_text(self) -> str:
        """Return the figures as lines."""
        return "\n".join(f"{name}: {value}" for name, value in self.figures.items())


def read(path: Path) -> list[list[tuple[str, str]]]:
    """Read labelled sentences, article by article."""
    raise ValueError(f"{path.name} is of no known kind")


def report(data: Any, pipeline: Pipeline, *, peers: bool, ablations: bool) -> Report:
    """Measure."""
    return Report({"articles": len(data)})
