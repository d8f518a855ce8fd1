"""A file is written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from assetcards.trees.atomic import write_atomically


def test_the_text_is_there_with_plain_line_ends(tmp_path: Path) -> None:
    write_atomically(tmp_path / "x", "é\n")
    assert (tmp_path / "x").read_bytes() == b"\xc3\xa9\n"
    assert os.listdir(tmp_path) == ["x"]


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("old")
    (tmp_path / "x").chmod(0o640)
    (tmp_path / "link").symlink_to("x")
    write_atomically(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "x").read_text() == "new"
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o640


@pytest.mark.parametrize("path", ["nowhere/x", "folder"])
def test_what_cannot_be_written_is_named_as_it_was_asked_for(path: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match=r"No such file or directory|Is a directory") as caught:
        write_atomically(tmp_path / path, "new")
    assert (caught.value.filename, caught.value.filename2) == (str(tmp_path / path), None)
    assert os.listdir(tmp_path) == ["folder"]


def test_what_cannot_be_written_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(tmp_path / "x", "\ud800")
    assert (tmp_path / "x").read_text() == "old"
    assert os.listdir(tmp_path) == ["x"]
