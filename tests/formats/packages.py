"""Write ZIP packages for tests."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO


def package(entries: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP file with the entries in order; the first, a type by custom, uncompressed."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, data) in enumerate(entries.items()):
            archive.writestr(name, data, None if number else zipfile.ZIP_STORED)
    return stream.getvalue()
