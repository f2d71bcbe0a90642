"""The original Markdown file with `==marks==` and footnotes in it: the source's own lines, nothing rewritten.

What Markdown takes apart by its own signs (code, addresses of links, escapes, tags) is never cut into.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html import unescape

from reader.core.annotation import Annotation
from reader.core.document import Document, Span
from reader.core.layers import BY_KEY
from reader.formats.decode import decode
from reader.formats.errors import ReaderError
from reader.formats.export import original
from reader.formats.export.exporter import Copy, Exporter, ExportOptions, SaveError
from reader.formats.export.markdown import escaped
from reader.formats.export.original import Found
from reader.formats.loader import File

# What Markdown reads as one; what of it is shown stands in the group `shown`.
_WHOLE = re.compile(
    r"\A(?:---|\+\+\+)[ \t]*\n.{0,20000}?\n(?:---|\+\+\+|\.\.\.)[ \t]*$"  # front matter
    r"|^ {0,3}(?P<fence>`{3,}|~{3,}).*?^ {0,3}(?P=fence)[`~]*[ \t]*$"
    r"|(?P<ticks>`+)(?P<code>(?:(?!\n\n|`).)+)(?P=ticks)(?!`)"
    r"|!\[(?P<picture>[^\]\n]*)\](?:\([^)\n]*\)|\[[^\]\n]*\])"
    r"|\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\]\[[^\]\n]*\]|^ {0,3}\[\^?[^\]\n]*\]:[^\n]*"
    r"|</?[A-Za-z][^>\n]*>|<!--.*?-->|<[a-z]+:[^>\s]*>"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])|(?P<named>&\#?\w{1,32};)",
    re.MULTILINE | re.DOTALL,
)
_SIGNS = frozenset("*_~[]")
_OPENING, _CLOSING = "[", "]"


def save(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> Copy:
    """Return the file in UTF-8 with its words marked where they are found, notes at its end."""
    name = document.source.name
    try:
        text, _ = decode(File(name, original.read(document, "markdown"), document.source.encoding or None))
    except ReaderError as error:
        raise SaveError(name, error.reason) from error
    solid = [Span(*match.span()) for match in _WHOLE.finditer(text)]
    shown, origins = _shown(text)
    found, placed = original.find(document, annotations, options, shown)
    put: list[tuple[int, int, str]] = []
    notes = []
    for number, one in enumerate(found, 1):
        spans = [
            piece
            for stretch, kind in one.layers
            if _by_sentence(kind.layer)
            for piece in _snapped(_there(stretch, origins), solid, text)
        ]
        for start, end in spans:
            put += [(start, 2, "=="), (end, 0, "==")]
        reference = f"[^{_kind(one)}-{number}]"
        put.append((_behind(_there(one.stretches[-1], origins).end, solid, text), 1, reference))
        notes.append(f"{reference}: {escaped(one.mark.said.replace(chr(10), '. '))}\n")
    pieces, at = [], 0
    for position, _, sign in sorted(put, key=lambda item: item[:2]):
        pieces += [text[at:position], sign]
        at = position
    whole = "".join([*pieces, text[at:]])
    gap = "" if not notes else "\n" if whole.endswith("\n") else "\n\n"
    return Copy((whole + gap + "".join(notes)).encode(), placed)


def _shown(text: str) -> tuple[str, list[int]]:
    """Return the characters of the source that are shown, and where each of them stands."""
    chars: list[str] = []
    origins: list[int] = []

    def add(piece: str, start: int, signs: frozenset[str] = frozenset()) -> None:
        for offset, char in enumerate(piece):
            if char not in signs:
                chars.append(char)
                origins.append(start + offset)

    at = 0
    for match in _WHOLE.finditer(text):
        add(text[at : match.start()], at, _SIGNS)
        group = match.lastgroup or ""
        if group == "named":
            chars.extend(unescape(match[0])[:1])
            origins.append(match.start())
        elif group in {"code", "picture", "escaped"}:
            add(match[group], match.start(group))
        at = match.end()
    add(text[at:], at, _SIGNS)
    return "".join(chars), origins


def _there(span: Span, origins: Sequence[int]) -> Span:
    """Return where a stretch of what is shown stands in the source."""
    return Span(origins[span.start], origins[span.end - 1] + 1)


def _by_sentence(key: str) -> bool:
    return key in BY_KEY and BY_KEY[key].sentences


def _kind(one: Found) -> str:
    key = one.layers[0][1].layer if one.layers else original.OWN
    return "reader" if key == original.OWN else key if _by_sentence(key) else "words"


def _snapped(span: Span, solid: Sequence[Span], text: str) -> Iterator[Span]:
    """Yield a stretch so that it begins and ends beside letters and outside of what may not be cut."""
    start, end = span
    if piece := _around(start, solid):
        start = piece.end if text[piece.start] == "]" else piece.start
    if piece := _around(end, solid):
        end = piece.start if text[piece.start] == "]" else piece.end
    while start < end and not _holds(start, solid) and (text[start].isspace() or text[start] in _CLOSING):
        start += 1
    while start < end and not _holds(end - 1, solid) and (text[end - 1].isspace() or text[end - 1] in _OPENING):
        end -= 1
    if start < end and "\n\n" not in text[start:end] and any(char.isalnum() for char in text[start:end]):
        yield Span(start, end)


def _holds(position: int, solid: Sequence[Span]) -> bool:
    """Tell whether the character at a position belongs to what may not be cut."""
    return any(piece.start <= position < piece.end for piece in _near(position, solid))


def _around(position: int, solid: Sequence[Span]) -> Span | None:
    """Return the piece that may not be cut in which a position lies, not at its edge."""
    return next((piece for piece in _near(position, solid) if piece.start < position < piece.end), None)


def _near(position: int, solid: Sequence[Span]) -> Sequence[Span]:
    number = bisect_right(solid, Span(position, len(solid))) - 1
    return solid[max(number - 1, 0) : number + 2]


def _behind(position: int, solid: Sequence[Span], text: str) -> int:
    """Return the first place from a position on for a reference: behind closing signs and the address of a link."""
    if piece := _around(position, solid):
        position = piece.end
    while position < len(text) and text[position] in "*_~":
        position += 1
    closing = next((piece for piece in _near(position, solid) if piece.start == position), None)
    return closing.end if closing and text[position] == "]" else position


def _fits(document: Document) -> bool:
    return original.fits(document, "markdown")


EXPORTER = Exporter(
    "original-md",
    "The original Markdown file with marks",
    (".marked.md",),
    "text/markdown",
    "Your own file with ==marks== and footnotes in its lines, for Obsidian, Typora and the like.",
    save,
    _fits,
    heeds=frozenset({"evidence", "own"}),
)
