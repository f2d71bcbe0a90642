from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace

import lxml.html
import pytest

from reader.core.annotation import Annotation, Label
from reader.core.document import BlockKind, Document, Metadata, Part, Sentence, Source
from reader.core.layers import BY_KEY
from reader.formats.export import ExportOptions, by_key
from reader.formats.export.html import DATA_ID
from reader.formats.export.web_annotation import collection


@pytest.fixture
def page(document, annotations, options):
    return lxml.html.document_fromstring(by_key("html").save(document, annotations, options))


def blocks(page):
    return page.xpath("//article//*[self::h1 or self::h2 or self::h3 or self::p or self::li]")


def test_the_articles_text_is_the_documents(page, document):
    assert [block.text_content() for block in blocks(page)] == document.text.split("\n")


def test_every_mark_holds_its_own_words(page, document, annotations):
    sentences = [mark.text_content() for mark in page.xpath("//mark[contains(@class, 'sentence')]")]
    assert sentences == [one.span.slice(document.text) for one in annotations if one.label is not Label.OTHER]
    words = Counter()
    for mark in page.xpath("//mark[contains(@class, 'word')]"):
        words[mark.get("class").split()[1]] += len(mark.text_content())
    expected = Counter()
    for one in annotations:
        for cue in one.cues:
            expected[cue.layer] += len(cue.span.slice(document.text))
    assert words == expected


def test_label_confidence_source_and_cue_are_said_and_shown(page):
    quote = page.xpath("//mark[contains(., 'money again')]")[0]
    assert quote.get("data-say") == "Attributed, nearly certain, 99\u00a0%. Tom O’Hara — “said”. "
    assert quote.get("data-card").split("\n") == [
        "Attributed, nearly certain, 99\u00a0%",
        "Whose words: Tom O’Hara — “said”",
        "Hedging: “may”",
    ]
    opinion = page.xpath("//mark[contains(., 'bargain')]")[0]
    assert "Deciding words: “clearly the worst” +2.4" in opinion.get("data-card")
    assert "Loaded language: “worst” (neutral: least good)" in opinion.get("data-card")
    assert "Context: 20\u00a0%" in opinion.get("data-card")


def test_a_word_cut_in_two_is_said_once(page):
    assert len(page.xpath("//mark[contains(@class, 'word loaded')][contains(@class, 'wave')]")) == 4
    assert len(page.xpath("//mark[contains(@class, 'word loaded')][@data-say]")) == 3


def test_without_evidence_no_deciding_words_are_told(document, annotations, options):
    copy = by_key("html").save(document, annotations, replace(options, evidence=False)).decode()
    assert "Deciding words" not in copy
    assert 'class="evidence"' not in copy


def test_each_shown_layer_has_a_switch_its_label_and_its_count(page):
    for key, layer in BY_KEY.items():
        [switch] = page.xpath(f"//input[@id='show-{key}']")
        assert switch.get("checked") is not None
        [label] = page.xpath(f"//label[@for='show-{key}']")
        assert layer.title in label.text_content()
    # The rules that switch marks off select by these siblings.
    [frame] = page.xpath("//body/*[contains(@class, 'page')]")
    assert len(frame.xpath("preceding-sibling::input")) == len(BY_KEY)
    assert page.xpath("//label[@for='show-attributed']/span[@class='count']")[0].text == "3"


def test_hidden_layers_leave_no_trace(document, annotations, options):
    copy = by_key("html").save(document, annotations, replace(options, layers=frozenset({"opinion"})))
    page = lxml.html.document_fromstring(copy)
    assert {mark.get("class").split()[1] for mark in page.xpath("//mark")} == {"opinion"}
    assert [box.get("id") for box in page.xpath("//input")] == ["show-opinion"]
    assert "Tom O’Hara — " not in copy.decode()


def test_the_legend_can_be_left_out(document, annotations, options):
    page = lxml.html.document_fromstring(by_key("html").save(document, annotations, replace(options, legend=False)))
    assert not page.xpath("//input | //nav")
    assert page.xpath("//mark")


def test_the_header_names_source_date_and_version(page):
    header = " ".join(page.xpath("//header")[0].text_content().split())
    assert header == "Marked copy of bridge.txt · 2026-05-06 · Bias Reader 1.2.3"


def test_the_web_annotations_inside_are_exact(page, document, annotations, options):
    [holder] = page.xpath(f"//template[@id='{DATA_ID}']")
    assert json.loads(holder.text_content()) == json.loads(json.dumps(collection(document, annotations, options)))


HOSTILE = (
    "<script>alert(1)</script>",
    "</template><img src=http://evil.example/x onerror=alert(1)>",
    "</style><link rel=stylesheet href=//evil.example/x.css>",
    '" onmouseover="alert(1)" style="background:url(\'http://evil.example\')',
    "<iframe src='file:///etc/passwd'></iframe> <a href='javascript:alert(1)'>x</a>",
    "<!-- <svg onload=alert(1)> -->]]><base href=//evil.example>",
)


def test_hostile_text_stays_text():
    parts = [Part(BlockKind.TITLE, HOSTILE[0]), *(Part(BlockKind.PARAGRAPH, text) for text in HOSTILE)]
    parts.append(Part(BlockKind.LIST_ITEM, "item", 1, HOSTILE[3]))
    document = Document.build(
        parts, Metadata(*HOSTILE[:4], language=HOSTILE[3]), Source("", HOSTILE[1], HOSTILE[2], HOSTILE[3])
    )
    annotations = [
        Annotation(Sentence(block.span, number), Label.OPINION, 0.9) for number, block in enumerate(document.blocks)
    ]
    copy = by_key("html").save(document, annotations, ExportOptions())
    page = lxml.html.document_fromstring(copy)
    allowed = {
        "html", "head", "meta", "title", "style", "body", "input", "div", "header", "strong", "time", "nav",
        "ul", "li", "label", "span", "p", "main", "article", "h1", "mark", "footer", "template",
    }  # fmt: skip
    assert {element.tag for element in page.iter()} <= allowed
    for element in page.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in {"src", "href", "srcset", "action", "background", "poster", "data"}
            assert name != "style" or re.fullmatch(r"--level: \d", value)
    style = page.xpath("//style")[0].text
    assert "url(" not in style
    assert "@import" not in style
    assert [block.text_content() for block in blocks(page)] == document.text.split("\n")


def test_an_article_without_marks_is_a_page_too(document, options):
    page = lxml.html.document_fromstring(by_key("html").save(document, (), options))
    assert [block.text_content() for block in blocks(page)] == document.text.split("\n")
