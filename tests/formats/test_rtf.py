from __future__ import annotations

from reader.formats import load_bytes

TEXT = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times;}}{\info{\title Minutes}{\author Ada Brown}}
\pard\qc\b Harbour Wall to Be Rebuilt\b0\par
\pard By Ada Brown\par
\pard The harbour wall will be rebuilt in stone, the council said on Monday \'96 after a long caf\'e9 debate.\par
{\pict\pngblip 89504e470d0a1a0a}
\pard\bullet\tab One thing\par
\pard The Russian word is \u1084?\u1080?\u1088?, and so it goes on until the end of the line.\par
}"""


def test_rich_text_is_read() -> None:
    document = load_bytes(TEXT, "a.bin")
    assert document.source.format == "rtf"
    assert document.title == "Harbour Wall to Be Rebuilt"
    assert document.metadata.author == "Ada Brown"
    assert "Monday – after a long café debate." in document.text
    assert "мир" in document.text
    assert "89504e47" not in document.text


def test_a_name_between_title_and_date_is_the_author() -> None:
    lines = (
        "Harbour Town Votes to Reopen Its Tram",
        "Mara Lindqvist",
        "2024-03-12",
        "The council of the town voted on Tuesday to reopen the line that closed in 1961.",
    )
    document = load_bytes(b"{\\rtf1\\ansi " + b"\\par ".join(line.encode() for line in lines) + b"}", "a.rtf")
    assert [block.kind.value for block in document.blocks] == ["title", "byline", "byline", "paragraph"]
    assert (document.metadata.author, document.metadata.date) == ("Mara Lindqvist", "2024-03-12")


def test_headings_quotes_and_notes_are_known_by_style() -> None:
    source = rb"""{\rtf1\ansi{\stylesheet{\s0 Normal;}{\s1\b\fs32 heading 1;}{\s7\li480 Quotations;}}
\pard\plain \s1\b\fs32 The wall at the harbour of the town\par
\pard\plain \s0 The wall is old{\super 1}{\footnote\pard\plain {\super 1} See the minutes of \{1961\}.}, and stays.\par
\pard\plain \s7\li480 We have waited for this wall for eleven years.\par
{\pard \ql \outlinelevel1 \b What comes next in the year\par}
\pard\plain \s0 The work begins in May, and it ends in autumn.\par}"""
    found = [(b.kind.value, b.level, b.span.slice(document.text)) for document in [load_bytes(source, "a.rtf")]
             for b in document.blocks]  # fmt: skip
    assert found == [
        ("heading", 1, "The wall at the harbour of the town"),
        ("paragraph", 0, "The wall is old1, and stays."),
        ("quote", 0, "We have waited for this wall for eleven years."),
        ("heading", 2, "What comes next in the year"),
        ("paragraph", 0, "The work begins in May, and it ends in autumn."),
        ("caption", 0, "1 See the minutes of {1961}."),
    ]
