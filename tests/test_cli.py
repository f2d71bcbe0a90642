"""The command line as a script calls it: another process, real files, exit statuses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from reader import settings
from reader.core.annotation import Label
from reader.core.document import Span
from reader.formats import load
from reader.library.notebook import Notebook
from reader.nlp import detector, personal

ARTICLE = """Harbour Wall To Be Rebuilt

The harbour wall will be rebuilt in stone, the council decided on Monday.

“This is the worst plan in forty years,” said Ada Brown, who sells fish on the quay.

It is a shabby, short-sighted and frankly ridiculous decision, and nobody should pretend otherwise.
"""


def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "reader", *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "wall.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_annotate_prints_a_line_a_sentence_in_reading_order(article: Path) -> None:
    done = run("annotate", str(article), "--engine", "light")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["start"] for row in rows] == sorted(row["start"] for row in rows)
    labels = {row["text"][:12]: row["label"] for row in rows}
    assert labels["Harbour Wall"] == "other"
    assert labels["“This is the"] == "attributed"
    assert labels["It is a shab"] == "opinion"
    spoken = next(row for row in rows if row["label"] == "attributed")["attributions"][0]
    assert spoken["source"]["text"].startswith("Ada Brown")
    assert spoken["cue"]["text"] == "said"


def test_annotate_reads_standard_input_and_writes_the_format_of_the_suffix(tmp_path: Path) -> None:
    target = tmp_path / "copy.html"
    done = run("annotate", "-", "-o", str(target), "--engine", "light", given=ARTICLE)
    assert done.returncode == 0, done.stderr
    assert "<mark" in target.read_text(encoding="utf-8")


def test_one_bad_file_does_not_stop_the_rest(article: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    done = run("annotate", str(tmp_path / "absent.txt"), str(article), "-o", f"{folder}/", "--engine", "light")
    assert done.returncode == 2
    assert "absent.txt" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert [path.name for path in folder.iterdir()] == ["wall.html"]


def test_several_processes_print_what_one_does_in_the_same_order(article: Path, tmp_path: Path) -> None:
    files = [str(tmp_path / "absent.txt")]
    for number in range(4):
        path = tmp_path / f"wall {number}.txt"
        path.write_text(f"Day {number}\n\n{ARTICLE}", encoding="utf-8")
        files.append(str(path))
    one, several = (run("annotate", *files, "--engine", "light", "--jobs", jobs) for jobs in ("1", "2"))
    assert several.stdout == one.stdout
    assert (several.stderr, several.returncode) == (one.stderr, 2)
    assert [f"Day {number}" in several.stdout for number in range(4)] == [True] * 4


def test_a_share_above_the_limit_exits_with_one(article: Path) -> None:
    assert run("annotate", str(article), "--engine", "light", "--max-share", "opinion=0.1").returncode == 1
    assert run("annotate", str(article), "--engine", "light", "--max-share", "opinion=0.9").returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [("annotate",), ("annotate", "x.txt", "-f", "nonsense"), ("annotate", "x.txt", "--max-share", "opinion=2")],
)
def test_wrong_usage_exits_with_two(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_source_is_never_overwritten(article: Path) -> None:
    done = run("annotate", str(article), "-o", str(article), "--engine", "light")
    assert done.returncode == 2
    assert article.read_text(encoding="utf-8") == ARTICLE


def test_the_readers_own_labels_go_into_copies_and_are_listed(
    article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(place, str(tmp_path / "home"))
    document = load(str(article))
    words = document.text[:20]
    notebook = Notebook(settings.folders().data, document)
    notebook.highlight(Span(0, 20), "which one?")
    assert "which one?" not in run("annotate", "--engine", "light", "-f", "md", str(article)).stdout
    assert "which one?" in run("annotate", "--engine", "light", "-f", "md", "--own-labels", str(article)).stdout
    (row,) = map(json.loads, run("labels").stdout.splitlines())
    assert (row["text"], row["note"], row["document"]) == (words, "which one?", document.title)


def test_what_was_learnt_is_used_where_it_is_wanted(
    article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(place, str(tmp_path / "home"))
    command = ("annotate", "--engine", "light", str(article))
    shipped = run(*command)
    before = run(*command, "--learnt")
    assert before.stdout == shipped.stdout
    assert "nothing has been learnt" in before.stderr
    pipeline = detector.build("light")[0]
    document = load(article)
    labels = [(block.span, Label.OPINION) for block in document.blocks if block.kind.prose]
    examples, usual = pipeline.examples(document, labels * 2)
    *_, last = personal.learn(examples * 2, usual, {"model": personal.fingerprint(pipeline.classifier.model)})
    assert isinstance(last, personal.Learnt)
    last.layer.save(settings.folders().learnt)
    assert run(*command).stdout == shipped.stdout
    after = [json.loads(line) for line in run(*command, "--learnt").stdout.splitlines()]
    assert {row["label"] for row in after if row["kind"] == "paragraph"} == {"opinion"}


def test_a_copy_without_its_legend(article: Path) -> None:
    assert "judges, predicts" in run("annotate", "--engine", "light", "-f", "md", str(article)).stdout
    assert (
        "judges, predicts" not in run("annotate", "--engine", "light", "-f", "md", "--no-legend", str(article)).stdout
    )


def test_classify_prints_probabilities_that_sum_to_one_and_ends_an_article_at_a_blank_line() -> None:
    given = "The vote is on 4 May.\n“We were lied to,” she said.\n\nThe film is a glorious mess.\n"
    done = run("classify", "-", "--engine", "light", given=given)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["text"] for row in rows] == [line for line in given.splitlines() if line]
    for row in rows:
        assert sum(row["probabilities"].values()) == pytest.approx(1, abs=0.001)
        assert row["confidence"] == max(row["probabilities"].values())


def test_evaluate_reports_on_labelled_lines(tmp_path: Path) -> None:
    data = tmp_path / "labelled.jsonl"
    rows = [
        {"article": "a", "n": 0, "text": "The vote is on 4 May.", "label": "fact"},
        {"article": "a", "n": 1, "text": "“We were lied to,” she said.", "label": "quote"},
        {"article": "b", "n": 0, "text": "The film is a glorious, unforgivable mess.", "label": "opinion"},
    ]
    data.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    done = run("evaluate", str(data), "--json", "--engine", "light")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["articles"], found["sentences"]) == (2, 3)
    confusion = found["scores"]["detector"]["confusion"]
    assert sum(sum(row.values()) for row in confusion.values()) == 3


def test_the_command_line_imports_no_qt() -> None:
    code = "import sys, reader.cli; reader.cli.run(['--version']); sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
