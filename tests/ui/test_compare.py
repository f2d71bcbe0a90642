"""Two articles side by side, as a reader compares them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from reader.ui.compare import Compare

ONE = "First title\n\nThe council met. The plan is good. Ann said it may rain.\n\nBob said no. Ann said yes.\n"
TWO = "Second title\n\nThe council met. It was so. It is bad.\n\nAnn said it is over.\n"


def comparison(qtbot, open_text, *texts: str) -> tuple:
    window = None
    for number, text in enumerate(texts):
        window = open_text(text, window, f"article {number}.txt")
    window.tabs.setCurrentIndex(0)
    qtbot.keyClick(window.page.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    return window, next(iter(window.findChildren(Compare)), None)


def table(compare) -> list[tuple[str, ...]]:
    one = compare.table
    return [tuple(one.item(row, column).text() for column in range(3)) for row in range(one.rowCount())]


def test_numbers_and_sources_stand_beside_each_other(qtbot, open_text):
    _, compare = comparison(qtbot, open_text, ONE, TWO)
    rows = {name: values for name, *values in table(compare)}
    assert rows["Sentences with a stance"] == ["5", "4"]
    assert rows["Opinion"] == ["1 (20\u00a0%)", "1 (25\u00a0%)"]
    assert rows["Attributed"] == ["3 (60\u00a0%)", "1 (25\u00a0%)"]
    assert rows["Named sources"] == ["2", "1"]
    names = [name for name, *_ in table(compare)]
    assert names[names.index("Quoted in both") :] == ["Quoted in both", "Ann", "Quoted in one", "Bob"]
    assert rows["Ann"] == ["2 ×", "1 ×"]
    assert rows["Bob"] == ["1 ×", "–"]


def test_layers_are_shared_and_a_source_leads_to_its_words(qtbot, open_text):
    window, compare = comparison(qtbot, open_text, ONE, TWO)
    compare.boxes["fact"].click()
    assert all("fact" not in side.view.scene.lens.visible for side in compare.sides)
    assert "fact" in window.page.lens.visible
    row = [name for name, *_ in table(compare)].index("Ann")
    spot = compare.table.visualItemRect(compare.table.item(row, 1)).center()
    compare.table.scrollToItem(compare.table.item(row, 1))
    spot = compare.table.visualItemRect(compare.table.item(row, 1)).center()
    qtbot.mouseClick(compare.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    view = compare.sides[0].view
    assert view.article.text[view.caret() :].startswith("Ann said it may")


def test_the_order_of_the_layers_is_that_of_the_legend(qtbot, open_text):
    window, compare = comparison(qtbot, open_text, ONE, TWO)
    qtbot.keyClick(window.legend.boxes["attributed"], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    order = window.page.lens.order
    assert order[:3] == ("opinion", "attributed", "fact")
    assert all(side.view.scene.lens.order == order for side in compare.sides)

    def shown() -> list[str]:
        return sorted(compare.boxes, key=lambda key: compare.boxes[key].mapTo(compare, QPoint()).y())

    qtbot.waitUntil(lambda: tuple(shown()) == order)


def test_another_article_can_be_chosen_and_closing_one_ends_it(qtbot, open_text):
    window, compare = comparison(qtbot, open_text, ONE, TWO, "Third title\n\nIt is bad.\n")
    choice = compare.sides[1].choice
    choice.setCurrentIndex(2)
    assert compare.sides[1].view.article.title == "Third title"
    assert {name: values for name, *values in table(compare)}["Opinion"] == ["1 (20\u00a0%)", "1 (100\u00a0%)"]
    window.tabs.setCurrentIndex(2)
    window.actions_by_key["close"].trigger()
    qtbot.waitUntil(lambda: not window.findChildren(Compare))


def test_one_article_alone_asks_for_another(qtbot, open_text):
    window, compare = comparison(qtbot, open_text, ONE)
    assert compare is None
    assert "second article" in window.page.banner.text


def test_it_takes_on_another_theme(qtbot, open_text):
    window, compare = comparison(qtbot, open_text, ONE, TWO)
    window.look.set_theme("dark")
    assert all(side.view.scene.theme.key == "dark" for side in compare.sides)
    qtbot.keyClick(window.page.view, "+", Qt.KeyboardModifier.ControlModifier)
