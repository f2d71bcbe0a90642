"""Measure who-says-what on the shared data and our own articles: `python tests/benchmarks/attribution.py [--part P]`.

Definitions. PolNeAR dev, an annotator's file at a time: F1 over the characters inside any attributed content, gold
against found; a gold attribution's source is found if one found source (with all the content pieces that share it in
neighbouring sentences) covers at least half of the gold content and its span overlaps a gold source span; gold without
a source is left out. GUM news and interviews: gold attributions with a source; right if a found content overlaps the
gold content and the found source (or who it stands for) shares a word with the gold one. `mbd_dev`: label “quote”
against a fixed rule over the quotation state alone, without the stance model. Own articles, held out and train: as
PolNeAR, plus the rule against the label `attributed`. Last, the time a sentence takes.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from reader.core.annotation import Label  # noqa: E402
from reader.core.document import Block, BlockKind, Sentence, Span  # noqa: E402
from reader.nlp.attribution import Attributed, find_attributions  # noqa: E402
from reader.nlp.corpus import read_article  # noqa: E402
from reader.nlp.sentences import sentence_spans  # noqa: E402

DATA = ROOT.parent / "shared" / "data"
Spans = list[Span]


@dataclass
class Gold:
    """A gold attribution, in spans."""

    content: Spans
    source: Spans = field(default_factory=list)
    cue: Spans = field(default_factory=list)


def line_blocks(text: str) -> list[Block]:
    """Return a block for each line that is not empty, the first a title."""
    blocks = []
    for match in re.finditer(r"[^\r\n]*[^\s][^\r\n]*", text):
        blocks.append(Block(BlockKind.PARAGRAPH if blocks else BlockKind.TITLE, Span(*match.span())))
    return blocks


def sentences_of(text: str, blocks: Sequence[Block]) -> list[Sentence]:
    """Return the sentences of every block."""
    return [
        Sentence(span.shift(block.span.start), number)
        for number, block in enumerate(blocks)
        for span in (
            [Span(0, block.span.end - block.span.start)]
            if block.kind is BlockKind.TITLE
            else sentence_spans(block.span.slice(text))
        )
    ]


def mask(length: int, spans: Iterable[Span]) -> bytearray:
    """Return a byte for each character, 1 under the spans."""
    made = bytearray(length)
    for start, end in spans:
        made[start:end] = b"\1" * (end - start)
    return made


def polnear() -> Iterator[tuple[str, str, list[Gold]]]:
    """Yield name, text and gold attributions of each annotated file."""
    for path in sorted((DATA / "polnear_dev" / "attributions").glob("*.ann")):
        texts = [DATA / "polnear_dev" / "text" / f"{name}.txt" for name in (path.stem, path.stem.rsplit("_", 1)[0])]
        text = next(p for p in texts if p.exists()).read_bytes().decode("utf-8")
        spans: dict[str, Spans] = {}
        events = []
        for line in path.read_text(encoding="utf-8").split("\n"):
            fields = line.split("\t")
            if line.startswith("T"):
                _, _, offsets = fields[1].partition(" ")
                spans[fields[0]] = [Span(*map(int, piece.split())) for piece in offsets.split(";")]
            elif line.startswith("E"):
                events.append([part.split(":") for part in fields[1].split()])
        gold = []
        for event in events:
            roles: dict[str, Spans] = defaultdict(list)
            for role, number in event:
                roles[role.rstrip("0123456789")] += spans.get(number, [])
            if roles["Content"]:
                gold.append(Gold(roles["Content"], roles["Source"], roles["Cue"]))
        yield path.stem, text, gold


def by_source(found: Iterable[Attributed]) -> list[tuple[Spans, Span | None]]:
    """Return each found content with its source; pieces that share a source outside their own sentence are joined."""
    joined: dict[Span, Spans] = defaultdict(list)
    rest: list[tuple[Spans, Span | None]] = []
    for one in found:
        for attribution in one.attributions:
            if attribution.source is None:
                rest.append((list(attribution.content), None))
            else:
                joined[attribution.source] += attribution.content
                rest.append((list(attribution.content), attribution.source))
    return rest + [(content, source) for source, content in joined.items()]


def source_found(gold: Gold, found: Sequence[tuple[Spans, Span | None]], length: int) -> bool:
    """Tell whether a found attribution covers half the gold content and overlaps its source."""
    size = sum(b - a for a, b in gold.content)
    for content, source in found:
        if source is None or not any(source.overlaps(s) for s in gold.source):
            continue
        cover = 0
        for a, b in gold.content:
            cover += sum(mask(b - a, [Span(max(a, c) - a, min(b, d) - a) for c, d in content if c < b and a < d]))
        if cover * 2 >= size:
            return True
    return False


@dataclass
class Score:
    """Counts of characters and of sources."""

    both: int = 0
    found: int = 0
    gold: int = 0
    sources: int = 0
    right: int = 0

    def add(self, text: str, gold: Sequence[Gold], found: Sequence[Attributed]) -> None:
        """Count one article."""
        g = mask(len(text), [span for one in gold for span in one.content])
        f = mask(len(text), [span for one in found for a in one.attributions for span in a.content])
        self.both += sum(a & b for a, b in zip(g, f, strict=True))
        self.found += sum(f)
        self.gold += sum(g)
        pairs = by_source(found)
        for one in gold:
            if one.source:
                self.sources += 1
                self.right += source_found(one, pairs, len(text))

    def __str__(self) -> str:
        precision, recall = self.both / max(1, self.found), self.both / max(1, self.gold)
        f1 = 2 * self.both / max(1, self.found + self.gold)
        return (
            f"content characters: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f} · "
            f"source found {self.right}/{self.sources} = {self.right / max(1, self.sources):.3f}"
        )


def attributed_rule(one: Attributed) -> bool:
    """Guess the label `attributed` from the quotation state alone."""
    return one.state.attributed_share > 0.45 or one.state.cue_kind == "turn"


def f1(pairs: Iterable[tuple[bool, bool]]) -> str:
    """Return precision, recall and F1 of (gold, found) pairs."""
    pairs = list(pairs)
    both = sum(g and f for g, f in pairs)
    found, gold = sum(f for _, f in pairs), sum(g for g, _ in pairs)
    precision, recall = both / max(1, found), both / max(1, gold)
    return f"precision {precision:.3f} recall {recall:.3f} F1 {2 * both / max(1, found + gold):.3f}"


def measure_polnear() -> None:
    """Print PolNeAR's figures, in all and by outlet."""
    total, outlets = Score(), defaultdict(Score)
    for name, text, gold in polnear():
        blocks = line_blocks(text)
        found = find_attributions(text, blocks, sentences_of(text, blocks))
        total.add(text, gold, found)
        outlets[name.split("_")[0]].add(text, gold, found)
    for outlet, score in outlets.items():
        print(f"  {outlet:12} {score}")
    print(f"PolNeAR dev    {total}")


def squeezed(text: str) -> tuple[str, list[int]]:
    """Return the text without white space, and where each of its characters stands."""
    places = [i for i, char in enumerate(text) if not char.isspace()]
    return "".join(text[i] for i in places), places


def gum() -> Iterator[tuple[str, str, list[tuple[Span, str, str]]]]:
    """Yield name, text and (content span, source, cue unit) of news and interviews; those without a source left out."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for line in (DATA / "gum" / "attribution.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows[row["doc"]].append(row)
    for name, golds in rows.items():
        if "speech" in name:
            continue
        text = (DATA / "gum" / f"{name}.txt").read_text(encoding="utf-8")
        flat, places = squeezed(text)
        out = []
        for row in golds:
            if not row["source"]:
                continue
            piece, cue = squeezed(row["content_edu"])[0], squeezed(row["cue_edu"])[0]
            spots = [m.start() for m in re.finditer(re.escape(piece), flat)]
            cues = [m.start() for m in re.finditer(re.escape(cue), flat)]
            if not spots or not cues:
                continue
            spot = min(spots, key=lambda s: min(abs(s - c) for c in cues))
            out.append((Span(places[spot], places[spot + len(piece) - 1] + 1), row["source"], row["cue_edu"]))
        yield name, text, out


def words(text: str) -> set[str]:
    """Return the lower-case words of a name."""
    return set(re.findall(r"[^\W_]+", text.lower())) - {"the", "a", "of", "s", "an"}


def gum_right(text: str, content: Span, source: str, found: Sequence[Attributed]) -> bool:
    """Tell whether a found attribution over the gold content has the gold source."""
    wanted = words(source)
    for one in found:
        for attribution in one.attributions:
            if any(content.overlaps(piece) for piece in attribution.content):
                named = words(attribution.who) | (
                    words(attribution.source.slice(text)) if attribution.source else set()
                )
                if wanted & named:
                    return True
    return False


def measure_gum() -> None:
    """Print how many of GUM's gold attributions have the right source."""
    right: dict[str, list[bool]] = defaultdict(list)
    for name, text, golds in gum():
        blocks = line_blocks(text)
        found = find_attributions(text, blocks, sentences_of(text, blocks))
        right[name.split("_")[1]] += [gum_right(text, content, source, found) for content, source, _ in golds]
    for part, hits in right.items():
        print(f"  GUM {part:10} {sum(hits)}/{len(hits)} = {sum(hits) / len(hits):.3f}")
    hits = [hit for part in right.values() for hit in part]
    print(f"GUM            right source {sum(hits)}/{len(hits)} = {sum(hits) / len(hits):.3f}")


def mbd() -> Iterator[tuple[list[dict[str, str]], list[Attributed], str]]:
    """Yield each article's rows with what was found in them; a sentence is a block."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for line in (DATA / "mbd_dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows[row["article"]].append(row)
    for article in rows.values():
        text, blocks = "", []
        for row in article:
            start = len(text)
            text += row["text"].replace("\n", " ") + "\n"
            blocks.append(Block(BlockKind.PARAGRAPH, Span(start, len(text) - 1)))
        sentences = [Sentence(block.span, n) for n, block in enumerate(blocks)]
        yield article, find_attributions(text, blocks, sentences), text


def measure_mbd() -> None:
    """Print the rule's F1 on sentences with a majority of fact, quote or opinion."""
    pairs = [
        (row["label"] == "quote", attributed_rule(one))
        for article, found, _ in mbd()
        for row, one in zip(article, found, strict=True)
        if row["label"] in {"fact", "quote", "opinion"}
    ]
    print(f"mbd_dev        rule for attributed: {f1(pairs)}")


def measure_own() -> None:
    """Print the figures of our own articles, held out and train apart."""
    for held_out in (True, False):
        score, pairs, number = Score(), [], 0
        for path in sorted((ROOT / "resources" / "corpus").rglob("*.txt")):
            try:
                article = read_article(path)
            except ValueError:
                continue
            if article.held_out is not held_out:
                continue
            number += 1
            text = article.document.text
            found = find_attributions(text, article.document.blocks, article.sentences)
            gold = [Gold(list(a.content), [a.source] if a.source else []) for row in article.attributions for a in row]
            score.add(text, gold, found)
            pairs += [
                (label is Label.ATTRIBUTED, attributed_rule(one))
                for label, one in zip(article.labels, found, strict=True)
                if label is not Label.OTHER
            ]
        print(f"own {'held-out' if held_out else 'train   '}   {number} articles · {score}")
        print(f"{'':14} rule for attributed: {f1(pairs)}")


def measure_time() -> None:
    """Print the time a sentence takes, the best of three."""
    articles = []
    for _, text, _ in polnear():
        blocks = line_blocks(text)
        articles.append((text, blocks, sentences_of(text, blocks)))
    number = sum(len(sentences) for _, _, sentences in articles)
    best = float("inf")
    for _ in range(3):
        begin = time.perf_counter()
        for text, blocks, sentences in articles:
            find_attributions(text, blocks, sentences)
        best = min(best, time.perf_counter() - begin)
    print(f"time           {best / number * 1000:.3f} ms a sentence over {number} sentences")


PARTS = {
    "polnear": measure_polnear,
    "gum": measure_gum,
    "mbd": measure_mbd,
    "own": measure_own,
    "time": measure_time,
}


def main() -> None:
    """Print the parts asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--part", choices=PARTS, action="append")
    for part in parser.parse_args().part or PARTS:
        PARTS[part]()


if __name__ == "__main__":
    main()
