"""What the commands share: the detector they are asked for, the reader's own data, and how they refuse."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from reader.nlp.pipeline import Pipeline


class Refused(Exception):  # noqa: N818 — a sentence for the user, no program error
    """Input or a request that can't be served; the message is one sentence."""


class Engine(NamedTuple):
    """Which detector marks: full or light, and with what was learnt from the reader's labels or as shipped."""

    key: str
    learnt: bool = False


def pipeline_for(engine: Engine) -> Pipeline:
    """Build the detector that an engine names; what it lacks is said on stderr."""
    from reader import settings
    from reader.nlp import detector, personal

    pipeline, notice = detector.build(engine.key)
    if notice:
        click.echo(f"bias-reader: {notice}", err=True)
    if engine.learnt:
        pipeline.personal = personal.find(settings.folders().learnt, pipeline.classifier.model)
        if not pipeline.personal:
            click.echo("bias-reader: nothing has been learnt for this engine; it marks as shipped.", err=True)
    return pipeline


def data_folder() -> Path:
    """Return the folder of the reader's labels."""
    from reader import settings

    return settings.folders().data
