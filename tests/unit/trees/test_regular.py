"""Opening what anybody may have put there: a file, and neither a link nor a pipe, also not one that takes its place."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest

from assetcards.trees.folder import FolderTree
from assetcards.trees.regular import open_regular, read_regular, read_start
from assetcards.trees.tree import FileUnreadableError

Read = Callable[[Path], bytes]
Swap = Callable[[Callable[[Path], None]], Path]

READERS: list[Read] = [
    lambda path: FolderTree(path.parent).read(path.name, 100),
    lambda path: read_regular(str(path), 100),
]


@pytest.fixture
def swapped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Swap]:
    """Makes a file in whose place something else comes once it has been looked at."""
    looked = os.lstat

    def make(replace: Callable[[Path], None]) -> Path:
        path = tmp_path / "x.yaml"
        path.write_bytes(b"name: x\n")

        def lstat(name: str | os.PathLike[str]) -> os.stat_result:
            about = looked(name)
            if os.fspath(name) == str(path):
                path.unlink()
                replace(path)
            return about

        monkeypatch.setattr(os, "lstat", lstat)
        return path

    yield make
    monkeypatch.setattr(os, "lstat", looked)


def ended(ask: Callable[[], object]) -> list[str]:
    """What a call raises, when it comes to an end within seconds."""
    said: list[str] = []

    def run() -> None:
        try:
            ask()
        except (FileUnreadableError, OSError) as error:
            said.append(str(error))

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(10)
    return said


@pytest.mark.parametrize("read", READERS)
def test_a_pipe_that_replaces_a_file_is_not_waited_for(swapped: Swap, read: Read) -> None:
    path = swapped(os.mkfifo)
    [said] = ended(lambda: read(path))
    assert "is a pipe, not a file" in said


@pytest.mark.parametrize("read", READERS)
def test_a_link_that_replaces_a_file_is_not_followed(swapped: Swap, read: Read) -> None:
    path = swapped(lambda at: at.symlink_to("/etc/passwd"))
    [said] = ended(lambda: read(path))
    assert "Too many levels of symbolic links" in said


def test_a_file_is_read_up_to_the_bound_and_refused_beyond(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"12345")
    assert read_regular(str(path), 5) == b"12345"
    with pytest.raises(FileUnreadableError, match="is longer than 4 bytes"):
        read_regular(str(path), 4)
    with open_regular(str(path)) as file:
        assert file.read(2) == b"12"


@pytest.mark.parametrize("limit", [0, 1, 70_000, 200_000])
def test_no_more_of_a_file_is_read_than_asked_for(tmp_path: Path, limit: int) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"x" * 150_000)
    assert read_start(str(path), limit) == b"x" * min(limit, 150_000)


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="only Linux has files of that kind")
def test_a_file_that_says_it_is_empty_is_read_to_its_end() -> None:
    assert read_start("/proc/self/status", 1000).startswith(b"Name:")
