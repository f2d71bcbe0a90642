from __future__ import annotations

import io

import pytest

from reader.core.document import BlockKind, Document
from reader.formats import PasswordNeeded, ReaderError, isolate, load_bytes, pdf
from reader.formats.loader import File, Loader
from tests.formats.pdfs import HEIGHT, Placed, column
from tests.formats.pdfs import pdf as written

LEFT = [
    "The harbour board met on Monday evening to hear",
    "from the engineers, who had inspected the break-",
    "water in the week before. The breakwater is old.",
    "It was decided that the long-term reserve, which",
    "was saved for better times, must pay for the",
]
RIGHT = [
    "repairs. Nobody in the room spoke against it.",
]
INDENTED: Placed = (345, 112, 10, "The work begins in May and ends in autumn.")


def read(*pages: list[Placed], title: str = "") -> Document:
    return load_bytes(written(pages, title), "a.pdf")


@pytest.mark.parametrize(("named", "author"), [("Ann Lee", "Ann Lee"), ("(anonymous)", ""), ("Unknown", "")])
def test_an_author_whom_the_program_made_up_is_nobody(named: str, author: str) -> None:
    assert load_bytes(written([column(LEFT)], author=named), "a.pdf").metadata.author == author


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, block.span.slice(document.text)) for block in document.blocks]


def test_columns_hyphens_and_indents() -> None:
    title = (72.0, 60.0, 20.0, "Breakwater to Be Repaired")
    document = read([title, *column(LEFT), *column(RIGHT, left=330), INDENTED])
    assert kinds(document) == [
        ("title", "Breakwater to Be Repaired"),
        (
            "paragraph",
            "The harbour board met on Monday evening to hear from the engineers, who had inspected the "
            "breakwater in the week before. The breakwater is old. It was decided that the long-term "
            "reserve, which was saved for better times, must pay for the repairs. Nobody in the room "
            "spoke against it.",
        ),
        ("paragraph", "The work begins in May and ends in autumn."),
    ]
    assert document.source.format == "pdf"


def test_a_compound_keeps_its_hyphen() -> None:
    lines = [
        "A long-term plan was made for the harbour in those",
        "years, and it was called the long-",
        "term plan by all.",
    ]
    assert "called the long-term plan" in read(column(lines)).text


def test_running_heads_and_page_numbers_are_left_out() -> None:
    words = ["alpha", "beta", "gamma", "delta"]
    pages = [
        [
            (72.0, 40.0, 9.0, "The Coast Quarterly, Spring"),
            *column([f"On this page the word is {word}, and it", f"goes on with {word} to the end of it."]),
            (300.0, 760.0, 9.0, str(number + 17)),
        ]
        for number, word in enumerate(words)
    ]
    document = read(*pages)
    assert "Quarterly" not in document.text
    assert not any(char.isdigit() for char in document.text)
    assert all(word in document.text for word in words)


def test_a_sentence_goes_on_over_the_page() -> None:
    document = read(column(["The council decided on the"]), column(["second page of the plan."]))
    assert document.text == "The council decided on the second page of the plan."


def test_footnotes_stand_apart() -> None:
    note = (72.0, 700.0, 7.0, "1 See the minutes of the board, page 4.")
    document = read(
        [*column(["The board met on Monday, and it will"]), note], column(["meet again on Friday, they say."])
    )
    assert kinds(document) == [
        ("paragraph", "The board met on Monday, and it will meet again on Friday, they say."),
        ("caption", "1 See the minutes of the board, page 4."),
    ]


BODY = ["The council met on Monday evening in the old hall and", "spoke for two hours, until everybody had been heard."]


def test_headings_rank_by_their_size() -> None:
    heads = [(18, "The plan"), (14, "The money"), (12, "The loan"), (14, "The time")]
    page: list[Placed] = [(72.0, 50.0, 26.0, "Breakwater to Be Repaired")]
    for number, (size, head) in enumerate(heads):
        page += [(72.0, 110 + 80.0 * number, float(size), head), *column(BODY, top=130 + 80.0 * number)]
    headings = [b for b in read(page).blocks if b.kind is BlockKind.HEADING]
    assert [block.level for block in headings] == [1, 2, 3, 2]


def test_lists_hang_and_block_quotes_are_set_in() -> None:
    page = [
        *column([*BODY, *BODY]),
        *column(["1. The wall is built in stone and not in concrete,"], left=78, top=160),
        *column(["as the fishermen had asked."], left=92, top=172),
        *column(["2. The steps are kept."], left=78, top=184),
        *column(["The boats have paid for this wall for eleven long", "years, and we with them."], left=100, top=214),
        *column([*BODY, *BODY], top=250),
    ]
    document = read(page)
    assert [(block.kind, block.marker) for block in document.blocks] == [
        (BlockKind.PARAGRAPH, ""),
        (BlockKind.LIST_ITEM, "1."),
        (BlockKind.LIST_ITEM, "2."),
        (BlockKind.QUOTE, ""),
        (BlockKind.PARAGRAPH, ""),
    ]
    assert "1." not in document.text


def test_bullets_that_are_drawn_count() -> None:
    items = ["The wall is built in stone.", "The steps are kept."]
    page = [*column(BODY), *column(items, left=92, top=150)]
    squares = "".join(f"80 {HEIGHT - 150 - 12 * number} 4 4 re f\n" for number in range(2))
    document = load_bytes(written([page], drawn=squares), "a.pdf")
    assert [(b.marker, b.span.slice(document.text)) for b in document.blocks[-2:]] == [("•", item) for item in items]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_that_lies_on_its_side_reads_as_if_upright(turned: int) -> None:
    page = [(72.0, 60.0, 20.0, "Breakwater to Be Repaired"), *column(LEFT), *column(RIGHT, left=330), INDENTED]
    assert kinds(load_bytes(written([page], turned=turned), "a.pdf")) == kinds(read(page))


def test_a_raised_mark_tells_a_footnote_as_large_as_the_text() -> None:
    marked = (72.0, 694.5, 6.0, "1"), (76.0, 700.0, 10.0, "See the minutes of the board.")
    document = read([*column(BODY), *marked], column(BODY))
    assert kinds(document)[-1] == ("caption", "1 See the minutes of the board.")


def test_a_text_that_breaks_no_words_keeps_its_hyphens() -> None:
    lines = [
        *BODY * 26,
        "The work is to be done in the years 2026-",
        "2028 by a board that was well-",
        "meaning in those days.",
    ]
    assert "2026-2028 by a board that was well-meaning in" in read(column(lines)).text
    assert "a board that was wellmeaning in" in read(column([*BODY[:1], *lines[-2:]])).text


def test_a_page_without_text_is_said_to_be_a_scan() -> None:
    with pytest.raises(ReaderError, match="only pictures"):
        read([])


def test_the_title_of_the_file_counts_where_the_text_has_none() -> None:
    lines = column(["The board met on Monday, and it will meet again."])
    assert read(lines, title="Minutes of the Board").title == "Minutes of the Board"
    assert read(lines, title="minutes-v3.docx").title == "a.pdf"


def test_a_password_is_asked_for() -> None:
    pikepdf = pytest.importorskip("pikepdf")
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(written([column(["A secret that is kept in here."])]))) as document:
        document.save(stream, encryption=pikepdf.Encryption(user="open", owner="own"))
    with pytest.raises(PasswordNeeded, match="protected by a password"):
        load_bytes(stream.getvalue(), "a.pdf")
    with pytest.raises(PasswordNeeded, match="password is wrong"):
        load_bytes(stream.getvalue(), "a.pdf", password="shut")
    assert "secret" in load_bytes(stream.getvalue(), "a.pdf", password="open").text


@pytest.mark.parametrize("cut", [10, 200, 600])
def test_a_stump_is_refused_or_read(cut: int) -> None:
    with pytest.raises(ReaderError):
        load_bytes(written([column(["Text."])])[:cut], "a.pdf")


ROUGH = """\
import os

from reader.formats import Loader


def endless(file):
    while True:
        pass


def loader(key, load):
    return Loader(key, key, (".x",), (), lambda data: False, load)


crash = loader("crash", lambda file: os.abort())
hoard = loader("hoard", lambda file: [bytes(1 << 28) for _ in range(16)])
loop = loader("loop", endless)
"""


def test_what_happens_in_the_process_apart_stays_there(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rough.py").write_text(ROUGH)
    info = tmp_path / "rough-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: rough\nVersion: 1.0\n")
    names = "".join(f"{key} = rough:{key}\n" for key in ("crash", "hoard", "loop"))
    (info / "entry_points.txt").write_text(f"[bias_reader.loaders]\n{names}")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(isolate, "MAX_SECONDS", 2)

    def reason(key: str) -> str:
        loader = Loader(key, key, (".x",), (), lambda data: False, pdf.load, isolated_above=0)
        with pytest.raises(ReaderError) as caught:
            isolate.run(loader, File("a.x", b"data"))
        return caught.value.reason

    assert "broke down" in reason("crash")
    assert "too much memory" in reason("hoard")
    assert "longer than 2 seconds" in reason("loop")


def test_a_line_like_the_title_of_the_file_is_the_title_and_short_lines_before_it_are_the_pages() -> None:
    page = [
        (72.0, 40.0, 24.0, "The Coast Post"),
        (72.0, 60.0, 10.0, "News"),
        (72.0, 100.0, 16.0, "Breakwater to Be Repaired"),
        *column(["By Ada Brown"], top=125),
        *column(BODY, top=150),
    ]
    document = read(page, title="Breakwater to Be Repaired | The Coast Post")
    assert document.title == document.metadata.title == "Breakwater to Be Repaired"
    assert [kind for kind, _ in kinds(document)] == ["boilerplate", "boilerplate", "title", "byline", "paragraph"]
    assert document.metadata.author == "Ada Brown"
