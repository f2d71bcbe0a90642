"""What a web page says of its article: title, author, date, site, language.

The title follows Mozilla's Readability (`_getArticleTitle`, `getArticleMetadata`): linked data, then meta
elements, then the window title without the site's name. Author and date are trafilatura's.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from reader.core.document import Metadata
from reader.core.text import clean

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
_SEPARATOR = re.compile(r"\s+[|\-–—\\/>»·]\s+")
_SITE_SEPARATOR = r"\s+[|\-–—\\/>»·:]\s+"
_DANGLING_DATE = re.compile(
    r"(?<=\w)[\s,]+(mon|tues|wednes|thurs|fri|satur|sun)?(day)?\b[\s,;]*"
    r"\b(january|february|march|april|may|june|july|august|september|october|november|december)?$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"^username$|\bhttps?\b|@|\.(com|org|net)\b", re.IGNORECASE)
_MIN_WORDS = 3
_FEW_WORDS = 4
_MANY_WORDS = 5
_TITLE_LENGTHS = range(15, 151)
_MAX_LINKED_DATA = 1_000_000

_log = logging.getLogger(__name__)


def read(root: Element) -> Metadata:
    """Return what a page's tree says of the article."""
    metas = _metas(root)
    site = metas.get("og:site_name", "")
    author, date, found_site = _who_and_when(root)
    return Metadata(
        title=title(root, metas, site),
        author=author,
        date=date,
        site=site or found_site,
        language=_language(root, metas),
    )


def title(root: Element, metas: dict[str, str], site: str = "") -> str:
    """Return the article's title, or an empty string."""
    found = next(filter(None, (metas.get(name, "") for name in _TITLES)), "")
    found = _linked_title(root) or found
    if found and site:
        return re.sub(f"{_SITE_SEPARATOR}{re.escape(site)}$", "", found, flags=re.IGNORECASE) or found
    return found or _window_title(root)


def _metas(root: Element) -> dict[str, str]:
    """Return the meta elements, by each of the space-separated names they carry; the first of a name wins."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        content = clean(element.get("content") or "")
        names = f"{element.get('property') or ''} {element.get('name') or ''}".casefold().split()
        for name in names if content else ():
            found.setdefault(name, content)
    return found


def _linked_title(root: Element) -> str:
    """Return the headline in the page's linked data (JSON-LD), if it describes an article.

    Of a headline and a name, the one that the window shows counts.
    """
    shown = _whole_title(root)
    for element in root.iter("script"):
        text = element.text or ""
        if "ld+json" not in (element.get("type") or "") or len(text) > _MAX_LINKED_DATA:
            continue
        with suppress(ValueError, RecursionError):
            for item in _items(json.loads(text)):
                kind = item.get("@type")
                if any(isinstance(k, str) and _ARTICLE.match(k) for k in (kind if isinstance(kind, list) else [kind])):
                    names = [clean(n) for n in (item.get("headline"), item.get("name")) if isinstance(n, str)]
                    if found := next((n for n in names if n and n in shown), next(filter(None, names), "")):
                        return found
    return ""


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
    """Return author, date (YYYY-MM-DD) and site as trafilatura finds them; empty strings if it fails."""
    from trafilatura.metadata import extract_metadata

    try:
        found = extract_metadata(root, extensive=False)
    except Exception:
        _log.debug("no metadata found", exc_info=True)
        return "", "", ""
    names = dict.fromkeys(_DANGLING_DATE.sub("", name.strip()) for name in (found.author or "").split(";"))
    distinct = {name.casefold(): name for name in reversed(names) if name and not _NO_NAME.search(name)}
    return ", ".join(reversed(distinct.values())), found.date or "", found.sitename or ""


def _language(root: Element, metas: dict[str, str]) -> str:
    """Return the declared language as an ISO 639-1 code."""
    declared = root.get("lang") or root.get("xml:lang") or metas.get("og:locale", "") or metas.get("language", "")
    code = re.split(r"[-_]", declared.strip().lower(), maxsplit=1)[0]
    return code if len(code) == 2 and code.isalpha() else ""
