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
