from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.core.annotation import Annotation, Label
from reader.core.document import BlockKind, Document, Metadata, Part, Sentence, Source
from reader.formats.export import ExportOptions, by_key
from reader.formats.export.table import guarded

EXACT = (BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.LIST_ITEM)


def rendered(markdown: str) -> list[str]:
    """The texts of blocks as a CommonMark parser shows them."""
    shown = []
    for token in MarkdownIt("commonmark").parse(markdown):
        if token.type == "inline":
            shown.append(
                "".join(
                    "\n" if child.type in {"hardbreak", "softbreak"} else child.content
                    for child in token.children or ()
                )
            )
        elif token.type in {"fence", "code_block"}:
            shown.append(token.content.rstrip("\n"))
    return shown


def test_markdown_shows_the_article_to_a_commonmark_parser(document, annotations, options):
    copy = by_key("md").save(document, annotations, replace(options, legend=False)).decode()
    body = [re.sub(r"==|\[\^[\w-]+\]", "", text) for text in rendered(copy.split("[^fact-1]: ")[0])]
    assert body[1:] == document.text.split("\n")


def test_markdown_tells_class_and_account_in_footnotes(document, annotations, options):
    copy = by_key("md").save(document, annotations, options).decode()
    assert "==The bridge reopened on Monday after 14 months of work.==[^fact-1]" in copy
    assert "==It is *clearly* the *worst* bargain the city has struck.==[^opinion-2]" in copy
    assert "\n[^attributed-3]: Attributed, nearly certain, 99\u00a0%. Whose words: Tom O’Hara — “said”." in copy
    assert "A bridge is a *promise* \\<kept>.[^words-8]" in copy
    assert "- ==Opinion== (2): The author judges" in copy
    assert "\n1. Steel" in copy


@given(st.lists(st.tuples(st.sampled_from(EXACT), st.text(max_size=30)), max_size=6))
@example([(BlockKind.TITLE, "Songs in C #"), (BlockKind.HEADING, "## ##")])
def test_no_text_becomes_markup_in_markdown(parts):
    document = Document.build([Part(kind, text, 1, "3.") for kind, text in parts])
    copy = by_key("md").save(document, (), ExportOptions(legend=False)).decode()
    assert rendered(copy)[1:] == [block.span.slice(document.text).strip() for block in document.blocks]


TRICKY = (
    "1. x|- x|+ x|# x|> x|===|---|***|___|~~~|```|* x|[a](b)|![a](b)|<b>|&amp;|a\\|==x==|    x|1) x|http://x.y|[^1]: n"
)


def test_what_looks_like_markup_stays_text():
    for text in TRICKY.split("|"):
        for kind in EXACT:
            document = Document.build([Part(kind, "before", 1, "1."), Part(kind, text, 1, "2.")])
            copy = by_key("md").save(document, (), ExportOptions(legend=False)).decode()
            assert rendered(copy)[1:] == ["before", document.blocks[1].span.slice(document.text)], (
                kind,
                text,
            )


def test_plain_text_has_classes_in_brackets_and_notes(document, annotations, options):
    copy = by_key("txt").save(document, annotations, options).decode()
    assert "work. [1 reported fact] It is clearly the worst bargain the city has struck. [2 opinion]" in copy
    assert "\n2. Paint: 2 million, officials reported. [7 attributed]\n" in copy
    assert "\n[4] Attributed, fairly confident, 74\u00a0%. Whose words: Critics (unnamed) — “say”." in copy


def rows(document, annotations, options):
    data = by_key("csv").save(document, annotations, options)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def test_the_table_has_a_row_a_sentence(document, annotations, options):
    table = rows(document, annotations, options)
    assert [row["Text"] for row in table] == [one.span.slice(document.text) for one in annotations]
    assert table[2]["Source"] == "Tom O’Hara"
    assert table[2]["Cue"] == "said"
    assert table[3]["Source's kind"] == "unnamed"
    assert table[1]["Loaded language"] == "worst (neutral: least good)"
    assert table[1]["Deciding words"] == "clearly the worst (+2.40)"
    for row in table:
        assert document.text[int(row["Start"]) : int(row["End"])] == row["Text"]


def test_the_table_follows_the_options(document, annotations, options):
    table = rows(document, annotations, replace(options, layers=frozenset({"opinion"}), evidence=False))
    assert {row["Label"] for row in table} == {"Opinion"}
    assert not {"Hedging", "Deciding words"} & set(table[0])


@given(
    st.sampled_from("=+-@\t\r\n|%＝＋－＠"),
    st.sampled_from(("", " ", "\u00a0", "'", '"')),
    st.text(max_size=5),
)
def test_no_cell_begins_like_a_formula(sign, before, after):
    assert guarded(before + sign + after).startswith("'")


def test_formulas_in_an_article_are_guarded_everywhere():
    evil = '=HYPERLINK("http://evil.example","x"), he said'
    document = Document.build(
        [Part(BlockKind.PARAGRAPH, evil)], Metadata(), Source("", "=cmd|' /C calc'!A0.txt", "text")
    )
    [row] = rows(document, [Annotation(Sentence(document.blocks[0].span, 0), Label.FACT, 0.9)], ExportOptions())
    assert row["Text"] == f"'{evil}"
    assert row["File"].startswith("'=")


def brat(document, annotations, options):
    archive = zipfile.ZipFile(io.BytesIO(by_key("brat").save(document, annotations, options)))
    assert archive.testzip() is None
    assert sorted(archive.namelist()) == ["annotation.conf", "bridge.ann", "bridge.txt"]
    return (archive.read(name).decode() for name in ("bridge.txt", "bridge.ann", "annotation.conf"))


def test_brat_positions_slice_the_text_and_references_exist(document, annotations, options):
    text, standoff, configuration = brat(document, annotations, options)
    assert text == document.text
    bound, related = {}, []
    for line in standoff.splitlines():
        name, body, *words = line.split("\t")
        if name.startswith("T"):
            kind, places = body.split(" ", 1)
            pieces = [tuple(map(int, place.split(" "))) for place in places.split(";")]
            assert " ".join(text[start:end] for start, end in pieces) == words[0]
            assert f"\n{kind}\n" in configuration
            bound[name] = (kind, words[0])
        elif name.startswith("R"):
            related.append(body)
        else:
            assert body.split(" ")[1] in bound
    for body in related:
        kind, first, second = body.split(" ")
        assert bound[first.removeprefix("Arg1:")][0] == "Content"
        assert f"Has_{bound[second.removeprefix('Arg2:')][0]}" == kind
    assert ("Source", "Council leader Tom O’Hara") in bound.values()
    assert sum(kind == "Opinion" for kind, _ in bound.values()) == 2
    content = "“We may never see that money again,” “and nobody will answer for it.”"
    assert ("Content", content) in bound.values()
