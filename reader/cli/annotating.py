"""Annotating files: where each copy goes, and one after the other or in several processes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.cli.shared import Engine, Refused, pipeline_for
from reader.core.layers import BY_KEY

if TYPE_CHECKING:
    from reader.core.annotation import Annotation
    from reader.core.document import Document
    from reader.core.own import OwnMark
    from reader.formats.export import Exporter, ExportOptions
    from reader.nlp.pipeline import Pipeline

EXCEEDED = 1
UNREADABLE = 2


class Job(NamedTuple):
    """One file to annotate: where it is, where its copy goes (None for stdout), the folder of the reader's labels."""

    source: str
    target: Path | None
    own: Path | None = None


class Outcome(NamedTuple):
    """What came of one file: its exit status, a sentence if something is wrong, bytes for stdout."""

    status: int = 0
    complaint: str = ""
    printed: bytes = b""


def exporter_for(key: str | None, output: str) -> Exporter:
    """Return the exporter named, or the one that goes with where the copies go.

    Raises Refused where there is none.
    """
    from reader.formats import export

    if key:
        try:
            return export.by_key(key)
        except KeyError:
            known = ", ".join(exporter.key for exporter in export.exporters())
            raise Refused(f"there is no format “{key}”; choose one of {known}.") from None
    if output == "-":
        return export.by_key("jsonl")
    if output.endswith("/") or Path(output).is_dir():
        return export.by_key("html")
    found = export.for_path(Path(output))
    if not found:
        raise Refused(f"no format goes with the name {output}; choose one with --format.")
    return found


def plan(files: Sequence[str], output: str, exporter: Exporter) -> list[Job]:
    """Say where each copy goes; two sources of one name get numbered copies.

    Raises Refused where many files are to go into one.
    """
    if output == "-":
        return [Job(file, None) for file in files]
    target = Path(output)
    if not (output.endswith("/") or target.is_dir()):
        if len(files) > 1:
            raise Refused(f"{len(files)} files need a folder to go to: -o {output}/")
        return [Job(files[0], target)]
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{target} can't be made: {(error.strerror or 'no folder').lower()}.") from error
    jobs: list[Job] = []
    taken: set[str] = set()
    for file in files:
        stem = "standard input" if file == "-" else Path(file).stem
        name, number = f"{stem}{exporter.suffixes[0]}", 1
        while name in taken:
            number += 1
            name = f"{stem} {number}{exporter.suffixes[0]}"
        taken.add(name)
        jobs.append(Job(file, target / name))
    return jobs


def options_for(
    layers: Sequence[str], min_confidence: float, evidence: bool, legend: bool, footnotes: bool
) -> ExportOptions:
    """Put together what the copies shall hold; no layer named means all."""
    from reader.formats.export import ExportOptions

    return ExportOptions(
        layers=frozenset(layers or BY_KEY),
        min_confidence=min_confidence,
        legend=legend,
        evidence=evidence,
        footnotes=footnotes,
    )


def limit(text: str) -> tuple[str, float]:
    """Read a limit like `opinion=0.2`.

    Raises Refused for anything else.
    """
    label, equals, share = text.partition("=")
    try:
        if label in {"opinion", "fact", "attributed"} and equals and 0 <= float(share) <= 1:
            return label, float(share)
    except ValueError:
        pass
    raise Refused(f"“{text}” is no limit; write one like opinion=0.2.")


def outcomes(
    work: Sequence[Job],
    exporter: Exporter,
    options: ExportOptions,
    limits: Sequence[tuple[str, float]],
    engine: Engine,
    jobs: int,
) -> Iterator[Outcome]:
    """Annotate the files one after the other, or in several processes, in the order they were named."""
    if jobs == 1 or len(work) == 1:
        pipeline = pipeline_for(engine)
        for job in work:
            yield _one(job, exporter.key, options, limits, pipeline)
        return
    from joblib import Parallel, delayed

    parallel = Parallel(n_jobs=min(jobs, len(work)), return_as="generator")
    yield from parallel(delayed(_elsewhere)(job, exporter.key, options, limits, engine) for job in work)


def _elsewhere(
    job: Job, key: str, options: ExportOptions, limits: Sequence[tuple[str, float]], engine: Engine
) -> Outcome:
    """Annotate one file in a process of its own."""
    return _one(job, key, options, limits, _detector(engine))


@cache
def _detector(engine: Engine) -> Pipeline:
    """Build the detector of a process, once for all its files."""
    return pipeline_for(engine)


def _one(
    job: Job, key: str, options: ExportOptions, limits: Sequence[tuple[str, float]], pipeline: Pipeline
) -> Outcome:
    from reader.formats import export

    try:
        document = _load(job.source)
        annotations = _annotations(pipeline, document, options.evidence)
        if job.own:
            options = replace(options, own=_own_marks(job.own, document))
        exporter = export.by_key(key)
        printed = b""
        if job.target is None:
            printed, placed = exporter.make(document, annotations, options)
        else:
            placed = export.save(job.target, document, annotations, options, exporter)
    except Exception as error:
        if not isinstance(error, _expected()):
            return Outcome(UNREADABLE, f"{job.source} failed: {type(error).__name__}: {error}")
        return Outcome(UNREADABLE, str(error))
    remarks = []
    if placed and placed.placed < placed.total:
        remarks.append(f"{placed.placed} of {placed.total} marks found their place in the original.")
    exceeded = _exceeded(annotations, limits)
    if exceeded:
        remarks.append(exceeded)
    complaint = f"{job.source}: {' '.join(remarks)}" if remarks else ""
    return Outcome(EXCEEDED if exceeded else 0, complaint, printed)


def _expected() -> tuple[type[Exception], ...]:
    from reader.formats import ReaderError
    from reader.formats.export import SaveError

    return ReaderError, SaveError


def _load(name: str) -> Document:
    from reader.formats import load, load_bytes

    if name == "-":
        return load_bytes(sys.stdin.buffer.read())
    return load(name)


def _annotations(pipeline: Pipeline, document: Document, evidence: bool) -> list[Annotation]:
    found = [annotation for batch in pipeline.analyse(document) for annotation in batch]
    if evidence:
        return [pipeline.explain(document, annotation) for annotation in found]
    return found


def _own_marks(data: Path, document: Document) -> tuple[OwnMark, ...]:
    from reader.library.notebook import Notebook

    return Notebook(data, document).marks


def _exceeded(annotations: Sequence[Annotation], limits: Sequence[tuple[str, float]]) -> str:
    """Return a clause for the first label whose share of the marked sentences is above its limit."""
    marked = [annotation.label for annotation in annotations if annotation.label != "other"]
    for label, limit in limits:
        share = sum(found == label for found in marked) / max(1, len(marked))
        if share > limit:
            return f"{share:.0%} of the sentences are {label}, more than {limit:.0%}."
    return ""


def in_sight(outcomes: Iterable[Outcome], total: int) -> Iterator[Outcome]:
    """Show a bar on stderr for many files, where somebody looks."""
    if total < 5 or not sys.stderr.isatty():
        yield from outcomes
        return
    from tqdm import tqdm

    yield from tqdm(outcomes, total=total, unit="file", file=sys.stderr)
