from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import docx
import pytest

from reader.formats.export import by_key


@pytest.fixture
def word(document, annotations, options):
    return docx.Document(io.BytesIO(by_key("docx").save(document, annotations, options)))


def body(word):
    return [paragraph for paragraph in word.paragraphs if paragraph.text]


def test_the_paragraphs_are_the_blocks(word, document):
    markers = {6: "1.\t", 7: "2.\t"}
    shown = [paragraph.text.removeprefix(markers.get(n, "")) for n, paragraph in enumerate(body(word), 1)]
    assert shown == document.text.split("\n")


def test_each_mark_has_a_comment_of_ours_over_its_words(word, document, annotations):
    comments = list(word.comments)
    assert len(comments) == 8
    assert {comment.author for comment in comments} == {"Bias Reader"}
    assert comments[2].text == "Attributed, nearly certain, 99\u00a0%\nWhose words: Tom O’Hara — “said”\nHedging: “may”"
    xml = word.element.xml
    for comment in comments:
        start = xml.index(f'<w:commentRangeStart w:id="{comment.comment_id}"/>')
        assert start < xml.index(f'<w:commentRangeEnd w:id="{comment.comment_id}"/>')


def test_fills_and_lines_tell_the_classes(word):
    looks = {}
    for paragraph in body(word):
        for run in paragraph.runs:
            fill = run._r.xpath("string(w:rPr/w:shd/@w:fill)")
            looks[run.text] = (fill, run._r.xpath("string(w:rPr/w:u/@w:val)"))
    assert looks["It is "] == ("FFC98A", "single")
    assert looks["clearly"][0] == "FFC98A"
    assert looks["A scandalous sum, "] == ("", "single")  # unsure
    assert looks["perhaps"] == ("", "dash")
    assert looks["Paint: 2 million, officials reported."] == ("", "dottedHeavy")
    assert looks["promise"] == ("", "wave")
    assert looks["Steel: 12 million."] == ("", "")


def test_every_part_is_well_formed_and_nothing_points_outside(document, annotations, options):
    archive = zipfile.ZipFile(io.BytesIO(by_key("docx").save(document, annotations, options)))
    assert archive.testzip() is None
    for name in archive.namelist():
        assert b'TargetMode="External"' not in archive.read(name)


def test_the_legend_can_be_left_out(document, annotations, options):
    word = docx.Document(io.BytesIO(by_key("docx").save(document, annotations, replace(options, legend=False))))
    assert word.tables == []
