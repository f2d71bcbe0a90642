"""What a web page says of its article: title, author, date, site, language.

The title follows Mozilla's Readability (`_getArticleTitle`, `getArticleMetadata`): linked data, then meta
elements, then the window title without the site's name. The date is that of
publication where one is named, else what trafilatura finds.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from reader.core.document import Metadata
from reader.core.text import clean
from reader.formats import page_author

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = Any

_ARTICLE = re.compile(
    r"(news|blog|scholarly|social|report|satirical|tech|opinion|analysis|review|live)?\w*(article|posting|report)$",
    re.I,
)
_TITLES = (
    "dc:title", "dcterm:title", "dcterms:title", "dc.title", "og:title", "weibo:article:title", "title",
    "twitter:title", "parsely-title",
)  # fmt: skip
_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
    "dc.date.issued", "dcterms.issued", "citation_publication_date",
)  # fmt: skip
_DAY = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)")
_SEPARATOR = re.compile(r"\s+[|\-–—\\/>»·]\s+")
_SITE_SEPARATOR = r"\s+[|\-–—\\/>»·:]\s+"
_MIN_WORDS = 3
_FEW_WORDS = 4
_MANY_WORDS = 5
_TITLE_LENGTHS = range(15, 151)
_MAX_LINKED_DATA = 1_000_000
_CDATA_WITHIN = 20

_log = logging.getLogger(__name__)


def read(root: Element) -> Metadata:
    """Return what a page's tree says of the article."""
    all_metas = _metas(root)
    metas = {name: contents[0] for name, contents in all_metas.items()}
    linked = list(_linked_articles(root))
    site = metas.get("og:site_name", "")
    authors, guessed, found_site = _who_and_when(root)
    return Metadata(
        title=title(root, metas, linked, site),
        author=page_author.read(root, [item.get("author") for item in linked[:1]], all_metas, authors),
        date=_published(linked, metas) or guessed,
        site=site or found_site,
        language=_language(root, metas),
    )


def title(root: Element, metas: dict[str, str], linked: Iterable[dict[str, Any]], site: str = "") -> str:
    """Return the article's title, or an empty string."""
    found = next(filter(None, (metas.get(name, "") for name in _TITLES)), "")
    found = _linked_title(root, linked) or found
    if found and site:
        return re.sub(f"{_SITE_SEPARATOR}{re.escape(site)}$", "", found, flags=re.IGNORECASE) or found
    return found or _window_title(root)


def _metas(root: Element) -> dict[str, list[str]]:
    """Return the contents of the meta elements, by each of the space-separated names they carry."""
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        content = clean(element.get("content") or "")
        names = f"{element.get('property') or ''} {element.get('name') or ''}".casefold().split()
        for name in names if content else ():
            found.setdefault(name, []).append(content)
    return found


def _linked_title(root: Element, linked: Iterable[dict[str, Any]]) -> str:
    """Return the headline that the linked data gives; of a headline and a name, the one that the window shows."""
    shown = _whole_title(root)
    for item in linked:
        names = [clean(name) for name in (item.get("headline"), item.get("name")) if isinstance(name, str)]
        if found := next((name for name in names if name and name in shown), next(filter(None, names), "")):
            return found
    return ""


def _linked_articles(root: Element) -> Iterator[dict[str, Any]]:
    """Yield the items in the page's linked data (JSON-LD) that describe an article."""
    for element in root.iter("script"):
        text = element.text or ""
        if "ld+json" not in (element.get("type") or "") or len(text) > _MAX_LINKED_DATA:
            continue
        with suppress(ValueError, RecursionError):
            for item in _items(json.loads(_without_cdata(text))):
                kind = item.get("@type")
                if any(isinstance(k, str) and _ARTICLE.match(k) for k in (kind if isinstance(kind, list) else [kind])):
                    yield item


def _without_cdata(text: str) -> str:
    """Return a script's text without the CDATA section around it and the comment signs around that."""
    start = text.find("<![CDATA[", 0, _CDATA_WITHIN)
    return text if start < 0 else text[start + 9 :].partition("]]>")[0].strip().removeprefix("*/").removesuffix("//")


def _items(data: object) -> Iterator[dict[str, Any]]:
    """Yield the items of linked data: one, a list, or a graph."""
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from ((inner for inner in graph if isinstance(inner, dict)) if isinstance(graph, list) else ())


def _text(element: Element) -> str:
    return clean("".join(map(str, element.itertext())))


def _whole_title(root: Element) -> str:
    return next((_text(element) for element in root.iter("title")), "")


def _window_title(root: Element) -> str:
    """Return the title element without the site's name before or after; where it says little, the heading."""
    whole = _whole_title(root)
    headings = [_text(element) for element in root.iter("h1", "h2")]
    short = whole
    separators = list(_SEPARATOR.finditer(whole))
    if separators:
        short = whole[: separators[-1].start()]
        if len(short.split()) < _MIN_WORDS:
            short = whole[separators[0].end() :]
    elif ": " in whole and whole not in headings:
        short = whole.rpartition(": ")[2]
        if len(short.split()) < _MIN_WORDS:
            short = whole.partition(": ")[2]
        elif len(whole.partition(": ")[0].split()) > _MANY_WORDS:
            short = whole
    elif len(whole) not in _TITLE_LENGTHS and len(heads := [h for h in headings if h]) == 1:
        short = heads[0]
    if len(short.split()) <= _FEW_WORDS and (
        not separators or len(short.split()) != len(_SEPARATOR.sub(" ", whole).split()) - 1
    ):
        return whole
    return short


def _who_and_when(root: Element) -> tuple[str, str, str]:
    """Return authors, date (YYYY-MM-DD) and site as trafilatura finds them; empty strings if it fails."""
    from trafilatura.metadata import extract_metadata

    try:
        found = extract_metadata(root, extensive=False)
    except Exception:
        _log.debug("no metadata found", exc_info=True)
        return "", "", ""
    return found.author or "", found.date or "", found.sitename or ""


def _published(linked: Iterable[dict[str, Any]], metas: dict[str, str]) -> str:
    """Return the day (YYYY-MM-DD) on which linked data or meta elements say that the article appeared."""
    said = (*(item.get("datePublished") for item in linked), *(metas.get(name) for name in _DATES))
    days = (_DAY.match(text.strip()) for text in said if isinstance(text, str))
    return next((day[0] for day in days if day), "")


def _language(root: Element, metas: dict[str, str]) -> str:
    """Return the declared language as an ISO 639-1 code."""
    declared = root.get("lang") or root.get("xml:lang") or metas.get("og:locale", "") or metas.get("language", "")
    code = re.split(r"[-_]", declared.strip().lower(), maxsplit=1)[0]
    return code if len(code) == 2 and code.isalpha() else ""
