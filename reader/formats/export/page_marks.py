"""Marks in the text nodes of a page that has a look of its own: web pages and chapters of e-books."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reader import assets
from reader.core import wording
from reader.core.document import Span
from reader.formats.archive import local
from reader.formats.export import original, palette, text_nodes
from reader.formats.export.inert import remove
from reader.formats.export.original import Found, Kind
from reader.formats.export.text_nodes import Node

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = Any

STYLE_ID = "br-style"
MARK = "br"
"""The class of every mark, by which an earlier copy's marks are known."""
_NOT_MARKED = frozenset(
    {"head", "style", "script", "title", "textarea", "select", "option", "svg", "button", "template"}
)


def nodes(root: Element, at: int = 0) -> list[Node]:
    """Return the text nodes of a page that may be marked; their text begins at `at`."""
    return text_nodes.nodes(root, lambda element: local(element).lower() in _NOT_MARKED, at)


def put(root: Element, found: Sequence[Node], marks: Sequence[Found], said_in: str = "", written_in: str = "") -> None:
    """Put the marks around their words, as far as those are in the nodes; on hovering, each says what is said of it.

    `said_in` is the language of that, `written_in` that of the words (ISO 639-1, empty where it is not known).
    """
    from lxml.etree import SubElement

    if not found:
        return
    here = Span(found[0].span.start, found[-1].span.end)
    layers = [
        (Span(max(span.start, here.start), min(span.end, here.end)), kind)
        for one in marks
        for span, kind in one.layers
        if span.overlaps(here)
    ]
    looks = palette.load("light").layers
    at = _Over(marks)
    parent = root.getroottree().getroot()
    namespace = parent.tag.rpartition("}")[0] + "}" if "}" in parent.tag else ""

    def around(text: str, place: Span, kinds: Sequence[Kind]) -> Element:
        holder = outer = root.makeelement(f"{namespace}mark")
        over = at.over(place)
        for number, (key, faint) in enumerate(kinds):
            if number:
                holder = SubElement(holder, f"{namespace}mark")
            names = (key, looks[key].pattern, *(["faint"] if faint else [])) if key in looks else ()
            holder.set("class", " ".join((MARK, *(f"{MARK}-{name}" for name in names))))
            if key == original.OWN:
                _sign(holder, place, [one for one in over if one.mark.own])
        if written_in and said_in != written_in:
            # A title is read in the language of its element.
            _speak(outer, said_in)
            holder = SubElement(holder, f"{namespace}span", {"class": MARK})
            _speak(holder, written_in)
        holder.text = text
        outer.set("title", "\n".join(one.mark.said for one in over))
        return outer

    text_nodes.wrap(found, layers, around)


def take_out(root: Element) -> None:
    """Take the marks of an earlier copy out of a page."""
    for element in [*root.iter()]:
        names = (element.get("class") or "").split() if isinstance(element.tag, str) else []
        # Pages have spans of this class of their own; ours say in which language the words are.
        ours = local(element) == "mark" or (local(element) == "span" and element.get("lang"))
        if ours and MARK in names:
            unwrap(element)
        elif "br-legend" in names or (isinstance(element.tag, str) and element.get("id") == STYLE_ID):
            remove(element)


def style() -> str:
    """Return the style sheet of marks."""
    rules = []
    theme = palette.load("light")
    for key, look in theme.layers.items():
        faint = theme.look(key, faint=True)
        rules.append(f".{MARK}-{key} {{ --br-line: {look.line}; }}\n")
        if faint.line != look.line:
            rules.append(f".{MARK}-{key}.{MARK}-faint {{ --br-line: {faint.line}; }}\n")
        if look.fill:
            filled = f"background-color: {look.fill} !important; color: #1D1D1F !important;"
            rules.append(f".{MARK}-{key}:not(.{MARK}-faint) {{ {filled} }}\n")
    return assets.path("formats", "marks.css").read_text(encoding="utf-8") + "".join(rules)


def _speak(element: Element, language: str) -> None:
    element.set("lang", language)
    if "}" in element.tag:  # XHTML, of which older readers heed XML's own alone
        element.set("{http://www.w3.org/XML/1998/namespace}lang", language)


def _sign(element: Element, place: Span, own: Sequence[Found]) -> None:
    """Box what the reader highlighted, and set the signs of the reader's marks where they end."""
    classes = [MARK, f"{MARK}-{original.OWN}"]
    if any(one.mark.own and one.mark.own.label is None for one in own):
        classes.append(f"{MARK}-box")
    ending = [one.mark.own for one in own if one.mark.own and one.stretches[-1].end == place.end]
    if ending:
        classes.append(f"{MARK}-sign")
        element.set("data-sign", "".join(dict.fromkeys(wording.own_sign(mark) for mark in ending)))
    element.set("class", " ".join(classes))


class _Over:
    """Finds the marks over a place; places are asked for in any order."""

    def __init__(self, marks: Sequence[Found]) -> None:
        self._stretches = sorted((stretch, number) for number, one in enumerate(marks) for stretch in one.stretches)
        self._marks = marks

    def over(self, place: Span) -> list[Found]:
        """Return the marks that lie over a place, each once."""
        end = bisect_left(self._stretches, (Span(place.end, 0), -1))
        over = dict.fromkeys(
            number for stretch, number in self._stretches[max(end - 64, 0) : end] if stretch.overlaps(place)
        )
        return [self._marks[number] for number in sorted(over)]


def unwrap(element: Element) -> None:
    """Put what is in an element in its place."""
    parent, at = element.getparent(), element.getparent().index(element)
    children = list(element)
    previous = element.getprevious()

    def add(text: str | None, behind: Element | None) -> None:
        if not text:
            return
        if behind is not None:
            behind.tail = (behind.tail or "") + text
        else:
            parent.text = (parent.text or "") + text

    add(element.text, previous)
    tail = element.tail
    element.tail = None
    for child in reversed(children):
        parent.insert(at, child)
    parent.remove(element)
    add(tail, children[-1] if children else previous)
