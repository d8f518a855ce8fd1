"""What the repository of a lock says beside its commit: edits that are not committed, and what leads to the commit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assetcards import open_catalog
from assetcards.names import FullName
from assetcards.sources.lockfile import Lock, lock_cards
from assetcards.sources.lockreach import find_uncommitted, maybe_unreachable
from tests.gitfixture import GitFixture

CARD = "catalog/x.yaml"
LATER = "name: a\nnote: two\n---\nname: b\n"


@pytest.fixture
def repo(tmp_path: Path) -> GitFixture:
    repo = GitFixture.init(tmp_path / "cards")
    repo.commit({"catalog/catalog.toml": "", CARD: "name: a\nnote: one\n---\nname: b\n"})
    return repo


def lock_of(repo: GitFixture, revision: str = "main") -> tuple[Path, Lock]:
    with open_catalog(repo.folder, rev=revision) as catalog:
        cards = tuple(lock_cards(catalog, [FullName("a"), FullName("b")]))
    path = repo.folder.parent / "catalog.lock"
    return path, Lock(repository="cards", root="catalog", revision=revision, commit=repo.head(revision), cards=cards)


def test_edits_that_are_not_committed_are_named_and_nothing_else(repo: GitFixture) -> None:
    locked = lock_of(repo)
    assert find_uncommitted(*locked) == []
    repo.write({CARD: "# A comment\nname: a\nnote: two\n---\nname: b\n"})
    assert find_uncommitted(*locked) == [FullName("a")]
    repo.write({CARD: "name: a\nnote: one\n"})
    assert find_uncommitted(*locked) == [FullName("b")]
    (repo.folder / "catalog").rename(repo.folder / "cards")
    assert find_uncommitted(*locked) == []


def test_what_differs_because_another_commit_is_checked_out_is_no_edit(repo: GitFixture, tmp_path: Path) -> None:
    path, lock = lock_of(repo)
    bare = repo.clone(tmp_path / "bare", "--bare")
    repo.commit({CARD: LATER})
    assert find_uncommitted(path, lock) == []
    assert find_uncommitted(path, replace(lock, repository=bare.folder.name)) == []
    assert find_uncommitted(path, replace(lock, repository=repo.folder.as_uri())) == []


def test_a_commit_that_its_revision_leads_to_is_reachable(repo: GitFixture) -> None:
    locked = lock_of(repo)
    repo.commit({CARD: LATER})
    assert maybe_unreachable(*locked) is None
    repo.git("tag", "v1")
    path, lock = lock_of(repo, "HEAD")
    for revision in ("v1", "HEAD", repo.head(), repo.head()[:12]):
        assert maybe_unreachable(path, replace(lock, revision=revision)) is None


def test_a_commit_that_a_squash_or_a_force_push_has_left_behind_is_not(repo: GitFixture) -> None:
    repo.switch("feature", new=True)
    repo.commit({CARD: LATER})
    path, lock = lock_of(repo, "feature")
    repo.switch("main")
    repo.git("merge", "--squash", "feature")
    repo.commit()
    short = lock.commit[:12]
    assert (
        maybe_unreachable(path, replace(lock, revision="main")) == f"commit {short} is not reachable from main any more"
    )
    assert maybe_unreachable(path, replace(lock, revision=lock.commit)) is None
    repo.git("branch", "-D", "feature")
    assert maybe_unreachable(path, replace(lock, revision=lock.commit)) == f"commit {short} is in no branch and no tag"
    gone = f"feature is no longer there, and may have been all that led to commit {short}"
    assert maybe_unreachable(path, lock) == gone


def test_a_detached_commit_is_in_no_branch_until_one_is_pushed_or_tagged(repo: GitFixture) -> None:
    repo.git("checkout", "--quiet", "--detach")
    repo.commit({CARD: LATER})
    path, lock = lock_of(repo, "HEAD")
    assert maybe_unreachable(path, lock) == f"commit {lock.commit[:12]} is in no branch and no tag"
    repo.git("update-ref", "refs/remotes/origin/main", lock.commit)
    assert maybe_unreachable(path, lock) is None


def test_a_shallow_clone_and_a_remote_repository_do_not_say(repo: GitFixture, tmp_path: Path) -> None:
    path, lock = lock_of(repo)
    repo.commit({CARD: LATER})
    clone = repo.clone(tmp_path / "clone", "--depth=1")
    lock = replace(lock, commit=clone.head())
    assert maybe_unreachable(path, replace(lock, repository="clone")) is None
    assert maybe_unreachable(path, replace(lock, repository=repo.folder.as_uri())) is None
