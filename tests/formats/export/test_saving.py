from __future__ import annotations

import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reader.core.document import Source
from reader.formats.export import Exporter, SaveError, save


@pytest.fixture
def article(document, source_file):
    return document._replace(source=Source(str(source_file), source_file.name, "text"))


def exporter(data: bytes) -> Exporter:
    return Exporter("fixed", "Fixed", (".fixed",), "x/y", "For tests.", lambda *_: data)


def test_the_suffix_chooses_the_kind(tmp_path, article, annotations, options):
    save(tmp_path / "COPY.HTML", article, annotations, options)
    assert (tmp_path / "COPY.HTML").read_bytes().startswith(b"<!DOCTYPE html>")


def test_an_unknown_suffix_is_refused_in_one_sentence(tmp_path, article, annotations):
    with pytest.raises(SaveError) as caught:
        save(tmp_path / "copy.xyz", article, annotations)
    assert str(caught.value) == f"{tmp_path}/copy.xyz can't be saved: no kind of copy has the suffix “.xyz”."


def test_the_article_itself_is_never_written(tmp_path, article, annotations, source_file):
    before = source_file.read_bytes()
    (tmp_path / "soft.html").symlink_to(source_file)
    os.link(source_file, tmp_path / "hard.html")
    (tmp_path / "sub").mkdir()
    for path in (
        source_file,
        tmp_path / "soft.html",
        tmp_path / "hard.html",
        tmp_path / "sub" / ".." / "bridge.txt",
    ):
        with pytest.raises(SaveError, match="the article itself"):
            save(path, article, annotations, exporter=exporter(b"x"))
    assert source_file.read_bytes() == before


def test_a_source_that_vanished_is_not_written_in_its_place(tmp_path, article, annotations, source_file):
    source_file.unlink()
    with pytest.raises(SaveError, match="the article itself"):
        save(source_file, article, annotations, exporter=exporter(b"x"))


def test_permissions_of_a_replaced_file_are_kept(tmp_path, article, annotations):
    target = tmp_path / "copy.fixed"
    target.write_bytes(b"old")
    target.chmod(0o640)
    save(target, article, annotations, exporter=exporter(b"new"))
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_new_file_has_the_usual_permissions(tmp_path, article, annotations):
    (tmp_path / "other").touch()
    save(tmp_path / "copy.fixed", article, annotations, exporter=exporter(b"new"))
    assert (tmp_path / "copy.fixed").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_linked_copy_is_written_where_it_lies(tmp_path, article, annotations):
    real = tmp_path / "real.fixed"
    real.write_bytes(b"old")
    link = tmp_path / "link.fixed"
    link.symlink_to(real)
    save(link, article, annotations, exporter=exporter(b"new"))
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_folders_devices_and_missing_folders_are_refused(tmp_path, article, annotations):
    os.mkfifo(tmp_path / "pipe")
    for path, reason in (
        (tmp_path, "it is a folder"),
        (tmp_path / "pipe", "it is a device"),
        (tmp_path / "none" / "copy.html", "there is no folder"),
        (tmp_path / "a\0b.html", "its name is not valid"),
        (tmp_path / f"{'x' * 300}.html", "file name too long"),
    ):
        with pytest.raises(SaveError, match=reason):
            save(path, article, annotations, exporter=exporter(b"x"))


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX users")
def test_a_read_only_folder_is_refused_in_one_sentence(tmp_path, article, annotations):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    was = os.geteuid()
    try:
        if was == 0:
            tmp_path.chmod(0o755)
            for parent in (tmp_path, *tmp_path.parents):
                if not parent.stat().st_mode & stat.S_IXOTH:
                    parent.chmod(parent.stat().st_mode | stat.S_IXOTH)
            os.seteuid(65534)
        with pytest.raises(SaveError, match="you have no permission to write there"):
            save(closed / "copy.html", article, annotations)
    finally:
        os.seteuid(was)
    assert list(closed.iterdir()) == []


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="needs a limit on file sizes")
def test_a_write_that_fails_midway_leaves_the_old_copy_and_no_litter(tmp_path, article, annotations):
    target = tmp_path / "copy.fixed"
    target.write_bytes(b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
        with pytest.raises(SaveError, match="file too large"):
            save(target, article, annotations, exporter=exporter(b"x" * 100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bridge.txt", "copy.fixed"]


def test_an_exporter_that_fails_touches_nothing(tmp_path, article, annotations):
    target = tmp_path / "copy.fixed"
    target.write_bytes(b"old")

    def broken(*_: object) -> bytes:
        raise SaveError("bridge.txt", "it has no pages")

    with pytest.raises(SaveError) as caught:
        save(target, article, annotations, exporter=replace(exporter(b""), save=broken))
    assert str(caught.value) == f"{target} can't be saved: it has no pages."
    assert target.read_bytes() == b"old"


KILLED = """
import sys
from pathlib import Path
from reader.formats.export.saving import write
target = Path(sys.argv[1])
print("go", flush=True)
while True:
    write(target, b"a" * 3_000_000)
    write(target, b"b" * 3_000_000)
"""


def test_killed_in_the_middle_the_file_is_the_old_or_the_new_one(tmp_path):
    target = tmp_path / "copy.fixed"
    target.write_bytes(b"old")
    root = Path(__file__).parents[3]
    for wait in (0.05, 0.11, 0.2):
        with subprocess.Popen([sys.executable, "-c", KILLED, str(target)], stdout=subprocess.PIPE, cwd=root) as process:
            assert process.stdout is not None
            process.stdout.readline()
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(wait)
            process.kill()
        data = target.read_bytes()
        assert data in {b"old", b"a" * 3_000_000, b"b" * 3_000_000}


@pytest.fixture
def full_disk(tmp_path):
    """A file system of its own with room for a megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if shutil.which("mount") is None or os.geteuid() != 0:
        pytest.skip("making a small file system takes an administrator")
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("no file system can be made here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_on_a_full_disk_the_old_copy_stays_and_no_litter(full_disk, article, annotations):
    target = full_disk / "copy.fixed"
    target.write_bytes(b"old")
    with pytest.raises(SaveError, match="no space left on device"):
        save(target, article, annotations, exporter=exporter(b"x" * 2_000_000))
    assert target.read_bytes() == b"old"
    assert [path.name for path in full_disk.iterdir()] == ["copy.fixed"]
    assert save(target, article, annotations, exporter=exporter(b"new")) is None
    assert target.read_bytes() == b"new"
