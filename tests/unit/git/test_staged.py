"""What an index changes since HEAD, asked of git itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assetcards.errors import GitError
from assetcards.git.staged import Staged
from tests.gitfixture import GitFixture, git_variables

Ask = Callable[[], Staged]


@pytest.fixture
def repo(tmp_path: Path) -> GitFixture:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"a.yaml": "1\n", "b/c.txt": "2\n", "b/d.txt": "3\n"})
    return repo


@pytest.fixture
def staged(repo: GitFixture) -> Ask:
    index = str(repo.folder / ".git" / "index")
    return lambda: Staged(str(repo.folder), index, git_variables(repo.folder))


def test_nothing_is_listed_of_an_index_that_is_as_the_commit(repo: GitFixture, staged: Ask) -> None:
    repo.write({"a.yaml": "unstaged\n", "untracked.yaml": "x\n"})
    assert list(staged().paths()) == []


def test_what_is_added_changed_removed_and_renamed_is_listed_under_each_name(repo: GitFixture, staged: Ask) -> None:
    repo.git("mv", "b/c.txt", "b/e.txt")
    repo.git("rm", "--quiet", "b/d.txt")
    repo.write({"a.yaml": "2\n", "caf\u00e9 \n.yaml": "x\n"})
    repo.git("add", "--all")
    assert set(staged().paths()) == {"a.yaml", "b/c.txt", "b/d.txt", "b/e.txt", "caf\u00e9 \n.yaml"}


def test_a_submodule_is_listed_whatever_the_settings_ignore(repo: GitFixture, staged: Ask) -> None:
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{repo.head()},sub")
    repo.git("config", "diff.ignoreSubmodules", "all")
    assert list(staged().paths()) == ["sub"]


def test_a_file_with_a_conflict_is_listed(repo: GitFixture, staged: Ask) -> None:
    repo.switch("side", new=True)
    repo.commit({"a.yaml": "side\n"})
    repo.switch("main")
    repo.commit({"a.yaml": "main\n"})
    with pytest.raises(AssertionError):
        repo.git("merge", "side")
    assert set(staged().paths()) == {"a.yaml"}


def test_before_the_first_commit_git_cannot_tell(tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path / "new")
    with pytest.raises(GitError):
        list(Staged(str(repo.folder), str(repo.folder / ".git/index"), git_variables(repo.folder)).paths())


def test_the_commit_is_named_and_paths_are_found_in_the_index_alone(repo: GitFixture, staged: Ask) -> None:
    head = repo.head()
    repo.git("rm", "--quiet", "--cached", "a.yaml")
    assert staged().head_and([]) == (head, False)
    assert staged().head_and(["a.yaml", "b", "0:b/c.txt"]) == (head, False)
    assert staged().head_and(["a.yaml", "b/c.txt"]) == (head, True)


def test_a_path_that_would_be_two_questions_is_not_asked(staged: Ask) -> None:
    with pytest.raises(GitError):
        staged().head_and(["a\nb"])
