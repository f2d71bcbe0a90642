"""Measure the article extraction on saved pages with known articles: token F1 a page, titles, authors.

Run by hand: python tests/benchmarks/extraction.py [FOLDER], the folder holding NAME/source.html,
NAME/expected.html and NAME/expected-metadata.json as Mozilla's Readability tests do.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from pathlib import Path

import lxml.html

from reader.core.document import BlockKind, Document
from reader.formats import load

PAGES = Path(__file__).parents[3] / "shared" / "data" / "readability_pages"
HEAD = {BlockKind.TITLE, BlockKind.BYLINE}


def words(text: str) -> Counter[str]:
    """Return the lower-case words of a text, counted."""
    return Counter(re.findall(r"\w+", text.lower()))


def f1(found: Counter[str], expected: Counter[str]) -> float:
    """Return the token F1 of two bags of words."""
    both = found.total() + expected.total()
    return 2 * (found & expected).total() / both if both else 1.0


def article_words(document: Document) -> Counter[str]:
    """Return the words below the title and byline, which the expected articles leave out."""
    return words(" ".join(block.span.slice(document.text) for block in document.blocks if block.kind not in HEAD))


def main(folder: Path) -> None:
    """Print a line for each page, worst first, and the means."""
    rows = []
    started = time.perf_counter()
    for page in sorted(folder.iterdir()):
        document = load(page / "source.html")
        expected = lxml.html.document_fromstring((page / "expected.html").read_bytes().decode("utf-8"))
        facts = json.loads((page / "expected-metadata.json").read_text(encoding="utf-8"))
        score = f1(article_words(document), words(" ".join(expected.itertext())))
        same_title = words(document.metadata.title) == words(facts["title"] or "")
        author = re.sub("^(by|par) ", "", facts["byline"] or "", flags=re.IGNORECASE)
        same_author = words(document.metadata.author) == words(author)
        rows.append((score, page.name, same_title, same_author))
    seconds = time.perf_counter() - started
    for score, name, same_title, same_author in sorted(rows):
        wrong = f"{'' if same_title else 'title':5}  {'' if same_author else 'author':6}"
        print(f"{score:.3f}  {wrong}  {name}")
    count = len(rows)
    print(f"pages {count}  F1 mean {sum(row[0] for row in rows) / count:.4f}  min {min(rows)[0]:.3f}")
    print(f"titles {sum(row[2] for row in rows) / count:.1%}  authors {sum(row[3] for row in rows) / count:.1%}")
    print(f"{1000 * seconds / count:.0f} ms a page")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PAGES)
