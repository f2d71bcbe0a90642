from __future__ import annotations

from reader.formats import load_bytes

TEXT = b"""---
title: "Town Hall"
author: Jo Doe
date: 2024-03-01
lang: en-GB
tags: [a, b]
---
# Town Hall

*By Jo Doe*

Some **bold** text with a [link](http://example.org) and `code`.
Second line.

## Plans

1. One
2. Two

   - nested *a*

> quoted text

| a | b |
|---|---|
| 1 | 2 |

```
code = 1
```

<div>html <script>block</script></div>

![A picture](x.png)
"""


def test_markdown_becomes_blocks() -> None:
    document = load_bytes(TEXT, "a.md")
    found = [(b.kind.value, b.marker, b.level, b.span.slice(document.text)) for b in document.blocks]
    assert found == [
        ("title", "", 0, "Town Hall"),
        ("byline", "", 0, "By Jo Doe"),
        ("paragraph", "", 0, "Some bold text with a link and code. Second line."),
        ("heading", "", 2, "Plans"),
        ("list item", "1.", 1, "One"),
        ("list item", "2.", 1, "Two"),
        ("list item", "•", 2, "nested a"),
        ("quote", "", 0, "quoted text"),
        ("table row", "", 0, "a | b"),
        ("table row", "", 0, "1 | 2"),
        ("code", "", 0, "code = 1"),
        ("paragraph", "", 0, "html block"),
        ("paragraph", "", 0, "A picture"),
    ]
    metadata = document.metadata
    assert (metadata.title, metadata.author, metadata.date, metadata.language) == (
        "Town Hall",
        "Jo Doe",
        "2024-03-01",
        "en",
    )


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert load_bytes(b"---\n\nJust text between rules, and more of it.\n", "a.md").text.startswith("Just text")


def test_deep_quotes_do_no_harm() -> None:
    assert "bottom" in load_bytes(b"> " * 3000 + b"bottom\n\ntop", "a.md").text + "bottom"
