from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reader.core.annotation import Label
from reader.core.document import BlockKind, Document, Part, Source, Span
from reader.library.notebook import FOLDER, Notebook, as_lines

LINES = [
    "The council met on Tuesday to talk of the budget.",
    "It was a shameful evening for the whole town.",
    "“We had no choice,” the treasurer said afterwards.",
    "A hundred people had come to listen, some with banners.",
]


def article(lines: list[str] | None = None, path: str = "", title: str = "") -> Document:
    parts = [Part(BlockKind.TITLE, title)] if title else []
    return Document.build([*parts, *(Part(BlockKind.PARAGRAPH, line) for line in lines or LINES)], None, Source(path))


def span(document: Document, number: int) -> Span:
    start = document.text.index(LINES[number])
    return Span(start, start + len(LINES[number]))


def labels(notebook: Notebook) -> list[tuple[str, str]]:
    return [(str(one.mark.label), one.mark.note) for one in notebook.placed]


def test_decisions_and_notes_are_there_the_next_time(tmp_path: Path) -> None:
    document = article()
    notebook = Notebook(tmp_path, document, "Ada")
    notebook.decide(span(document, 1), Label.FACT, Label.OPINION)
    mark = notebook.highlight(Span(4, 11), "which council? 😀")
    notebook.annotate(mark.key, "which one?")
    again = Notebook(tmp_path, document)
    assert labels(again) == [("None", "which one?"), ("opinion", "")]
    decision = again.decision(span(document, 1))
    assert decision is not None
    assert (decision.machine, decision.agrees, decision.who) == (Label.FACT, False, "Ada")
    assert again.problem == ""


def test_a_second_decision_takes_the_place_of_the_first(tmp_path: Path) -> None:
    document = article()
    notebook = Notebook(tmp_path, document)
    notebook.decide(span(document, 1), Label.FACT, Label.OPINION)
    notebook.decide(span(document, 1), Label.FACT, Label.FACT)
    assert labels(notebook) == [("fact", "")]
    assert notebook.placed[0].mark.agrees


def test_every_change_can_be_undone_and_made_again(tmp_path: Path) -> None:
    document = article()
    notebook = Notebook(tmp_path, document)
    states = [notebook.marks]
    notebook.decide(span(document, 0), Label.FACT, Label.FACT)
    states.append(notebook.marks)
    mark = notebook.highlight(span(document, 2), "who?")
    states.append(notebook.marks)
    notebook.annotate(mark.key, "who says so?")
    states.append(notebook.marks)
    notebook.remove(mark.key)
    states.append(notebook.marks)
    for state in reversed(states[:-1]):
        notebook.undo()
        assert notebook.marks == Notebook(tmp_path, document).marks == state
    assert not notebook.to_undo
    for state in states[1:]:
        notebook.redo()
        assert notebook.marks == Notebook(tmp_path, document).marks == state
    assert not notebook.to_redo


def test_a_moved_file_keeps_its_labels(tmp_path: Path) -> None:
    notebook = Notebook(tmp_path, article(path="/old/a.txt"))
    notebook.decide(span(article(), 1), Label.FACT, Label.OPINION)
    assert len(Notebook(tmp_path, article(path="/new/b.txt")).placed) == 1


@pytest.mark.parametrize("path", ["/old/a.txt", "/new/b.txt"])
def test_an_edited_file_keeps_its_labels_and_lists_what_has_no_place(tmp_path: Path, path: str) -> None:
    document = article(path="/old/a.txt")
    notebook = Notebook(tmp_path, document)
    for number in (1, 2, 3):
        notebook.decide(span(document, number), Label.FACT, Label.OPINION)
    edited = article(["A new first line stands here.", LINES[3], LINES[1]], path=path)
    again = Notebook(tmp_path, edited)
    assert [one.span.slice(edited.text) for one in again.placed] == [LINES[3], LINES[1]]
    assert [mark.anchor.exact for mark in again.lost] == [LINES[2]]
    again.highlight(Span(0, 5))
    assert len(Notebook(tmp_path, edited).marks) == 4
    assert len(list((tmp_path / FOLDER).iterdir())) == 1


def test_another_article_at_the_same_path_does_not_inherit_labels(tmp_path: Path) -> None:
    document = article(path="/old/a.txt")
    Notebook(tmp_path, document).decide(span(document, 1), Label.FACT, Label.OPINION)
    assert not Notebook(tmp_path, article(["Something else entirely is told."], path="/old/a.txt")).marks


def test_two_windows_on_one_file_merge(tmp_path: Path) -> None:
    document = article()
    one, other = Notebook(tmp_path, document), Notebook(tmp_path, document)
    one.decide(span(document, 0), Label.FACT, Label.FACT)
    other.decide(span(document, 2), Label.FACT, Label.ATTRIBUTED)
    assert labels(other) == [("fact", ""), ("attributed", "")]
    assert one.refresh()
    assert one.marks == other.marks
    assert not one.refresh()


WRITER = """
import sys
from pathlib import Path
from tests.library.test_notebook import article
from reader.core.document import Span
from reader.library.notebook import Notebook
notebook = Notebook(Path(sys.argv[1]), article())
for number in range(int(sys.argv[3])):
    notebook.highlight(Span(number % 100, number % 100 + 5), f"{sys.argv[2]} {number}")
    print(number, flush=True)
"""


def writer(folder: Path, name: str, count: int, before: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", before + WRITER, str(folder), name, str(count)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_on_one_file_lose_nothing(tmp_path: Path) -> None:
    processes = [writer(tmp_path, name, 40) for name in ("left", "right")]
    assert [process.wait(60) for process in processes if process.communicate()] == [0, 0]
    notes = {mark.note for mark in Notebook(tmp_path, article()).marks}
    assert notes == {f"{name} {number}" for name in ("left", "right") for number in range(40)}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_in_the_middle_of_labelling_keeps_all_that_was_labelled(tmp_path: Path) -> None:
    process = writer(tmp_path, "killed", 100_000)
    assert process.stdout
    for _ in range(25):
        last = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    told = process.stdout.read().split()
    process.wait(30)
    last = max(last, *(int(number) for number in told[:-1])) if told else last
    notebook = Notebook(tmp_path, article())
    assert {f"killed {number}" for number in range(last + 1)} <= {mark.note for mark in notebook.marks}
    notebook.highlight(Span(0, 3), "after")
    assert "after" in {mark.note for mark in Notebook(tmp_path, article()).marks}


def test_a_line_cut_short_is_passed_over_and_the_next_one_is_whole(tmp_path: Path) -> None:
    document = article()
    Notebook(tmp_path, document).highlight(Span(0, 3), "first")
    (file,) = (tmp_path / FOLDER).iterdir()
    with file.open("ab") as stream:
        stream.write(file.read_bytes().splitlines()[-1][:80])
    Notebook(tmp_path, document).highlight(Span(4, 7), "second")
    assert [note for _, note in labels(Notebook(tmp_path, document))] == ["first", "second"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit on a file's size")
def test_a_full_disk_is_told_and_nothing_is_lost_in_memory(tmp_path: Path) -> None:
    import resource

    document = article()
    notebook = Notebook(tmp_path, document)
    notebook.highlight(Span(0, 3), "saved")
    (file,) = (tmp_path / FOLDER).iterdir()
    before = file.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 100, hard))
    try:
        notebook.highlight(Span(4, 11), "unsaved")
        assert notebook.problem.startswith("Your labels can't be saved: ")
        assert file.read_bytes() == before
        assert [mark.note for mark in notebook.marks] == ["saved", "unsaved"]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    notebook.refresh()
    assert notebook.problem == ""
    assert [mark.note for mark in Notebook(tmp_path, document).marks] == ["saved", "unsaved"]


def test_a_folder_that_can_not_be_made_is_told_and_mended(tmp_path: Path) -> None:
    blocked = tmp_path / "data"
    blocked.write_text("a file where the folder should be")
    notebook = Notebook(blocked, article())
    notebook.highlight(Span(0, 3), "kept")
    assert notebook.problem.startswith("Your labels can't be saved: ")
    blocked.unlink()
    notebook.highlight(Span(4, 7), "too")
    assert notebook.problem == ""
    assert len(Notebook(blocked, article()).marks) == 2


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        notebook = Notebook(tmp_path, article())
        notebook.highlight(Span(0, 3))
        assert "can't be written to" in notebook.problem
    finally:
        tmp_path.chmod(0o700)


def test_a_folder_removed_meanwhile_is_written_anew_with_everything(tmp_path: Path) -> None:
    document = article()
    notebook = Notebook(tmp_path, document)
    notebook.highlight(Span(0, 3), "before")
    shutil.rmtree(tmp_path / FOLDER)
    notebook.refresh()
    notebook.highlight(Span(4, 7), "after")
    assert [mark.note for mark in Notebook(tmp_path, document).marks] == ["before", "after"]


def test_a_journal_of_rubbish_does_no_harm(tmp_path: Path) -> None:
    document = article()
    Notebook(tmp_path, document).highlight(Span(0, 3), "good")
    (file,) = (tmp_path / FOLDER).iterdir()
    rubbish = [b"[]", b"nonsense", b'{"keep": {"id": 1}}', b'{"drop": []}', b"\xff\xfe", b'{"document": 3}', b"7"]
    file.write_bytes(b"\n".join(rubbish) + b"\n" + file.read_bytes())
    assert [mark.note for mark in Notebook(tmp_path, document).marks] == ["good"]


def test_marks_from_a_copy_are_taken_in_once(tmp_path: Path) -> None:
    document = article()
    notebook = Notebook(tmp_path / "mine", document)
    notebook.decide(span(document, 1), Label.FACT, Label.OPINION)
    other = Notebook(tmp_path / "theirs", document)
    assert other.take_in(notebook.marks) == 1
    assert other.take_in(notebook.marks) == 0
    assert other.marks == notebook.marks
    newer = replace(other.marks[0], note="on reflection", when="2999-01-01T00:00:00Z")
    assert notebook.take_in([newer]) == 1
    assert notebook.marks[0].note == "on reflection"


def test_decisions_as_lines_for_training(tmp_path: Path) -> None:
    document = article(title="Evening")
    notebook = Notebook(tmp_path, document)
    notebook.decide(span(document, 1), Label.FACT, Label.OPINION)
    (row,) = map(json.loads, as_lines(notebook.marks, document).splitlines())
    assert (row["text"], row["machine"], row["label"], row["document"]) == (LINES[1], "fact", "opinion", "Evening")
    assert document.text[row["start"] : row["end"]] == LINES[1]
