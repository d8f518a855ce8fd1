"""The catalog in the index and in commits: which index is read, where its root is, and what is part of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assetcards.errors import RevisionError, SourceError
from assetcards.git.index_tree import IndexTree
from assetcards.git.repo import Repository
from assetcards.model.catalog import Catalog
from assetcards.sources.endpoints import commit_named
from assetcards.sources.local import LocalOpener
from assetcards.sources.making import maybe_open_endpoint
from assetcards.sources.staged import open_index
from tests.gitfixture import GitFixture


@pytest.fixture
def repo(tmp_path: Path) -> GitFixture:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"catalog/catalog.toml": "", "catalog/models/a.yaml": "name: a\n", "README.md": "hello\n"})
    return repo


def maybe_open_commit(folder: Path, rev: str, root: str | None = None) -> Catalog | None:
    return maybe_open_endpoint(LocalOpener(folder, root), commit_named(rev), root)


def find_merge_base(folder: Path, first: str, second: str) -> str:
    return LocalOpener(folder, None).commit_of(commit_named(first, second))


def names(catalog: Catalog) -> list[str]:
    with catalog:
        return catalog.names()


def test_the_index_is_read_and_not_the_checkout(repo: GitFixture) -> None:
    repo.write({"catalog/models/b.yaml": "name: staged\n"})
    repo.git("add", "--all")
    repo.write({"catalog/models/b.yaml": "name: not_staged\n", "catalog/models/c.yaml": "name: untracked\n"})
    assert names(open_index(repo.folder)) == ["a", "staged"]


def test_what_is_only_intended_to_be_added_is_no_part_of_the_index(repo: GitFixture) -> None:
    repo.write({"catalog/models/b.yaml": "name: later\n", "catalog/models/empty.yaml": ""})
    repo.git("add", "catalog/models/empty.yaml")
    repo.git("add", "--intent-to-add", "catalog/models/b.yaml")
    with open_index(repo.folder) as catalog:
        assert catalog.own.paths() == ("models/a.yaml", "models/empty.yaml")


def test_an_empty_catalog_toml_in_the_index_marks_the_root(repo: GitFixture) -> None:
    with open_index(repo.folder) as catalog:
        assert (catalog.settings.is_catalog, catalog.own.tree.origin.folder) == (True, "catalog")


@pytest.mark.parametrize("where", ["", "catalog", "catalog/models"])
def test_the_root_is_found_from_above_and_from_below(
    repo: GitFixture, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repo.folder / where)
    assert names(open_index()) == ["a"]


def test_a_hidden_folder_holds_no_catalog(repo: GitFixture) -> None:
    repo.commit({".hidden/catalog.toml": ""})
    assert names(open_index(repo.folder)) == ["a"]


def test_two_catalogs_are_distinguished_with_a_root(repo: GitFixture) -> None:
    repo.commit({"other/deep/catalog.toml": "", "other/catalog.toml": "", "other/x.yaml": "name: x\n"})
    assert names(open_index(repo.folder)) == ["a"]
    repo.git("mv", "catalog", "cards")
    several = r"several catalogs under .*: cards, other, other/deep \(name one with --root\)"
    with pytest.raises(SourceError, match=several):
        open_index(repo.folder)
    assert names(open_index(repo.folder, root="other")) == ["x"]


def test_an_index_without_catalog_says_so(tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"cards/a.yaml": "name: a\n"})
    with pytest.raises(
        SourceError, match=r"^no catalog.toml in the index of .* \(name a folder of cards with --root\)$"
    ):
        open_index(repo.folder)
    with pytest.raises(SourceError, match=r"there is no folder 'nothing' in the index"):
        open_index(repo.folder, root="nothing")
    assert names(open_index(repo.folder, root="cards")) == ["a"]


@pytest.mark.parametrize("root", [None, "catalog"])
def test_an_index_that_was_lost_is_said_to_be(repo: GitFixture, root: str | None) -> None:
    (repo.folder / ".git/index").unlink()
    with pytest.raises(SourceError) as caught:
        open_index(repo.folder, root=root)
    assert str(caught.value) == (
        f"the index of {repo.folder} is missing (add files with `git add`, or restore the index with `git reset`)"
    )


def test_an_index_of_a_bare_repository_is_refused(repo: GitFixture, tmp_path: Path) -> None:
    bare = repo.clone(tmp_path / "bare.git", "--bare")
    with pytest.raises(SourceError, match="is a bare repository, which has no checkout and no index"):
        open_index(bare.folder)


@pytest.fixture
def other_index(repo: GitFixture) -> Path:
    """An index beside the repository's, as `git commit -- PATH` makes one: it has a card more."""
    index = repo.folder / ".git" / "next-index-1.lock"
    repo.write({"catalog/models/b.yaml": "name: b\n"})
    variables = {"GIT_INDEX_FILE": str(index)}
    repo.git("read-tree", "HEAD", variables=variables)
    repo.git("add", "catalog/models/b.yaml", variables=variables)
    return index


@pytest.mark.parametrize("relative", [False, True])
@pytest.mark.parametrize("where", ["", "catalog"])
def test_a_hook_reads_the_index_that_git_names(
    repo: GitFixture, other_index: Path, relative: bool, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repo.folder / where)
    named = other_index.relative_to(repo.folder) if relative else other_index
    monkeypatch.setenv("GIT_INDEX_FILE", str(named))
    assert names(open_index(repo.folder)) == ["a", "b"]


def test_the_index_of_a_hook_is_not_taken_for_another_repository(
    repo: GitFixture, other_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = GitFixture.init(tmp_path / "elsewhere")
    elsewhere.commit({"catalog.toml": "", "x.yaml": "name: x\n"})
    monkeypatch.setenv("GIT_INDEX_FILE", str(other_index))
    monkeypatch.setenv("GIT_DIR", str(repo.folder / ".git"))
    monkeypatch.chdir(repo.folder)
    assert names(open_index(elsewhere.folder)) == ["x"]
    monkeypatch.chdir(tmp_path)
    assert names(open_index(repo.folder)) == ["a"]


def test_a_linked_work_tree_has_an_index_of_its_own(repo: GitFixture, tmp_path: Path) -> None:
    linked = repo.worktree(tmp_path / "linked")
    linked.write({"catalog/models/b.yaml": "name: b\n"})
    linked.git("add", "--all")
    assert names(open_index(linked.folder)) == ["a", "b"]
    assert names(open_index(repo.folder)) == ["a"]


def test_the_whole_index_of_a_submodule_is_read_from_a_folder_in_it(
    repo: GitFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    above = GitFixture.init(tmp_path / "above")
    above.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", f"file://{repo.folder}", "cards")
    monkeypatch.chdir(above.folder / "cards" / "catalog" / "models")
    assert IndexTree(Repository.find(os.getcwd(), os.environ), "").paths() == (
        "README.md",
        "catalog/catalog.toml",
        "catalog/models/a.yaml",
    )


def test_a_commit_without_the_catalog_is_none(repo: GitFixture) -> None:
    repo.commit(remove=["catalog/catalog.toml"])
    assert maybe_open_commit(repo.folder, "HEAD") is None
    assert maybe_open_commit(repo.folder, "HEAD", root="cards") is None
    before = maybe_open_commit(repo.folder, "HEAD~1")
    assert before is not None
    assert before.revision is not None
    assert (before.revision.asked, before.revision.commit) == ("HEAD~1", repo.head("HEAD~1"))
    assert names(before) == ["a"]


def test_before_the_first_commit_head_holds_nothing(tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    assert maybe_open_commit(repo.folder, "HEAD") is None
    with pytest.raises(RevisionError, match="'main' names no commit"):
        maybe_open_commit(repo.folder, "main")


def test_a_detached_head_is_a_commit(repo: GitFixture) -> None:
    repo.git("checkout", "--quiet", "--detach")
    before = maybe_open_commit(repo.folder, "HEAD")
    assert before is not None
    assert names(before) == ["a"]


def test_the_merge_base_is_where_two_branches_parted(repo: GitFixture) -> None:
    parted = repo.head()
    repo.switch("side", new=True)
    repo.commit({"side.txt": "1"})
    repo.switch("main")
    repo.commit({"main.txt": "1"})
    assert find_merge_base(repo.folder, "main", "side") == parted


def test_histories_that_share_nothing_have_no_merge_base(repo: GitFixture) -> None:
    repo.git("switch", "--quiet", "--orphan", "apart")
    repo.commit({"x": "1"})
    with pytest.raises(RevisionError, match=r"have no common ancestor here \(compare the two as they are: "):
        find_merge_base(repo.folder, "main", "apart")


def test_a_shallow_clone_without_the_merge_base_says_what_to_do(repo: GitFixture, tmp_path: Path) -> None:
    repo.switch("side", new=True)
    repo.commit({"side.txt": "1"})
    repo.switch("main")
    repo.commit({"main.txt": "1"})
    clone = repo.clone(tmp_path / "clone", "--depth=1", "--no-single-branch")
    with pytest.raises(
        RevisionError, match=r"\(this clone is shallow: fetch the rest with `git fetch --unshallow`, or "
    ):
        find_merge_base(clone.folder, "origin/main", "origin/side")
