"""The text nodes of a tree of markup: where each stands in the tree's text, and elements put around pieces of them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

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


def nodes(root: Element, skipped: Callable[[Element], bool], at: int = 0) -> list[Node]:
    """Return the text nodes under `root` in reading order, without those inside elements that are `skipped`.

    Their text begins at `at`.
    """
    from lxml.etree import iterwalk

    found: list[Node] = []

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


_Kind = TypeVar("_Kind")
"""What tells marks apart; it can be a key."""


class Point(NamedTuple):
    """An element to be set into the text at a position; behind what ends there if `closing`, else before the rest."""

    position: int
    closing: bool
    element: Element


def wrap(
    found: Sequence[Node],
    layers: Sequence[tuple[Span, _Kind]],
    around: Callable[[str, Span, Sequence[_Kind]], Element],
    points: Sequence[Point] = (),
) -> None:
    """Put an element around each piece of text over which the same layers lie, in the order they are given.

    `around` makes it from the piece's text, its place, and the kinds of marks over it. `points` are set between
    the pieces.
    """
    starts = [node.span.start for node in found]
    of_node: dict[int, list[tuple[Span, _Kind]]] = defaultdict(list)
    for span, key in layers:
        for number in range(bisect_right(starts, span.start) - 1, bisect_right(starts, span.end - 1)):
            of_node[number].append((span, key))
    points_of_node: dict[int, list[Point]] = defaultdict(list)
    for point in sorted(points, key=lambda point: (point.position, not point.closing)):
        points_of_node[bisect_right(starts, point.position - point.closing) - 1].append(point)
    for number in sorted(of_node.keys() | points_of_node.keys()):
        here = points_of_node.get(number, [])
        _put(found[number], list(_pieces(found[number], of_node.get(number, []), around, here)))


def _pieces(
    node: Node,
    layers: Sequence[tuple[Span, _Kind]],
    around: Callable[[str, Span, Sequence[_Kind]], Element],
    points: Sequence[Point],
) -> Iterator[str | Element]:
    words, (begin, end) = node.text, node.span
    # By position: the numbers of the layers that begin and end there, and the points before and behind it.
    begun: dict[int, list[int]] = defaultdict(list)
    ended: dict[int, list[int]] = defaultdict(list)
    for number, (span, _) in enumerate(layers):
        begun[max(span.start, begin)].append(number)
        ended[min(span.end, end)].append(number)
    before: dict[int, list[Element]] = defaultdict(list)
    behind: dict[int, list[Element]] = defaultdict(list)
    for point in points:
        (behind if point.closing else before)[point.position].append(point.element)
    over: set[int] = set()
    for start, stop in pairwise(sorted({begin, end, *begun, *ended, *before, *behind})):
        over.update(begun[start])
        over.difference_update(ended[start])
        yield from before[start]
        text = words[start - begin : stop - begin]
        kinds = list(dict.fromkeys(layers[number][1] for number in sorted(over)))
        yield around(text, Span(start, stop), kinds) if kinds and text.strip() else text
        yield from behind[stop]


def _put(node: Node, pieces: Sequence[str | Element]) -> None:
    """Set pieces of text and elements in the place of a node's text."""
    element = node.element
    if node.tail:
        element.tail = None
    else:
        element.text = None
    # From the last on, each right behind where the text began: no sibling is counted.
    text = ""
    for piece in reversed(pieces):
        if isinstance(piece, str):
            text = piece + text
            continue
        piece.tail, text = text or None, ""
        if node.tail:
            element.addnext(piece)
        else:
            element.insert(0, piece)
    if node.tail:
        element.tail = text or None
    else:
        element.text = text or None
