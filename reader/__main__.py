"""`bias-reader` and `python -m reader`: a window, or the command line."""

from __future__ import annotations

import sys

COMMANDS = frozenset({"annotate", "classify", "evaluate", "labels", "train"})


def main() -> None:
    """Run the subcommand named first, or open the window on the files named.

    The window imports no command line, the command line no Qt.
    """
    arguments = sys.argv[1:]
    if arguments and (arguments[0] in COMMANDS or arguments[0] in {"--help", "-h", "--version"}):
        from reader.cli import run

        sys.exit(run(arguments))
    from reader.app import main as window

    sys.exit(window(arguments))


if __name__ == "__main__":
    main()
