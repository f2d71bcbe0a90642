"""The original Word document with shading, lines and comments in it: runs are split, all else stays."""

from __future__ import annotations

import copy
import io
from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.core.annotation import Annotation
from reader.core.document import Document, Span
from reader.formats.export import carried, original, palette
from reader.formats.export.exporter import Copy, Exporter, ExportOptions, SaveError
from reader.formats.export.original import Kind
from reader.formats.export.word_marks import Comments, frame, mark, take_out

if TYPE_CHECKING:
    from docx.text.run import Run

# Within these no run is shown, or none may be commented on.
_NOT_SHOWN = ("w:del", "w:moveFrom", "mc:Fallback")
_NO_COMMENTS = "w:txbxContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


class _Piece(NamedTuple):
    """A run and the stretch of the source's text in it."""

    run: Any
    span: Span


def save(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> Copy:
    """Return the source file with its words marked where they are found."""
    import docx

    data = original.read(document, "docx")
    try:
        word = docx.Document(io.BytesIO(data))
    except Exception as error:  # whatever a parser throws at a package that isn't as it should be
        raise SaveError(document.source.name, "marks can't be put into this kind of Word document") from error
    take_out(word)
    pieces = list(_pieces(word.element.body))
    text = "".join(_text(piece.run) for piece in pieces)
    found, placed = original.find(document, annotations, options, text)
    layers = [pair for one in found for pair in one.layers]
    theme = palette.load("light")
    cut = _cut(pieces, [*(span for span, _ in layers), *(span for one in found for span in one.stretches)])
    for piece, kinds in _over(cut, layers):
        program = [kind for kind in kinds if kind.layer != original.OWN]
        mark(_run(word, piece.run), [theme.look(kind.layer, faint=kind.faint) for kind in program])
        if len(program) < len(kinds):
            frame(_run(word, piece.run))
    starts = {piece.span.start: number for number, piece in enumerate(cut)}
    ends = {piece.span.end: number for number, piece in enumerate(cut)}
    comments = Comments(word, options.date)
    for one in found:
        inside = [n for span in one.stretches for n in range(starts[span.start], ends[span.end] + 1)]
        commented = [_run(word, cut[n].run) for n in inside if not _within(cut[n].run, (_NO_COMMENTS,))]
        if one.mark.said and commented:
            comments.add(commented, one.mark.said, one.mark.by)
    carried.add_part(word, carried.packed(document, annotations, options))
    stream = io.BytesIO()
    word.save(stream)
    return Copy(stream.getvalue(), placed)


def _pieces(body: Any) -> Iterator[_Piece]:
    """Yield the runs that show text, in the file's order: in links, tables and text boxes too."""
    from docx.oxml.ns import qn

    at = 0
    for run in body.iter(qn("w:r")):
        length = len(_text(run))
        if length and not _within(run, _NOT_SHOWN):
            yield _Piece(run, Span(at, at + length))
            at += length


def _text(run: Any) -> str:
    from docx.oxml.ns import qn

    return "".join(element.text or "" for element in run.findall(qn("w:t")))


def _within(run: Any, names: Sequence[str]) -> bool:
    from docx.oxml.ns import qn

    tags = {_FALLBACK if name == "mc:Fallback" else qn(name) for name in names}
    return any(above.tag in tags for above in run.iterancestors())


def _cut(pieces: Sequence[_Piece], spans: Sequence[Span]) -> list[_Piece]:
    """Split runs at the spans' edges, and return the runs there are then."""
    edges = sorted({edge for span in spans for edge in span})
    made: list[_Piece] = []
    at = 0
    for piece in pieces:
        while at < len(edges) and edges[at] <= piece.span.start:
            at += 1
        inner = []
        while at < len(edges) and edges[at] < piece.span.end:
            inner.append(edges[at])
            at += 1
        made += _split(piece, inner) if inner else [piece]
    return made


def _split(piece: _Piece, edges: Sequence[int]) -> Iterator[_Piece]:
    """Split a run before each of the edges; what follows takes the run's settings along."""
    from docx.oxml.ns import qn

    run, at, start = piece.run, piece.span.start, piece.span.start
    settings = run.find(qn("w:rPr"))
    bare = run.makeelement(run.tag, run.attrib, run.nsmap)
    if settings is not None:
        bare.append(copy.deepcopy(settings))
    left = deque(edges)
    current = run
    for child in [child for child in run if child is not settings]:
        if current is not run:
            current.append(child)
        if child.tag != qn("w:t"):
            continue
        text = child.text or ""
        cuts = [left.popleft() - at for _ in range(bisect_right(left, at + len(text)))]
        for cut, end in zip(cuts, [*cuts, len(text)][1:], strict=True):
            if cut == cuts[0]:
                _write(child, text[:cut])
            yield _Piece(current, Span(start, at + cut))
            following, rest = copy.deepcopy(bare), child.makeelement(child.tag, nsmap=child.nsmap)
            _write(rest, text[cut:end])
            following.append(rest)
            current.addnext(following)
            current, start = following, at + cut
        at += len(text)
    yield _Piece(current, Span(start, piece.span.end))


def _write(element: Any, text: str) -> None:
    element.text = text
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _over(pieces: Sequence[_Piece], layers: Sequence[tuple[Span, Kind]]) -> Iterator[tuple[_Piece, list[Kind]]]:
    """Yield each marked run with the layers over it, sentences' before words'."""
    starting = {piece.span.start: number for number, piece in enumerate(pieces)}
    kinds: dict[int, list[Kind]] = defaultdict(list)
    for span, kind in layers:
        number = starting[span.start]
        while number < len(pieces) and pieces[number].span.end <= span.end:
            kinds[number].append(kind)
            number += 1
    for number, found in kinds.items():
        yield pieces[number], found


def _run(word: Any, element: Any) -> Run:
    from docx.text.run import Run

    return Run(element, word)


def _fits(document: Document) -> bool:
    return original.fits(document, "docx")


EXPORTER = Exporter(
    "original-docx",
    "The original Word document with comments",
    (".marked.docx",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "Your own document, its look kept, with shading and a comment for each mark; for Word and LibreOffice.",
    save,
    _fits,
    heeds=frozenset({"evidence", "own"}),
)
