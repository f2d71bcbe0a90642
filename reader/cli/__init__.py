"""The command line: annotate, classify, labels, evaluate, train.

Results go to stdout, everything else to stderr; no Qt.
Exit status: 0 done, 1 a limit asked for was exceeded, 2 usage or input that can't be read, 130 interrupted.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from reader import __version__
from reader.cli.annotating import UNREADABLE, exporter_for, in_sight, limit, options_for, outcomes, plan
from reader.cli.shared import Engine, Refused, data_folder, pipeline_for
from reader.core.layers import BY_KEY, LAYERS

_Command = TypeVar("_Command", bound=Callable[..., Any])

INTERRUPTED = 130

_SUMMARY = f"""Read a news article with opinion, reported fact and attributed speech marked.

`bias-reader [FILE…]` opens the window on the files; the commands below work without one.

Layers: {", ".join(layer.key for layer in LAYERS)}.
"""


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
    exporter = exporter_for(key, output)
    own = data_folder() if own_labels else None
    work = [job._replace(own=own) for job in plan(files, output, exporter)]
    options = options_for(layers, min_confidence, evidence, legend, footnotes)
    ceilings = [limit(text) for text in limits]
    status = 0
    for outcome in in_sight(outcomes(work, exporter, options, ceilings, Engine(engine, learnt), jobs), len(work)):
        if outcome.printed:
            sys.stdout.buffer.write(outcome.printed)
        if outcome.complaint:
            click.echo(f"bias-reader: {outcome.complaint}", err=True)
        status = max(status, outcome.status)
    return status


@main.command()
@click.argument("file")
@_engine
def classify(file: str, engine: str) -> int:
    """Label the sentences of FILE (- for standard input): one a line, a blank line ends an article; JSON lines out."""
    pipeline = pipeline_for(Engine(engine))
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

    for line in all_lines(data_folder()):
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

    pipeline = pipeline_for(Engine(engine))
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
