"""What is found in an article's language: sentences, attribution, cues, stance; and how that is trained and measured.

NLTK lives here, and nothing here knows a window or a file format.
"""

import sys


def _import_nltk_alone() -> None:
    """Import NLTK without the statistics packages that it takes along where they are installed.

    Nothing here uses the parts of NLTK that want them, and they double the time until the first mark.
    """
    absent = {"scipy", "sklearn"} - sys.modules.keys()
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None makes an import fail
    try:
        import nltk  # noqa: F401
    finally:
        for name in absent:
            del sys.modules[name]


_import_nltk_alone()
