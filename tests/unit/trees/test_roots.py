"""Where the root of a catalog is found on a disk; `git/test_tree` asks the same of git."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Iterable
from pathlib import Path

import pytest

from assetcards.errors import NoCatalogError, SourceError
from assetcards.trees import roots
from assetcards.trees.folder import FolderTree
from assetcards.trees.roots import DiskFolders, maybe_root


def make(top: Path, files: Iterable[str]) -> None:
    for file in files:
        (top / file).parent.mkdir(parents=True, exist_ok=True)
        (top / file).touch()


def search(top: Path, start: str = "", *, upward: bool = False) -> str | None:
    found = maybe_root(str(top / start), DiskFolders(), upward=upward)
    return found if found is None else str(Path(found).relative_to(top))


def test_the_folder_itself_is_the_root_when_it_has_the_settings(tmp_path: Path) -> None:
    make(tmp_path, ["catalog.toml", "below/catalog.toml"])
    assert search(tmp_path) == "."


def test_upward_the_nearest_parent_is_taken(tmp_path: Path) -> None:
    make(
        tmp_path, ["catalog.toml", "inner/catalog.toml", "inner/models/deep/x.yaml", "inner/models/below/catalog.toml"]
    )
    assert search(tmp_path, "inner/models", upward=True) == "inner"
    assert search(tmp_path, "inner/models", upward=False) == "inner/models/below"


def test_below_the_usual_folder_is_taken_before_others(tmp_path: Path) -> None:
    make(tmp_path, ["b/catalog.toml", "catalog/catalog.toml", "catalog/tests/catalog.toml"])
    assert search(tmp_path) == search(tmp_path, upward=True) == "catalog"


def test_several_below_are_left_to_the_caller_however_near(tmp_path: Path) -> None:
    make(tmp_path, [f"{name}/catalog.toml" for name in ("d/deep", "b", "c", "a")])
    with pytest.raises(SourceError) as caught:
        search(tmp_path)
    shown = ", ".join(str(tmp_path / name) for name in ("a", "b", "c", "d/deep"))
    assert str(caught.value) == f"several catalogs under {tmp_path}: {shown} (name one with --root)"


@pytest.mark.parametrize(("depth", "found"), [(4, "a/a/a/a"), (5, None)])
def test_the_search_below_ends_at_a_depth(tmp_path: Path, depth: int, found: str | None) -> None:
    make(tmp_path, ["a/" * depth + "catalog.toml"])
    assert search(tmp_path) == found


@pytest.mark.parametrize("hidden", [".git", ".venv"])
def test_hidden_folders_are_not_entered(tmp_path: Path, hidden: str) -> None:
    make(tmp_path, [f"{hidden}/catalog.toml"])
    assert search(tmp_path) is None
    assert search(tmp_path, hidden) == hidden


def test_links_are_not_followed_below(tmp_path: Path) -> None:
    make(tmp_path, ["elsewhere/catalog.toml", "here/x.yaml"])
    (tmp_path / "here/link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "here/circle").symlink_to(tmp_path / "here")
    assert search(tmp_path, "here") is None


def test_only_a_file_marks_a_root(tmp_path: Path) -> None:
    make(tmp_path, ["folder/catalog.toml/x", "link/x", "real/catalog.toml"])
    (tmp_path / "link/catalog.toml").symlink_to("../real/catalog.toml")
    assert search(tmp_path) == "real"


def test_a_folder_that_is_not_there_has_no_root_below(tmp_path: Path) -> None:
    make(tmp_path, ["catalog.toml"])
    assert search(tmp_path, "none") is None
    assert search(tmp_path, "none/further", upward=True) == "."


def test_no_more_folders_are_looked_at_than_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, [f"{number:02}/x" for number in range(20)] + ["00/deep/catalog.toml"])
    assert search(tmp_path) == "00/deep"
    monkeypatch.setattr(roots, "MAX_FOLDERS_BELOW", 15)
    with pytest.raises(NoCatalogError) as caught:
        search(tmp_path)
    told = "no catalog.toml was found: the search ended after 15 folders (name a folder of cards with --root)"
    assert str(caught.value) == told


def test_no_more_entries_are_looked_at_than_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, [f"files/{number}" for number in range(50)])
    monkeypatch.setattr(roots, "MAX_ENTRIES_BELOW", 51)
    assert search(tmp_path) is None
    monkeypatch.setattr(roots, "MAX_ENTRIES_BELOW", 50)
    with pytest.raises(NoCatalogError, match="the search ended after 50 files and folders"):
        search(tmp_path)


def test_no_slow_disk_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, [f"files/{number}" for number in range(100)])
    assert search(tmp_path) is None
    monkeypatch.setattr(roots, "MAX_SECONDS_BELOW", -1.0)
    with pytest.raises(NoCatalogError, match="the search ended after -1 seconds"):
        search(tmp_path)


def test_upward_the_search_ends_at_the_top_that_it_is_given(tmp_path: Path) -> None:
    make(tmp_path, ["catalog.toml", "top/inner/x"])
    assert maybe_root(str(tmp_path / "top/inner"), DiskFolders(top=str(tmp_path / "top")), upward=True) is None
    assert maybe_root(str(tmp_path / "top/inner"), DiskFolders(top=str(tmp_path)), upward=True) == str(tmp_path)


def test_what_another_user_has_is_passed_over_where_users_matter(tmp_path: Path) -> None:
    make(tmp_path, ["here/below/catalog.toml", "catalog.toml"])
    others = DiskFolders(trusted={os.geteuid() + 1})
    assert maybe_root(str(tmp_path / "here"), others, upward=True) is None
    assert others.stranger.startswith(f"{tmp_path / 'here'} belongs to another user (")
    ours = DiskFolders(trusted={os.geteuid()})
    assert maybe_root(str(tmp_path / "here"), ours, upward=True) == str(tmp_path)
    assert ours.stranger == ""


def test_a_folder_of_many_files_is_not_kept_in_memory(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    for number in range(10_000):
        (tmp_path / "files" / str(number)).touch()
    for look in (lambda: search(tmp_path), lambda: FolderTree(tmp_path).files()):
        tracemalloc.start()
        assert not look()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 500_000


@pytest.mark.parametrize("upward", [True, False])
def test_what_is_called_like_the_settings_and_is_no_file_is_remembered(tmp_path: Path, upward: bool) -> None:
    os.mkfifo(tmp_path / "catalog.toml")
    folders = DiskFolders()
    assert maybe_root(str(tmp_path), folders, upward=upward) is None
    assert folders.odd == f"{tmp_path}/catalog.toml is a pipe"
    make(tmp_path, ["below/catalog.toml"])
    assert maybe_root(str(tmp_path), DiskFolders(), upward=upward) == f"{tmp_path}/below"
