"""The text nodes of a tree of markup: where each stands in the tree's text, and elements put around pieces of them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.core.document import Span

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = Any


class Node(NamedTuple):
    """A piece of text in a tree: what stands in an element before its first child, or behind it if `tail`."""

    element: Element
    tail: bool
    span: Span

    @property
    def text(self) -> str:
        """The text as it is now."""
        return (self.element.tail if self.tail else self.element.text) or ""


def nodes(root: Element, skipped: Callable[[Element], bool]) -> list[Node]:
    """Return the text nodes under `root` in reading order, without those inside elements that are `skipped`."""
    from lxml.etree import iterwalk

    found: list[Node] = []
    at = 0

    def add(element: Element, tail: bool) -> None:
        nonlocal at
        length = len((element.tail if tail else element.text) or "")
        if length:
            found.append(Node(element, tail, Span(at, at + length)))
            at += length

    walk = iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if skipped(element):
                walk.skip_subtree()
            else:
                add(element, tail=False)
        elif element is not root:
            add(element, tail=True)
    return found


def whole(found: Iterable[Node]) -> str:
    """Return the text that the nodes make up."""
    return "".join(node.text for node in found)


def wrap(
    found: Sequence[Node],
    layers: Sequence[tuple[Span, str]],
    around: Callable[[str, Span, Sequence[str]], Element],
) -> None:
    """Put an element around each piece of text over which the same layers lie, in the order they are given.

    `around` makes it from the piece's text, its place, and the layers' keys.
    """
    starts = [node.span.start for node in found]
    of_node: dict[int, list[tuple[Span, str]]] = defaultdict(list)
    for span, key in layers:
        for number in range(bisect_right(starts, span.start) - 1, bisect_right(starts, span.end - 1)):
            of_node[number].append((span, key))
    for number, here in of_node.items():
        _put(found[number], list(_pieces(found[number], here, around)))


def _pieces(
    node: Node, layers: Sequence[tuple[Span, str]], around: Callable[[str, Span, Sequence[str]], Element]
) -> Iterator[str | Element]:
    edges = {*node.span, *(edge for span, _ in layers for edge in span if node.span.start < edge < node.span.end)}
    for start, end in pairwise(sorted(edges)):
        piece = Span(start, end)
        text = piece.shift(-node.span.start).slice(node.text)
        keys = [key for span, key in layers if span.overlaps(piece)]
        yield around(text, piece, list(dict.fromkeys(keys))) if keys and text.strip() else text


def _put(node: Node, pieces: Sequence[str | Element]) -> None:
    """Set pieces of text and elements in the place of a node's text."""
    element = node.element
    parent = element.getparent() if node.tail else element
    at = parent.index(element) + 1 if node.tail else 0
    if node.tail:
        element.tail = None
    else:
        element.text = None
    last: Element | None = None
    for piece in pieces:
        if not isinstance(piece, str):
            parent.insert(at, piece)
            at, last = at + 1, piece
        elif last is not None:
            last.tail = (last.tail or "") + piece
        elif node.tail:
            element.tail = (element.tail or "") + piece
        else:
            element.text = (element.text or "") + piece
