"""Interviews: which paragraphs are a speaker's turn, by a label before a colon or by questions between answers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from reader.core.document import Block, BlockKind, Span
from reader.nlp.attribution.lexicon import word_list

_NAME = r"(Q|A|[A-Z][\w.’'&-]*(?:[ \u00a0][A-Z][\w.’'&-]*){0,3})"
# "Ana Ruiz: …", and the wikis' "((Ana Ruiz)) …"
_LABEL = re.compile(rf"[\"“]?{_NAME}[ \u00a0]?[:：][ \u00a0]|\(\({_NAME}\)\)[ \u00a0]*:?[ \u00a0]*")
_INTERVIEW = re.compile(
    r"\binterview(?:s|ed|ee)?\b|\bQ ?& ?A\b|\bquestions? (?:and|&) answers?\b|\bin conversation with\b",
    re.IGNORECASE,
)
_NO_SPEAKERS = word_list("no_speakers")
_FEWEST_TURNS = 3
_FEWEST_ANNOUNCED = 2
_I = re.compile(r"\b(?:I|[Mm]y|me|myself)\b(?!\.)")
_ANSWERS_SAYING_I, _QUESTIONS_SAYING_I = 0.5, 0.25
"""Shares of the answers, at least, and of the questions, at most, where nothing else tells an interview."""
_OPENING = 4


class Turn(NamedTuple):
    """A block that is somebody's turn: the label's span (without the colon), or None, and where the words begin."""

    label: Span | None
    start: int


def find_turns(text: str, blocks: Sequence[Block]) -> dict[int, Turn]:
    """Return the answering turns by block number; the interviewer's own turns are left out."""
    labelled, asked = _labelled(text, blocks)
    return labelled or ({} if asked else _between_questions(text, blocks))


def _labelled(text: str, blocks: Sequence[Block]) -> tuple[dict[int, Turn], bool]:
    """Return the answers under labels, and whether questions stand under one with no answer under another."""
    turns: dict[int, Turn] = {}
    by_label: dict[str, list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        if not block.kind.prose:
            continue
        match = _LABEL.match(text, block.span.start, block.span.end)
        group = 1 if match and match[1] else 2
        if match and match[group].split()[0] not in _NO_SPEAKERS:
            turns[number] = Turn(Span(*match.span(group)), match.end())
            by_label[match[group]].append(number)
    repeated = [label for label, numbers in by_label.items() if len(numbers) > 1]
    if (len(repeated) < 2 and not ("Q" in by_label and "A" in by_label)) or len(turns) < _FEWEST_TURNS:
        return {}, len(repeated) == 1 and len(turns) > _FEWEST_TURNS
    askers = {
        label
        for label, numbers in by_label.items()
        if label == "Q" or sum(_asks(text, blocks[n]) for n in numbers) * 2 > len(numbers)
    }
    if len(askers) == len(by_label):
        askers = set()
    answers: dict[int, Turn] = {}
    speaking: Turn | None = None
    for number, block in enumerate(blocks):
        if number in turns:
            asked = any(number in by_label[label] for label in askers)
            speaking = None if asked else turns[number]
            if speaking:
                answers[number] = speaking
        elif speaking and block.kind is BlockKind.PARAGRAPH:
            answers[number] = Turn(speaking.label, block.span.start)
        elif not block.kind.prose:
            speaking = None
    return answers, False


def _asks(text: str, block: Block) -> bool:
    return text.endswith("?", *block.span)


def _between_questions(text: str, blocks: Sequence[Block]) -> dict[int, Turn]:
    asked = [
        number
        for number, block in enumerate(blocks)
        if _asks(text, block)
        and block.kind in {BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM}
        and text[block.span.start] not in '“"‘'
    ]
    fewest = _FEWEST_ANNOUNCED if _announced(text, blocks) else _FEWEST_TURNS
    if len(asked) < fewest or (fewest == _FEWEST_TURNS and not _answered(text, blocks, asked)):
        return {}
    questions = set(asked)
    return {
        number: Turn(None, block.span.start)
        for number, block in enumerate(blocks)
        if number > asked[0] and number not in questions and block.kind.prose
    }


def _announced(text: str, blocks: Sequence[Block]) -> bool:
    """Tell whether a text's first blocks call it an interview."""
    opening = [block for block in blocks if block.kind is not BlockKind.BOILERPLATE][:_OPENING]
    return any(_INTERVIEW.search(text, *block.span) for block in opening)


def _answered(text: str, blocks: Sequence[Block], asked: Sequence[int]) -> bool:
    """Tell whether questions get their answers from somebody who says I, and are asked by one who does not."""
    behind = [number + 1 for number in asked if number + 1 < len(blocks) and number + 1 not in asked]
    before = [number for number in range(asked[0]) if blocks[number].kind is BlockKind.PARAGRAPH]

    def saying_i(numbers: Sequence[int]) -> float:
        return sum(bool(_I.search(text, *blocks[number].span)) for number in numbers) / max(1, len(numbers))

    return saying_i(behind) >= _ANSWERS_SAYING_I and saying_i(asked) <= _QUESTIONS_SAYING_I and not saying_i(before)
