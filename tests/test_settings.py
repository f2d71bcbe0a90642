"""Settings and state: written whole, read back, and a broken file harms nothing."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reader.settings import Folders, Place, Reading, Settings, State, folders, read, read_places, write, write_places


def test_what_is_written_is_read_back(tmp_path):
    for kept in (
        Settings(theme="sepia", family="Noto Sans", size=15.0, measure=60, leading=170),
        State(recents=("/a b/ü.txt",), geometry="AB==", visible=("fact",), min_confidence=0.5, zoom=1.21),
        State(),
    ):
        write(kept, tmp_path / "deep" / "kept.json")
        assert read(type(kept), tmp_path / "deep" / "kept.json") == kept
    assert [file.name for file in (tmp_path / "deep").iterdir()] == ["kept.json"]


def test_a_missing_file_gives_the_defaults(tmp_path, caplog):
    assert read(State, tmp_path / "none.json") == State()
    assert not caplog.records


@pytest.mark.parametrize("content", [b"", b"{", b"[1, 2]", b'"text"', b"\xff\xfe\x00", b"null", b"7"])
def test_a_broken_file_gives_the_defaults_and_a_log_line(tmp_path, caplog, content):
    file = tmp_path / "kept.json"
    file.write_bytes(content)
    assert read(Settings, file) == Settings()
    assert "kept.json" in caplog.text


def test_a_wrong_value_gives_way_alone(tmp_path, caplog):
    file = tmp_path / "kept.json"
    file.write_text(json.dumps({"theme": "dark", "size": "big", "measure": True, "unknown": 1, "leading": 170}))
    assert read(Settings, file) == Settings(theme="dark", leading=170)
    assert "size" in caplog.text


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(["recents", "geometry", "visible", "min_confidence", "zoom"]), VALUES))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_whatever_stands_in_the_file_the_types_are_right(tmp_path, found):
    file = tmp_path / "kept.json"
    file.write_text(json.dumps(found), encoding="utf-8")
    state = read(State, file)
    assert isinstance(state.geometry, str)
    assert isinstance(state.zoom, float)
    assert all(isinstance(path, str) for path in state.recents)


def test_folders_differ_and_are_not_made(tmp_path):
    for found in (folders(), Folders.under(tmp_path / "home")):
        assert len({found.config, found.data, found.state, found.cache}) >= 3
    assert not (tmp_path / "home").exists()


@given(st.lists(VALUES, max_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@example([["b", float("inf"), [], 0.5, ""], ["b", 1, [], 0.5, "", {"mode": "", "opened": [[]], "guesses": "x"}]])
def test_a_place_that_is_no_place_takes_no_other_away(tmp_path, rows):
    place = Place(1, ("fact",), 0.5, "x", Reading("report"))
    write_places({"a": place}, tmp_path / "places.json")
    kept = json.loads((tmp_path / "places.json").read_text(encoding="utf-8"))
    (tmp_path / "places.json").write_text(json.dumps([*rows, *kept]), encoding="utf-8")
    assert read_places(tmp_path / "places.json")["a"] == place
