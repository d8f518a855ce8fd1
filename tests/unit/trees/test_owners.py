"""Whose a file is: links of other users are not followed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assetcards.errors import SourceError
from assetcards.trees.owners import check_links_on_the_way, maybe_stranger, trusted_users

STRANGER = 54_321
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files to another user")


def test_we_root_and_the_owners_of_folders_that_are_there_are_trusted(tmp_path: Path) -> None:
    assert trusted_users() == {0, os.geteuid()}
    assert trusted_users(str(tmp_path), str(tmp_path / "gone")) == {0, os.geteuid()}


@as_root
def test_the_owner_of_a_folder_is_trusted_there(tmp_path: Path) -> None:
    os.chown(tmp_path, STRANGER, -1)
    assert trusted_users(str(tmp_path)) == {0, os.geteuid(), STRANGER}


def test_our_own_files_and_those_that_are_not_there_have_no_stranger(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    assert maybe_stranger(str(tmp_path / "a"), trusted_users()) is None
    assert maybe_stranger(str(tmp_path / "b"), ()) is None


@as_root
def test_a_stranger_has_a_name_or_a_number_and_the_link_counts_not_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    os.lchown(tmp_path / "link", STRANGER, -1)
    assert maybe_stranger(str(tmp_path / "link"), trusted_users()) == str(STRANGER)
    assert maybe_stranger(str(tmp_path), {STRANGER}) == "root"


@as_root
def test_a_link_of_a_stranger_anywhere_on_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real" / "deep").mkdir(parents=True)
    (tmp_path / "link").symlink_to("real")
    way = tmp_path / "link" / "deep" / "new"
    check_links_on_the_way(str(way))
    os.lchown(tmp_path / "link", STRANGER, -1)
    with pytest.raises(SourceError) as caught:
        check_links_on_the_way(str(way))
    assert str(caught.value).startswith(f"{tmp_path}/link is a link that belongs to another user ({STRANGER})")
    check_links_on_the_way(str(tmp_path / "real" / "deep"))
