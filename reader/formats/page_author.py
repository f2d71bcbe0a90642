"""Who wrote a web page's article: as its linked data says, its meta elements, its byline, or trafilatura.

In this order, since what is said for machines names people alone. The names of classes follow Mozilla's Readability.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from reader.core.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = Any

_METAS = (
    "dc:creator", "dc.creator", "dcterm:creator", "dcterms.creator", "author", "parsely-author", "article:author",
    "sailthru.author", "citation_author", "byl",
)  # fmt: skip
_BYLINE = re.compile(r"byline|author|writtenby|p-author", re.IGNORECASE)
_NOT_ITS_AUTHOR = re.compile(r"comment|related|sidebar|footer|avatar|social|recommend|teaser|promo", re.IGNORECASE)
_LONGEST_BYLINE = 100
_LONGEST_NAMES = 1000
_BY = re.compile(r"^(written |posted |reported |words |text |story )?(by|par|von|por|di|door)\b:?\s+", re.IGNORECASE)
_BEFORE = re.compile(r"^.*\bby\s+(?=[A-Z])")
_AFTER = re.compile(r"\s*[|•·].*$")
_AND = re.compile(r"\s*;\s*|\s*,?\s+(?:and|et|und)\s+|\s*&\s+")
_NOTE = re.compile(r"\s*\((https?:|www\.)[^)]*\)")
_DAYS = "mon|tues|wednes|thurs|fri|satur|sun"
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_DATE = re.compile(
    rf"(?<=\w)[\s,|·•–-]+(({_DAYS})(day)?\b[\s,;]*)?\b((?:{_MONTHS})(\s+\d.*)?|\d{{1,2}}[\s/.]+.*|\d{{4}}.*)?$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"^(username|author|admin|editor|staff|by|none|null|unknown|作者)$|\bhttps?\b|@|\.(com|org|net)\b|^[/\d]"
    r"|\bversion \d|\b(last )?updated\b|\bpublished\b|\b(sign|log) ?(in|up|out)\b|\b(follow|subscribe)\b|^\W*$",
    re.IGNORECASE,
)
_MAX_WORDS = 8


def read(root: Element, linked: Sequence[object], metas: Mapping[str, Sequence[str]], other: str) -> str:
    """Return the authors' names with commas between, or an empty string.

    `linked` is what the linked data gives as the article's author, `metas` the meta elements' contents by name,
    `other` a further guess, names apart by semicolons.
    """
    candidates = (
        [name for said in linked for name in _linked_names(said)],
        *(metas.get(key, ()) for key in _METAS),
        _byline(root),
        other.split(";"),
    )
    return next(filter(None, (", ".join(_names(texts)) for texts in candidates)), "")


def _linked_names(said: object) -> Iterator[str]:
    """Yield the names that linked data gives for an author: a text, a person, a list of them."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict):
        name = said.get("name")
        yield from (text for text in (name if isinstance(name, list) else [name]) if isinstance(text, str))
    elif isinstance(said, list):
        for one in said:
            if not isinstance(one, list):
                yield from _linked_names(one)


def _byline(root: Element) -> list[str]:
    """Return the text of the first element marked as the article's byline, as a list of one or none."""
    for element in root.iter("a", "address", "span", "p", "div", "li", "strong", "b", "cite"):
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        marked = element.get("rel") == "author" or "author" in (element.get("itemprop") or "") or _BYLINE.search(named)
        if not marked or any(_NOT_ITS_AUTHOR.search(_naming(one)) for one in (element, *element.iterancestors())):
            continue
        text = clean(" ".join(map(str, element.itertext())))
        text = _AFTER.sub("", _BEFORE.sub("", text))
        if 0 < len(text) < _LONGEST_BYLINE and any(_names([text])):
            return [text]
    return []


def _naming(element: Element) -> str:
    return f"{element.tag} {element.get('class') or ''} {element.get('id') or ''}"


def _names(texts: Iterable[str]) -> list[str]:
    """Return the distinct names in bylines: no “By”, no date after them, nothing that names nobody."""
    names = [
        _DATE.sub("", _NOTE.sub("", name)).strip(" ,|·•–-")
        for text in texts
        for name in _AND.split(_BY.sub("", clean(text[:_LONGEST_NAMES])))
    ]
    distinct = {name.casefold(): name for name in reversed(names) if _is_name(name)}
    return list(reversed(distinct.values()))


def _is_name(name: str) -> bool:
    return bool(name) and len(name.split()) <= _MAX_WORDS and not _NO_NAME.search(name)
