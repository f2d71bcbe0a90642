"""Who says so: every phenomenon's cases, and what must hold of any text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.core.annotation import Attribution, SourceKind
from reader.core.document import BlockKind, Document, Part, Sentence, Span
from reader.nlp.attribution import Attributed, find_attributions
from reader.nlp.corpus import read_marked
from reader.nlp.sentences import block_sentences


class Case(NamedTuple):
    """A snippet in the corpus' notation, and who speaks, where the case tells."""

    group: str
    lines: tuple[str, ...]
    who: tuple[str, ...]


def read_cases(path: Path) -> list[Case]:
    """Read the cases of a file; its head tells the format."""
    cases = []
    for section in re.split(r"^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        group, _, body = section.partition("\n")
        for snippet in filter(None, (part.strip() for part in body.split("\n\n"))):
            lines = snippet.split("\n")
            told = [line[2:] for line in lines if line.startswith("= ")]
            who = tuple(part.strip() for line in told for part in line.split(";"))
            cases.append(Case(group, tuple(line for line in lines if not line.startswith("= ")), who))
    return cases


CASES = read_cases(Path(__file__).with_name("attributions.txt"))


def analysed(*paragraphs: str) -> tuple[Document, list[Sentence], list[Attributed]]:
    document = Document.build([Part(BlockKind.PARAGRAPH, text) for text in paragraphs])
    sentences = [one for number in range(len(document.blocks)) for one in block_sentences(document, number)]
    return document, sentences, find_attributions(document.text, document.blocks, sentences)


def marked(text: str, one: Attribution) -> tuple[list[str], str, str]:
    return (
        [span.slice(text) for span in sorted(one.content)],
        one.source.slice(text) if one.source else "",
        one.cue.slice(text) if one.cue else "",
    )


def told(one: Attribution) -> str:
    return f"{one.who} ({one.kind})".strip()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.group}: {case.lines[0][:60]}")
def test_case(case: Case) -> None:
    paragraphs = [read_marked(line) for line in case.lines]
    wanted = [marked(line.text, one) for line in paragraphs for one in line.attributions]
    document, _, found = analysed(*(line.text for line in paragraphs))
    got = [one for sentence in found for one in sentence.attributions]
    # a quotation that goes on has the speaker's span in another sentence
    pieces = [
        (content, source if cue or signed else "", cue)
        for one in got
        for content, source, cue in [marked(document.text, one)]
        for signed in [any(line.attributions and line.attributions[0].source for line in paragraphs) and len(got) == 1]
    ]
    assert sorted(pieces) == sorted(wanted)
    if case.who:
        assert [told(one) for one in got] == list(case.who)


def test_there_are_hits_and_misses_enough() -> None:
    misses = [case for case in CASES if not any("{" in line for line in case.lines)]
    assert len(CASES) >= 150
    assert len(misses) >= 25


PIECES = (
    "“|”|\"|'|‘|’|«|»| said | she |Ana Ruiz| that |, |. |: |?| — |according to |it is believed |the miners' |😀|"
    "\u00a0|İ|bridge |I think |\n|(|0"
)
TEXTS = st.lists(
    st.sampled_from(PIECES.split("|")),
    max_size=40,
).map("".join)


@example("according to , “")
@given(TEXTS)
def test_spans_lie_in_the_text_and_shares_are_shares(text: str) -> None:
    document, sentences, found = analysed(*text.split("\n"))
    assert len(found) == len(sentences)
    for sentence, one in zip(sentences, found, strict=True):
        assert 0 <= one.state.attributed_share <= 1
        assert 0 <= one.state.quoted_share <= 1
        for attribution in one.attributions:
            assert attribution.content
            for span in attribution.content:
                assert sentence.span.start <= span.start < span.end <= sentence.span.end
            if attribution.cue:
                assert sentence.span.start <= attribution.cue.start < attribution.cue.end <= sentence.span.end
            if attribution.source:
                assert 0 <= attribution.source.start < attribution.source.end <= len(document.text)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    _, sentences, found = analysed(*text.split("\n"))
    assert len(found) == len(sentences)


@given(TEXTS)
def test_an_unrelated_paragraph_before_only_shifts(text: str) -> None:
    before = "The bridge was built of stone."
    _, _, alone = analysed(*text.split("\n"))
    _, _, after = analysed(before, *text.split("\n"))
    offset = len(before) + 1

    def moved(span: Span | None) -> Span | None:
        return span and span.shift(-offset)

    assert [
        [(tuple(map(moved, one.content)), moved(one.source), moved(one.cue), one.who) for one in sentence.attributions]
        for sentence in after[1:]
    ] == [[(one.content, one.source, one.cue, one.who) for one in sentence.attributions] for sentence in alone]


@pytest.mark.parametrize("lead", ["😀😀 ", "Bus\u00a074. ", "𝔄 "])
def test_offsets_are_code_points(lead: str) -> None:
    document, _, found = analysed(f"{lead}“Go,” Ana Ruiz said.")
    (one,) = found[-1].attributions
    assert one.source is not None
    assert one.source.slice(document.text) == "Ana Ruiz"
    assert one.kind is SourceKind.NAMED


def test_negation_modality_and_hearsay_are_told() -> None:
    assert analysed("The board has not said who will pay.")[2][0].state.negated
    assert analysed("The council may announce that the pool will close.")[2][0].state.modal
    assert analysed("It is believed that the vote will fail.")[2][0].state.hearsay


def test_a_quotation_left_open_is_told_to_run_on() -> None:
    _, _, found = analysed("Ana Ruiz said: “It is late. It is dark.”")
    assert found[0].state.inside_at_end
    assert found[1].state.inside_at_start


@pytest.mark.parametrize(
    ("headline", "source"),
    [
        ("Orr Hammers Bank Chief: ‘You Should Be Jailed for This’", "Orr"),
        ("A lesson from Ana Ruiz: ‘Be the voice that people hear.’", "Ana Ruiz"),
        ("Analysis: ‘A deal too late to sign’", ""),
    ],
)
def test_a_headline_names_whom_it_quotes(headline: str, source: str) -> None:
    document = Document.build([Part(BlockKind.TITLE, headline)])
    (one,) = find_attributions(document.text, document.blocks, list(block_sentences(document, 0)))
    assert [a.source.slice(document.text) if a.source else "" for a in one.attributions] == [source]


def test_labels_behind_an_opening_quotation_mark_are_turns() -> None:
    _, _, found = analysed(
        "Partial transcript:",
        "“WALL: Let us start. Are you well?",
        "“PELL: I am well.",
        "“WALL: Will you go?",
        "“PELL: I have said that I will not go.",
    )
    assert [one.state.cue_kind for one in found if one.state.cue_kind == "turn"] == ["turn"] * 2
    assert {a.who for one in found if one.state.cue_kind == "turn" for a in one.attributions[:1]} == {"PELL"}


def test_labels_in_double_brackets_are_turns() -> None:
    _, _, found = analysed(
        "((ER)) Who built the pier?",
        "((Ana Brant)) My father did.",
        "He built it alone.",
        "((ER)) Will it last?",
        "((Ana Brant)) It will.",
    )
    assert [one.state.cue_kind for one in found] == ["none", "turn", "turn", "none", "turn"]
    assert {a.who for one in found for a in one.attributions} == {"Ana Brant"}


def test_answers_in_the_first_person_tell_an_interview_that_nothing_calls_so() -> None:
    _, _, found = analysed(
        "Ana Brant has tuned the harbour bells since 1988.",
        "Where did you learn it?",
        "In Hull, and I never meant to stay.",
        "The bells were older than the town.",
        "Who taught you?",
        "My uncle did, until his hearing went.",
        "Will anybody follow you?",
        "Nobody has asked.",
    )
    kinds = [one.state.cue_kind for one in found]
    assert kinds == ["none", "none", "turn", "turn", "none", "turn", "none", "turn"]


@pytest.mark.parametrize(
    "paragraphs",
    [
        pytest.param(
            ["Do I need a permit?", "Yes, for a pier.", "What does it cost?", "£40.", "When do I apply?", "In May."],
            id="a reader's questions",
        ),
        pytest.param(
            ["I tune bells.", "Who pays?", "I do.", "Who cares?", "I care.", "Will it last?", "I doubt it."],
            id="an essay's own questions",
        ),
    ],
)
def test_questions_that_the_author_asks_make_no_interview(paragraphs: list[str]) -> None:
    _, _, found = analysed("The bells of Hull.", *paragraphs)
    assert "turn" not in {one.state.cue_kind for one in found}


def test_questions_under_one_label_alone_have_no_answers_between_them() -> None:
    _, _, found = analysed(
        "An interview with Ana Brant",
        "((ER)) Who built the pier?",
        "The pier opened in 1911.",
        "((ER)) Will it last?",
        "It is made of oak.",
        "((ER)) What did it cost?",
        "((ER)) Who paid?",
    )
    assert "turn" not in {one.state.cue_kind for one in found}


def test_who_says_i_in_an_interview_is_the_one_interviewed() -> None:
    _, _, found = analysed(
        "Interview with Ana Ruiz.",
        "Where did you grow up?",
        "In Hull. I think it rained every day.",
        "What do you read?",
        "Novels, mostly.",
        "Who else reads?",
        "I was like, let us all read.",
    )
    told_by = [a.who for one in found for a in one.attributions if a.cue]
    assert told_by == ["Ana Ruiz", "Ana Ruiz"]


def test_a_paragraph_announced_by_a_colon_is_what_the_announced_one_said() -> None:
    document, _, found = analysed(
        "Tom Moss was asked about the vote. Moss added:",
        "It is typical of them.",
        "The vote was held in May.",
    )
    told_of = [[(a.who, a.content[0].slice(document.text)) for a in one.attributions] for one in found]
    assert told_of == [[], [], [("Tom Moss", "It is typical of them.")], []]


def test_words_that_lead_to_a_name_are_no_part_of_it() -> None:
    _, _, found = analysed(
        "Ana Ruiz, the CEO of Orrcom, has left.",
        "Given Orrcom’s debts, nobody was surprised.",
        "Orrcom said that it was solvent.",
    )
    assert [a.who for one in found for a in one.attributions] == ["Orrcom"]


def test_a_title_in_capitals_is_no_source_for_what_follows_its_colon() -> None:
    document = Document.build([Part(BlockKind.HEADING, "Geopolitical Factor: Will the Senate Allow It?")])
    (one,) = find_attributions(document.text, document.blocks, list(block_sentences(document, 0)))
    assert one.attributions == ()


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Health Minister Łukasz Nowak said that the road was shut.", "Łukasz Nowak"),
        ("Wexland Prime Minister Nora Pell said that the road was shut.", "Nora Pell"),
        ("Élise Durand said that the road was shut.", "Élise Durand"),
        ("Bishop Toller said that the road was shut.", "Toller"),
    ],
)
def test_an_office_is_no_part_of_a_name(text: str, who: str) -> None:
    _, _, (one,) = analysed(text)
    assert [a.who for a in one.attributions] == [who]
