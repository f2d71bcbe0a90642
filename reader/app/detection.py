"""The detector as the window asks it: marking, deciding words, and what is learnt from the reader's labels."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from reader.app.articles import reopened

if TYPE_CHECKING:
    from reader.core.annotation import Annotation, Label
    from reader.core.document import Document, Span
    from reader.nlp.pipeline import Pipeline
    from reader.settings import Folders
    from reader.ui.worker import Work

_PARTS = ("numpy", "reader.nlp", "reader.nlp.cues", "reader.nlp.encoder", "reader.nlp.detector")
_log = logging.getLogger(__name__)


class Detector:
    """The detector as the worker calls it: built in the worker's thread when first wanted, or another engine is.

    `notice` says whether the engine is not the one that was chosen.
    """

    def __init__(self, engine: str, places: Folders) -> None:
        self._engine = engine
        self._data = places.data
        self._learnt = places.learnt
        self._built: tuple[str, Pipeline] | None = None
        self.notice = ""

    def use(self, engine: str) -> None:
        """Choose the full or the light engine for what is analysed from now on."""
        self._engine = engine

    def reliability(self) -> list[tuple[float, float]]:
        """Return what confidences meant when the full engine was measured: of the shipped one, nothing of another."""
        import json

        from reader import assets

        if self._engine != "full" or self._learnt.exists():
            return []
        rows = json.loads(assets.path("model", "reliability.json").read_text(encoding="utf-8"))
        return [(row["least"], row["right"]) for row in rows]

    def analyse(
        self, document: Document, where: Callable[[], int], cancelled: Callable[[], bool]
    ) -> Iterator[tuple[Annotation, ...]]:
        """Yield the annotations in batches, first those around the code point `where()`, until `cancelled()`."""
        # Loading takes most of a second when it is first wanted: who quits meanwhile waits for one part, not for all.
        for part in _PARTS:
            import_module(part)
            if cancelled():
                return
        yield from self._pipeline().analyse(document, where, cancelled)

    def explain(self, document: Document, annotation: Annotation, struck: tuple[Span, ...]) -> Annotation:
        """Find the deciding words, or decide again without the `struck` ones."""
        pipeline = self._pipeline()
        return pipeline.strike(document, annotation, struck) if struck else pipeline.explain(document, annotation)

    def learn(self, document: Document | None) -> Work:
        """Find what the reader's labels in all articles that are still there would change."""
        import datetime

        from reader.nlp import personal
        from reader.ui.services import Lesson

        pipeline = self._pipeline()
        examples, usual, missing = [], [], 0
        for found, labels in _labelled(self._data, document):
            yield 0.0
            if found is None:
                missing += len(labels)
                continue
            some, inputs = pipeline.examples(found, labels)
            examples += some
            # Without a label that has its place still, nothing is read.
            if len(inputs):
                usual.append(inputs)
        if len(examples) < personal.FEWEST:
            return None
        about = {
            "model": personal.fingerprint(pipeline.classifier.model),
            "labels": str(len(examples)),
            "when": datetime.date.today().isoformat(),
        }
        import numpy as np

        for share in personal.learn(examples, np.vstack(usual), about):
            if isinstance(share, float):
                yield share
            else:
                learnt = share
        return Lesson(
            learnt.labels,
            missing,
            learnt.right_before,
            learnt.right_after,
            pipeline.changed(document, learnt.layer) if document else 0,
            learnt.layer,
        )

    def use_lesson(self, layer: object) -> None:
        """Keep a layer and mark with it from now on; None takes it away. Raises OSError."""
        from reader.nlp.personal import Personal

        if isinstance(layer, Personal):
            layer.save(self._learnt)
        else:
            self._learnt.unlink(missing_ok=True)
        if self._built:
            self._built[1].personal = layer if isinstance(layer, Personal) else None

    def in_use(self) -> Mapping[str, str]:
        """Tell from how many labels, and when, was learnt what is in use; nothing where nothing is."""
        if not self._learnt.exists() or (self._built and not self._built[1].personal):
            return {}
        from reader.nlp.personal import Personal

        try:
            return dict(Personal.load(self._learnt).about)
        except (OSError, ValueError):
            return {}

    def _pipeline(self) -> Pipeline:
        engine = self._engine
        if self._built is None or self._built[0] != engine:
            from reader.nlp import detector, personal
            from reader.ui.translate import tr

            pipeline, notice = detector.build(engine)
            if notice:
                _log.warning("%s", notice)
            pipeline.personal = personal.find(self._learnt, pipeline.classifier.model)
            if notice:
                self.notice = tr("The full engine can’t be loaded; the light one marks instead, less exactly.")
            elif self._learnt.exists() and not pipeline.personal:
                self.notice = tr("What was learnt from your labels was for another detector; learn it again.")
            else:
                self.notice = ""
            self._built = engine, pipeline
        return self._built[1]


def _labelled(data: Path, document: Document | None) -> Iterator[tuple[Document | None, list[tuple[Span, Label]]]]:
    """Yield each article with the reader's labels in it; None for one whose file is gone or can't be read."""
    from reader.formats import ReaderError, load
    from reader.library.anchors import place_all
    from reader.library.journal import text_key
    from reader.library.notebook import journals

    for journal in journals(data):
        decided = [mark for mark in journal.marks.values() if mark.machine is not None]
        if not decided:
            continue
        found = None
        if document and any(one["text"] == text_key(document) for one in journal.documents):
            found = document
        for told in reversed(journal.documents):
            if found is None and told["path"]:
                with suppress(ReaderError):
                    again = reopened(told["path"])
                    found = again.document if again else load(told["path"])
        placed = place_all(decided, found.text)[0] if found else ()
        yield found, [(one.span, one.mark.label) for one in placed if one.mark.label]
        # Those that have lost their place are without their text, too.
        if found and len(placed) < len(decided):
            yield None, [(mark.anchor.span, mark.label) for mark in decided[len(placed) :] if mark.label]
