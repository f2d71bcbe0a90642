"""Checks for whoever writes corpus articles: vocabulary of the headers, balance, repetition, borrowed text.

`python -m reader.nlp.corpus_check FOLDER` prints what it finds. Every check returns plain messages, none when all is
well; the limits are the table below.
"""

from __future__ import annotations

import csv
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from reader.nlp.corpus import CorpusError, LabelledArticle, read_article

GENRES = frozenset(
    {
        "analysis",
        "business",
        "column",
        "editorial",
        "explainer",
        "interview",
        "investigation",
        "letters",
        "liveblog",
        "local",
        "news",
        "obituary",
        "press-release",
        "review",
        "science",
        "sport",
        "tech",
    }
)
DIALECTS = frozenset({"American", "British", "International"})
SPLITS = frozenset({"train", "held-out"})
CLASSES = frozenset({"fact", "opinion", "attributed", "reported", "other"})

LEAST_ARTICLES = 250
LEAST_SENTENCES = 7000
LEAST_A_GENRE = 5
NEWS_SHARE = (0.25, 0.45)
REPORTS = frozenset({"news", "local", "business", "sport"})
DIALECT_SHARE = 0.2
HELD_OUT_SHARE = (0.12, 0.25)
LARGEST_CLASS_SHARE = 0.9
ALIKE_SENTENCES = 0.6
ALIKE_ARTICLES = 0.04
SAME_ARTICLE_OPENING = 3
SAME_SENTENCE_OPENING = 0.004
STOCK_PHRASE_ARTICLES = 8
BORROWED_RUN = 10

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")


def words(text: str) -> list[str]:
    """Return the words of `text` in lower case, with one form of apostrophe."""
    return [match[0].replace("’", "'") for match in _WORD.finditer(text.lower())]


def runs(tokens: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    """Yield every run of `length` neighbouring words."""
    return (tuple(tokens[i : i + length]) for i in range(len(tokens) - length + 1))


def header_faults(articles: Iterable[LabelledArticle]) -> list[str]:
    """Find header values outside the closed lists and names used twice."""
    closed = {"genre": GENRES, "dialect": DIALECTS, "split": SPLITS}
    found, names = [], Counter[str]()
    for article in articles:
        names[article.name] += 1
        found += [
            f"{article.name}: {key} “{article.header[key]}” is not one of {', '.join(sorted(values))}"
            for key, values in closed.items()
            if article.header[key] not in values
        ]
        found += [
            f"{article.name}: no {key}" for key in ("title", "topic", "register", "outlet") if not article.header[key]
        ]
    return found + [f"{name}: {n} articles of this name" for name, n in names.items() if n > 1]


def balance_faults(articles: Sequence[LabelledArticle]) -> list[str]:
    """Find genres, dialects, splits and classes that are too few or too many."""
    found = []
    size = len(articles)
    sentences = sum(len(article.sentences) for article in articles)
    if size < LEAST_ARTICLES or sentences < LEAST_SENTENCES:
        found.append(f"only {size} articles, {sentences} sentences")
    genres = Counter(article.header["genre"] for article in articles)
    found += [f"{genre}: only {genres[genre]} articles" for genre in sorted(GENRES) if genres[genre] < LEAST_A_GENRE]
    shares = {
        "news reports": (sum(genres[genre] for genre in REPORTS) / size, *NEWS_SHARE),
        "held-out articles": (sum(article.held_out for article in articles) / size, *HELD_OUT_SHARE),
    }
    dialects = Counter(article.header["dialect"] for article in articles)
    shares |= {dialect: (dialects[dialect] / size, DIALECT_SHARE, 1.0) for dialect in sorted(DIALECTS)}
    found += [f"{what}: {share:.0%}" for what, (share, low, high) in shares.items() if not low <= share <= high]
    by_genre: dict[str, Counter[str]] = defaultdict(Counter)
    for article in articles:
        by_genre[article.header["genre"]].update(article.classes)
    for genre, classes in sorted(by_genre.items()):
        name, most = classes.most_common(1)[0]
        if most > LARGEST_CLASS_SHARE * classes.total() or len(classes) < len(CLASSES) - 1:
            found.append(f"{genre}: {name} {most} of {classes.total()} sentences, classes {sorted(classes)}")
    return found


def near_duplicates(articles: Sequence[LabelledArticle]) -> list[str]:
    """Find pairs of sentences, and of articles, whose shingles overlap too much (Jaccard; Broder 1997)."""
    sentences = {
        f"{article.name}: {article.text(i)}": frozenset(runs(words(article.text(i)), 3))
        for article in articles
        for i, name in enumerate(article.classes)
        if name != "other"
    }
    whole = {article.name: frozenset(runs(words(article.document.text), 4)) for article in articles}
    return [
        f"alike ({share:.2f}):\n  {one}\n  {two}"
        for shingles, least in ((sentences, ALIKE_SENTENCES), (whole, ALIKE_ARTICLES))
        for share, one, two in _alike(shingles, least)
    ]


def _alike(shingles: dict[str, frozenset[tuple[str, ...]]], least: float) -> Iterator[tuple[float, str, str]]:
    holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, members in shingles.items():
        for shingle in members:
            holders[shingle].append(name)
    shared: Counter[tuple[str, str]] = Counter()
    for names in holders.values():
        shared.update((one, two) for i, one in enumerate(names) for two in names[i + 1 :])
    for (one, two), common in shared.items():
        share = common / (len(shingles[one]) + len(shingles[two]) - common)
        if common > 2 and share >= least:
            yield share, one, two


def repeated_openings(articles: Sequence[LabelledArticle]) -> list[str]:
    """Find three words that open too many articles or too many sentences."""
    heads: Counter[str] = Counter()
    all_openings: Counter[str] = Counter()
    for article in articles:
        stated = [i for i, name in enumerate(article.classes) if name != "other"]
        openings = [" ".join(words(article.text(i))[:3]) for i in stated]
        heads.update(openings[:1])
        all_openings.update(openings)
    most = SAME_SENTENCE_OPENING * all_openings.total()
    return [f"“{opening} …” opens {n} articles" for opening, n in heads.items() if n > SAME_ARTICLE_OPENING] + [
        f"“{opening} …” opens {n} sentences" for opening, n in all_openings.items() if n > most
    ]


def stock_phrases(articles: Iterable[LabelledArticle]) -> list[str]:
    """Find runs of five words that stand in too many articles."""
    holders: Counter[tuple[str, ...]] = Counter()
    for article in articles:
        texts = (words(article.text(i)) for i, name in enumerate(article.classes) if name != "other")
        holders.update({run for tokens in texts for run in runs(tokens, 5)})
    return [f"“{' '.join(run)}” in {n} articles" for run, n in holders.most_common() if n > STOCK_PHRASE_ARTICLES]


def tied_words(articles: Iterable[LabelledArticle], least: int = 30, bits: float = 1.5) -> list[str]:
    """Report words that give a class away: pointwise mutual information above `bits` (Church and Hanks 1990).

    For the writer to judge, not a fault: “said” belongs with attribution, a topic's noun does not.
    """
    classes: Counter[str] = Counter()
    joint: Counter[tuple[str, str]] = Counter()
    for article in articles:
        for i, name in enumerate(article.classes):
            if name != "other":
                classes[name] += 1
                joint.update((word, name) for word in set(words(article.text(i))))
    total = classes.total()
    seen: Counter[str] = Counter()
    for (word, _), n in joint.items():
        seen[word] += n
    scored = [
        (math.log2(n * total / (seen[word] * classes[name])), word, name, n)
        for (word, name), n in joint.items()
        if n >= least and name != "reported"
    ]
    return [f"“{word}” {name} ×{n}, {score:.1f} bits" for score, word, name, n in sorted(scored)[::-1] if score > bits]


def borrowed_runs(articles: Iterable[LabelledArticle], texts: Iterable[str]) -> list[str]:
    """Find sentences that share a run of ten words with any of `texts`."""
    own: dict[tuple[str, ...], str] = {}
    for article in articles:
        for i in range(len(article.sentences)):
            for run in runs(words(article.text(i)), BORROWED_RUN):
                own[run] = article.name
    foreign = {run for text in texts for run in runs(words(text), BORROWED_RUN) if run in own}
    return [f"{own[run]}: “{' '.join(run)}” stands in another's text" for run in sorted(foreign)]


def standoff_faults(table: Path, texts: Path | None = None) -> list[str]:
    """Find rows of a stand-off table that are malformed, overlap, or reach outside the texts that are given."""
    found: list[str] = []
    ends: dict[str, int] = {}
    with table.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t")
        if next(rows) != ["document", "start", "end", "label"]:
            return [f"{table.name}: unexpected columns"]
        for number, row in enumerate(rows, 2):
            if len(row) != 4 or not (row[1].isdigit() and row[2].isdigit()) or row[3] not in CLASSES:
                found.append(f"{table.name}:{number}: {row}")
                continue
            name, start, end = row[0], int(row[1]), int(row[2])
            if start >= end or start < ends.get(name, 0):
                found.append(f"{table.name}:{number}: empty, overlapping or out of order")
            ends[name] = end
    for name, end in ends.items() if texts else ():
        path = Path(texts or "", f"{name}.txt")
        if path.is_file() and end > len(path.read_text(encoding="utf-8")):
            found.append(f"{table.name}: {name} is shorter than {end}")
    return found


CHECKS = (header_faults, balance_faults, near_duplicates, repeated_openings, stock_phrases)


def _main() -> None:
    """Print everything found in a folder; end with 1 if there are faults."""
    folder = Path(sys.argv[1])
    articles, faults = [], []
    for path in sorted(folder.rglob("*.txt")):
        try:
            articles.append(read_article(path))
        except CorpusError as error:
            faults.append(str(error))
    faults += [fault for check in CHECKS for fault in check(articles)]
    print("\n".join(faults))
    print("Words tied to a class (to judge):", "; ".join(tied_words(articles)))
    print(f"{len(articles)} articles, {sum(len(a.sentences) for a in articles)} sentences, {len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    _main()
