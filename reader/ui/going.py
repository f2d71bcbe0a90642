"""Going about in the article in front: from mark to mark, hit to hit and tab to tab, and taking text along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from reader.core.layers import LAYERS
from reader.ui.menus import Handler
from reader.ui.page import Page
from reader.ui.translate import tr

if TYPE_CHECKING:
    from reader.ui.views import ArticleView
    from reader.ui.window import Window


def install(window: Window) -> Mapping[str, Handler]:
    """Return the handlers; each does nothing where there is no article."""

    def on_page(act: Callable[[Page], object]) -> None:
        if window.page:
            act(window.page)

    def on_text(act: Callable[[ArticleView], object]) -> None:
        if window.page and window.page.view:
            act(window.page.view)

    def step(forward: bool, only: str = "") -> None:
        page = window.page
        if page is None or page.refuses():
            return
        if page.step(forward, only):
            page.read_aloud()
        else:
            after = tr("No mark after this place in the visible layers.")
            window.tell(after if forward else tr("No mark before this place in the visible layers."))

    def turn(by: int) -> None:
        if window.tabs.count():
            window.tabs.setCurrentIndex((window.tabs.currentIndex() + by) % window.tabs.count())

    return {
        "copy": partial(on_text, lambda view: view.copy()),
        "select_all": partial(on_text, lambda view: view.selectAll()),
        "find": partial(on_page, Page.open_find),
        "find_next": partial(on_page, lambda page: page.find_step(True)),
        "find_previous": partial(on_page, lambda page: page.find_step(False)),
        "next": partial(step, True),
        "previous": partial(step, False),
        **{f"next_{layer.key}": partial(step, True, layer.key) for layer in LAYERS},
        "card": partial(on_page, Page.open_card_here),
        "next_tab": partial(turn, 1),
        "previous_tab": partial(turn, -1),
    }
