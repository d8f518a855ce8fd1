"""Where the work tree begins that a folder is in."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetcards.trees.work_tree import maybe_git_link, maybe_work_tree


@pytest.mark.parametrize("kind", ["folder", "file", "dangling link"])
def test_it_begins_at_the_nearest_git_link_of_any_kind(tmp_path: Path, kind: str) -> None:
    (tmp_path / ".git").mkdir()
    inner, deep = tmp_path / "a", tmp_path / "a" / "b" / "c"
    deep.mkdir(parents=True)
    link = inner / ".git"
    if kind == "folder":
        link.mkdir()
    elif kind == "file":
        link.write_text("gitdir: ../elsewhere\n")
    else:
        link.symlink_to("/nowhere")
    assert (maybe_git_link(str(deep)), maybe_work_tree(str(deep))) == (str(link), str(inner))
    assert maybe_work_tree(str(inner)) == str(inner)
    assert maybe_work_tree(str(tmp_path)) == str(tmp_path)


def test_a_folder_that_is_not_there_is_in_the_work_tree_above_it(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert maybe_work_tree(str(tmp_path / "gone" / "deeper")) == str(tmp_path)


def test_outside_of_git_there_is_none() -> None:
    assert (maybe_git_link("/"), maybe_work_tree("/proc/self")) == (None, None)
