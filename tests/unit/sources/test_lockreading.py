"""Reading lock files: one, those of both sides of a merge, and none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assetcards.sources.lockfile import LockError
from assetcards.sources.lockform import render_lock
from assetcards.sources.lockreading import load_lock, load_lock_sides
from tests.gitfixture import GitFixture
from tests.unit.sources.locks import LOCK


def test_a_lock_file_is_read_also_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.lock").write_text(render_lock(LOCK))
    (tmp_path / "catalog.lock").symlink_to("real.lock")
    assert load_lock(tmp_path / "catalog.lock").cards == tuple(reversed(LOCK.cards))
    assert [side.commit for side in load_lock_sides(tmp_path / "catalog.lock")] == [LOCK.commit]


def test_both_sides_of_a_merge_are_read_where_one_lock_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalog.lock"
    ours, theirs = render_lock(LOCK), render_lock(replace(LOCK, commit="4" * 40))
    head = ours.splitlines(keepends=True)[0]
    path.write_text(f"{head}<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> theirs\n")
    assert [side.commit[0] for side in load_lock_sides(path)] == ["1", "4"]
    with pytest.raises(LockError, match="line 2 is a conflict marker of a merge"):
        load_lock(path)


def test_an_empty_file_and_one_that_is_missing_have_no_sides(tmp_path: Path) -> None:
    path = tmp_path / "catalog.lock"
    assert load_lock_sides(path) == []
    with pytest.raises(LockError, match=r"No such file or directory \(create it: catalog lock\)"):
        load_lock(path)
    path.touch()
    assert load_lock_sides(path) == []


@pytest.mark.parametrize("place", ["", "locks/"])
def test_what_a_sparse_checkout_leaves_out_is_not_taken_for_missing(tmp_path: Path, place: str) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({f"{place}catalog.lock": render_lock(LOCK), "cards/a.yaml": ""})
    repo.git("sparse-checkout", "set", "--no-cone", "/cards/")
    path = repo.folder / place / "catalog.lock"
    for read in (load_lock, load_lock_sides):
        with pytest.raises(LockError, match="is left out by a sparse checkout") as caught:
            read(path)
    repo.git(*caught.value.hint.removeprefix("check it out: git ").split())
    assert load_lock(path).commit == LOCK.commit
