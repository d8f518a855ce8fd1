"""Pruning the cache: which entries go first, and when there is room enough."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assetcards.git.cache import GitCache

SIZE = 1000


@pytest.fixture
def cache(tmp_path: Path) -> GitCache:
    return GitCache(str(tmp_path), os.environ)


def entry(folder: Path, digit: str, used: int, size: int = SIZE, remote: str = "remote") -> str:
    """An entry that was last opened at a time; pruning looks at nothing else in it. Returns its commit."""
    commit = digit * 40
    head = folder / remote / commit / "HEAD"
    head.parent.mkdir(parents=True)
    head.write_bytes(b"x" * size)
    os.utime(head, (used, used))
    return commit


@pytest.mark.parametrize(
    ("room", "gone"), [(3, ""), (2.5, "b"), (2, "b"), (1.999, "bc"), (1, "bc"), (0.5, "bca"), (0, "bca")]
)
def test_what_was_not_opened_for_longest_goes_first_until_the_rest_has_room(
    cache: GitCache, tmp_path: Path, room: float, gone: str
) -> None:
    """Neither by name, nor by the name backwards, nor newest first."""
    commits = {digit: entry(tmp_path, digit, used) for digit, used in (("a", 300), ("b", 100), ("c", 200))}
    assert [removed.commit for removed in cache.prune(int(room * SIZE))] == [commits[digit] for digit in gone]
    assert [kept.commit for kept in cache.entries()] == [commits[digit] for digit in "abc" if digit not in gone]


def test_entries_of_all_remotes_are_one_queue(cache: GitCache, tmp_path: Path) -> None:
    for digit, used, remote in (("a", 400, "first"), ("b", 100, "first"), ("c", 300, "second"), ("d", 200, "second")):
        entry(tmp_path, digit, used, remote=remote)
    assert [removed.commit[0] for removed in cache.prune(2 * SIZE)] == ["b", "d"]


def test_of_entries_of_one_time_the_first_by_name_goes(cache: GitCache, tmp_path: Path) -> None:
    for digit in "cab":
        entry(tmp_path, digit, 100)
    assert [removed.commit[0] for removed in cache.prune(SIZE)] == ["a", "b"]


def test_an_entry_without_a_byte_goes_though_there_is_room(cache: GitCache, tmp_path: Path) -> None:
    entry(tmp_path, "a", 100)
    entry(tmp_path, "b", 900, size=0)
    assert [removed.commit[0] for removed in cache.prune(10 * SIZE)] == ["b"]
    assert [kept.commit[0] for kept in cache.entries()] == ["a"]


def test_what_another_process_has_removed_is_not_counted_as_ours(
    cache: GitCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its room counts all the same."""
    for digit, used in (("a", 100), ("b", 200), ("c", 300)):
        entry(tmp_path, digit, used)
    remove = cache.remove
    monkeypatch.setattr(cache, "remove", lambda found: found.commit[0] != "a" and remove(found))
    assert [removed.commit[0] for removed in cache.prune(SIZE)] == ["b"]
