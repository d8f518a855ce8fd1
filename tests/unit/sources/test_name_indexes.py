"""The folder of the names of cards: only what is ours alone is read, and what cannot be kept is not."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from assetcards.model.name_index import NameIndex
from assetcards.sources import kept, name_indexes
from assetcards.sources.name_indexes import NameIndexFolder

INDEX = NameIndex(b"\nm\0\0a.yaml\n", [])


@pytest.fixture
def folder(tmp_path: Path) -> NameIndexFolder:
    return NameIndexFolder(str(tmp_path / "cache"))


def file_of(tmp_path: Path) -> Path:
    [file] = (tmp_path / "cache").rglob("tree-1")
    return file


def test_what_is_kept_is_read_for_the_same_facts_alone(folder: NameIndexFolder, tmp_path: Path) -> None:
    assert folder.maybe_read("tree-1", b"facts") is None
    folder.keep("tree-1", b"facts", INDEX)
    assert folder.maybe_read("tree-1", b"facts") == INDEX
    assert folder.maybe_read("tree-1", b"other") is folder.maybe_read("tree-2", b"facts") is None
    file = file_of(tmp_path)
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    folder.keep("tree-1", b"other", INDEX)
    assert folder.maybe_read("tree-1", b"facts") is None


def _let_others_write(file: Path) -> None:
    file.chmod(0o620)


def _make_a_link(file: Path) -> None:
    os.rename(file, file.with_name("there"))
    file.symlink_to("there")


def _make_a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-3])


def _poison(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"a.yaml", b"b.yaml"))


@pytest.mark.parametrize("spoil", [_let_others_write, _make_a_link, _make_a_pipe, _cut, _poison])
def test_what_is_not_whole_or_not_ours_alone_counts_as_not_there(
    folder: NameIndexFolder, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    folder.keep("tree-1", b"facts", INDEX)
    spoil(file_of(tmp_path))
    assert folder.maybe_read("tree-1", b"facts") is None


def test_an_index_of_another_user_is_not_read(folder: NameIndexFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.keep("tree-1", b"facts", INDEX)
    us = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: us + 1)
    assert folder.maybe_read("tree-1", b"facts") is None


def test_another_release_or_another_reader_does_not_read_it(
    folder: NameIndexFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.keep("tree-1", b"facts", INDEX)
    with monkeypatch.context() as other:
        other.setattr(name_indexes, "_READERS", ("", "text", "rules"))
        assert folder.maybe_read("tree-1", b"facts") is None
    with monkeypatch.context() as other:
        other.setattr(name_indexes, "_READERS", ("no-folder-as-in-a-zip",))
        folder.keep("tree-2", b"facts", INDEX)
        assert folder.maybe_read("tree-2", b"facts") is None
    with monkeypatch.context() as other:
        other.setattr(kept, "reader_version", lambda: b"7.0 0.1.2")
        assert folder.maybe_read("tree-1", b"facts") is None
    assert folder.maybe_read("tree-1", b"facts") == INDEX


def test_where_it_cannot_be_kept_nothing_is_said_of_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for cache in (tmp_path / "file", tmp_path / "file" / "cache", Path("/proc/no-cache")):
        NameIndexFolder(str(cache)).keep("tree-1", b"facts", INDEX)
        assert NameIndexFolder(str(cache)).maybe_read("tree-1", b"facts") is None
