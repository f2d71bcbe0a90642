from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import BlockKind, Document
from reader.formats import ReaderError, load, load_bytes, plain

SHARED = Path(__file__).parents[3] / "shared" / "data"
OPENAI = SHARED / "openai-china-article.txt"
WIKINEWS = SHARED / "wikinews"


def read(text: str) -> Document:
    return load_bytes(text.encode())


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, block.span.slice(document.text)) for block in document.blocks]


def texts(document: Document, kind: BlockKind) -> list[str]:
    return [block.span.slice(document.text) for block in document.blocks if block.kind is kind]


COPIED = """\
Skip to content

Council Votes to Close Riverside Pool

By
Maria Lindqvist
6 min read

Council Votes to Close Riverside Pool

What Happens Now

The council voted nine to four on Tuesday to close the pool after the summer season ends in September.

  1. The pool stays open until the last week of September. Season tickets remain valid.

  2. Staff move to the leisure centre on Mill Road.

Swimmers said they would appeal against the decision in the autumn.

You May Also Like

Ten Walks Along the River

Subscribe to our Newsletter

The best of the town, every Friday

We use cookies on our website to remember your settings.
"""


def test_text_copied_from_a_page_shows_its_structure() -> None:
    document = read(COPIED)
    assert kinds(document)[:7] == [
        ("boilerplate", "Skip to content"),
        ("title", "Council Votes to Close Riverside Pool"),
        ("byline", "By"),
        ("byline", "Maria Lindqvist"),
        ("byline", "6 min read"),
        ("boilerplate", "Council Votes to Close Riverside Pool"),
        ("heading", "What Happens Now"),
    ]
    items = [block for block in document.blocks if block.kind is BlockKind.LIST_ITEM]
    assert [item.marker for item in items] == ["1.", "2."]
    assert items[0].span.slice(document.text).startswith("The pool stays")
    assert [kind for kind, _ in kinds(document)[-5:]] == ["boilerplate"] * 5
    assert document.metadata.title == "Council Votes to Close Riverside Pool"
    assert document.metadata.author == "Maria Lindqvist"


def test_hard_wrapped_text_is_joined_again() -> None:
    wrapped = (
        "The harbour board met on Monday evening to hear from the engineers who had\n"
        "inspected the breakwater, and it then decided to spend all the long-\n"
        "term reserve on repairs that cannot wait for another winter.\n"
        "\n"
        "A second paragraph begins here and goes on for long enough that it has to\n"
        "be broken as well.\n"
    )
    assert texts(read(wrapped), BlockKind.PARAGRAPH) == [
        "The harbour board met on Monday evening to hear from the engineers who had inspected the "
        "breakwater, and it then decided to spend all the long-term reserve on repairs "
        "that cannot wait for another winter.",
        "A second paragraph begins here and goes on for long enough that it has to be broken as well.",
    ]


def test_one_line_a_paragraph_stays_so() -> None:
    first = "The first paragraph is a single long line, as programs write it that leave wrapping to the reader. " * 2
    second = "The second stands directly below it, without a blank line, a paragraph of its own. " * 2
    assert texts(read(f"{first}\n{second}\n"), BlockKind.PARAGRAPH) == [first.strip(), second.strip()]


def test_quoted_mail_lines_are_a_quote() -> None:
    document = read("> I would rather not go there again, she wrote to me.\n> Never.\n\nI answered at once.\n")
    assert texts(document, BlockKind.QUOTE)
    assert not any(text.startswith(">") for _, text in kinds(document))


@pytest.mark.parametrize(
    "line",
    [
        "We use cookies and similar technologies to improve your visit.",
        "Sign up for our daily newsletter",
        "Share this article on Facebook",
        "© 2024 The Daily Example. All rights reserved.",
        "This article was submitted by a user under the Submission Rules.",
        "Advertisement",
        "Read more: The bridge that nobody wanted",
    ],
)
def test_site_text_is_known(line: str) -> None:
    document = read(f"A headline of the day\n\nThe mayor opened the new bridge on Monday morning.\n\n{line}\n")
    assert texts(document, BlockKind.BOILERPLATE) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "We use cookies as bribes, the trainer said, and the dogs know it.",
        "The newsletter was subscribed to by four thousand people in its first month.",
        "Home prices rose again in March, by four per cent.",
        "By the time the ferry arrived, nobody was waiting for it any more.",
        "Share prices fell after the announcement.",
        "Related cases were found in two other towns last week.",
        "You may also want to bring a coat, the organisers advise.",
    ],
)
def test_the_article_is_not_taken_for_site_text(line: str) -> None:
    document = read(f"A headline of the day\n\nThe mayor opened the new bridge on Monday morning.\n\n{line}\n")
    assert line in texts(document, BlockKind.PARAGRAPH)


def test_a_lone_dash_or_number_is_no_list() -> None:
    document = read("– Really?\n\nThat is what she asked, and nobody in the room had an answer to it.\n\n1. Mai\n")
    assert not texts(document, BlockKind.LIST_ITEM)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Friday, January 4, 2019", "2019-01-04"),
        ("Published 4 Jan. 2019 at noon", "2019-01-04"),
        ("2019-01-04T10:00", "2019-01-04"),
        ("45 Jan 2019", ""),
        ("no date", ""),
    ],
)
def test_dates(text: str, date: str) -> None:
    assert plain.iso_date(text) == date


@given(st.text())
def test_every_word_of_any_text_is_kept_in_order(text: str) -> None:
    parts = plain.structure(text)
    kept = "".join(part.marker + part.text for part in parts)
    assert "".join(filter(str.isalnum, kept)) == "".join(filter(str.isalnum, text))


@pytest.mark.skipif(not OPENAI.exists(), reason="needs ../shared/data")
def test_the_first_article() -> None:
    document = load(OPENAI)
    found = [block.kind for block in document.blocks]
    assert found.count(BlockKind.TITLE) == 1
    assert found[:5] == [BlockKind.TITLE, *[BlockKind.BYLINE] * 3, BlockKind.BOILERPLATE]
    assert found.count(BlockKind.HEADING) == 8
    assert [block.marker for block in document.blocks if block.kind is BlockKind.LIST_ITEM] == [
        "1.",
        "2.",
        "3.",
    ]
    assert found[-5:] == [BlockKind.BOILERPLATE] * 5
    assert found.count(BlockKind.BOILERPLATE) == 6
    assert document.metadata.language == "en"


@pytest.mark.skipif(not WIKINEWS.exists(), reason="needs ../shared/data")
def test_titles_and_dates_of_real_news() -> None:
    index = json.loads((WIKINEWS / "index.json").read_text(encoding="utf-8"))
    entries = [entry for entry in index if (WIKINEWS / entry["file"]).exists()]
    documents = [load(WIKINEWS / entry["file"]) for entry in entries]

    def bare(text: str) -> str:
        return "".join(filter(str.isalnum, text.casefold()))

    assert entries
    assert [bare(document.title) for document in documents] == [bare(entry["title"]) for entry in entries]
    assert all(document.metadata.language == "en" for document in documents)


def test_lines_without_number_are_refused() -> None:
    with pytest.raises(ReaderError, match="500,000 lines"):
        load_bytes(b"a\n" * 500_002, "a.txt")
