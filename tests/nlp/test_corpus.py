"""The corpus keeps its format, its balance and its variety, and borrows nothing; the checks find what they should."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.nlp import corpus_check
from reader.nlp.corpus import CorpusError, LabelledArticle, read_article, read_corpus, read_marked

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "resources" / "corpus"
SHARED = ROOT.parent / "shared" / "data"
HEADER = "title: T\ngenre: {genre}\ntopic: t\ndialect: British\nregister: r\noutlet: o\nhard:\nsplit: train\n\n"


@pytest.fixture(scope="module")
def articles() -> list[LabelledArticle]:
    return read_corpus(CORPUS)


@pytest.mark.parametrize("check", corpus_check.CHECKS, ids=lambda check: check.__name__)
def test_the_corpus_passes(check, articles: list[LabelledArticle]) -> None:
    assert check(articles) == []


def test_every_mark_lies_in_its_sentence(articles: list[LabelledArticle]) -> None:
    for article in articles:
        for sentence, attributions, cues in zip(article.sentences, article.attributions, article.cues, strict=True):
            spans = [cue.span for cue in cues]
            for attribution in attributions:
                spans += [*attribution.content, *filter(None, (attribution.source, attribution.cue))]
            assert all(sentence.span.start <= span.start < span.end <= sentence.span.end for span in spans), (
                article.name
            )
            text = sentence.span.slice(article.document.text)
            assert text
            assert text == text.strip()


def test_genre_is_the_folder() -> None:
    for path in CORPUS.rglob("*.txt"):
        assert read_article(path).header["genre"] == path.parent.name, path.name


def test_no_run_of_ten_words_is_borrowed(articles: list[LabelledArticle]) -> None:
    if not SHARED.is_dir():
        pytest.skip("the evaluation texts are not here")
    files = [path for path in SHARED.rglob("*") if path.suffix in {".txt", ".tsv", ".jsonl"}]
    assert corpus_check.borrowed_runs(articles, (path.read_text(encoding="utf-8") for path in files)) == []


def test_standoff_table() -> None:
    assert corpus_check.standoff_faults(CORPUS / "standoff.tsv", SHARED if SHARED.is_dir() else None) == []


def write(folder: Path, name: str, body: str, genre: str = "news") -> LabelledArticle:
    path = folder / f"{name}.txt"
    path.write_text(HEADER.format(genre=genre) + body, encoding="utf-8")
    return read_article(path)


def test_checks_find_faults(tmp_path: Path) -> None:
    line = "F The ferry left the old quay at nine with forty passengers and a lorry full of turf aboard.\n"
    pair = [write(tmp_path, name, line, genre) for name, genre in (("one", "news"), ("two", "gossip"))]
    assert any("gossip" in fault for fault in corpus_check.header_faults(pair))
    assert len(corpus_check.near_duplicates(pair)) == 2
    assert any("obituary" in fault for fault in corpus_check.balance_faults(pair))
    assert corpus_check.borrowed_runs(pair, [line[2:].upper()])
    many = [write(tmp_path, f"n{i}", line) for i in range(corpus_check.STOCK_PHRASE_ARTICLES + 1)]
    assert corpus_check.stock_phrases(many)
    assert corpus_check.repeated_openings(many)


@pytest.mark.parametrize(
    "rows",
    ["a\t0\t5\tgossip", "a\t5\t5\tfact", "a\t0\t5\tfact\na\t4\t9\tfact", "a\t0\t5\tfact\tIts text", "a\t0\t99\tfact"],
)
def test_standoff_faults_are_found(tmp_path: Path, rows: str) -> None:
    table = tmp_path / "standoff.tsv"
    table.write_text("document\tstart\tend\tlabel\n" + rows + "\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("Ten chars!", encoding="utf-8")
    assert corpus_check.standoff_faults(table, tmp_path)


@pytest.mark.parametrize("line", ["{open", "closed}", "{} empty", "{crossed [marks} here]"])
def test_marks_that_do_not_close_are_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"near|closed"):
        read_marked(line)


def test_a_broken_article_names_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"bad\.txt:10"):
        write(tmp_path, "bad", "Q Not a label.\n")
