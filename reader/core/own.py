"""What the reader adds: own labels on sentences, own highlights and notes, and the one form they are kept in.

The form is an annotation of the W3C's Web Annotation Data Model (https://www.w3.org/TR/annotation-model/), in the
data folder, in files beside the article and in copies alike.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reader.core.annotation import Label
from reader.core.checked import string, whole
from reader.core.document import Span

CONTEXT = 32
"""How many code points before and after a quotation are remembered with it."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a text that can be found again: the quotation, what stood around it, and its position."""

    span: Span
    exact: str
    prefix: str = ""
    suffix: str = ""

    @classmethod
    def at(cls, span: Span, text: str) -> Anchor:
        """Return the anchor of a stretch of `text`."""
        before = text[max(span.start - CONTEXT, 0) : span.start]
        return cls(span, span.slice(text), before, text[span.end : span.end + CONTEXT])


@dataclass(frozen=True, slots=True)
class OwnMark:
    """A reader's decision on a sentence, or a highlight of any stretch.

    `label` is the label the reader holds right and `machine` the program's at that time; a highlight has no `machine`,
    and a `label` only where the reader gave it a class. `when` is in UTC, ISO 8601. `key` is a UUID and stays the same
    when the mark is edited.
    """

    key: str
    anchor: Anchor
    label: Label | None = None
    machine: Label | None = None
    note: str = ""
    who: str = ""
    when: str = ""

    @property
    def agrees(self) -> bool:
        """Whether the reader confirmed the program's label."""
        return self.label is not None and self.label is self.machine


def new_key() -> str:
    """Return a key that no other mark has."""
    from uuid import uuid4

    return str(uuid4())


def now() -> str:
    """Return the time in UTC, to the second, in ISO 8601."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def to_item(mark: OwnMark, source: str) -> dict[str, Any]:
    """Return a mark as a W3C annotation on the text named by the IRI `source`."""
    bodies = []
    if mark.label is not None:
        bodies.append(_body("assessing", mark.label.value))
    if mark.note:
        bodies.append(_body("commenting", mark.note))
    anchor = mark.anchor
    item: dict[str, Any] = {
        "id": f"urn:uuid:{mark.key}",
        "type": "Annotation",
        "motivation": "highlighting" if mark.label is None else "assessing",
        "target": {
            "source": source,
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": anchor.exact,
                    "prefix": anchor.prefix,
                    "suffix": anchor.suffix,
                },
                {"type": "TextPositionSelector", "start": anchor.span.start, "end": anchor.span.end},
            ],
        },
    }
    if bodies:
        item["body"] = bodies
    if mark.who:
        item["creator"] = {"type": "Person", "name": mark.who}
    if mark.when:
        item["created"] = mark.when
    if mark.machine is not None:
        item["machine"] = mark.machine.value
    return item


def is_own(item: Mapping[str, Any]) -> bool:
    """Tell whether an annotation in W3C form is a reader's and not the program's."""
    return item.get("motivation") in ("assessing", "highlighting")


def from_item(item: Mapping[str, Any]) -> OwnMark:
    """Return the mark that an annotation in W3C form holds.

    Raises ValueError, TypeError, KeyError or AttributeError where it is not in the form of `to_item`.
    """
    from uuid import UUID

    if not is_own(item):
        raise ValueError("not a reader's annotation")
    selectors = {selector["type"]: selector for selector in item["target"]["selector"]}
    quote, place = selectors["TextQuoteSelector"], selectors["TextPositionSelector"]
    span = Span(whole(place["start"]), whole(place["end"]))
    exact = string(quote["exact"])
    if not exact or span.end <= span.start:
        raise ValueError("a mark stands on some text")
    bodies = {body["purpose"]: string(body["value"]) for body in item.get("body", ())}
    machine = item.get("machine")
    return OwnMark(
        key=str(UUID(string(item["id"]).removeprefix("urn:uuid:"))),
        anchor=Anchor(span, exact, string(quote.get("prefix", "")), string(quote.get("suffix", ""))),
        label=Label(bodies["assessing"]) if "assessing" in bodies else None,
        machine=None if machine is None else Label(machine),
        note=bodies.get("commenting", ""),
        who=string(item.get("creator", {}).get("name", "")),
        when=string(item.get("created", "")),
    )


def _body(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}
