"""Rich text (RTF): its text by striprtf, its structure by form."""

from __future__ import annotations

import re

from reader.core.document import BlockKind, Part
from reader.core.text import clean
from reader.formats import plain, signatures
from reader.formats.decode import known
from reader.formats.loader import Article, File

_CODE_PAGE = re.compile(rb"\\ansicpg(\d{1,5})")
_PICTURE = re.compile(rb"(?:[0-9a-fA-F]{2}\s*){256,}")
_FIELD = r"\{\\%s ([^{}\\]{1,300})\}"
_OUTLINE = re.compile(r"\\outlinelevel([0-8])(?!\d)")
_STYLE = re.compile(r"\{\\s(\d{1,5})[^{}]{0,2000}? (heading [1-9]|quotations|quote|block text|intense quote);\}", re.I)
_STYLED = re.compile(r"\\pard(?:\\plain)?\s*(?:\\ltrpar)?\s*\\s(\d{1,5})(?![\d])(?:\\[a-z]+-?\d*)* ?")
_FIRST_SIGN = 0xE0A0
_QUOTE = 9
_NOTE = 10
_ALL_SIGNS = "".join(map(chr, range(_FIRST_SIGN, _FIRST_SIGN + _NOTE + 1)))
_NOTE_START = re.compile(r"\{(?:\\\*)?\\footnote(?![a-z])")
_BRACE = re.compile(r"\\[\\{}]|[{}]")
_MAX_NOTE = 20_000
_MAX_NOTES = 500
_SIGNS = {
    **{f"heading {rank}": _FIRST_SIGN + rank - 1 for rank in range(1, 10)},
    **dict.fromkeys(("quotations", "quote", "block text", "intense quote"), _FIRST_SIGN + _QUOTE),
}
_PARAGRAPH = re.compile(r"\n+")


def load(file: File) -> Article:
    """Read rich text; pictures in it are left out."""
    from striprtf.striprtf import rtf_to_text

    if not signatures.rich_text(file.data):
        raise file.error("it is no rich text")
    page = _CODE_PAGE.search(file.data[:2000])
    encoding = file.encoding or (page and known(f"cp{page[1].decode()}")) or "cp1252"
    source = _PICTURE.sub(b"", file.data).decode("latin-1")
    source = _signed(_notes_last(source))
    text: str = rtf_to_text(source, encoding=encoding, errors="replace")  # type: ignore[no-untyped-call]
    parts = plain.refined([_told(part) for part in plain.paragraphs(_PARAGRAPH.sub("\n\n", text))])
    said = plain.metadata(parts)
    metadata = said._replace(title=said.title or _info(source, "title"), author=said.author or _info(source, "author"))
    return Article(tuple(parts), metadata, encoding)


def _signed(source: str) -> str:
    """Put a sign of private use at the beginning of each heading and block quote, which striprtf passes on."""
    signs = {number: _SIGNS[kind.lower()] for number, kind in _STYLE.findall(source) if kind.lower() in _SIGNS}
    body = _OUTLINE.sub(lambda found: f"{found[0]}{_escaped(_FIRST_SIGN + int(found[1]))}", source)
    return _STYLED.sub(lambda found: found[0] + (_escaped(signs[found[1]]) if found[1] in signs else ""), body)


def _notes_last(source: str) -> str:
    """Move footnotes, which striprtf leaves out, to the end as paragraphs with a sign of their own."""
    kept, notes = [], []
    place = 0
    ends = _ends_of_groups(source) if _NOTE_START.search(source) else {}
    for found in _NOTE_START.finditer(source):
        end = ends.get(found.start(), 0)
        if found.start() >= place and found.end() <= end <= found.end() + _MAX_NOTE:
            kept.append(source[place : found.start()])
            notes.append(rf"\par\pard\plain {_escaped(_FIRST_SIGN + _NOTE)}{{{source[found.end() : end]}}}")
            place = end + 1
        if len(notes) == _MAX_NOTES:
            break
    last = source.rfind("}")
    return "".join((*kept, source[place:last], *notes, source[last:])) if notes and last >= place else source


def _ends_of_groups(source: str) -> dict[int, int]:
    """Return where the brace stands that closes each group, by where its opening one does."""
    opened: list[int] = []
    ends: dict[int, int] = {}
    for found in _BRACE.finditer(source):
        if found[0] == "{":
            opened.append(found.start())
        elif found[0] == "}" and opened:
            ends[opened.pop()] = found.start()
    return ends


def _escaped(code: int) -> str:
    """Return a character as rich text writes it, with nothing in its place for older readers."""
    return f"\\uc0\\u{code} \\uc1 "


def _told(part: Part) -> Part:
    """Return a paragraph as what its sign says it is."""
    text = part.text.lstrip()
    sign = ord(text[0]) - _FIRST_SIGN if text else -1
    bare = text.lstrip(_ALL_SIGNS)
    if sign in {_QUOTE, _NOTE}:
        return Part(BlockKind.QUOTE if sign == _QUOTE else BlockKind.CAPTION, bare)
    return Part(BlockKind.HEADING, bare, sign + 1) if 0 <= sign < _QUOTE else part


def _info(source: str, field: str) -> str:
    found = re.search(_FIELD % field, source)
    return clean(found[1]) if found else ""
