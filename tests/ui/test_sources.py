"""The sources panel and stepping by class, as a reader uses them."""

from __future__ import annotations

from PySide6.QtCore import Qt

from reader.ui.compare import Compare


def test_a_click_goes_to_the_next_quotation_and_round(qtbot, open_text):
    window = open_text("Ada said one thing.\n\nThe plan is good.\n\nAda said another thing.")
    window.actions_by_key["sources"].trigger()
    panel = window.docks["sources"].widget()
    qtbot.waitUntil(lambda: panel.list.count() == 1)
    assert panel.list.item(0).text() == "Ada\n2 × quoted, 8 words"
    assert "Opinion: 1, 33\u00a0% (33\u00a0% of words)" in panel.summary.text()
    places = []
    for _ in range(3):
        middle = panel.list.visualItemRect(panel.list.item(0)).center()
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=middle)
        places.append(window.page.view.caret())
    assert places == [0, 38, 0]


def test_status_bar_legend_summary_and_comparison_count_the_same_sentences(qtbot, open_text):
    window = open_text("B title\n\nIt was so.\n", name="other.txt")
    open_text("A title\n\nIt was so. The plan is good. It is perhaps bad. Ann said no.\n\nIt went on.\n", window)
    window.actions_by_key["sources"].trigger()
    window.actions_by_key["compare"].trigger()
    compare, panel = window.findChildren(Compare)[0], window.docks["sources"].widget()
    window.legend.slider.setValue(70)
    qtbot.waitUntil(lambda: "Less sure" in panel.summary.text())
    status = "6 sentences: opinion 1, reported fact 2, attributed 1, 1 less sure than 70\u00a0%, 1 without a stance"
    assert window.status.text() == status
    assert [window.legend.counts[key].text() for key in ("opinion", "fact", "attributed")] == ["1", "2", "1"]
    for row in (
        "Of 5 sentences with a stance",
        "Opinion: 1, 20\u00a0%",
        "Reported fact: 2, 40\u00a0%",
        "Attributed: 1, 20\u00a0%",
        "Less sure than 70\u00a0%: 1, 20\u00a0%",
        "1 named, 0 unnamed",
    ):
        assert row in panel.summary.text()
    side = 1 + [one.page for one in compare.sides].index(window.page)

    def compared() -> dict[str, str]:
        table = compare.table
        return {table.item(row, 0).text(): table.item(row, side).text() for row in range(table.rowCount())}

    qtbot.waitUntil(lambda: "Less sure than 70\u00a0%" in compared())
    assert compared()["Sentences with a stance"] == "5"
    assert compared()["Opinion"] == compared()["Less sure than 70\u00a0%"] == "1 (20\u00a0%)"
    assert compare.sides[0].view.scene.lens.min_confidence == 0.7


def test_stepping_by_class_passes_over_the_others(open_text):
    window = open_text("It was so. The plan is good. It went on. The day was bad.")
    window.actions_by_key["next_opinion"].trigger()
    assert window.page.view.caret() == 11
    window.actions_by_key["next_opinion"].trigger()
    assert window.page.view.caret() == 41


def test_the_paragraphs_densest_in_opinion_are_told_apart_by_their_words(qtbot, open_text):
    window = open_text(
        "A title\n\nThe plan is good.\n\nThe day was bad and long, and everybody at the harbour knew.\n\nIt was so.\n"
    )
    window.actions_by_key["sources"].trigger()
    summary = window.docks["sources"].widget().summary
    qtbot.waitUntil(lambda: "densest" in summary.text())
    start = window.page.document.text.index("The day was bad")
    assert f"<a href='{start}'>“The day was bad and long, and everybody at…”</a>" in summary.text()
    summary.linkActivated.emit(str(start))
    assert window.page.view.caret() == start
