"""Write small PDFs for tests: text lines at given places, in Helvetica."""

from __future__ import annotations

from collections.abc import Sequence

Placed = tuple[float, float, float, str]
"""A line: left and top in points from the page's top left corner, font size, text (Latin-1)."""

WIDTH, HEIGHT = 612, 792


def pdf(
    pages: Sequence[Sequence[Placed]], title: str = "", turned: int = 0, drawn: str = "", author: str = ""
) -> bytes:
    """Return a PDF with the lines on each page, in the order given, after what is drawn by operators of PDF.

    The pages are shown turned clockwise by so many degrees.
    """
    count = len(pages)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{' '.join(f'{5 + 2 * n} 0 R' for n in range(count))}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Title ({title}) /Author ({_escaped(author)}) >>",
    ]
    for number, lines in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {turned} "
            f"/Resources << /Font << /F 3 0 R >> >> /Contents {6 + 2 * number} 0 R >>"
        )
        content = drawn + "".join(
            f"BT /F {size} Tf 1 0 0 1 {left} {HEIGHT - top} Tm ({_escaped(text)}) Tj ET\n"
            for left, top, size, text in lines
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n{trailer}".encode()


def column(lines: Sequence[str], left: float = 72, top: float = 100, size: float = 10) -> list[Placed]:
    """Return lines set below each other, a fifth of their size apart."""
    return [(left, top + 1.2 * size * index, size, text) for index, text in enumerate(lines)]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
