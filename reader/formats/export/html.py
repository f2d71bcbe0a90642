"""A standalone web page: marks, legend with switches, cards, without script, and the data for the way back.

Nothing in it runs or loads: a content security policy says so, and the one style sheet is inside. The text
under `article` is the document's text; what is said of marks is generated content, so that copying, finding
and other programs' text extraction get the article alone. Screen readers do read generated content.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from reader import assets
from reader.core import wording
from reader.core.annotation import Annotation
from reader.core.document import Block, BlockKind, Document
from reader.core.layers import BY_KEY, LAYERS
from reader.core.text import has_right_to_left, right_to_left
from reader.formats.export import palette, web_annotation
from reader.formats.export.exporter import Exporter, ExportOptions
from reader.formats.export.marking import Passage, Run, counts, limit, own_told, passages, told
from reader.formats.export.palette import Palette

DATA_ID = "bias-reader-data"
"""The id of the template element that holds the annotations as JSON-LD."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_ROLES = ("background", "text", "dim", "heading", "rule", "focus")
_INERT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
# What encloses consecutive blocks of a kind, and the element of each.
_ENCLOSED = {
    BlockKind.LIST_ITEM: ('<ul class="list">\n', "</ul>\n"),
    BlockKind.QUOTE: ("<blockquote>\n", "</blockquote>\n"),
}
_CLASSES = {
    BlockKind.BYLINE: "byline",
    BlockKind.CAPTION: "caption",
    BlockKind.CODE: "code",
    BlockKind.TABLE_ROW: "row",
    BlockKind.BOILERPLATE: "boilerplate",
}


def save(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> bytes:
    """Return the page in UTF-8."""
    return "".join(_page(document, annotations, options)).encode()


def inert_json(data: str) -> str:
    """Return JSON so that no part of it can be taken for markup."""
    for sign, written in _INERT.items():
        data = data.replace(sign, written)
    return data


def _page(document: Document, annotations: Sequence[Annotation], options: ExportOptions) -> Iterator[str]:
    shown = [layer.key for layer in LAYERS if layer.key in options.layers]
    number = counts(document, annotations, options)
    light = palette.load("light")
    yield (
        f'<!DOCTYPE html>\n<html lang="{escape(options.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<meta name="generator" content="Bias Reader {escape(options.version)}">\n'
        f"<title>{escape(options.say(wording.MARKED_TITLE).format(title=document.title))}</title>\n"
    )
    yield f"<style>\n{_style(light, palette.load('dark'), shown)}</style>\n</head>\n<body>\n"
    if options.legend:
        yield from _switches(shown)
    yield f'<div class="page">\n{_about(document, options)}'
    if options.legend:
        yield from _legend(shown, number, light, options)
    yield f"<main>\n<article{_language(document)}>\n"
    yield from _article(document, annotations, options, light)
    yield "</article>\n</main>\n"
    warning = f"{options.say(wording.CAN_BE_WRONG)} {options.say(wording.NO_VERDICT)}"
    yield f"<footer>{escape(warning)}</footer>\n</div>\n"
    data = json.dumps(web_annotation.collection(document, annotations, options), ensure_ascii=False)
    yield f'<template id="{DATA_ID}">{inert_json(data)}</template>\n</body>\n</html>\n'


def _style(light: Palette, dark: Palette, shown: Sequence[str]) -> str:
    """Return the style sheet: the shipped one, the themes' colours, and each layer's switch."""
    sheet = assets.path("formats", "copy.css").read_text(encoding="utf-8")
    off = "".join(_switched_off(key) for key in shown)
    return (
        f":root {{ {_colours(light)} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {_colours(dark)} }} }}\n"
        f"{''.join(f'.{key} {{ --fill: var(--{key}-fill); --line: var(--{key}-line); }}' for key in shown)}\n"
        f"{''.join(_lighter(key) for key in shown if not BY_KEY[key].sentences)}\n"
        f"{sheet}{off}"
    )


def _colours(theme: Palette) -> str:
    roles = [f"--{role}: {theme.page[role]};" for role in _ROLES]
    roles += [f"--card: {theme.window['base']};", f"--border: {theme.window['border']};"]
    for key, look in theme.layers.items():
        roles.append(f"--{key}-fill: {look.fill or 'transparent'}; --{key}-line: {look.line};")
    return " ".join(roles)


def _switched_off(key: str) -> str:
    """Return the rules of a layer whose switch is off. By siblings, which old browsers know too."""
    off = f"#show-{key}:not(:checked) ~ .page"
    mark = f"{off} article .{key}"
    return (
        f"{mark} {{ background: none; text-decoration: none; padding: 0; margin: 0; }}\n"
        f"{mark} .evidence {{ background: none; }}\n"
        f"{mark}::before, {mark}::after {{ content: none; }}\n"
        f"{off} .legend .{key} {{ opacity: .45; }}\n"
        f"{off} .legend [for=show-{key}]::before {{ color: transparent; }}\n"
        f"#show-{key}:focus-visible ~ .page [for=show-{key}] {{ outline: 2px solid var(--focus); }}\n"
        f"@media print {{ {off} .legend .entry-{key} {{ display: none; }} }}\n"
    )


def _switches(shown: Iterable[str]) -> Iterator[str]:
    for key in shown:
        yield (f'<input class="switch" type="checkbox" id="show-{key}" checked aria-describedby="about-{key}">\n')


def _about(document: Document, options: ExportOptions) -> str:
    name = document.source.name or options.say(wording.AN_ARTICLE)
    head = escape(options.say(wording.COPY_OF)).format(name=f"<strong>{escape(name)}</strong>")
    date = options.date.isoformat()
    return (
        f'<header class="about">{head}{escape(limit(options))} · '
        f'<time datetime="{date}">{date}</time> · Bias Reader {escape(options.version)}</header>\n'
    )


def _legend(shown: Iterable[str], number: dict[str, str], theme: Palette, options: ExportOptions) -> Iterator[str]:
    say = options.say
    yield f'<nav class="legend" aria-label="{escape(say(wording.LEGEND))}">\n<ul>\n'
    for key in shown:
        layer = BY_KEY[key]
        yield (
            f'<li class="entry-{key}"><label for="show-{key}">'
            f'<span class="swatch {key} {theme.layers[key].pattern}" aria-hidden="true">Abc</span> '
            f'{escape(say(layer.title))} <span class="count">{escape(number[key])}</span></label>'
            f'<p id="about-{key}">{escape(say(layer.meaning))}</p></li>\n'
        )
    if options.own:
        yield (
            '<li class="entry-own"><span class="swatch own" aria-hidden="true">Abc</span> '
            f'{escape(say(wording.OWN_TITLE))} <span class="count">{len(options.own)}</span>'
            f"<p>{escape(say(wording.OWN_MEANING))}</p></li>\n"
        )
    yield "</ul>\n</nav>\n"


def _article(
    document: Document, annotations: Sequence[Annotation], options: ExportOptions, theme: Palette
) -> Iterator[str]:
    language = document.metadata.language if document.metadata.language != options.language else ""
    blocks = passages(document, annotations, options)
    for kind, group in groupby(blocks, key=lambda pair: pair[0].kind):
        before, after = _ENCLOSED.get(kind, ("", ""))
        yield before
        for block, parts in group:
            yield _opening(block, document.text)
            yield from (_passage(part, document.text, options, theme, language) for part in parts)
            yield f"</{_element(block)}>\n"
        yield after


def _element(block: Block) -> str:
    if block.kind is BlockKind.TITLE:
        return "h1"
    if block.kind is BlockKind.HEADING:
        return f"h{min(max(block.level, 1) + 1, 6)}"
    return "li" if block.kind is BlockKind.LIST_ITEM else "p"


def _opening(block: Block, text: str) -> str:
    attributes = ""
    if block.kind in _CLASSES:
        attributes += f' class="{_CLASSES[block.kind]}"'
    if block.kind is BlockKind.LIST_ITEM:
        attributes += f' data-marker="{escape(block.marker)}" style="--level: {min(max(block.level, 1), 9)}"'
    words = block.span.slice(text)
    if has_right_to_left(words):
        attributes += ' dir="rtl"' if right_to_left(words) else ' dir="ltr"'
    return f"<{_element(block)}{attributes}>"


def _passage(passage: Passage, text: str, options: ExportOptions, theme: Palette, language: str) -> str:
    """Return a sentence with its marks; what is said of them is in the reader's language, the words in the article's.

    `language` is the article's where it is another, else empty.
    """
    inside = "".join(_run(run, text, options, theme, language) for run in passage.runs)
    card = told(passage, text, options)
    if not card:
        return inside
    if passage.signs:
        inside += f'<span class="sign" data-sign="{passage.signs}"></span>'
    inside, of_language = _spoken_as(inside, options, language)
    shown = f'data-card="{escape(chr(10).join(card))}" tabindex="0"{of_language}'
    say = [*_heard(passage, text, options), *(row for mark in passage.own for row in own_told(mark, options))]
    if say:
        shown = f'data-say="{escape(". ".join(say))}. " {shown}'
    if not passage.layer:
        return f'<span class="sentence" {shown}>{inside}</span>'
    unsure = " unsure" if passage.unsure else ""
    pattern = theme.layers[passage.layer].pattern
    return f'<mark class="sentence {passage.layer} {pattern}{unsure}" {shown}>{inside}</mark>'


def _spoken_as(inside: str, options: ExportOptions, language: str) -> tuple[str, str]:
    """Return a mark's words as those of their language, and the attribute by which the rest is of the reader's."""
    if not language:
        return inside, ""
    return f'<span lang="{escape(language)}">{inside}</span>', f' lang="{escape(options.language)}"'


def _heard(passage: Passage, text: str, options: ExportOptions) -> Iterator[str]:
    """Yield what a screen reader says of a sentence before it."""
    if passage.annotation and passage.layer:
        yield wording.spoken(passage.annotation, options.say)
        whose = "; ".join(wording.whose(one, text, options.say) for one in passage.annotation.attributions)
        if whose:
            yield whose


def _lighter(key: str) -> str:
    """Return the rule for words of a layer that are somebody else's, not the author's."""
    return f".{key}.quoted {{ --line: color-mix(in srgb, var(--{key}-line) 50%, transparent); }}"


def _run(run: Run, text: str, options: ExportOptions, theme: Palette, language: str) -> str:
    made = escape(run.span.slice(text), quote=False)
    if run.evidence:
        made = f'<span class="evidence">{made}</span>'
    for cue in run.cues:
        first = cue.span.start == run.span.start
        quoted = " quoted" if cue.quoted else ""
        say = f' data-say="({escape(options.say(BY_KEY[cue.layer].title))}) "' if first else ""
        made, of_language = _spoken_as(made, options, language) if first else (made, "")
        look = f"word {cue.layer}{quoted} {theme.layers[cue.layer].pattern}"
        made = f'<mark class="{look}"{say}{of_language}>{made}</mark>'
    return f'<mark class="own">{made}</mark>' if run.highlit else made


def _language(document: Document) -> str:
    # An empty one says that it is not known, where it would be taken for that of the page.
    return f' lang="{escape(document.metadata.language)}"'


EXPORTER = Exporter(
    "html",
    "Web page",
    (".html", ".htm"),
    "text/html",
    "Opens in every browser, with switches for each layer and a card for each mark; opens here again.",
    save,
    heeds=frozenset({"legend", "evidence", "own"}),
)
