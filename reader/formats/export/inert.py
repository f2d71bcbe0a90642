"""Make a page of others harmless: nothing in it runs, loads or sends anything.

What can act is taken out by name; whatever is left loses every attribute that holds an address, but for links to the
web, which do nothing until they are followed, and then don't tell where from. A content security policy in the copy
is the second lock, not the first. Style sheets and pictures that were saved beside the page are taken into it, so that
its look stays.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = Any

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""The content security policy of a page made inert."""

Beside = Callable[[str], bytes | None]
"""Gives the bytes of a file that was saved with the page, by the reference in it; None where there is none."""

MAX_BESIDE = 4 * 2**20
"""The largest file beside a page that is taken into it, in bytes."""

# They act, load, or are read by browsers by other rules than by the parser here.
_TAKEN_OUT = frozenset({
    "script", "noscript", "iframe", "frame", "frameset", "noframes", "object", "embed", "noembed", "applet", "param",
    "base", "meta", "template", "portal", "audio", "video", "source", "track", "animate", "animatecolor",
    "animatemotion", "animatetransform", "set", "bgsound", "layer", "ilayer", "xml", "isindex", "keygen", "math",
})  # fmt: skip
_AS_TEXT = frozenset({"textarea", "title", "option"})
_PREFORMATTED = frozenset({"xmp", "listing", "plaintext"})
_ADDRESSES = frozenset({
    "href", "src", "srcset", "srcdoc", "action", "formaction", "background", "poster", "data", "codebase", "classid",
    "archive", "cite", "longdesc", "manifest", "profile", "ping", "dynsrc", "lowsrc", "usemap", "icon", "imagesrcset",
    "attributionsrc", "nonce", "integrity", "http-equiv", "target", "download", "autofocus", "contenteditable",
    "is", "slot", "part", "xmlns", "values", "from", "to", "by",
})  # fmt: skip
_PLAIN_WORDS = frozenset({"alt", "title", "placeholder", "aria-label", "aria-description", "summary", "label"})
_NAMES = frozenset({"class", "id", "for", "name", "headers", "role"})
_NAME = re.compile(r"[a-z][a-z0-9_.\-]*", re.IGNORECASE)
_ADDRESS = re.compile(r"(?i)[a-z][a-z0-9+.\-]{1,20}:(?!\s)|//|\\\\|url\s*\(|&#")
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]+")
_PICTURE = re.compile(r"(?i)data:image/(?:png|jpe?g|gif|webp|avif|bmp);base64,[A-Za-z0-9+/=\s%]*")

_OF_LINKS = frozenset({"rel", "referrerpolicy", "type", "hreflang"})
_NOT_IN_LINKS = frozenset('"<>\\^`{|}')
_LONGEST_LINK = 2048

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_IMPORT = re.compile(r"(?i)@(?:import|charset|namespace)\b[^;{}]*;?")
_URL = re.compile(r"""(?i)url\(\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^)"'\n]*))\s*\)?""")
_STRING = re.compile(r"""(?i)"[^"\n]*"|'[^'\n]*'""")
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_ACTIVE = re.compile(r"(?i)expression\s*\(|behaviou?r\s*:|-moz-binding|javascript:|vbscript:|@import|file:")
_REACHES = re.compile(r"(?i)(?:https?|ftp|file|wss?|blob|data):|//")
_KINDS = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF8": "gif",
}


def beside(page: str) -> Beside:
    """Return what reads files saved with the page at the path `page`: in folders beside it, and nowhere else."""
    home = Path(page).resolve().parent

    def read(reference: str) -> bytes | None:
        name = unquote(reference.split("#")[0].split("?")[0])
        if not name or _ADDRESS.search(name) or name.startswith(("/", "\\")):
            return None
        try:
            file = (home / name).resolve()
            inside = file.is_relative_to(home) and file.parent != home
            if not inside or not file.is_file() or file.stat().st_size > MAX_BESIDE:
                return None
            return file.read_bytes()
        except (OSError, ValueError):
            return None

    return read


def clean(root: Element, read: Beside) -> None:
    """Make the page under `root` inert, in place; `read` gives what was saved beside it."""
    for element in [*root.iter()]:
        if not isinstance(element.tag, str):
            remove(element)
            continue
        tag = element.tag.rpartition("}")[2].rpartition(":")[2].lower()
        if element is not root and (tag in _TAKEN_OUT or not _NAME.fullmatch(tag)):
            remove(element)
        elif tag == "link":
            _inline_sheet(element, read)
        elif tag == "style":
            text = "".join(element.itertext())
            _empty(element)
            element.text = style(text, read)
            _keep(element, {name: value for name, value in element.attrib.items() if name == "media"})
        else:
            if tag in _AS_TEXT or tag in _PREFORMATTED:
                text = "".join(element.itertext())
                _empty(element)
                element.text = text
                element.tag = "pre" if tag in _PREFORMATTED else element.tag
            _clean_attributes(element, tag, read)
            if tag == "img" and not element.get("src"):
                remove(element)


def style(sheet: str, read: Beside) -> str:
    """Return a style sheet without anything that loads or acts; pictures beside the page are taken in.

    Where signs are written so that one can't be sure, nothing of it stays.
    """
    sheet = _COMMENT.sub(" ", sheet)
    plain = _ESCAPE.sub(_unescaped, sheet)
    if len(_ACTIVE.findall(plain)) > len(_ACTIVE.findall(sheet)) or len(_URL.findall(plain)) != len(
        _URL.findall(sheet)
    ):
        return ""
    sheet = _IMPORT.sub("", sheet)
    pieces = []
    at = 0
    for found in _URL.finditer(sheet):
        pieces += [_plain_style(sheet[at : found.start()]), _url(next(filter(None, found.groups()), ""), read)]
        at = found.end()
    return "".join([*pieces, _plain_style(sheet[at:])]).replace("<", "\\3c ")


def link(reference: str) -> str:
    """Return the address of a page on the web that a link leads to; empty for any other, and for what may deceive."""
    reference = reference.strip(" \t\n\f\r")
    if len(reference) > _LONGEST_LINK or _UNSEEN.search(reference) or _NOT_IN_LINKS & set(reference):
        return ""
    try:
        parts = urlsplit(reference)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return ""
    # A name before the host is there to be taken for it.
    return reference if parts.scheme in {"http", "https"} and named and "@" not in parts.netloc else ""


def picture(reference: str, read: Beside) -> str:
    """Return a picture as a data: address: as it is, or from the file beside the page; empty for any other."""
    reference = reference.strip()
    if _PICTURE.fullmatch(reference):
        return reference
    data = read(reference)
    if not data:
        return ""
    kind = next((kind for start, kind in _KINDS.items() if data.startswith(start)), "")
    if not kind and data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        kind = "webp"
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}" if kind else ""


def _plain_style(piece: str) -> str:
    """Return a piece of a style sheet, outside of url(…), without addresses in strings and without what acts."""
    piece = _STRING.sub(lambda found: '""' if _REACHES.search(_UNSEEN.sub("", found[0])) else found[0], piece)
    return _REACHES.sub("", _ACTIVE.sub("", piece))


def _url(reference: str, read: Beside) -> str:
    found = picture(reference, read)
    return f'url("{found}")' if found else "none"


def _unescaped(found: re.Match[str]) -> str:
    if found[1] is None:
        return found[2]
    code = int(found[1], 16)
    return chr(code) if 0 < code <= 0x10FFFF else "\ufffd"


def _inline_sheet(element: Element, read: Beside) -> None:
    """Turn a link to a style sheet saved beside the page into the sheet; take any other link out."""
    sheet = None
    if "stylesheet" in (element.get("rel") or "").lower().split() and "alternate" not in (element.get("rel") or ""):
        reference = (element.get("href") or "").strip()
        folder = reference.rpartition("/")[0]
        data = read(reference)
        if data is not None and b"\0" not in data:
            sheet = style(data.decode("utf-8", "replace"), lambda name: read(f"{folder}/{name}" if folder else name))
    if not sheet:
        remove(element)
        return
    media = element.get("media")
    _keep(element, {"media": media} if media else {})
    element.tag, element.text = "style", sheet


def _clean_attributes(element: Element, tag: str, read: Beside) -> None:
    kept: dict[str, str] = {}
    leads = ""
    for key, value in element.attrib.items():
        name = str(key).lower()
        if name == "style":
            kept[name] = style(value, read)
        elif name == "src" and tag == "img":
            kept[name] = picture(value, read)
        elif name == "href" and tag in {"a", "use"} and re.fullmatch(r"#[\w.\-]+", value):
            kept[name] = value
        elif name == "href" and tag == "a" and (address := link(value)):
            leads = address
        elif name.startswith("on") or name in _ADDRESSES or not _NAME.fullmatch(name):
            continue
        elif name in _NAMES and not _REACHES.search(value) and not _ACTIVE.search(value):
            kept[name] = value
        elif name in _PLAIN_WORDS or name == "viewbox" or not _ADDRESS.search(_UNSEEN.sub("", value)):
            kept["viewBox" if name == "viewbox" else str(key)] = value
    if leads:
        kept = {name: value for name, value in kept.items() if name.lower() not in _OF_LINKS}
        kept |= {"href": leads, "rel": "noopener noreferrer"}
    _keep(element, {name: value for name, value in kept.items() if value or name in {"alt", "hidden", "open"}})


def _keep(element: Element, attributes: dict[str, str]) -> None:
    for name in list(element.attrib):
        del element.attrib[name]
    for name, value in attributes.items():
        element.set(name, value)


def _empty(element: Element) -> None:
    for child in list(element):
        element.remove(child)


def remove(element: Element) -> None:
    """Take an element out, and leave what stands behind it."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail
    previous = element.getprevious()
    parent.remove(element)
    if tail and previous is not None:
        previous.tail = (previous.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
