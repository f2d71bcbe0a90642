"""What is painted, and where: pixels at a cursor's rectangle, offsets with characters beyond the BMP."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from reader.core.annotation import UNSURE_BELOW, Label
from reader.core.document import BlockKind, Document, Part, Span
from reader.core.layers import BY_KEY
from reader.ui import overlay, views
from reader.ui import theme as themes
from reader.ui.marked import Lens, Marked
from reader.ui.plain_view import PlainArticleText
from reader.ui.typography import Typography
from tests.ui.conftest import annotate, document_of

ALL = Lens(frozenset(BY_KEY))


@pytest.fixture
def show(qtbot):
    kept: list[QWidget] = []  # qtbot refers to its widgets weakly

    def show_it(document: Document, lens: Lens = ALL, kind: type | None = None, width: int = 700) -> views.ArticleView:
        parent = QWidget()
        kept.append(parent)
        qtbot.addWidget(parent)
        parent.resize(width, 500)
        marked = Marked()
        marked.add(annotate(document))
        made = (kind or views.ArticleText)(parent)
        made.set_up(document, marked, themes.load("light"), Typography(), lens)
        made.resize(width, 500)
        parent.show()
        qtbot.waitExposed(parent)
        return made

    return show_it


def image(view: views.ArticleView) -> QImage:
    return view.viewport().grab().toImage()


def fills(view: views.ArticleView, span: Span) -> set[str]:
    """Return which stance fills lie just above the letters of a stretch, at each character's left edge."""
    picture, theme, found = image(view), view.scene.theme, set()
    names = {style.fill.rgb(): key for key, style in theme.layers.items() if style.fill}
    names[theme.page.background.rgb()] = ""
    for position in range(span.start + 1, span.end):
        corner = view.cursorRect(view.cursor_at(position)).topLeft()
        found.add(names.get(picture.pixelColor(corner + QPoint(1, 1)).rgb(), "?"))
    return found


def span_of(document: Document, words: str) -> Span:
    start = document.text.index(words)
    return Span(start, start + len(words))


KINDS = pytest.mark.parametrize("kind", [views.ArticleText, PlainArticleText])


@KINDS
def test_each_sentence_has_its_own_fill(show, kind):
    document = document_of("All this is good. It was on a Monday. Ann said no.")
    view = show(document, kind=kind)
    assert fills(view, span_of(document, "All this is good.")) == {"opinion"}
    assert fills(view, span_of(document, "It was on a Monday.")) == {"fact"}
    assert fills(view, span_of(document, "Ann said no.")) == {""}


@KINDS
def test_an_unsure_mark_has_its_line_but_no_fill(show, kind):
    document = document_of("All this is good.")
    view = show(document, kind=kind)
    span = span_of(document, "All this is good.")
    sure = image(view)
    marked = Marked()
    marked.add(one._replace(confidence=UNSURE_BELOW - 0.01) for one in annotate(document))
    view.set_marked(marked, tells=True)
    unsure = image(view)
    assert fills(view, span) == {""}
    view.set_lens(Lens(frozenset()))
    assert unsure not in (sure, image(view))


@KINDS
def test_a_hidden_layer_leaves_no_trace(show, kind):
    document = document_of("All this is good. It was on a Monday.")
    view = show(document, kind=kind)
    view.set_lens(ALL.toggled("opinion"))
    assert fills(view, span_of(document, "All this is good.")) == {""}
    view.set_lens(Lens(frozenset()))
    bare = image(view)
    plain = show(document, Lens(frozenset()), kind)
    plain.scene.marked.__init__()
    assert bare == image(plain)


@KINDS
@pytest.mark.parametrize(
    "before", ["😀😀😀 were here.", "𝔊𝔬𝔱𝔥𝔦𝔠 was here.", "e\u0301e\u0301 was here.", "a\u00a0b was here."]
)
def test_wide_and_combining_characters_shift_nothing(show, kind, before):
    document = document_of(before, f"{before} All this is good. {before}")
    view = show(document, kind=kind)
    assert fills(view, span_of(document, "All this is good.")) == {"opinion"}
    after = document.text.rindex("was" if "was" in before else "were")
    assert fills(view, Span(after, after + 3)) == {"fact"}


def test_every_layer_shows_a_line_of_its_colour(show):
    document = document_of(
        "It is good. It was. Ann said. It may be. It clearly was. It slammed shut. The critics came."
    )
    for key in BY_KEY:
        view = show(document, Lens(frozenset({key})))
        picture = image(view)
        line = view.scene.theme.layers[key].line
        near = sum(
            abs(colour.red() - line.red()) + abs(colour.green() - line.green()) + abs(colour.blue() - line.blue()) < 60
            for y in range(min(200, picture.height()))
            for x in range(picture.width())
            if (colour := picture.pixelColor(x, y))
        )
        assert near > 5, key


def test_the_word_under_the_mouse_is_found(show):
    document = document_of("😀 All this is good. It was on a Monday.", "Ann said no.")
    view = show(document)
    for words in ("good", "Monday", "said"):
        box = view.cursorRect(view.cursor_at(document.text.index(words)))
        found = view.annotation_under(box.center().toPointF() + QPoint(2, 0))
        assert words in found.span.slice(document.text)
    assert view.annotation_under(QPoint(3, 3).toPointF()) is None
    assert view.annotation_under(QPoint(300, 480).toPointF()) is None


def test_right_to_left_text_is_marked_where_it_stands(show):
    hebrew = "זה טוב מאוד good. הוא בא ביום שני."
    document = document_of(hebrew)
    view = show(document)
    picture = image(view)
    box = view.cursorRect(view.cursor_at(1))
    assert picture.pixelColor(box.topLeft() + QPoint(-2, 1)) == view.scene.theme.layers["opinion"].fill
    box = view.cursorRect(view.cursor_at(len(hebrew) - 3))
    assert picture.pixelColor(box.topLeft() + QPoint(-2, 1)) == view.scene.theme.layers["fact"].fill


def test_a_paragraph_of_many_screens_paints_only_its_visible_lines(show, qtbot):
    document = document_of("It was on a Monday. All this is good. " * 3000)
    view = show(document, kind=PlainArticleText)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    asked: list[int] = []
    between = view.scene.marked.between
    view.scene.marked.between = lambda *where: asked.append(len(found := between(*where))) or found  # type: ignore[method-assign]
    image(view)
    assert 0 < max(asked) < 200


CHANGES = {
    "another size of letters": lambda view: view.set_look(view.scene.theme, Typography(size=view._typography.size + 5)),
    "a narrower column": lambda view: view.resize(460, 500),
    "another theme": lambda view: view.set_look(themes.load("dark"), Typography()),
    "a hidden layer": lambda view: view.set_lens(ALL.toggled("fact")),
    "more marks": lambda view: view.scene.marked.add(
        one._replace(label=Label.OPINION) for one in annotate(document_of(*["It was on a Monday, all day long. "] * 9))
    ),
    "scrolled": lambda view: view.verticalScrollBar().setValue(7),
}


@KINDS
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_marks_once_placed_are_placed_anew_where_they_must(show, kind, change):
    view = show(document_of(*["It was on a Monday, all day long. All this is good, Ann said."] * 20), kind=kind)
    before = image(view)
    change(view)
    kept = image(view)
    view._placed = overlay.Placed()
    assert before != kept == image(view)


TEXTS = st.lists(st.text(min_size=1), min_size=1, max_size=5)


@given(TEXTS)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_view_holds_the_documents_text(qapp, texts):
    document = document_of(*texts)
    for kind in (views.ArticleText, PlainArticleText):
        view = kind()
        view.set_up(document, Marked(), themes.load("light"), Typography(), ALL)
        assert view.document().toRawText().replace("\u2029", "\n") == document.text
        for position in range(0, len(document.text), 3):
            assert view.scene.units.from_utf16(view.cursor_at(position).position()) == position


@given(st.lists(st.tuples(st.sampled_from(list(BlockKind)), st.text(min_size=1)), min_size=1, max_size=6))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_typesetting_changes_no_text(qapp, parts):
    from reader.core.document import Part

    document = Document.build(Part(kind, text, 1) for kind, text in parts)
    view = views.ArticleText()
    view.set_up(document, Marked(), themes.load("dark"), Typography(zoom=2.0), ALL)
    assert view.document().toRawText().replace("\u2029", "\n") == document.text


def test_a_paragraph_runs_as_most_of_its_letters_do(show):
    document = document_of(
        "“שלום” said one resident, while another shouted at the crowd.",
        "OpenAI אמרה ביום שני כי התוכנית תתחיל בקרוב מאוד.",
    )
    view = show(document)
    english, hebrew = (
        [view.cursorRect(view.cursor_at(place)).x() for place in (block.span.start, block.span.end)]
        for block in document.blocks
    )
    assert english[0] < english[1]
    assert hebrew[0] > hebrew[1]


def test_a_list_from_right_to_left_has_its_markers_at_the_right(show):
    document = Document.build(Part(BlockKind.LIST_ITEM, text) for text in ("البند الأول", "The first item"))
    view = show(document)
    theme, picture = view.scene.theme, image(view)
    right, left = (view.cursorRect(view.cursor_at(block.span.start)) for block in document.blocks)

    def dim(low: int, high: int, y: int) -> bool:
        """Tell whether something of the markers' colour stands between two places, on the line at `y`."""
        return any(
            picture.pixelColor(x, y + dy) == theme.page.dim for x in range(low, high) for dy in range(right.height())
        )

    assert dim(right.x() + 2, picture.width(), right.y())
    assert not dim(0, right.x() - 200, right.y())
    assert dim(0, left.x() - 2, left.y())
