"""The training corpus: labelled whole articles with attributions and cues marked in the text.

The format is described in `resources/corpus/README.md`. Articles are read into the same `Document`, `Sentence`,
`Attribution` and `Cue` that the program makes, so that gold and found can be compared span by span.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reader.core.annotation import Attribution, Cue, Label
from reader.core.document import Block, BlockKind, Document, Metadata, Sentence, Source, Span
from reader.core.text import clean

LABEL_LETTERS = {"F": "fact", "O": "opinion", "A": "attributed", "R": "reported", "X": "other"}
CUE_LETTERS = {"h": "hedging", "c": "certainty", "l": "loaded", "v": "vague"}
HEADER_KEYS = frozenset({"title", "genre", "topic", "dialect", "register", "outlet", "hard", "split"})
BLOCK_KINDS = {
    "heading": BlockKind.HEADING,
    "byline": BlockKind.BYLINE,
    "quote": BlockKind.QUOTE,
    "list": BlockKind.LIST_ITEM,
    "caption": BlockKind.CAPTION,
    "boilerplate": BlockKind.BOILERPLATE,
}
_MARK = re.compile(
    r"\\(?P<plain>.)|(?P<open>[{\[<])(?:(?P<number>\d):)?|(?P<close>[}\]>])|~(?P<cue>[hclv]):|(?P<end>~)"
)
_PAIRS = {"}": "{", "]": "[", ">": "<"}


class CorpusError(ValueError):
    """A line of a corpus file breaks the format; the message names file, line and reason."""


@dataclass(frozen=True, slots=True)
class LabelledArticle:
    """One article with its gold labels; `classes`, `attributions` and `cues` run parallel to `sentences`.

    `classes` are the labels, with *reported* (see the format) told apart from *fact*.
    """

    name: str
    document: Document
    sentences: tuple[Sentence, ...]
    classes: tuple[str, ...]
    attributions: tuple[tuple[Attribution, ...], ...] = ()
    cues: tuple[tuple[Cue, ...], ...] = ()
    header: dict[str, str] = field(default_factory=dict)

    @property
    def labels(self) -> tuple[Label, ...]:
        """The sentences' labels, as the program gives them."""
        return tuple(Label.FACT if name == "reported" else Label(name) for name in self.classes)

    @property
    def held_out(self) -> bool:
        """Whether the article is kept from training, for measuring and calibrating."""
        return self.header.get("split") == "held-out"

    def text(self, index: int) -> str:
        """Return the text of sentence `index`."""
        return self.sentences[index].span.slice(self.document.text)


@dataclass(slots=True)
class _Marked:
    """A sentence's plain text and what its marks cover, relative to its start."""

    text: str
    attributions: tuple[Attribution, ...]
    cues: tuple[Cue, ...]


def read_marked(line: str) -> _Marked:
    """Take the marks out of one sentence.

    Raises ValueError where a mark is not closed, is closed twice, or covers nothing.
    """
    text: list[str] = []
    length = 0
    open_marks: list[tuple[str, str, int]] = []
    spans: dict[tuple[str, str], list[Span]] = defaultdict(list)
    cues: list[Cue] = []
    position = 0
    for match in _MARK.finditer(line):
        piece = line[position : match.start()] + (match["plain"] or "")
        text.append(piece)
        length += len(piece)
        position = match.end()
        if match["open"]:
            open_marks.append((match["open"], match["number"] or "0", length))
        elif match["cue"]:
            open_marks.append(("~", match["cue"], length))
        elif match["close"] or match["end"]:
            sign = _PAIRS.get(match["close"] or "", "~")
            if not open_marks or open_marks[-1][0] != sign:
                raise ValueError(f"“{match[0]}” closes nothing, near “{line[max(0, position - 20) : position]}”")
            _, name, start = open_marks.pop()
            if start == length:
                raise ValueError(f"an empty mark near “{line[max(0, position - 20) : position]}”")
            if sign == "~":
                cues.append(Cue(Span(start, length), CUE_LETTERS[name], 1.0))
            else:
                spans[name, sign].append(Span(start, length))
    if open_marks:
        raise ValueError(f"“{open_marks[-1][0]}” is not closed")
    text.append(line[position:])
    names = sorted({name for name, _ in spans})
    attributions = tuple(
        Attribution(tuple(spans[name, "{"]), _first(spans[name, "["]), _first(spans[name, "<"]))
        for name in names
        if spans[name, "{"]
    )
    return _Marked("".join(text), attributions, tuple(sorted(cues)))


def _first(spans: list[Span]) -> Span | None:
    return spans[0] if spans else None


def read_article(path: Path) -> LabelledArticle:
    """Read one corpus file.

    Raises CorpusError for the first line that breaks the format.
    """
    lines = path.read_text(encoding="utf-8").split("\n")
    header, body = _header(path, lines)
    builder = _Builder()
    builder.begin(BlockKind.TITLE)
    builder.add(_Marked(clean(header["title"]), (), ()), "other")
    kind = BlockKind.PARAGRAPH
    fresh = True
    for number, line in enumerate(lines[body:], body + 1):
        if not line.strip():
            kind, fresh = BlockKind.PARAGRAPH, True
        elif line.startswith("@"):
            if line[1:].strip() not in BLOCK_KINDS:
                raise CorpusError(f"{path}:{number}: no such block kind: {line}")
            kind = BLOCK_KINDS[line[1:].strip()]
        else:
            item = kind is BlockKind.LIST_ITEM and line.partition(" ")[2].startswith("- ")
            marked, label = _sentence(f"{path}:{number}", line, item)
            if fresh or item:
                builder.begin(kind)
                fresh = False
            builder.add(marked, label)
    return builder.article(path.stem, header)


def _header(path: Path, lines: Sequence[str]) -> tuple[dict[str, str], int]:
    """Return the header's fields, and how many lines it takes with the empty one behind it."""
    header: dict[str, str] = {}
    body = len(lines)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            body = number
            break
        key, colon, value = line.partition(":")
        if not colon or key not in HEADER_KEYS:
            raise CorpusError(f"{path}:{number}: not a header line: {line[:60]}")
        header[key] = value.strip()
    if missing := HEADER_KEYS - header.keys():
        raise CorpusError(f"{path}: the header lacks {', '.join(sorted(missing))}")
    return header, body


def _sentence(place: str, line: str, item: bool) -> tuple[_Marked, str]:
    """Return a sentence line's text with its marks, and its label; an `item` of a list has its dash taken off."""
    letter, _, rest = line.partition(" ")
    if letter not in LABEL_LETTERS or not rest.strip():
        raise CorpusError(f"{place}: not a sentence line: {line[:60]}")
    try:
        marked = read_marked(rest.removeprefix("- ").strip() if item else rest.strip())
    except ValueError as error:
        raise CorpusError(f"{place}: {error}") from error
    if marked.text != clean(marked.text):
        raise CorpusError(f"{place}: control characters or doubled spaces")
    return marked, LABEL_LETTERS[letter]


class _Builder:
    """Joins sentences into blocks and blocks into a document, and moves their marks along."""

    def __init__(self) -> None:
        self._text = ""
        self._kinds: list[BlockKind] = []
        self._starts: list[int] = []
        self._sentences: list[Sentence] = []
        self._classes: list[str] = []
        self._attributions: list[tuple[Attribution, ...]] = []
        self._cues: list[tuple[Cue, ...]] = []

    def begin(self, kind: BlockKind) -> None:
        if self._kinds:
            self._text += "\n"
        self._kinds.append(kind)
        self._starts.append(len(self._text))

    def add(self, marked: _Marked, name: str) -> None:
        if len(self._text) > self._starts[-1]:
            self._text += " "
        start = len(self._text)
        self._text += marked.text
        self._sentences.append(Sentence(Span(start, len(self._text)), len(self._kinds) - 1))
        self._classes.append(name)
        self._attributions.append(tuple(_shifted(a, start) for a in marked.attributions))
        self._cues.append(tuple(cue._replace(span=cue.span.shift(start)) for cue in marked.cues))

    def article(self, name: str, header: dict[str, str]) -> LabelledArticle:
        ends = [start - 1 for start in self._starts[1:]] + [len(self._text)]
        blocks = tuple(
            Block(kind, Span(start, end)) for kind, start, end in zip(self._kinds, self._starts, ends, strict=True)
        )
        document = Document(self._text, blocks, Metadata(title=header["title"], language="en"), Source(name=name))
        return LabelledArticle(
            name,
            document,
            tuple(self._sentences),
            tuple(self._classes),
            tuple(self._attributions),
            tuple(self._cues),
            header,
        )


def _shifted(attribution: Attribution, offset: int) -> Attribution:
    return Attribution(
        tuple(span.shift(offset) for span in attribution.content),
        attribution.source and attribution.source.shift(offset),
        attribution.cue and attribution.cue.shift(offset),
    )


def read_corpus(folder: Path) -> list[LabelledArticle]:
    """Read every article below `folder`, in the order of their paths."""
    return [read_article(path) for path in sorted(folder.rglob("*.txt"))]


def read_standoff(table: Path, texts: Path) -> Iterator[LabelledArticle]:
    """Read stand-off labels over texts that are not part of the project.

    `table` has the columns document, start, end, label, with offsets in code points into `texts`/document.txt. A
    block is a line of the text that holds labelled sentences; texts that are absent are left out.
    """
    rows: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            rows[row["document"]].append((int(row["start"]), int(row["end"]), row["label"]))
    for name, labelled in rows.items():
        path = texts / f"{name}.txt"
        if not path.is_file():
            continue
        raw = path.read_text(encoding="utf-8")
        builder = _Builder()
        previous_end = -1
        for start, end, label in sorted(labelled):
            if previous_end < 0 or "\n" in raw[previous_end:start]:
                builder.begin(BlockKind.PARAGRAPH if previous_end >= 0 else BlockKind.TITLE)
            builder.add(_Marked(clean(raw[start:end]), (), ()), label)
            previous_end = end
        yield builder.article(name, {"title": "", "genre": "news", "split": "train"})


def counts(articles: Iterable[LabelledArticle]) -> Counter[str]:
    """Count the sentences of each class."""
    return Counter(name for article in articles for name in article.classes)
