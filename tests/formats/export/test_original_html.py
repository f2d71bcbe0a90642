"""The saved page with marks: its own look, text and links, and nothing that runs or loads."""

from __future__ import annotations

import base64
import gzip
import re
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.annotation import Annotation, Cue, Label
from reader.core.document import Document, Sentence, Span
from reader.core.own import Anchor, OwnMark, new_key
from reader.formats import load, reopen, restore, restore_own
from reader.formats.export import ExportOptions, by_key
from reader.formats.export.inert import link, style

_ORIGINAL = by_key("original-html")
_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_SENTENCE = "It is clearly the worst bargain the city has struck."
_BODY = """<nav><a href="https://news.example/">Home</a></nav><article class="story wide">
<h1>Harbour bridge reopens</h1>
<p>The bridge reopened on Monday after 14 months of work &amp; delay, officials in the town said.</p>
<p>It is <b>clearly the <i>worst</i></b> bargain
the city has struck. Drivers were glad of it all the same, and waited in line from dawn.</p>
<p>Shop owners near the old quay counted three thousand lost days, and asked the council for help.</p></article>"""


def _page(tmp_path: Path, body: str = _BODY, head: str = "") -> Path:
    path = tmp_path / "page.html"
    path.write_text(f"<!DOCTYPE html><html><head><title>Bridge</title>{head}</head><body>{body}</body></html>")
    return path


def _marks(document: Document) -> list[Annotation]:
    start, clearly = document.text.index(_SENTENCE), document.text.index("clearly")
    number = next(n for n, block in enumerate(document.blocks) if block.span.start <= start < block.span.end)
    cue = Cue(Span(clearly, clearly + 7), "certainty", 0.9)
    span = Span(start, start + len(_SENTENCE))
    return [Annotation(Sentence(span, number), Label.OPINION, 0.9, cues=(cue,))]


def _copy(path: Path) -> str:
    document = load(path)
    return _ORIGINAL.make(document, _marks(document), ExportOptions()).data.decode()


class _Tags(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_a_page_with_control_characters_is_marked(tmp_path):
    stray = "\x0c\x08&#12;&#8;\ufffe"
    body = _BODY.replace("worst", f"worst{stray}").replace("<b>", f'<b title="a{stray}" "{stray}="{stray}">{stray}')
    page = _copy(_page(tmp_path, f"{body}<script>{stray}</script>{stray}<textarea>{stray}</textarea>{stray}"))
    assert page.count("br-opinion") > 1
    assert not set(page) & set("\x08\x0c\ufffe")


def test_the_words_are_marked_in_their_own_elements_and_all_else_stays(tmp_path: Path) -> None:
    path = _page(tmp_path)
    document = load(path)
    made = _ORIGINAL.make(document, _marks(document), ExportOptions())
    page = made.data.decode()
    assert made.placed == (2, 2)
    assert re.search(r'<b><mark class="br br-opinion br-solid" title="[^"]*"><mark class="br br-certainty', page)
    assert re.search(r"<i><mark [^>]*>worst</mark></i>", page)
    assert 'class="story wide"' in page
    assert page.startswith("<!DOCTYPE html>")
    page = page.split('<details class="br-legend"')[0]
    marked = "".join(re.findall(r"<mark class=\"br br-opinion[^>]*>(.*?)</mark>(?!</mark>)", page, re.DOTALL))
    assert " ".join(re.sub("<[^>]+>", "", marked).split()) == _SENTENCE


def test_a_marked_page_opens_here_with_its_text_marks_and_own_labels(tmp_path: Path) -> None:
    document = load(_page(tmp_path))
    annotations = tuple(_marks(document))
    own = OwnMark(new_key(), Anchor.at(annotations[0].span, document.text), Label.FACT, Label.OPINION, "</template>")
    data = _ORIGINAL.make(document, annotations, ExportOptions(own=(own,))).data
    found = restore(data)
    assert found is not None
    assert (found[0].text, found[1]) == (document.text, annotations)
    assert restore_own(data) == (own,)


def test_a_marked_page_that_is_marked_again_has_its_marks_once(tmp_path: Path) -> None:
    path = _page(tmp_path)
    first = _copy(path)
    path.write_text(first)
    again = _copy(path)
    assert "".join(again.split("<template")[0].split()) == "".join(first.split("<template")[0].split())
    assert again.count("<template") == 1


def test_what_a_page_has_under_the_same_class_stays(tmp_path: Path) -> None:
    body = _BODY.replace("worst", '<span class="br">worst</span>')
    assert '<span class="br"><mark ' in _copy(_page(tmp_path, body))


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script><use href='https://evil.example/x#a'/></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a>"
    "<animate attributeName=href to=javascript:alert(1)></svg>",
    "<math><mtext><mglyph><style></math><img src=x onerror=alert(1)></style></mglyph></mtext></math>",
    "<a href='java\tscript:alert(1)'>x</a><a href=' &#106;avascript:alert(1)'>y</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=x></object><embed src=//evil.example>",
    "<form action=https://evil.example><input autofocus onfocus=alert(1) formaction=javascript:alert(1)></form>",
    "<base href=https://evil.example><link rel=stylesheet href=https://evil.example/a.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<div style=\"background:url('https://evil.example/x.png');width:expression(alert(1))\">x</div>",
    "<div style='background:u\\72l(https://evil.example/x.png)'>x</div>",
    "<style>@import 'https://evil.example/a.css'; p { background: url(//evil.example/a.png) }</style>",
    "<style>p { background: image-set('https://evil.example/a.png' 1x) } </style>",
    "<style></style ><img src=x onerror=alert(1)></style>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<textarea><p title='</textarea><img src=x onerror=alert(1)>'></textarea>",
    "<title><p title='</title><img src=x onerror=alert(1)>'></title>",
    "<img src='file:///etc/passwd'><img src='../secret.png'><img src='/etc/passwd'>"
    "<img srcset='https://evil.example/a 2x'>",
    "<video poster=https://evil.example/a autoplay><source src=https://evil.example/b></video>",
    "<img src='data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+'>",
    "<p onclick\n=alert(1) ONMOUSEOVER=alert(1) data-x='javascript:alert(1)'>x</p>",
    "<template><script>alert(1)</script></template><!--[if IE]><script>alert(1)</script><![endif]-->",
    "<table background=https://evil.example/x><tr><td background=https://evil.example/x>x</table>",
    "<details ontoggle=alert(1) open><summary>x</summary></details><body onload=alert(1)>",
    "<mark class=br title=x onclick=alert(1)>x</mark><details class=br-legend>x</details>",
)
_ADDRESS = re.compile(r"(?i)(javascript|vbscript|file|https?|ftp):|//|url\(\s*[\"']?(?!data:image/(png|jpeg|gif|webp))")
_WORDS = {"title", "alt", "placeholder", "content"}


@pytest.mark.parametrize("payload", HOSTILE)
def test_nothing_in_a_hostile_page_runs_or_loads(tmp_path: Path, payload: str) -> None:
    (tmp_path.parent / "secret.png").write_bytes(_PIXEL)
    page = _copy(_page(tmp_path, payload + _BODY + payload, head=payload)).split('<template id="bias-reader-data">')[0]
    for tag, attributes in _Tags(page).tags:
        assert tag not in {"script", "iframe", "object", "embed", "base", "link", "math", "video", "source", "animate"}
        for name, value in attributes.items():
            assert not name.startswith("on"), (tag, name)
            # A link of the page itself stays; those of the payloads are none to the web.
            if (tag, name, value) != ("a", "href", "https://news.example/"):
                assert name in _WORDS or not _ADDRESS.search(value or ""), (tag, name, value)
            assert tag != "meta" or (value or "").lower() != "refresh"
    for sheet in re.findall(r"(?s)<style[^>]*>(.*?)</style>", page):
        assert not _ADDRESS.search(sheet)
        assert "@import" not in sheet
    assert "evil" not in re.sub(r'title="[^"]*"', "", page)
    assert page.index("Content-Security-Policy") < page.index("<body")


def _links(page: str) -> list[dict[str, str | None]]:
    page = page.split('<details class="br-legend"')[0]
    return [attributes for tag, attributes in _Tags(page).tags if tag == "a"]


@pytest.mark.parametrize(
    "address",
    [
        "https://news.example/2026/a-b?x=1&y=[2]#part",
        "HTTP://News.example:8080/",
        "https://bücher.example/straße/ü's",
        "https://news.example/?to=javascript:alert(1)",
    ],
)
def test_a_link_to_the_web_leads_there_and_does_not_tell_where_from(tmp_path: Path, address: str) -> None:
    body = (
        f'<p>Read <a href="{escape(address)}" target=_top rel="opener prefetch" referrerpolicy=unsafe-url ping=/x '
        f"download class=more onclick=alert(1) attributionsrc=/y id=a>the report</a>.</p>{_BODY}"
    )
    page = _copy(_page(tmp_path, body))
    found = next(one for one in _links(page) if one.get("id") == "a")
    # Browsers read signs that are written so as the signs themselves, in a host's name too.
    assert unquote(found.pop("href") or "") == address
    assert found == {"rel": "noopener noreferrer", "class": "more", "id": "a"}
    assert 'http-equiv="x-dns-prefetch-control" content="off"' in page


@pytest.mark.parametrize(
    "address",
    [
        *(
            "javascript:alert(1)",
            "java\tscript:alert(1)",
            "&#1;javascript:alert(1)",
            "JaVaScRiPt:alert(1)//https://a.b/",
        ),
        *("vbscript:x", "data:text/html,<script>alert(1)</script>", "blob:https://a.example/x", "file:///etc/passwd"),
        *("//evil.example/x", "\\\\evil.example\\x", "https:evil.example", "https:///evil.example", "http://"),
        *("https://bank.example@evil.example/", "https://a.example\\@evil.example", "https://evil\n.example/"),
        *("https://a.example/\u202egpj.exe", "https://[::1", "https://a.example:99999/", "/local.html", "other.html"),
        *(
            "ftp://a.example/",
            "mailto:a@b.example",
            "view-source:https://a.example",
            "https://a.example/<b>",
            "x" * 9000,
        ),
        "https://a.example/" + "x" * 3000,
    ],
)
def test_a_link_elsewhere_leads_nowhere(tmp_path: Path, address: str) -> None:
    written = address if address.startswith("&#") else escape(address)
    page = _copy(_page(tmp_path, f'<p>Read <a href="{written}" id=a>this</a>.</p>{_BODY}'))
    assert next(one for one in _links(page) if one.get("id") == "a") == {"id": "a"}


@given(st.text("htps:/\\@#?[]. aé\t\n\u202ejvscript", max_size=40))
def test_what_a_link_leads_to_is_the_web_or_nothing(address: str) -> None:
    found = link(address)
    assert not found or re.fullmatch(r"https?://[^\s\\@/?#]+([/?#]\S*)?", found)


def test_pictures_and_sheets_saved_beside_the_page_are_taken_into_it(tmp_path: Path) -> None:
    folder = tmp_path / "page_files"
    folder.mkdir()
    (folder / "a.png").write_bytes(_PIXEL)
    (folder / "no.png").write_bytes(b"secret")
    (folder / "look.css").write_text("p { color: teal; background: url(a.png) } @import 'b.css';")
    head = "<link rel=stylesheet href=page_files/look.css>"
    page = _copy(_page(tmp_path, "<img src=page_files/a.png><img src=page_files/no.png>" + _BODY, head))
    kept = f"data:image/png;base64,{base64.b64encode(_PIXEL).decode()}"
    assert f'<img src="{kept}">' in page
    assert f'<style>p {{ color: teal; background: url("{kept}") }} </style>' in page
    assert page.count("<img") == 1


def test_a_link_out_of_the_pages_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "secret.png").write_bytes(_PIXEL)
    (tmp_path / "home" / "page_files").mkdir()
    (tmp_path / "home" / "page_files" / "a.png").symlink_to(tmp_path / "secret.png")
    page = _copy(_page(tmp_path / "home", "<img src=page_files/a.png><img src=page_files/../../secret.png>" + _BODY))
    assert "<img" not in page


@given(st.text("url(\\72 /*\"'):;{}<@importhttps file.example\n", max_size=80))
def test_no_style_sheet_reaches_out(sheet: str) -> None:
    made = style(sheet, lambda _name: None)
    assert not re.search(r"(?i)url\s*\(|https?:|file:|@import|<", made)


def test_look_of_utility_classes_and_page_type_stays(tmp_path: Path) -> None:
    page = _copy(_page(tmp_path, _BODY.replace("story wide", "md:flex hover:underline w-1/2")))
    assert 'class="md:flex hover:underline w-1/2"' in page


def test_a_page_in_an_old_charset_becomes_utf8_and_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    head = '<meta charset="windows-1252"><meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'
    body = _BODY.replace("Shop owners", "“Café” owners — 3 €")
    path.write_bytes(f"<html><head>{head}<title>Brücke</title></head><body>{body}</body></html>".encode("cp1252"))
    document = load(path)
    data = _ORIGINAL.make(document, _marks(document), ExportOptions()).data
    assert "“Café” owners — 3 €" in data.decode("utf-8")
    assert b"windows-1252" not in data.split(b"<template")[0]
    copy = tmp_path / "copy.html"
    copy.write_bytes(data)
    again = reopen(data, str(copy))
    assert again is not None
    assert again.document.text == document.text
    twice = _ORIGINAL.make(again.document, _marks(again.document), ExportOptions()).data
    assert "“Café” owners — 3 €" in twice.decode("utf-8")


def test_a_gzipped_page_is_marked_too(tmp_path: Path) -> None:
    path = _page(tmp_path)
    packed = tmp_path / "page.html.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    document = load(packed)
    assert _ORIGINAL.fits(document)
    assert _ORIGINAL.make(document, _marks(document), ExportOptions()).placed == (2, 2)


def test_the_readers_signs_stand_where_their_marks_end_and_highlights_are_boxed(tmp_path: Path) -> None:
    document = load(_page(tmp_path))
    (opinion,) = _marks(document)
    start = document.text.index("counted three")
    own = (
        OwnMark(new_key(), Anchor.at(opinion.span, document.text), Label.FACT, Label.OPINION),
        OwnMark(new_key(), Anchor.at(Span(start, start + 13), document.text), None, None, "how many?"),
    )
    page = _ORIGINAL.make(document, [opinion], ExportOptions(own=own)).data.decode()
    signs = re.findall(r'<mark class="br br-own( br-box)? br-sign" data-sign="(.)"[^>]*>([^<]*)</mark>', page)
    assert [(bool(box), sign) for box, sign, _ in signs] == [(False, "≠"), (True, "✎")]
    assert signs[0][2].endswith("struck.")
    assert signs[1][2] == "counted three"
    assert 'title="Reader’s note: how many?"' in page
