"""The Markdown file with marks: its own lines, and the same page for a CommonMark parser but for the marks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.core.annotation import Annotation, Label
from reader.core.document import Document, Sentence
from reader.core.own import Anchor, OwnMark, new_key
from reader.formats import load
from reader.formats.export import ExportOptions, by_key

_ORIGINAL = by_key("original-md")
_PIECES = (
    "The bridge **reopened on Monday** after",
    "a [long and costly](https://example.org/a_b) wait,",
    "said `if a == b` the *council\nleader*, and",
    r"3 \* 4 \[sic\] &amp; nobody",
    "<b>answers</b> for ![the *quay*](quay.png) it.",
)
_TEXT = """---
title: Harbour
---
# Harbour bridge reopens

{}

> It is clearly the worst bargain
> the city has struck.

- Steel: twelve million, officials reported
  at the opening.

```
if a < b: print("The bridge reopened")
```
"""


def _marks(document: Document) -> list[Annotation]:
    return [
        Annotation(Sentence(block.span, number), Label.OPINION, 0.9)
        for number, block in enumerate(document.blocks)
        if block.kind.prose
    ]


def _without(copy: str) -> str:
    body = re.split(r"\n\[\^[a-z]+-1\]: ", copy)[0]
    return re.sub(r"(?<![`=])==(?!=)|\[\^[a-z]+-\d+\]", "", body)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.sampled_from(_PIECES), min_size=1, max_size=5))
def test_the_page_stays_the_same_but_for_the_marks(tmp_path: Path, pieces: list[str]) -> None:
    path = tmp_path / "bridge.md"
    path.write_text(_TEXT.format("\n".join(pieces)), encoding="utf-8")
    document = load(path)
    made = _ORIGINAL.make(document, _marks(document), ExportOptions())
    copy = made.data.decode()
    assert "==" in copy.split("```")[0].replace("`if a == b`", "")
    assert made.placed is not None
    assert made.placed.placed == made.placed.total == 3
    show = MarkdownIt("commonmark").render
    want = path.read_text(encoding="utf-8").rstrip().replace("a == b", "a b")
    assert show(_without(copy.replace("a == b", "a b")).rstrip()) == show(want)


def test_the_readers_note_is_a_footnote_of_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "bridge.md"
    path.write_text("# Harbour\n\nThe bridge **reopened** on Monday.\n", encoding="utf-8")
    document = load(path)
    own = OwnMark(new_key(), Anchor.at(document.blocks[1].span, document.text), None, None, "which [one]?\n# no")
    copy = _ORIGINAL.make(document, (), ExportOptions(own=(own,))).data.decode()
    assert copy.startswith("# Harbour\n\nThe bridge **reopened** on Monday.[^reader-1]\n")
    assert copy.endswith("\n[^reader-1]: Reader’s note: which \\[one\\]? # no\n")


@pytest.mark.parametrize("suffix", [".txt", ".html"])
def test_other_formats_are_not_offered_it(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text("The bridge reopened on Monday.")
    assert not _ORIGINAL.fits(load(path))
