"""What the window's side of saving asks for: copies, previews, pages to print, and pieces for the clipboard."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from reader.app.detection import Detector

if TYPE_CHECKING:
    from reader.core.annotation import Annotation
    from reader.core.document import Document, Span
    from reader.formats.export import ExportOptions
    from reader.formats.export.preview import Preview
    from reader.ui.services import CopyFormat, CopyOptions
    from reader.ui.worker import Work


class Copies:
    """What the window's side of saving asks for: kinds of copies, copies, previews, and pieces for the clipboard."""

    def __init__(self, data: Path, detector: Detector) -> None:
        self._data = data
        self._detector = detector
        self._explained_of: Document | None = None
        self._known: dict[Span, Annotation] = {}

    def formats(self, document: Document) -> Sequence[CopyFormat]:
        """Return the kinds of copies that can be made of a document."""
        from reader.formats import exporters
        from reader.ui.services import CopyFormat

        return [
            CopyFormat(one.key, one.title, one.suffixes, one.meaning, one.heeds)
            for one in exporters()
            if one.fits(document)
        ]

    def save(
        self, path: Path, key: str, document: Document, annotations: Sequence[Annotation], options: CopyOptions
    ) -> Work:
        """Find the deciding words where they are wanted, then write the copy; return how many marks are in it."""
        from reader.formats import SaveError, save
        from reader.formats.export import by_key
        from reader.ui.translate import tr
        from reader.ui.worker import ExpectedError

        exporter, found = by_key(key), annotations
        if options.evidence and "evidence" in exporter.heeds:
            found = yield from self._explained(document, annotations, options)
        try:
            return save(path, document, found, self._options(document, options), exporter)
        except SaveError as error:
            raise ExpectedError(error.sentence(tr)) from error

    def preview(self, key: str, document: Document, annotations: Sequence[Annotation], options: CopyOptions) -> Preview:
        """Return what the beginning of a copy looks like."""
        from reader.formats import SaveError
        from reader.formats.export import by_key
        from reader.formats.export.preview import preview
        from reader.ui.translate import tr
        from reader.ui.worker import ExpectedError

        try:
            return preview(by_key(key), document, annotations, self._options(document, options))
        except SaveError as error:
            raise ExpectedError(error.sentence(tr)) from error

    def lay_out(self, document: Document, annotations: Sequence[Annotation], options: CopyOptions) -> Work:
        """Set the article for paper, having found the deciding words where footnotes are to tell them."""
        from reader.formats.export.print_pdf import lay_out

        found = annotations
        if options.evidence and options.footnotes:
            found = yield from self._explained(document, annotations, options)
        yield 1.0
        return lay_out(document, found, self._options(document, options))

    def clip(
        self, document: Document, annotations: Sequence[Annotation], options: CopyOptions, within: Span | None
    ) -> tuple[str, str]:
        """Return a stretch of the article, or all of it, as rich and as plain text with labels."""
        from reader.formats.export import fragment

        made = self._options(document, options)
        return (
            fragment.rich(document, annotations, made, within),
            fragment.plain(document, annotations, made, within),
        )

    def _explained(
        self, document: Document, annotations: Sequence[Annotation], options: CopyOptions
    ) -> Generator[float, None, list[Annotation]]:
        """Return the annotations, those that are shown with their deciding words; what was found once is kept."""
        from reader.core.layers import STANCE

        if self._explained_of is not document:
            self._explained_of, self._known = document, {}
        found = []
        for number, one in enumerate(annotations):
            shown = STANCE.get(one.label) in options.layers and one.confidence >= options.min_confidence
            known = self._known.get(one.span)
            if one.evidence or not shown:
                found.append(one)
            elif known and (known.label, known.confidence) == (one.label, one.confidence):
                found.append(known)
            else:
                yield number / len(annotations)
                self._known[one.span] = self._detector.explain(document, one, ())
                found.append(self._known[one.span])
        return found

    def _options(self, document: Document, options: CopyOptions) -> ExportOptions:
        from reader.formats import ExportOptions
        from reader.library.notebook import Notebook
        from reader.ui.translate import language, tr

        return ExportOptions(
            layers=options.layers,
            min_confidence=options.min_confidence,
            legend=options.legend,
            evidence=options.evidence,
            footnotes=options.footnotes,
            own=Notebook(self._data, document).marks if options.own else (),
            # The same few texts are asked for with every sentence.
            say=cache(tr),
            language=language(),
        )
