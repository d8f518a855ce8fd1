"""The folders that git holds, in which the root of a catalog is searched for."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from assetcards.git.folders import CommitFolders, IndexFolders
from assetcards.git.repo import Repository
from assetcards.trees.roots import Folders, maybe_root
from tests.gitfixture import GitFixture

FILES = {"README.md": "hello\n", "catalog/catalog.toml": "", "catalog/models/a.yaml": "name: a\n"}


@pytest.fixture
def fixture(tmp_path: Path) -> GitFixture:
    fixture = GitFixture.init(tmp_path / "repo")
    fixture.commit(FILES)
    return fixture


def find(fixture: GitFixture) -> Repository:
    return Repository.find(str(fixture.folder), os.environ)


def commit_folders(fixture: GitFixture) -> CommitFolders:
    return CommitFolders(find(fixture), fixture.head())


def index_folders(fixture: GitFixture) -> Folders:
    return IndexFolders(find(fixture))


@pytest.mark.parametrize("open_folders", [commit_folders, index_folders])
@pytest.mark.parametrize(
    ("start", "upward", "root"),
    [
        ("", True, "catalog"),
        ("", False, "catalog"),
        ("catalog", False, "catalog"),
        ("catalog/models", True, "catalog"),
        ("catalog/models/gone", True, "catalog"),
        ("catalog/models", False, None),
        ("other", True, "catalog"),
        ("other", False, None),
        ("a/" * 2000, True, "catalog"),
    ],
)
def test_the_root_is_searched_upward_and_then_below(
    fixture: GitFixture, open_folders: Callable[[GitFixture], Folders], start: str, upward: bool, root: str | None
) -> None:
    fixture.commit({"other/deep/x.yaml": "name: x\n", ".hidden/catalog.toml": ""})
    assert maybe_root(start.strip("/"), open_folders(fixture), upward=upward) == root


@pytest.mark.parametrize("open_folders", [commit_folders, index_folders])
def test_a_link_called_like_the_settings_marks_no_root(
    fixture: GitFixture, open_folders: Callable[[GitFixture], Folders]
) -> None:
    (fixture.folder / "catalog.toml").symlink_to("catalog/catalog.toml")
    fixture.commit()
    assert maybe_root("", open_folders(fixture), upward=False) == "catalog"


@pytest.mark.parametrize("open_folders", [commit_folders, index_folders])
def test_all_catalogs_are_found_however_deep_but_for_hidden_ones(
    fixture: GitFixture, open_folders: Callable[[GitFixture], Folders]
) -> None:
    deep = "a/b/c/d/e/f/g"
    fixture.commit({f"{deep}/catalog.toml": "", ".hidden/catalog.toml": "", "a/.hidden/catalog.toml": ""})
    folders = open_folders(fixture)
    assert (folders.catalogs(""), folders.catalogs("a"), folders.catalogs("none")) == ([deep, "catalog"], [deep], [])


@pytest.mark.parametrize("open_folders", [commit_folders])
def test_folders_have_those_in_them_but_for_hidden_ones_and_what_is_no_folder(
    fixture: GitFixture, open_folders: Callable[[GitFixture], CommitFolders]
) -> None:
    fixture.commit({".hidden/x": "1", "catalog/deep/er/x": "1", "catalog/.hidden/x": "1"})
    folders = open_folders(fixture)
    assert sorted(folders.children("")) == ["catalog"]
    assert sorted(folders.children("catalog")) == ["catalog/deep", "catalog/models"]
    assert [list(folders.children(each)) for each in ("catalog/models", "README.md", "none")] == [[], [], []]
    assert list(folders.above("catalog/models")) == ["catalog/models", "catalog", ""]


def test_an_index_that_lists_nothing_says_so(fixture: GitFixture) -> None:
    assert not IndexFolders(find(fixture)).are_none
    fixture.git("rm", "--quiet", "-r", "--cached", ".")
    assert IndexFolders(find(fixture)).are_none
