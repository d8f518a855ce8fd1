"""The folder of the names of cards: only what is ours alone is read, and what cannot be kept is not."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assetcards.model.name_index import Indexed, maybe_indexed
from assetcards.names import FullName
from assetcards.sources import kept, name_indexes
from assetcards.sources.name_indexes import NameIndexFolder

INDEXED = maybe_indexed([(FullName("m"), "a.yaml")]) or Indexed(b"", b"")


@pytest.fixture
def folder(tmp_path: Path) -> NameIndexFolder:
    return NameIndexFolder(str(tmp_path / "cache"))


def maybe_found(folder: NameIndexFolder, key: str = "tree-1", facts: bytes = b"facts") -> Sequence[str] | None:
    """The files with a name, if what is kept says so."""
    index = folder.maybe_read(key, facts)
    return None if index is None else index.maybe_paths_of("m")


def file_of(tmp_path: Path) -> Path:
    [file] = (tmp_path / "cache").rglob("tree-1")
    return file


def test_what_is_kept_is_read_for_the_same_facts_alone(folder: NameIndexFolder, tmp_path: Path) -> None:
    assert maybe_found(folder) is None
    folder.keep("tree-1", b"facts", INDEXED)
    assert maybe_found(folder) == ["a.yaml"]
    assert maybe_found(folder, facts=b"other") is maybe_found(folder, "tree-2") is None
    file = file_of(tmp_path)
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    folder.keep("tree-1", b"other", INDEXED)
    assert maybe_found(folder) is None


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
    folder.keep("tree-1", b"facts", INDEXED)
    spoil(file_of(tmp_path))
    assert maybe_found(folder) is None


def test_an_index_of_another_user_is_not_read(folder: NameIndexFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.keep("tree-1", b"facts", INDEXED)
    us = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: us + 1)
    assert maybe_found(folder) is None


def test_an_index_that_was_opened_is_the_same_whatever_becomes_of_its_file(
    folder: NameIndexFolder, tmp_path: Path
) -> None:
    folder.keep("tree-1", b"facts", INDEXED)
    index = folder.maybe_read("tree-1", b"facts")
    assert index is not None
    folder.keep("tree-1", b"other", Indexed(b"", b""))
    file_of(tmp_path).unlink()
    assert index.maybe_paths_of("m") == ["a.yaml"]
    folder.keep("tree-1", b"facts", INDEXED)
    index = folder.maybe_read("tree-1", b"facts")
    assert index is not None
    os.truncate(file_of(tmp_path), 10)
    assert index.maybe_paths_of("m") is None


def test_another_release_or_another_reader_does_not_read_it(
    folder: NameIndexFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.keep("tree-1", b"facts", INDEXED)
    with monkeypatch.context() as other:
        other.setattr(name_indexes, "_READERS", ("", "text", "rules"))
        assert maybe_found(folder) is None
    with monkeypatch.context() as other:
        other.setattr(name_indexes, "_READERS", ("no-folder-as-in-a-zip",))
        folder.keep("tree-2", b"facts", INDEXED)
        assert maybe_found(folder, "tree-2") is None
    with monkeypatch.context() as other:
        other.setattr(kept, "reader_version", lambda: b"7.0 0.1.2")
        assert maybe_found(folder) is None
    assert maybe_found(folder) == ["a.yaml"]


def test_where_it_cannot_be_kept_nothing_is_said_of_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for cache in (tmp_path / "file", tmp_path / "file" / "cache", Path("/proc/no-cache")):
        NameIndexFolder(str(cache)).keep("tree-1", b"facts", INDEXED)
        assert maybe_found(NameIndexFolder(str(cache))) is None
