"""The command line: annotate, classify, evaluate, train. Results go to stdout, everything else to stderr; no Qt.

Exit status: 0 done, 1 a limit asked for was exceeded, 2 usage or input that can't be read, 130 interrupted.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from reader import __version__
from reader.core.layers import BY_KEY, LAYERS

if TYPE_CHECKING:
    from reader.core.annotation import Annotation
    from reader.core.document import Document
    from reader.core.own import OwnMark
    from reader.formats.export import Exporter, ExportOptions
    from reader.nlp.pipeline import Pipeline

_Command = TypeVar("_Command", bound=Callable[..., Any])

EXCEEDED = 1
UNREADABLE = 2
INTERRUPTED = 130

_SUMMARY = f"""Read a news article with opinion, reported fact and attributed speech marked.

`bias-reader [FILE…]` opens the window on the files; the commands below work without one.

Layers: {", ".join(layer.key for layer in LAYERS)}.
"""


class Refused(Exception):  # noqa: N818 — a sentence for the user, no program error
    """Input or a request that can't be served; the message is one sentence."""


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return the exit status."""
    try:
        status = main.main(args=list(arguments), prog_name="bias-reader", standalone_mode=False)
    except Refused as error:
        return _complain(str(error))
    except click.exceptions.Abort:
        click.echo("bias-reader: interrupted", err=True)
        return INTERRUPTED
    except KeyboardInterrupt:
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return UNREADABLE
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    return int(status or 0)


def _complain(sentence: str) -> int:
    click.echo(f"bias-reader: {sentence}", err=True)
    return UNREADABLE


def _engine(command: _Command) -> _Command:
    """Give a command the choice of engine."""
    return click.option(
        "--engine",
        type=click.Choice(["full", "light"]),
        default="full",
        show_default=True,
        help="full: with the sentence encoder; light: word classes only, several times faster.",
    )(command)


@click.group(help=_SUMMARY, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="bias-reader")
def main() -> None:
    """Gather the commands."""


class Job(NamedTuple):
    """One file to annotate: where it is, where its copy goes (None for stdout), the folder of the reader's labels."""

    source: str
    target: Path | None
    own: Path | None = None


class _Opening(click.Command):
    """A command whose help ends with the formats that can be opened, from the table of loaders."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list."""
        from reader.formats import loaders

        rows = [(loader.title, " ".join(loader.suffixes)) for loader in loaders()]
        with formatter.section("Formats read, by content first, gzipped too"):
            formatter.write_dl(rows)


@main.command(cls=_Opening)
@click.argument("files", nargs=-1, required=True)
@click.option("-o", "--output", default="-", show_default=True, help="A file, DIR/ for many, or - for stdout.")
@click.option("-f", "--format", "key", help="html, md, json, jsonl, csv, pdf, docx, brat, txt … [from OUT's suffix]")
@click.option("--layer", "layers", multiple=True, type=click.Choice(list(BY_KEY)), help="Only this layer (repeatable).")
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="Leave less certain marks out.")
@click.option("--evidence/--no-evidence", default=False, help="Find the deciding words of each mark (slower).")
@click.option("--legend/--no-legend", default=True, help="Explain the marks in the copy, where its format does.")
@click.option("--footnotes", is_flag=True, help="In PDF for print: what is said of each mark in footnotes.")
@click.option("--own-labels", is_flag=True, help="With your own labels and notes, as given in the window.")
@click.option("--learnt", is_flag=True, help="Mark with what the window has learnt from your labels.")
@click.option(
    "--max-share", "limits", multiple=True, metavar="LABEL=P", help="Exit 1 where a label's share is above P."
)
@click.option("-j", "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes at once.")
@_engine
def annotate(
    files: tuple[str, ...],
    output: str,
    key: str | None,
    layers: tuple[str, ...],
    min_confidence: float,
    evidence: bool,
    legend: bool,
    footnotes: bool,
    own_labels: bool,
    learnt: bool,
    limits: tuple[str, ...],
    jobs: int,
    engine: str,
) -> int:
    """Save annotated copies of FILES (- for standard input)."""
    exporter = _exporter(key, output)
    own = _data_folder() if own_labels else None
    work = [job._replace(own=own) for job in _plan(files, output, exporter)]
    options = _options(layers, min_confidence, evidence, legend, footnotes)
    ceilings = [_limit(text) for text in limits]
    status = 0
    for outcome in _progress(_outcomes(work, exporter, options, ceilings, Engine(engine, learnt), jobs), len(work)):
        if outcome.printed:
            sys.stdout.buffer.write(outcome.printed)
        if outcome.complaint:
            click.echo(f"bias-reader: {outcome.complaint}", err=True)
        status = max(status, outcome.status)
    return status


class Engine(NamedTuple):
    """Which detector marks: full or light, and with what was learnt from the reader's labels or as shipped."""

    key: str
    learnt: bool = False


class Outcome(NamedTuple):
    """What came of one file: its exit status, a sentence if something is wrong, bytes for stdout."""

    status: int = 0
    complaint: str = ""
    printed: bytes = b""


def _exporter(key: str | None, output: str) -> Exporter:
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


def _plan(files: Sequence[str], output: str, exporter: Exporter) -> list[Job]:
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


def _options(
    layers: Sequence[str], min_confidence: float, evidence: bool, legend: bool, footnotes: bool
) -> ExportOptions:
    from reader.formats.export import ExportOptions

    return ExportOptions(
        layers=frozenset(layers or BY_KEY),
        min_confidence=min_confidence,
        legend=legend,
        evidence=evidence,
        footnotes=footnotes,
    )


def _limit(text: str) -> tuple[str, float]:
    label, equals, share = text.partition("=")
    try:
        if label in {"opinion", "fact", "attributed"} and equals and 0 <= float(share) <= 1:
            return label, float(share)
    except ValueError:
        pass
    raise Refused(f"“{text}” is no limit; write one like opinion=0.2.")


def _outcomes(
    work: Sequence[Job],
    exporter: Exporter,
    options: ExportOptions,
    limits: Sequence[tuple[str, float]],
    engine: Engine,
    jobs: int,
) -> Iterator[Outcome]:
    """Annotate the files one after the other, or in several processes, in the order they were named."""
    if jobs == 1 or len(work) == 1:
        pipeline = _pipeline(engine)
        for job in work:
            yield _one(job, exporter.key, options, limits, pipeline)
        return
    from joblib import Parallel, delayed

    parallel = Parallel(n_jobs=min(jobs, len(work)), return_as="generator")
    yield from parallel(delayed(_elsewhere)(job, exporter.key, options, limits, engine) for job in work)


def _elsewhere(
    job: Job, key: str, options: ExportOptions, limits: Sequence[tuple[str, float]], engine: Engine
) -> Outcome:
    """Annotate one file in a process of its own, whose detector is built once."""
    return _one(job, key, options, limits, _pipeline(engine))


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


def _data_folder() -> Path:
    from reader import settings

    return settings.folders().data


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


def _pipeline(engine: Engine) -> Pipeline:
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


def _progress(outcomes: Iterable[Outcome], total: int) -> Iterator[Outcome]:
    """Show a bar on stderr for many files, where somebody looks."""
    if total < 5 or not sys.stderr.isatty():
        yield from outcomes
        return
    from tqdm import tqdm

    yield from tqdm(outcomes, total=total, unit="file", file=sys.stderr)


@main.command()
@click.argument("file")
@_engine
def classify(file: str, engine: str) -> int:
    """Label the sentences of FILE (- for standard input): one a line, a blank line ends an article; JSON lines out."""
    pipeline = _pipeline(Engine(engine))
    for article in _articles(_lines(file)):
        for sentence in pipeline.classify(article):
            click.echo(json.dumps(sentence, ensure_ascii=False))
    return 0


def _lines(file: str) -> Iterator[str]:
    if file == "-":
        yield from io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
        return
    try:
        with Path(file).open(encoding="utf-8", errors="replace") as stream:
            yield from stream
    except OSError as error:
        raise Refused(f"{file} can't be read: {(error.strerror or 'it is no file').lower()}.") from error


def _articles(lines: Iterable[str]) -> Iterator[list[str]]:
    """Gather the sentences up to each blank line."""
    article: list[str] = []
    for line in lines:
        if line.strip():
            article.append(line.strip("\r\n"))
        elif article:
            yield article
            article = []
    if article:
        yield article


@main.command()
def labels() -> int:
    """Print your own labels and notes of all articles, as given in the window: JSON lines."""
    from reader.library.notebook import all_lines

    for line in all_lines(_data_folder()):
        click.echo(line, nl=False)
    return 0


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--peers/--no-peers", default=False, help="Measure the peers in the same run.")
@click.option("--ablations/--no-ablations", default=False, help="Measure the detector with parts left out.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of tables.")
@_engine
def evaluate(files: tuple[Path, ...], peers: bool, ablations: bool, as_json: bool, engine: str) -> int:
    """Measure the detector on labelled FILES: corpus articles or folders, JSON lines, or tables of sentences."""
    from reader.nlp import evaluation

    pipeline = _pipeline(Engine(engine))
    for file in files:
        try:
            data = evaluation.read(file)
        except (OSError, ValueError) as error:
            raise Refused(f"{file} can't be read: {error}.") from error
        report = evaluation.report(data, pipeline, peers=peers, ablations=ablations)
        click.echo(json.dumps(report.as_dict()) if as_json else report.as_text())
    return 0


@main.command()
@click.option("--corpus", type=click.Path(path_type=Path, exists=True), help="[the checkout's resources/corpus]")
@click.option("--texts", type=click.Path(path_type=Path, exists=True), help="Folder of the stand-off labels' texts.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="[the checkout's resources/model]")
def train(corpus: Path | None, texts: Path | None, output: Path | None) -> int:
    """Rebuild the shipped models from the corpus."""
    from reader import assets
    from reader.nlp import training

    folder = corpus or assets.root() / "corpus"
    if not folder.is_dir():
        raise Refused("the corpus is part of a checkout, not of the installed program; name it with --corpus.")
    settings: dict[str, Any] = {"texts": texts, "say": lambda line: click.echo(line, err=True)}
    training.train(folder, output or assets.root() / "model", **settings)
    return 0
