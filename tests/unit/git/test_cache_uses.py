"""The notes of lock files in use: written once, and nothing is made of what is no note."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from assetcards.git.cache import GitCache
from assetcards.git.cache_uses import LockUse, note_use, uses_of
from tests.unit.git.test_cache import SIZE, entry

USE = LockUse(lock="/home/ada/catalog.lock", pins="1" * 40, commit="a" * 40)


def test_a_use_is_noted_once_and_the_next_commit_of_the_lock_replaces_it(tmp_path: Path) -> None:
    note_use(str(tmp_path / "remote"), USE)
    (note,) = (tmp_path / "remote" / "locks").iterdir()
    before = note.stat()
    note_use(str(tmp_path / "remote"), USE)
    assert note.stat() == before
    later = USE._replace(pins="2" * 40, commit="b" * 40)
    note_use(str(tmp_path / "remote"), later)
    note_use(str(tmp_path / "remote"), USE._replace(lock="/home/bob/catalog.lock"))
    assert set(uses_of(str(tmp_path / "remote"))) == {later, USE._replace(lock="/home/bob/catalog.lock")}


@pytest.mark.parametrize("text", ["", "[", "[]", '{"lock": "/x"}', json.dumps(USE._asdict() | {"pins": 1}), "[" * 9999])
def test_what_is_no_note_is_no_use(tmp_path: Path, text: str) -> None:
    note_use(str(tmp_path), USE)
    next((tmp_path / "locks").iterdir()).write_text(text)
    (tmp_path / "locks" / "folder").mkdir()
    os.mkfifo(tmp_path / "locks" / "pipe")
    assert list(uses_of(str(tmp_path))) == []


def test_a_cache_that_cannot_be_written_is_read_without_a_note(tmp_path: Path) -> None:
    (tmp_path / "locks").touch()
    note_use(str(tmp_path), USE)
    assert list(uses_of(str(tmp_path))) == []


def test_what_a_lock_in_use_needs_is_kept_whatever_the_room(tmp_path: Path) -> None:
    """Only of its own remote repository."""
    for digit, remote in (("a", "first"), ("b", "first"), ("a", "second")):
        entry(tmp_path, digit, 100, remote=remote)
    note_use(str(tmp_path / "first"), USE)
    cache = GitCache(str(tmp_path), os.environ)
    needed = cache.used(lambda use: use == USE)
    assert [found.folder for found in needed] == [str(tmp_path / "first" / USE.commit)]
    assert cache.used(lambda use: False) == []
    spared = [found.folder for found in needed]
    assert [gone.commit[0] for gone in cache.prune(0, spared=spared, is_dry=True)] == ["b", "a"]
    assert len(list(cache.entries())) == 3
    assert [gone.commit[0] for gone in cache.prune(0, spared=spared)] == ["b", "a"]
    assert [kept.folder for kept in cache.entries()] == spared


def test_what_was_opened_after_a_time_is_kept(tmp_path: Path) -> None:
    for digit, used in (("a", 100), ("b", 200), ("c", 300)):
        entry(tmp_path, digit, used)
    entry(tmp_path, "d", 400, size=0)
    cache = GitCache(str(tmp_path), os.environ)
    assert [gone.commit[0] for gone in cache.prune(0, before=200)] == ["d", "a"]
    assert sum(kept.size for kept in cache.entries()) == 2 * SIZE
