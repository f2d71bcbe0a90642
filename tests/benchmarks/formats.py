"""Write one article in every format with the programs people use, and measure what comes back.

Run by hand: python tests/benchmarks/formats.py. Needs Linux, and pandoc, LibreOffice, Chromium and pdflatex for the
formats that they write; one that is missing leaves its rows out. A row says which share of the article's sentences is
found whole in one block, headings and list items found out of all, milliseconds to load, and the peak memory of the
process that loads it, or of the one apart that parses it. Below, the same of the hostile files, with what is said.
"""

from __future__ import annotations

import gzip
import plistlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from email.message import EmailMessage
from multiprocessing import get_context
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "formats"))

from hostile import READ, REFUSED

from reader.core.document import BlockKind, Document
from reader.formats import ReaderError, load

TITLE = "Harbour Town Votes to Reopen Its Old Tram Line"
HEADINGS = ["What the council decided", "Why people object", "The cost to the town"]
ITEMS = [
    "Track and overhead wires will be rebuilt first.",
    "The depot at Mill Street will follow in the autumn.",
    "Vehicles are to be ordered before the end of the year.",
]
SENTENCES = [
    "The council of Harbour Town voted on Tuesday to reopen the tram line that closed in 1961.",
    "Mayor Iris Falk called the decision “a bet on the next fifty years.”",
    "Dr. J. R. Okafor, who teaches transport planning at the local university, said the sum was “probably too low.”",
    "The plan passed by nine votes to four.",
    "It covers seven kilometres of track, eleven stops and a new depot at Mill Street.",
    "Construction is to begin in the spring, and the first trams should run in 2027.",
    "Shopkeepers in the old centre fear two years of dust and closed streets.",
    "“We survived the flood and we survived the pandemic,” said Tom Berg, who runs a bakery on the route.",
    "Supporters answer that the bus on the same route is full on most mornings.",
    "The state pays two thirds of the bill.",
    "The rest has to come from the town, which already owes more than it takes in each year.",
    "The treasurer wants to raise the fee for parking by a fifth.",
    "It is a bad idea, and it will hit those who have no choice but to drive.",
]
MARKDOWN = f"""---
title: {TITLE}
author: Mara Lindqvist
date: 2024-03-12
lang: en
---

{" ".join(SENTENCES[:3])}

## {HEADINGS[0]}

{" ".join(SENTENCES[3:6])}

1. {ITEMS[0]}
2. {ITEMS[1]}
3. {ITEMS[2]}

## {HEADINGS[1]}

{" ".join(SENTENCES[6:9])}

## {HEADINGS[2]}

{" ".join(SENTENCES[9:])}
"""


def write_all(folder: Path) -> None:
    """Write the article in every format that the programs at hand can write."""
    source = folder / "article.md"
    source.write_text(MARKDOWN, encoding="utf-8")
    for form in ("docx", "odt", "epub", "rtf", "html", "latex"):
        run("pandoc", "-s", source, "-o", folder / f"pandoc.{form}", "-V", "classoption=twocolumn")
    for source_form, form in (("docx", "odt"), ("docx", "rtf"), ("docx", "fodt"), ("docx", "pdf"), ("odt", "docx")):
        office = ("soffice", "--headless", "--convert-to", form, "--outdir", folder / f"libreoffice-{form}")
        run(*office, folder / f"pandoc.{source_form}")
    run("pdflatex", "-interaction=nonstopmode", f"-output-directory={folder}", folder / "pandoc.latex")
    page = folder / "pandoc.html"
    chromium = ("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    run(*chromium, f"--print-to-pdf={folder / 'chromium.pdf'}", page)
    if page.exists():
        markup = page.read_bytes()
        resource_ = {"WebResourceData": markup, "WebResourceTextEncodingName": "UTF-8"}
        (folder / "safari.webarchive").write_bytes(
            plistlib.dumps({"WebMainResource": resource_}, fmt=plistlib.FMT_BINARY)
        )
        message = EmailMessage()
        message["From"], message["Subject"] = "Mara Lindqvist <m@example.org>", TITLE
        message["Date"] = "Tue, 12 Mar 2024 10:00:00 +0100"
        message.set_content(markup.decode(), subtype="html")
        (folder / "mail.eml").write_bytes(message.as_bytes())
    (folder / "article.md.gz").write_bytes(gzip.compress(MARKDOWN.encode()))


def write_hostile(folder: Path) -> list[Path]:
    """Write the files that mean harm, and return where they lie."""
    makers = {**READ, **{name: data for name, (data, _) in REFUSED.items()}}
    for name, make in makers.items():
        (folder / name).write_bytes(make())
    return [folder / name for name in makers]


def run(program: str, *arguments: object) -> None:
    """Run a program if it is installed; what it says and whether it succeeds shows in its file."""
    if shutil.which(program):
        subprocess.run([program, *map(str, arguments)], capture_output=True, check=False, timeout=120)


def found(document: Document, wanted: list[str], kind: BlockKind | None = None) -> int:
    """Count which texts stand whole in one block, of a kind if given."""
    # pandoc writes a no-break space after “Dr.”
    blocks = [
        b.span.slice(document.text).replace("\u00a0", " ") for b in document.blocks if kind is None or b.kind is kind
    ]
    return sum(any(text in block for block in blocks) for text in wanted)


def loaded(path: Path) -> tuple[Document | str, float, int]:
    """Load a file; return the document or the reason why not, milliseconds, and peak memory in MB."""
    started = time.perf_counter()
    result: Document | str
    try:
        result = load(path)
    except ReaderError as error:
        result = error.reason
    spent = 1000 * (time.perf_counter() - started)
    # what the system counts for a process itself begins with its parent's peak; the status does not
    own = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    apart = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return result, spent, max(int(own.split()[1]), apart) // 1024


def each(paths: Iterable[Path], row: Callable[[Path, Document | str, float, int], str]) -> None:
    """Load each file in a new process, and print its row."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        for path in paths:
            print(row(path, *pool.submit(loaded, path).result()))


def article_row(path: Path, document: Document | str, spent: float, peak: int) -> str:
    """Return what came back of the article in a file."""
    if isinstance(document, str):
        return f"{'/'.join(path.parts[-2:]):34} {document}"
    return (
        f"{'/'.join(path.parts[-2:]):34} "
        f"{found(document, SENTENCES) / len(SENTENCES):9.0%} {'yes' if document.title == TITLE else 'no':>5} "
        f"{found(document, HEADINGS, BlockKind.HEADING):>6}/{len(HEADINGS)} "
        f"{found(document, ITEMS, BlockKind.LIST_ITEM):>3}/{len(ITEMS)} {spent:6.0f} {peak:8}"
    )


def hostile_row(path: Path, document: Document | str, spent: float, peak: int) -> str:
    """Return what was said of a hostile file."""
    said = document if isinstance(document, str) else f"read: {len(document.text):,} characters"
    return f"{path.name:24} {spent:8.0f} {peak:8}  {said}"


def main() -> None:
    """Print a row for each file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "article"
        folder.mkdir()
        write_all(folder)
        paths = [p for p in sorted(folder.rglob("*.*")) if p.suffix not in {".aux", ".log", ".latex", ".out"}]
        print(f"{'file':34} {'sentences':>9} {'title':>5} {'headings':>8} {'items':>5} {'ms':>6} {'peak MB':>8}")
        each(paths, article_row)
    with tempfile.TemporaryDirectory() as name:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            paths = pool.submit(write_hostile, Path(name)).result()
        print(f"\n{'hostile file':24} {'ms':>8} {'peak MB':>8}")
        each(paths, hostile_row)


if __name__ == "__main__":
    main()
