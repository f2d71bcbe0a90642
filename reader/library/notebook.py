"""The reader's labels and notes on one open article: changed, undone, saved at once, found again."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from reader.core.annotation import Label
from reader.core.document import Document, Span
from reader.core.own import Anchor, OwnMark, from_item, new_key, now, to_item
from reader.library.anchors import Placed, place, place_all
from reader.library.journal import Change, Journal, identity, text_key

FOLDER = "labels"
"""The folder of journals, inside the user's data folder."""

_SUFFIX = ".jsonl"
_LONG = 20


class Step(NamedTuple):
    """A change: a mark's key, and what it was and is; None where it wasn't or isn't there."""

    key: str
    before: OwnMark | None
    after: OwnMark | None


class Notebook:
    """What a reader adds to one document. `problem` is a sentence while changes can't be saved, else empty.

    Changes that could not be saved stay here and are tried again with the next one.
    """

    def __init__(self, data: Path, document: Document, who: str = "") -> None:
        self.problem = ""
        self._document = document
        self._who = who
        self._unsaved: dict[str, OwnMark | None] = {}
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._placed: tuple[Placed, ...] = ()
        self._lost: tuple[OwnMark, ...] = ()
        try:
            self._journal = _find(data / FOLDER, document)
        except OSError as error:
            self._journal = Journal(data / FOLDER / (text_key(document) + _SUFFIX))
            self.problem = _sentence(error)
        self._arrange()

    @property
    def placed(self) -> tuple[Placed, ...]:
        """The marks that have a place in the text, in reading order."""
        return self._placed

    @property
    def lost(self) -> tuple[OwnMark, ...]:
        """The marks whose place in the text can't be found."""
        return self._lost

    @property
    def marks(self) -> tuple[OwnMark, ...]:
        """All marks, those with a place anchored in the text at hand."""
        anchored = (replace(one.mark, anchor=Anchor.at(one.span, self._document.text)) for one in self._placed)
        return (*anchored, *self._lost)

    @property
    def to_undo(self) -> Step | None:
        """The change that `undo` takes back, or None."""
        return self._done[-1] if self._done else None

    @property
    def to_redo(self) -> Step | None:
        """The change that `redo` makes again, or None."""
        return self._undone[-1] if self._undone else None

    def decision(self, span: Span) -> OwnMark | None:
        """Return the reader's label on the sentence at `span`, or None."""
        found = (one.mark for one in self._placed if one.mark.machine is not None and one.span.overlaps(span))
        return next(found, None)

    def decide(self, span: Span, machine: Label, label: Label) -> OwnMark:
        """Label the sentence at `span`, in place of an earlier decision on it."""
        old = self.decision(span)
        anchor = Anchor.at(span, self._document.text)
        mark = OwnMark(old.key if old else new_key(), anchor, label, machine, old.note if old else "", self._who, now())
        self._change(mark.key, mark)
        return mark

    def highlight(self, span: Span, note: str = "", label: Label | None = None) -> OwnMark:
        """Highlight any stretch, with a note, and with a class if that is given."""
        mark = OwnMark(new_key(), Anchor.at(span, self._document.text), label, note=note, who=self._who, when=now())
        self._change(mark.key, mark)
        return mark

    def annotate(self, key: str, note: str) -> None:
        """Give a mark another note."""
        mark = self._all().get(key)
        if mark and mark.note != note:
            self._change(key, replace(mark, note=note, when=now()))

    def remove(self, key: str) -> None:
        """Take a mark away."""
        if key in self._all():
            self._change(key, None)

    def take_in(self, marks: Iterable[OwnMark]) -> int:
        """Add marks from a copy or a shared file; return how many were new or newer than those here."""
        here = self._all()
        fresh = [mark for mark in marks if mark.key not in here or here[mark.key].when < mark.when]
        if fresh:
            self._save([(mark.key, mark) for mark in fresh])
        return len(fresh)

    def undo(self) -> None:
        """Take back the last change."""
        if self._done:
            step = self._done.pop()
            self._undone.append(step)
            self._save([(step.key, step.before)])

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        if self._undone:
            step = self._undone.pop()
            self._done.append(step)
            self._save([(step.key, step.after)])

    def refresh(self) -> bool:
        """Take in what other windows have changed, and save what is still unsaved; tell whether anything changed."""
        if self._unsaved:
            self._save([])
            return True
        try:
            changed = self._journal.refresh()
        except OSError:
            return False  # what is known stays on show; the next change says what is wrong
        if changed:
            self._arrange()
        return changed

    def _change(self, key: str, after: OwnMark | None) -> None:
        self._done.append(Step(key, self._all().get(key), after))
        self._undone.clear()
        self._save([(key, after)])

    def _save(self, changes: Sequence[Change]) -> None:
        self._unsaved.update(changes)
        try:
            self._journal.append(self._document, self._unsaved.items())
        except OSError as error:
            self.problem = _sentence(error)
        else:
            self._unsaved.clear()
            self.problem = ""
        self._arrange()

    def _all(self) -> dict[str, OwnMark]:
        merged: dict[str, OwnMark | None] = {**self._journal.marks, **self._unsaved}
        return {key: mark for key, mark in merged.items() if mark is not None}

    def _arrange(self) -> None:
        self._placed, self._lost = place_all(self._all().values(), self._document.text)


def _find(folder: Path, document: Document) -> Journal:
    """Return the journal of a document: by its text, else by path or title with a quotation found in it, else by
    most of its quotations; a new one where there is none. Raises OSError.
    """
    own = Journal(folder / (text_key(document) + _SUFFIX))
    if own.refresh():
        return own
    told = identity(document)
    likeliest: tuple[int, Journal] | None = None
    for file in sorted(folder.glob(f"*{_SUFFIX}")):
        journal = Journal(file)
        journal.refresh()
        if any(one["text"] == told["text"] for one in journal.documents):
            return journal
        score = _kinship(journal, told, document.text)
        if score and (likeliest is None or score > likeliest[0]):
            likeliest = score, journal
    return likeliest[1] if likeliest else own


def _kinship(journal: Journal, told: dict[str, str], text: str) -> int:
    """Return how many of a journal's marks speak for its being this text's, 0 where it isn't."""
    marks = journal.marks.values()
    named = any((told[name] and one[name] == told[name]) for one in journal.documents for name in ("path", "title"))
    if named:
        return sum(place(mark.anchor, text) is not None for mark in marks)
    long = [mark for mark in marks if len(mark.anchor.exact) >= _LONG]
    found = sum(mark.anchor.exact in text for mark in long)
    return found if found and 2 * found > len(marks) else 0


def as_lines(marks: Iterable[OwnMark], document: Document) -> str:
    """Return decisions as JSON Lines for training: text, the program's label, the reader's, note, document."""
    return "".join(_line(mark, document.title, text_key(document)) for mark in marks)


def all_lines(data: Path) -> Iterator[str]:
    """Yield the reader's marks in all articles, in the form of `as_lines`. A journal that can't be read is left out."""
    for journal in journals(data):
        for mark in journal.marks.values():
            yield _line(mark, journal.documents[-1]["title"], journal.documents[-1]["text"])


def journals(data: Path) -> Iterator[Journal]:
    """Yield the journals in the user's data folder that hold marks, read; one that can't be read is left out."""
    for file in sorted((data / FOLDER).glob(f"*{_SUFFIX}")):
        journal = Journal(file)
        with suppress(OSError):
            journal.refresh()
        if journal.marks and journal.documents:
            yield journal


def _line(mark: OwnMark, title: str, text: str) -> str:
    row = {
        "text": mark.anchor.exact,
        "machine": mark.machine.value if mark.machine else None,
        "label": mark.label.value if mark.label else None,
        "note": mark.note,
        "document": title,
        "sha256": text,
        "start": mark.anchor.span.start,
        "end": mark.anchor.span.end,
        "when": mark.when,
    }
    return json.dumps(row, ensure_ascii=False) + "\n"


def as_shared(marks: Iterable[OwnMark], document: Document) -> str:
    """Return marks as a list of W3C annotations, for a file beside the article that others can take in."""
    source = f"urn:sha256:{text_key(document)}"
    context = "http://www.w3.org/ns/anno.jsonld"
    return json.dumps([{"@context": context, **to_item(mark, source)} for mark in marks], ensure_ascii=False, indent=1)


def from_shared(text: str) -> tuple[OwnMark, ...]:
    """Return the marks in such a list. Raises ValueError where it isn't one."""
    try:
        return tuple(from_item(item) for item in json.loads(text))
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError("no list of labels") from error


def _sentence(error: OSError) -> str:
    reasons = {
        errno.ENOSPC: "the disk is full",
        errno.EDQUOT: "the disk quota is used up",
        errno.EFBIG: "the file would get too large",
        errno.EACCES: "the folder can't be written to",
        errno.EPERM: "the folder can't be written to",
        errno.EROFS: "the disk is read-only",
    }
    code = error.errno or 0
    reason = reasons.get(code) or (os.strerror(code).lower() if code else "the folder can't be used")
    return f"Your labels can't be saved: {reason}; they are kept while this window is open."
