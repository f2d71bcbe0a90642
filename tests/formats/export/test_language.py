"""Copies speak the language of whoever they are made for; the article keeps its own."""

from __future__ import annotations

import re
import tomllib
import zipfile
from dataclasses import replace
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from reader import assets
from reader.core import wording
from reader.core.annotation import Cue, Label
from reader.core.document import Sentence, Span
from reader.core.layers import LAYERS
from reader.core.own import Anchor, OwnMark, new_key
from reader.formats import load
from reader.formats.export import by_key, fragment
from tests.formats.pdfs import column, pdf
from tests.formats.test_reopen import made

GERMAN = tomllib.loads(assets.path("translations", "de.toml").read_text(encoding="utf-8"))["texts"]
ENGLISH = {*wording.TEXTS, *(layer.title for layer in LAYERS), *(layer.meaning for layer in LAYERS)}


@pytest.fixture
def german(document, options):
    words = "It is clearly the worst bargain the city has struck."
    start = document.text.index(words)
    anchor = Anchor.at(Span(start, start + len(words)), document.text)
    own = (
        OwnMark(new_key(), anchor, Label.FACT, Label.OPINION, "why?"),
        OwnMark(new_key(), anchor, None, None, "", who="Ana"),
    )
    say = lambda text: GERMAN[text]  # noqa: E731  # a text without German fails here
    return replace(options, say=say, language="de", min_confidence=0.5, footnotes=True, own=own)


def said(data: bytes) -> str:
    """Return what a copy says, whatever it is packed in, without the data for the way back."""
    if data.startswith(b"%PDF"):
        book = pypdfium2.PdfDocument(data)
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in book)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as package:
            wanted = re.compile(r"word/(document|comments|header\d)\.xml|docProps/core.xml|content\.xml|.*\.xhtml")
            return "\n".join(package.read(name).decode() for name in package.namelist() if wanted.fullmatch(name))
    return re.sub(r"<template.*?</template>|<style.*?</style>", "", data.decode(), flags=re.DOTALL)


def remarks(data: bytes) -> list[str]:
    """Return what the annotations of a PDF say, and what they are called."""
    with pikepdf.open(BytesIO(data)) as book:
        return [str(one[name]) for page in book.pages for one in page.obj.Annots for name in ("/Contents", "/Subj")]


def left_in_english(text: str) -> list[str]:
    """Return the English texts that stand in a copy as texts of their own, not within other words."""
    found = (re.sub(r"\{\w+\}", "\0", one) for one in ENGLISH)
    # Signs alone are of no language: the article has them, too.
    patterns = {one: re.escape(one).replace("\0", r"\S+") for one in found if re.search(r"\w", one)}
    return [one for one, pattern in patterns.items() if re.search(rf"(?<!\w){pattern}(?!\w|…)", text)]


# “Reader” is in the program's name, the others are classes in the markup.
NAMES = {"Reader", "opinion", "attributed", "hedging", "certainty", "unsure", "Legend"}


@pytest.mark.parametrize("key", ["html", "md", "txt", "docx", "pdf"])
def test_a_copy_is_german_but_for_the_article(key, document, annotations, german):
    text = said(by_key(key).make(document, annotations, german).data)
    assert "Markierte Kopie von" in text
    assert "Meinung" in text
    assert "unsicher" in text
    assert [one for one in left_in_english(text) if one not in NAMES] == []


@pytest.mark.parametrize("form", ["docx", "odt", "html", "epub", "pdf", "md"])
def test_a_marked_original_is_german_but_for_the_article(form, tmp_path, annotations, german):
    sentences = ["The bridge reopened on Monday after 14 months of work.", "It is clearly the worst bargain of all."]
    path = tmp_path / f"bridge.{form}"
    if form == "pdf":
        path.write_bytes(pdf([column(sentences)]))
    elif form == "md":
        path.write_text("\n\n".join(sentences), encoding="utf-8")
    else:
        path.write_bytes(made(form, sentences))
    document = load(path)
    number, block = next(pair for pair in enumerate(document.blocks) if "reopened" in pair[1].span.slice(document.text))
    one = annotations[0]._replace(sentence=Sentence(block.span, number), evidence=())
    data = by_key(f"original-{form}").make(document, [one], replace(german, own=())).data
    text = "\n".join(remarks(data)) if form == "pdf" else said(data)
    assert f"Berichtete Tatsache, {GERMAN['confident']}, 91\u00a0%" in text
    assert [one for one in left_in_english(text) if one not in NAMES] == []


def test_the_page_is_in_its_readers_language_and_the_article_in_its_own(document, annotations, german):
    page = by_key("html").make(document, annotations, german).data.decode()
    assert '<html lang="de">' in page
    assert '<article lang="en">' in page
    # What is said of a sentence is German, the sentence itself is not.
    assert re.search(r'<mark class="sentence fact [^>]* lang="de"><span lang="en">The bridge reopened', page)
    assert re.search(r'data-say="\(Gewissheit\) " lang="de"><span lang="en">(<[^>]+>)?clearly', page)
    unknown = document._replace(metadata=document.metadata._replace(language=""))
    assert '<article lang="">' in by_key("html").make(unknown, annotations, german).data.decode()


@pytest.mark.parametrize("form", ["html", "epub"])
def test_a_mark_on_a_page_tells_its_language_and_that_of_its_words(form, tmp_path, annotations, german):
    path = tmp_path / f"bridge.{form}"
    path.write_bytes(
        made(form, ["The bridge reopened on Monday after long work.", "It is the worst bargain of all, it is."])
    )
    document = load(path)
    document = document._replace(metadata=document.metadata._replace(language="en"))
    number, block = next(pair for pair in enumerate(document.blocks) if "worst" in pair[1].span.slice(document.text))
    one = annotations[0]._replace(sentence=Sentence(block.span, number), evidence=())
    exporter = by_key(f"original-{form}")
    copy = exporter.make(document, [one], replace(german, own=(), legend=False)).data
    mark = re.search(r'<mark class="br br-fact br-double"([^>]*)><span class="br"([^>]*)>', said(copy))
    assert mark
    assert 'lang="de"' in mark[1]
    assert 'title="Berichtete Tatsache' in mark[1]
    assert 'lang="en"' in mark[2]
    # Marked again, no layer of it is left.
    path.write_bytes(copy)
    again = exporter.make(load(path), [], replace(german, own=(), legend=False)).data
    assert 'class="br' not in said(again).split("<body")[1]


def test_what_is_noted_of_words_is_german_and_their_neutral_ones_the_articles(german):
    notes = ("a possibility", "neutral: least good", "")
    said = [wording.remark(Cue(Span(0, 3), "loaded", 1.0, note, quoted=not note), german.say) for note in notes]
    assert said == ["eine Möglichkeit", "sachlich: least good", "in fremden Worten"]


def test_the_clipboard_speaks_german(document, annotations, german):
    assert "[Berichtete Tatsache 91\N{NO-BREAK SPACE}%]" in fragment.plain(document, annotations, german)
    assert "wertende Sprache" in fragment.rich(document, annotations, german)
