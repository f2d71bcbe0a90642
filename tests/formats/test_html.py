from __future__ import annotations

from pathlib import Path

import pytest

from reader.core.document import BlockKind, Document
from reader.formats import ReaderError, dom, load, load_bytes

PAGES = Path(__file__).parents[3] / "shared" / "data" / "readability_pages"

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><title>Harbour Wall to Be Rebuilt | The Coast Post</title>
<meta property="og:site_name" content="The Coast Post"><meta name="author" content="Ada Brown">
<meta property="article:published_time" content="2024-05-06T07:08:09Z">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Harbour Wall to Be Rebuilt"}</script>
<script>var secret = "script text";</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News from the coast</a></li></ul></nav>
<div class="cookie-banner">We use cookies on our website to make it better.</div>
<main><article><h1>Harbour Wall to Be Rebuilt</h1>
<figure><img src="wall.jpg"><figcaption>The wall on Monday, seen from the pier.</figcaption></figure>
<p>The harbour wall, which was damaged by the storms of last winter, will be rebuilt in stone, the council
said on <b>Monday</b> after a long debate, and the work is to start before the autumn comes.</p>
<p>It will cost four million pounds, half of which the government has promised to pay, according to the papers
that were put before the councillors last week, and the rest will come from the reserve.</p>
<h2>A long argument</h2>
<blockquote><p>We have waited for this wall for eleven years, and our boats have paid for all of them.</p>
</blockquote>
<p>Three things were decided by the councillors that night, in the order in which they had been proposed:</p>
<ol><li>The wall is built in stone, not in concrete, as the fishermen had asked.</li>
<li>The old steps are kept, since they are listed as a monument.</li></ol>
<table><tr><th>Year</th><th>Cost</th></tr><tr><td>2024</td><td>1.5 million</td></tr></table>
<p>The harbour master welcomed the decision, and said that he had not expected to see it in his time.</p>
</article></main>
<aside><h3>Related stories</h3><ul><li><a href="/a">Ferry timetable changes</a></li></ul></aside>
<div class="share">Share this article on Facebook</div>
<section id="comments"><h3>Comments</h3><p>First! What a waste of money, says everybody I know.</p></section>
<footer>© 2024 The Coast Post. All rights reserved.</footer></body></html>"""


LINKED = '<script type="application/ld+json">%s</script>'


def read(markup: str) -> Document:
    return load_bytes(markup.encode(), "page.html")


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, block.span.slice(document.text)) for block in document.blocks]


def test_the_article_is_read_and_the_page_left_out() -> None:
    document = read(PAGE)
    found = kinds(document)
    assert found[0] == ("title", "Harbour Wall to Be Rebuilt")
    assert found[1] == ("byline", "Ada Brown")
    assert ("caption", "The wall on Monday, seen from the pier.") in found
    assert ("heading", "A long argument") in found
    assert next(text for kind, text in found if kind == "quote").startswith("We have waited")
    assert ("table row", "Year | Cost") in found
    assert ("table row", "2024 | 1.5 million") in found
    assert [block.marker for block in document.blocks if block.kind is BlockKind.LIST_ITEM] == ["1.", "2."]
    for outside in ("cookies", "Related", "Ferry", "Share", "First!", "rights reserved", "secret", "Home"):
        assert outside not in document.text
    assert document.text.count("Harbour Wall to Be Rebuilt") == 1


def test_the_page_says_who_when_and_where() -> None:
    metadata = read(PAGE).metadata
    assert (metadata.title, metadata.author) == ("Harbour Wall to Be Rebuilt", "Ada Brown")
    assert (metadata.date, metadata.site, metadata.language) == ("2024-05-06", "The Coast Post", "en")


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ('<meta name="author" content="By Ada Brown &amp; Tom Reed">', "Ada Brown, Tom Reed"),
        ('<meta name="citation_author" content="A. Brown"><meta name="citation_author" content="T. Reed">',
         "A. Brown, T. Reed"),
        ('<meta property="dc:creator og:x" content="Ada Brown"><meta name="author" content="admin">', "Ada Brown"),
        ('<meta property="article:author" content="https://www.facebook.com/adab">', "Cid Falk"),
        (LINKED % '{"@type": "Article", "author": [{"name": "Ada Brown"}, {"name": "Al Fox"}]}', "Ada Brown, Al Fox"),
        (LINKED % '//<![CDATA[\n{"@type": "Article", "author": "Ada Brown"}\n//]]>', "Ada Brown"),
        (LINKED % '{"@type": "Article", "author": {"name": {"name": "x"}}}', "Cid Falk"),
        ("", "Cid Falk"),
    ],
)  # fmt: skip
def test_the_author_is_found_where_pages_name_one(head: str, author: str) -> None:
    byline = (
        '<div class="comment"><span class="author">A Troll</span></div><p class="byline">News by Cid Falk • 3 h</p>'
    )
    text = (
        "<p>" + "The harbour wall will be rebuilt in stone, the council said, and the work starts soon. " * 9 + "</p>"
    )
    document = read(f"<html><head>{head}</head><body><article><h1>The wall</h1>{byline}{text}</article></body></html>")
    assert document.metadata.author == author


@pytest.mark.parametrize(
    ("head", "date"),
    [
        (LINKED % '{"@type": "Article", "dateModified": "2025-01-02", "datePublished": "2024-05-06"}', "2024-05-06"),
        ('<meta property="article:modified_time" content="2025-01-02"><meta property="article:published_time" '
         'content="2024-05-06T07:00:00+02:00">', "2024-05-06"),
        (LINKED % '{"@type": "Article", "datePublished": "soon"}<meta name="parsely-pub-date" content="x">', ""),
    ],
)  # fmt: skip
def test_the_day_of_publication_goes_before_that_of_a_change(head: str, date: str) -> None:
    text = (
        "<p>" + "The harbour wall will be rebuilt in stone, the council said, and the work starts soon. " * 9 + "</p>"
    )
    document = read(f"<html><head>{head}</head><body><article><h1>The wall</h1>{text}</article></body></html>")
    assert document.metadata.date == date


def test_the_only_item_of_a_list_is_not_lost() -> None:
    wall = "<p>The harbour wall will be rebuilt in year {}, the council said, and the work starts soon.</p>"
    lines = [wall.format(year) for year in range(4)]
    lines.insert(2, "<ul><li><p>The steps are kept, since they are listed as a monument of the town.</p></li></ul>")
    document = read(f"<html><head><title>The wall</title></head><body><h1>The wall</h1>{''.join(lines)}</body></html>")
    assert [text[:9] for _, text in kinds(document)[3:5]] == ["The steps", "The harbo"]


def test_a_fragment_without_an_article_still_shows_its_text() -> None:
    assert "Just a line." in read("<p>Just a line.</p><p>And another.</p>").text


def test_xhtml_with_a_declaration_is_read() -> None:
    document = read('<?xml version="1.0" encoding="UTF-8"?>\n' + PAGE)
    assert document.title == "Harbour Wall to Be Rebuilt"


def test_double_line_breaks_divide_paragraphs() -> None:
    tree = dom.fragment("<div>One line<br>goes on.<br><br>Another paragraph.</div>")
    assert [part.text.split() for part in dom.blocks(tree)] == [
        ["One", "line", "goes", "on."],
        ["Another", "paragraph."],
    ]


def test_lists_nest_and_keep_their_signs() -> None:
    tree = dom.fragment("<ol start=3><li>Three<ul><li>inner</li></ul></li><li><p>Four</p><p>more</p></li></ol>")
    assert [(part.marker, part.level, part.text) for part in dom.blocks(tree)] == [
        ("3.", 1, "Three"),
        ("•", 2, "inner"),
        ("4.", 1, "Four"),
        ("", 1, "more"),
    ]


def test_a_bold_line_is_a_heading() -> None:
    tree = dom.fragment("<p><strong>What comes next</strong></p><p><b>Bold.</b> And more.</p>")
    assert [part.kind for part in dom.blocks(tree)] == [BlockKind.HEADING, BlockKind.PARAGRAPH]


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td", "blockquote", "span"])
def test_deep_nesting_does_no_harm(tag: str) -> None:
    document = read("<html><body><p>Before it all.</p>" + f"<{tag}>" * 400 + "The bottom." + "<p>After it all.</p>")
    assert "Before it all." in document.text
    assert "The bottom." in document.text


def test_nesting_beyond_reason_is_refused() -> None:
    with pytest.raises(ReaderError, match="nested too deeply"):
        read("<html>" + "<div>" * 100_000 + "x")


def test_a_page_saved_by_singlefile_reads_like_its_source() -> None:
    comment = "<!--\n Page saved with SingleFile \n url: https://coast.example/wall \n saved date: Mon May 06 2024\n-->"
    picture = "data:image/png;base64," + "iVBORw0KGgo" * 200_000
    saved = (
        PAGE.replace('<html lang="en-GB">', f"<html lang=en-GB style>{comment}")
        .replace("</head>", "<style>:root{--sf-img-0:url(" + picture + ")}</style></head>")
        .replace("wall.jpg", picture)
        .replace(
            "</body>", "<script data-template-shadow-root>(()=>{document.currentScript.remove()})()</script></body>"
        )
    )
    assert kinds(read(saved)) == kinds(read(PAGE))


@pytest.mark.parametrize("stray", ["\x0c", "\x08", "&#12;", "&#0008;", "&#x1F;", "\ufffe", "&#XFFFF;"])
def test_control_characters_do_not_keep_the_extractors_from_their_work(stray: str) -> None:
    page = PAGE.replace("<p>", f"<p>{stray}").replace("</script>", f"</script>{stray}").replace("<h1>", f"{stray}<h1>")
    assert kinds(read(page)) == kinds(read(PAGE))


def test_references_to_other_characters_stay() -> None:
    text = read("<p>A line&#10;of &#8364;&#x41; &#98;eyond &#1114112;9 the end.</p>").text
    assert text.startswith("A line of €A beyond")


def test_embedded_pictures_do_not_count_against_the_size() -> None:
    picture = "<img src='data:image/png;base64," + "A" * 30_000_000 + "'>"
    assert read(PAGE.replace("<h1>", picture + "<h1>")).title == "Harbour Wall to Be Rebuilt"


def test_markup_too_long_for_a_tree_is_refused() -> None:
    with pytest.raises(ReaderError, match="million characters"):
        read("<html><p>" + "word " * 6_000_000)


@pytest.mark.parametrize(
    "json",
    ['{"@type": 5}', "[" * 50_000, '{"@graph": [1, {"@type": "Article", "headline": 7}]}', "null", "{]"],
)
def test_odd_linked_data_does_no_harm(json: str) -> None:
    page = PAGE.replace('{"@type": "NewsArticle", "headline": "Harbour Wall to Be Rebuilt"}', json)
    assert read(page).title == "Harbour Wall to Be Rebuilt"


@pytest.mark.skipif(not PAGES.exists(), reason="needs ../shared/data")
def test_real_pages_give_article_and_title() -> None:
    for page in sorted(PAGES.iterdir()):
        document = load(page / "source.html")
        assert document.source.format == "html"
        assert any(block.kind not in {BlockKind.TITLE, BlockKind.BYLINE} for block in document.blocks), page.name
