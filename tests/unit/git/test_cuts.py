"""The list of shallow commits is read as git reads it, or is refused before git sees it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from assetcards.errors import GitError
from assetcards.git.cuts import MAX_BYTES, read_cuts
from tests.gitfixture import GitFixture


@pytest.fixture
def git_dir(tmp_path: Path) -> Path:
    """As much of a git directory as says that it is one."""
    (tmp_path / "HEAD").write_text("ref: refs/heads/main\n")
    return tmp_path


ID = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("content", "cuts"),
    [
        ("", set()),
        (f"{ID[:40]}\n{'1' * 40}\n", {ID[:40], "1" * 40}),
        (f"{ID}\n", {ID, ID[:40]}),
    ],
)
def test_each_line_is_a_commit(content: str, cuts: set[str], git_dir: Path) -> None:
    (git_dir / "shallow").write_text(content)
    assert read_cuts(str(git_dir)) == cuts


def test_a_repository_without_a_list_is_whole(git_dir: Path) -> None:
    assert read_cuts(str(git_dir)) == frozenset()


def test_a_repository_that_is_gone_is_not_taken_for_a_whole_one(git_dir: Path) -> None:
    (git_dir / "HEAD").unlink()
    with pytest.raises(GitError, match="is not a repository any more"):
        read_cuts(str(git_dir))


def test_a_linked_work_tree_has_the_list_of_its_repository(tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    commit = repo.commit({"x": "y"})
    linked = repo.worktree(tmp_path / "linked")
    (repo.folder / ".git" / "shallow").write_text(f"{commit}\n")
    git_dir = linked.git("rev-parse", "--absolute-git-dir")
    assert git_dir != str(repo.folder / ".git")
    assert read_cuts(git_dir) == {commit}


@pytest.mark.parametrize("line", ["garbage", ID[:39], ID[:41], ID[:40].upper(), f"-{ID[:40]}", f"{ID[:40]}\r", ""])
def test_a_line_that_git_does_not_write_is_refused(line: str, git_dir: Path) -> None:
    (git_dir / "shallow").write_bytes(f"{line}\n".encode())
    with pytest.raises(GitError, match="has a line that is not a full commit id"):
        read_cuts(str(git_dir))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (os.mkfifo, "is a pipe, not a file"),
        (Path.mkdir, "is a folder, not a file"),
        (lambda path: path.symlink_to("/dev/zero"), "is a symbolic link, not a file"),
        (lambda path: path.write_bytes(b"1" * (MAX_BYTES + 1)), f"is longer than {MAX_BYTES} bytes"),
    ],
)
def test_what_is_no_list_is_refused(make: Callable[[Path], object], said: str, git_dir: Path) -> None:
    make(git_dir / "shallow")
    with pytest.raises(GitError, match=said):
        read_cuts(str(git_dir))
