"""The tree of a commit: what is found without listing it, and what is refused."""

from __future__ import annotations

import os

import pytest

from assetcards.errors import CorruptObjectError, SourceError
from assetcards.git.commit_tree import CommitTree
from assetcards.git.repo import Repository
from assetcards.trees import tree as trees_tree
from assetcards.trees.tree import TreeOrigin
from tests.gitfixture import GitFixture
from tests.unit.git.trees import commit_tree, committed


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> GitFixture:
    return committed(tmp_path_factory.mktemp("template") / "repo")


@pytest.mark.parametrize(
    "path",
    [
        "models/tiny.yaml",
        "models",
        "",
        "models/",
        "models//tiny.yaml",
        "../notes.md",
        "x/tiny.yaml",
        "a.yaml/b",
        "a.yaml",
    ],
)
def test_one_file_of_a_commit_is_found_as_when_all_are_listed(fixture: GitFixture, path: str) -> None:
    commit = fixture.commit({"cards/models/tiny.yaml": "name: tiny\n", "cards/a.yaml": "name: a\n", "notes.md": ""})
    repository = Repository.find(str(fixture.folder), os.environ)
    whole, alone = (CommitTree(repository, commit, "cards") for _ in range(2))
    assert len(whole.files()) == 2
    assert alone.maybe_entry(path) == whole.maybe_entry(path)
    assert "_entries" not in vars(alone)
    repository.close()


def test_a_commit_tree_knows_its_origin(fixture: GitFixture) -> None:
    tree = commit_tree(fixture)
    assert tree.origin == TreeOrigin(kind="git", place=str(fixture.folder), commit=fixture.head(), folder="catalog")
    assert str(tree.origin) == f"git:{fixture.folder}@{fixture.head()}"


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("models/x.pt", "catalog/models/x.pt"),
        ("models/../../x.pt", "x.pt"),
        ("../../x.pt", "../x.pt"),
        ("é x", "catalog/é x"),
    ],
)
def test_a_relative_path_is_located_in_the_commit(fixture: GitFixture, written: str, path: str) -> None:
    assert commit_tree(fixture).locate(written) == f"git:{fixture.head()}:{path}"


@pytest.mark.parametrize(
    ("folder", "found"),
    [("none", "nothing"), ("catalog/none/further", "nothing"), ("README.md", "a file"), ("link", "a symbolic link")],
)
def test_a_folder_that_is_not_in_the_commit_is_named(fixture: GitFixture, folder: str, found: str) -> None:
    (fixture.folder / "link").symlink_to("catalog")
    commit = fixture.commit()
    with pytest.raises(SourceError) as caught:
        commit_tree(fixture, folder).files()
    assert str(caught.value) == (
        f"there is no folder {folder!r} in commit {commit[:12]}: there is {found} "
        "(name a folder of that commit with --root)"
    )


def test_a_submodule_is_no_folder_of_the_commit(fixture: GitFixture) -> None:
    fixture.git("update-index", "--add", "--cacheinfo", f"160000,{fixture.head()},sub")
    fixture.git("commit", "--quiet", "--message", "A submodule")
    with pytest.raises(SourceError, match=r"there is no folder 'sub/cards' in commit .*: there is a submodule"):
        commit_tree(fixture, "sub/cards").files()


def test_a_lost_tree_is_an_error_and_no_empty_catalog(fixture: GitFixture) -> None:
    tree = fixture.git("rev-parse", "HEAD:catalog/models")
    (fixture.folder / ".git/objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(CorruptObjectError, match=f"^object {tree} is missing from the repository"):
        commit_tree(fixture).files()


def test_an_entry_that_is_a_tree_but_says_file_is_refused(fixture: GitFixture) -> None:
    folder = fixture.git("rev-parse", "HEAD:catalog")
    commit = fixture.commit_tree([("100644", b"x.yaml", folder)])
    with pytest.raises(CorruptObjectError, match=rf"^x\.yaml: object {folder} is a tree, not a file"):
        commit_tree(fixture, "", commit).read("x.yaml", 100)


@pytest.mark.parametrize("leaf", [[], [("100644", b"a.yaml")]])
def test_a_few_trees_that_name_billions_of_files_are_refused(
    fixture: GitFixture, leaf: list[tuple[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    blob = fixture.git("rev-parse", "HEAD:catalog/models/a.yaml")
    tree = fixture.store_object(
        "tree", b"".join(f"{mode} ".encode() + name + b"\0" + bytes.fromhex(blob) for mode, name in leaf)
    )
    for _ in range(12):
        tree = fixture.store_object(
            "tree", b"".join(b"40000 %x\0" % number + bytes.fromhex(tree) for number in range(10))
        )
    monkeypatch.setattr(trees_tree, "MAX_FILES", 5000)
    commit = fixture.git("commit-tree", "-m", "A bomb", tree)
    with pytest.raises(SourceError, match=f"^more than 5000 files and folders in commit {commit[:12]} "):
        commit_tree(fixture, "", commit).files()
