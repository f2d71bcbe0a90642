"""The desktop file and the help agree with the table of loaders."""

from __future__ import annotations

from configparser import ConfigParser

from click.testing import CliRunner

from reader import assets
from reader.cli import main
from reader.formats import mime_types
from reader.formats.registry import BUILT_IN


def entry() -> dict[str, str]:
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(assets.path("desktop", "bias-reader.desktop").read_text(encoding="utf-8"))
    return dict(parser["Desktop Entry"])


def test_the_desktop_offers_every_format() -> None:
    named = entry()["MimeType"].rstrip(";").split(";")
    assert named == [mime for mime in mime_types() if any(mime in loader.mime for loader in BUILT_IN)]
    assert len(named) == len(set(named))


def test_the_help_names_every_format() -> None:
    told = CliRunner().invoke(main, ["annotate", "--help"]).output
    assert all(loader.title in told and loader.suffixes[0] in told for loader in BUILT_IN)


def test_the_desktop_starts_the_program_with_files() -> None:
    assert entry()["Exec"] == "bias-reader %F"
    assert assets.path("icons", f"{entry()['Icon']}.svg").is_file()
