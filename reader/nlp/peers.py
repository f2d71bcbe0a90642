"""The peers the detector is measured against, on the same data in the same run.

TextBlob and VADER know subjectivity and sentiment only; to be fair to them, a sentence with a quotation mark counts as
attributed. The learned ones are trained on our corpus. Needs the extra `evaluate`, and a checkout for the corpus.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reader import assets
from reader.nlp.corpus import read_corpus
from reader.nlp.tokens import tokenize

Predict = Callable[[Sequence[str]], Sequence[Mapping[str, float]]]
_QUOTES = frozenset('“”"«»')


def contestants() -> dict[str, Predict]:
    """Return each peer by name."""
    sentences, labels = _training()
    return {
        "majority": lambda lines: [{"fact": 1.0}] * len(lines),
        "TextBlob subjectivity": _text_blob(),
        "VADER": _vader(),
        "NLTK NaiveBayes": _naive_bayes(sentences, labels),
        "TF-IDF logistic regression": _tf_idf(sentences, labels),
    }


def _training() -> tuple[list[str], list[str]]:
    """Return the corpus' training sentences and labels."""
    pairs = [
        (article.text(number), str(label))
        for article in read_corpus(assets.root() / "corpus")
        if not article.held_out
        for number, label in enumerate(article.labels)
        if label != "other"
    ]
    return [text for text, _ in pairs], [label for _, label in pairs]


def _by_strength(strength: Callable[[str], float]) -> Predict:
    """Call a sentence opinion by how strong its tone is (0 to 1), attributed where it has quotation marks."""

    def predict(lines: Sequence[str]) -> list[Mapping[str, float]]:
        found: list[Mapping[str, float]] = []
        for line in lines:
            tone = strength(line)
            quoted = bool(_QUOTES & set(line))
            found.append({"attributed": 1.0} if quoted else {"opinion": tone, "fact": 1 - tone})
        return found

    return predict


def _text_blob() -> Predict:
    from textblob import TextBlob

    return _by_strength(lambda line: float(TextBlob(line).sentiment.subjectivity))


def _vader() -> Predict:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return _by_strength(lambda line: abs(float(analyzer.polarity_scores(line)["compound"])))


def _bag(text: str) -> dict[str, bool]:
    return {token.lower: True for token in tokenize(text)}


def _naive_bayes(sentences: Sequence[str], labels: Sequence[str]) -> Predict:
    from nltk.classify import NaiveBayesClassifier

    model: Any = NaiveBayesClassifier.train(
        [(_bag(text), label) for text, label in zip(sentences, labels, strict=True)]
    )

    def predict(lines: Sequence[str]) -> list[Mapping[str, float]]:
        chances = [model.prob_classify(_bag(line)) for line in lines]
        return [{label: one.prob(label) for label in one.samples()} for one in chances]

    return predict


def _tf_idf(sentences: Sequence[str], labels: Sequence[str]) -> Predict:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    model: Any = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
        LogisticRegression(C=10, max_iter=1000, class_weight="balanced"),
    )
    model.fit(sentences, labels)

    def predict(lines: Sequence[str]) -> list[Mapping[str, float]]:
        return [dict(zip(model.classes_, row, strict=True)) for row in model.predict_proba(list(lines)).tolist()]

    return predict
