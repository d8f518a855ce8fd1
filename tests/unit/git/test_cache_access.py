"""A cache that several users share: what may not be read is told from what is not there, and only ours is removed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assetcards.errors import CacheAccessError
from assetcards.git.cache import GitCache
from assetcards.git.cache_access import is_ours, is_there, listed, no_access
from assetcards.git.cache_folder import remove
from tests.unit.git.test_cache import entry

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files to another user")
STRANGER = 61004


def test_what_is_not_there_is_told_from_what_is(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a").touch()
    assert [is_there(str(tmp_path / name)) for name in ("b", "a", "c", "a/b")] == [True, False, False, False]
    assert [listed(str(tmp_path / name)) for name in (".", "b", "a", "c")] == [["a", "b"], [], [], []]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_closed_folder_is_named_with_its_owner_and_its_mode(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o000)
    for ask in (is_there, listed):
        with pytest.raises(CacheAccessError, match=r"closed in the cache may not be read: .* mode is 0000"):
            ask(str(tmp_path / "closed" / "inner"))


def test_the_sentence_names_a_path_that_is_gone_without_its_owner(tmp_path: Path) -> None:
    assert no_access(str(tmp_path / "gone")).message == f"{tmp_path / 'gone'} in the cache may not be read"


@as_root
def test_root_removes_everything_and_another_user_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, owner in (("ours", STRANGER), ("theirs", STRANGER + 1)):
        (tmp_path / name).touch()
        os.chown(tmp_path / name, owner, -1)
    ours, theirs, gone = (str(tmp_path / name) for name in ("ours", "theirs", "gone"))
    assert [is_ours(path) for path in (ours, theirs, gone)] == [True, True, False]
    monkeypatch.setattr(os, "geteuid", lambda: STRANGER)
    assert [is_ours(path) for path in (ours, theirs, gone)] == [True, False, False]
    assert [remove(path) for path in (ours, theirs, gone)] == [True, False, False]
    assert os.listdir(tmp_path) == ["theirs"]


@as_root
def test_pruning_leaves_the_entries_of_others_and_their_unfinished_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for digit, used in (("a", 100), ("b", 200)):
        entry(tmp_path, digit, used)
    (tmp_path / "remote" / "unfinished-1@host-x").mkdir()
    for path in (tmp_path / "remote").iterdir():
        os.chown(path, STRANGER, -1)
    os.chown(tmp_path / "remote" / ("b" * 40), STRANGER + 1, -1)
    monkeypatch.setattr(os, "geteuid", lambda: STRANGER + 1)
    cache = GitCache(str(tmp_path), os.environ)
    assert [removed.commit[0] for removed in cache.prune(0)] == ["b"]
    assert sorted(path.name[:10] for path in (tmp_path / "remote").iterdir()) == ["a" * 10, "unfinished"]
