"""Web pages: the article out of everything around it.

Two extractors that fail on different pages: readability keeps close to the article, and misses parts of some;
trafilatura finds those. Which to take was measured, see tests/benchmarks/extraction.py.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from reader.core.document import BlockKind, Metadata, Part
from reader.core.text import clean
from reader.formats import dom, page_metadata, site_text
from reader.formats.decode import decode
from reader.formats.loader import Article, File

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = Any

_log = logging.getLogger(__name__)

_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w:.\-]{1,40})""",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4096

_MAX_EXTRACTED = 4 * 2**20
_COVERED = 0.85
_HEAD_PARTS = 6
_CAPTION_WORDS = 80
_FILLED = frozenset({BlockKind.TABLE_ROW, BlockKind.LIST_ITEM, BlockKind.QUOTE})
_RUNNING_WORDS = 8
_TITLE_PART = 0.6
_NAMES_AUTHOR = re.compile(r"\bby\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def load(file: File) -> Article:
    """Read a saved web page: title, byline and the article's blocks, nothing of the page around them."""
    text, encoding = decode(file, declared_charset(file.data))
    return article(dom.parse(file, text), encoding)


def article(root: Element, encoding: str = "") -> Article:
    """Return the article in a page's tree."""
    metadata = page_metadata.read(deepcopy(root))
    parts = site_text.without(_body(root))
    return Article(tuple(_headed(metadata, _with_lead_caption(root, parts))), metadata, encoding)


def declared_charset(data: bytes) -> str:
    """Return the charset that a page names in a meta element or XML declaration, or an empty string."""
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    return found[1].decode("ascii") if found else ""


def _body(root: Element) -> list[Part]:
    """Return the article's blocks: readability's, unless they lack much of what trafilatura finds.

    Where neither finds an article, or the page is too long for them, the whole page's.
    """
    markup = _markup(root)
    if len(markup) > _MAX_EXTRACTED:
        return list(dom.blocks(root))
    close = _readability(markup)
    wide = _trafilatura(root)
    return (_filled(close, wide) if _covers(close, wide) else wide) or list(dom.blocks(root))


def _markup(root: Element) -> str:
    from lxml.html import tostring

    return str(tostring(root, encoding="unicode"))


def _readability(markup: str) -> list[Part]:
    from readability import Document

    try:
        summary = Document(markup).summary()
        return list(dom.blocks(dom.fragment(summary)))
    except Exception:
        _log.debug("readability failed", exc_info=True)
        return []


def _trafilatura(root: Element) -> list[Part]:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    try:
        found = bare_extraction(deepcopy(root), include_comments=False, with_metadata=False)
        return list(dom.blocks(found.body)) if isinstance(found, Document) else []
    except Exception:
        _log.debug("trafilatura failed", exc_info=True)
        return []


def _filled(parts: Sequence[Part], others: Sequence[Part]) -> list[Part]:
    """Return `parts` with the tables, lists, quotes and running text that only `others` have between common blocks.

    readability takes short tables and lists for navigation.
    """
    bare = [_bare(part.text) for part in parts]
    place = {text: index for index, text in enumerate(bare)}
    known = "".join(bare)
    gaps: dict[int, list[Part]] = {}
    open_gap: list[Part] = []
    after = -1
    for part in others:
        text = _bare(part.text)
        if text in place:
            if after >= 0 and open_gap:
                gaps.setdefault(after, []).extend(open_gap)
            after, open_gap = place[text], []
        elif (part.kind in _FILLED or _running(part)) and text not in known:
            open_gap.append(part)
    return [piece for index, part in enumerate(parts) for piece in (part, *gaps.get(index, ()))]


def _running(part: Part) -> bool:
    """Tell whether a block is running text: trafilatura makes a paragraph of the only item of a list."""
    long = len(part.text.split(None, _RUNNING_WORDS)) > _RUNNING_WORDS
    return part.kind is BlockKind.PARAGRAPH and long and not site_text.headline_like(part.text)


def _covers(parts: Iterable[Part], others: Iterable[Part]) -> bool:
    """Tell whether `parts` hold most words of `others`."""
    have, wanted = _words(parts), _words(others)
    return (have & wanted).total() >= _COVERED * wanted.total()


def _words(parts: Iterable[Part]) -> Counter[str]:
    return Counter(word for part in parts for word in _WORD.findall(part.text.casefold()))


def _with_lead_caption(root: Element, parts: list[Part]) -> list[Part]:
    """Put the caption of the picture above the text first, which extractors drop with the picture."""
    text = clean(" ".join(part.text for part in parts))
    for figure in root.iter("figure"):
        if any(ancestor.tag in {"article", "main"} for ancestor in figure.iterancestors()):
            captions = [part for part in dom.blocks(figure) if part.kind is BlockKind.CAPTION]
            words = " ".join(clean(part.text) for part in captions)
            if captions and words not in text and len(words.split()) <= _CAPTION_WORDS:
                return [captions[0]._replace(text=words), *parts]
            return parts
    return parts


def _headed(metadata: Metadata, parts: Sequence[Part]) -> Iterator[Part]:
    """Yield title and byline, then the blocks without another copy of them."""
    title, author = _bare(metadata.title), _bare(metadata.author)
    byline = site_text.patterns().byline
    head: list[Part] = []
    for part in parts[:_HEAD_PARTS]:
        bare = _bare(part.text)
        if _is_title(bare, title) and part.kind in {BlockKind.HEADING, BlockKind.PARAGRAPH}:
            continue
        if part.kind is BlockKind.PARAGRAPH and (
            (bare and bare == author) or (site_text.headline_like(part.text) and site_text.matches(byline, part.text))
        ):
            part = part._replace(kind=BlockKind.BYLINE)
        head.append(part)
    yield Part(BlockKind.TITLE, metadata.title)
    if not any(
        _NAMES_AUTHOR.search(part.text) or _bare(part.text) == author for part in head if part.kind is BlockKind.BYLINE
    ):
        yield Part(BlockKind.BYLINE, metadata.author)
    yield from head
    yield from parts[_HEAD_PARTS:]


def _is_title(bare: str, title: str) -> bool:
    """Tell whether a line repeats the title, perhaps without the site's name."""
    return bool(bare) and title.startswith(bare) and len(bare) >= _TITLE_PART * len(title)


def _bare(text: str) -> str:
    return "".join(_WORD.findall(text.casefold()))
