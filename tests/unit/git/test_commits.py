"""How commits of a repository are related: branches without one, and the nearest commit of two sides."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assetcards.errors import GitError, RevisionError
from assetcards.git.commits import is_unborn, merge_base
from assetcards.git.repo import Repository
from tests.gitfixture import GitFixture


def find(fixture: GitFixture) -> Repository:
    return Repository.find(str(fixture.folder), os.environ)


def test_the_merge_base_is_the_newest_commit_that_both_sides_have(tmp_path: Path) -> None:
    """Two sides that merged each other have two that lead to no other; the newer one is taken."""
    repo = GitFixture.init(tmp_path / "repo")
    base = repo.commit({"a": "1"})
    repo.switch("side", new=True)
    left = repo.commit({"b": "1"})
    repo.switch("main")
    right = repo.commit({"c": "1"})
    assert merge_base(find(repo), left, right) == merge_base(find(repo), right, left) == base
    assert merge_base(find(repo), base, right) == base
    assert merge_base(find(repo), right, right) == right
    repo.merge("side")
    repo.switch("side")
    repo.merge(right)
    assert merge_base(find(repo), repo.head("main"), repo.head("side")) == right


def test_two_histories_have_no_commit_in_common(tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    first = repo.commit({"a": "1"})
    repo.git("switch", "--quiet", "--orphan", "other")
    second = repo.commit({"b": "1"})
    with pytest.raises(RevisionError) as caught:
        merge_base(find(repo), first, second)
    assert str(caught.value) == (
        f"commits {first[:12]} and {second[:12]} have no common ancestor here "
        f"(compare the two as they are: {first[:12]}..{second[:12]})"
    )


def test_a_branch_without_a_commit_is_unborn_and_another_is_not(tmp_path: Path) -> None:
    fixture = GitFixture.init(tmp_path / "repo")
    assert is_unborn(find(fixture))
    fixture.commit({"a.yaml": "name: a\n"})
    assert not is_unborn(find(fixture))
    fixture.git("pack-refs", "--all")
    assert not is_unborn(find(fixture))
    fixture.git("switch", "--quiet", "--detach")
    assert not is_unborn(find(fixture))
    fixture.git("switch", "--quiet", "--orphan", "main/below")
    assert is_unborn(find(fixture))


@pytest.mark.parametrize("packed_refs", [b"garbage\n", b"\xff\xfe", b"# pack-refs with: \n0 refs/heads/x\n"])
def test_packed_refs_that_git_cannot_read_are_no_unborn_branch(tmp_path: Path, packed_refs: bytes) -> None:
    fixture = GitFixture.init(tmp_path / "repo")
    fixture.commit({"a.yaml": "name: a\n"})
    fixture.git("pack-refs", "--all")
    (fixture.folder / ".git/packed-refs").write_bytes(packed_refs)
    with pytest.raises(GitError, match=r"packed-refs.* \(run `git fsck`\)$"):
        is_unborn(find(fixture))


@pytest.mark.parametrize("content", ["", "garbage\n", "0" * 40 + "\n"])
def test_a_branch_whose_file_is_damaged_is_not_unborn(tmp_path: Path, content: str) -> None:
    fixture = GitFixture.init(tmp_path / "repo")
    fixture.commit({"a.yaml": "name: a\n"})
    (fixture.folder / ".git/refs/heads/main").write_text(content)
    with pytest.raises(GitError, match=r"^git cannot read (HEAD|refs/heads/main) of .* \(run `git fsck`\)$"):
        is_unborn(find(fixture))
