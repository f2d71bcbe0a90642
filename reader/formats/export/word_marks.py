"""Marks in WordprocessingML: shading, underline and comments on runs, in new and in given documents."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from reader.formats.export import palette
from reader.formats.export.palette import Look

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.run import Run

AUTHOR = "Bias Reader"
_INITIALS = "BR"
_BOX = "1D1D1F"
# Our line patterns as values of ST_Underline.
_UNDERLINES = {
    "solid": "single",
    "double": "double",
    "dot": "dottedHeavy",
    "dash": "dash",
    "dashdot": "dotDash",
    "wave": "wave",
    "bracket": "thick",
}
# What the schema wants behind an underline in a run's properties, in its order.
_BEHIND_SHADING = (
    *("w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang", "w:eastAsianLayout"),
    *("w:specVanish", "w:oMath"),
)
_BEHIND_BORDER = ("w:shd", *_BEHIND_SHADING)
_BEHIND_UNDERLINE = ("w:effect", "w:bdr", *_BEHIND_BORDER)


class Comments:
    """Adds comments to a document; many of them quickly, as python-docx looks through all for each number."""

    def __init__(self, word: Document, date: datetime.date) -> None:
        from docx.oxml.ns import qn

        self._all = word.part._comments_part.element
        self._next = 1 + max((int(one.get(qn("w:id"))) for one in self._all), default=-1)
        self._date = f"{date.isoformat()}T00:00:00Z"

    def add(self, runs: Sequence[Run], text: str, author: str = AUTHOR) -> None:
        """Attach a comment, a paragraph a line, to the stretch from the first to the last of `runs`."""
        initials = _INITIALS if author == AUTHOR else f"{_INITIALS}-{author[0].upper()}"
        comment = _element("w:comment", id=str(self._next), author=author, initials=initials, date=self._date)
        for number, line in enumerate(text.split("\n")):
            paragraph = _element("w:p")
            settings = _element("w:pPr")
            settings.append(_element("w:pStyle", val="CommentText"))
            paragraph.append(settings)
            if number == 0:
                reference, style = _element("w:r"), _element("w:rPr")
                style.append(_element("w:rStyle", val="CommentReference"))
                reference.extend([style, _element("w:annotationRef")])
                paragraph.append(reference)
            run, words = _element("w:r"), _element("w:t")
            words.text = line
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.append(words)
            paragraph.append(run)
            comment.append(paragraph)
        self._all.append(comment)
        runs[0].mark_comment_range(runs[-1], self._next)
        self._next += 1


def take_out(word: Document) -> None:
    """Take the comments, fills, lines and boxes of an earlier copy out of a document."""
    from docx.oxml.ns import qn

    ours = {
        comment.get(qn("w:id")): comment
        for comment in word.part._comments_part.element
        if (comment.get(qn("w:initials")) or "").startswith(f"{_INITIALS}-") or comment.get(qn("w:author")) == AUTHOR
    }
    for comment in ours.values():
        comment.getparent().remove(comment)
    tags = {qn(f"w:{name}") for name in ("commentRangeStart", "commentRangeEnd", "commentReference")}
    for element in [element for element in word.element.body.iter(*tags) if element.get(qn("w:id")) in ours]:
        gone = element.getparent() if element.tag == qn("w:commentReference") else element
        gone.getparent().remove(gone)
    theme = palette.load("light")
    looks = [theme.look(layer, faint=faint) for layer in theme.layers for faint in (False, True)]
    fills, lines = {look.fill[1:] for look in looks}, {look.line[1:] for look in looks}
    for settings in word.element.body.iter(qn("w:rPr")):
        for name, attribute, colours in (("shd", "fill", fills), ("u", "color", lines), ("bdr", "color", {_BOX})):
            found = settings.find(qn(f"w:{name}"))
            if found is not None and found.get(qn(f"w:{attribute}")) in colours:
                settings.remove(found)


def mark(run: Run, looks: Iterable[Look]) -> None:
    """Give a run the fill of the looks that have one, and the line of the last, as Word has but one."""
    properties = run._r.get_or_add_rPr()
    for look in looks:
        if look.fill:
            _put(properties, "w:shd", _BEHIND_SHADING, val="clear", color="auto", fill=look.fill[1:])
        _put(properties, "w:u", _BEHIND_UNDERLINE, val=_UNDERLINES[look.pattern], color=look.line[1:])


def frame(run: Run) -> None:
    """Draw a box round a run: the reader's own highlight."""
    _put(run._r.get_or_add_rPr(), "w:bdr", _BEHIND_BORDER, val="single", sz="6", space="0", color=_BOX)


def _put(properties: Any, tag: str, behind: Sequence[str], **attributes: str) -> None:
    from docx.oxml.ns import qn

    for old in properties.findall(qn(tag)):
        properties.remove(old)
    properties.insert_element_before(_element(tag, **attributes), *behind)


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
