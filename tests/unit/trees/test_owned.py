"""Folders that one verb writes as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetcards import SourceError
from assetcards.trees.owned import OwnedFolder, find_owned_folder, write_owned
from assetcards.trees.writing import FileKind

LISTING = FileKind(name="a list", head="# Written by a test", example="list.txt")
FILES = {"a.txt": b"a\n", "in/b.txt": b"b\n"}


def find(folder: Path) -> OwnedFolder:
    return find_owned_folder(folder.name, str(folder), LISTING)


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    write_owned(find(folder), FILES, about=["version 1"])
    return folder


def test_a_new_folder_has_the_files_and_a_list_that_sha256sum_reads(out: Path) -> None:
    listing = """\
# Written by a test
# version 1
87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7  a.txt
0263829989b6fd954f72baaf2fc64bc2e2f01d692d4de72986ea808f6e99813f  in/b.txt
"""
    assert contents(out) == {**FILES, "list.txt": listing.encode()}


def test_what_was_written_before_is_replaced_and_removed(out: Path) -> None:
    write_owned(find(out), {"a.txt": b"new\n"})
    assert {path: content for path, content in contents(out).items() if path != "list.txt"} == {"a.txt": b"new\n"}


def test_files_of_somebody_else_stay(out: Path) -> None:
    (out / "mine.txt").write_bytes(b"mine")
    write_owned(find(out), {})
    assert sorted(contents(out)) == ["list.txt", "mine.txt"]


@pytest.mark.parametrize("path", ["a.txt", "mine.txt"], ids=["edited", "of somebody else"])
def test_a_file_that_would_be_lost_is_refused_before_anything_is_written(out: Path, path: str) -> None:
    (out / path).write_bytes(b"mine")
    before = contents(out)
    with pytest.raises(SourceError, match=rf"'out/{path}' exists and is not as it was written"):
        write_owned(find(out), {"in/b.txt": b"new\n", path: b"new\n"})
    assert contents(out) == before


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    find(folder)
    (folder / "card.yaml").touch()
    with pytest.raises(SourceError, match=r"'out' is not empty, and has no list.txt"):
        find(folder)
    (folder / "list.txt").write_text("what I bought")
    with pytest.raises(SourceError, match=r"'out/list.txt' exists and is not a list"):
        find(folder)


def test_a_link_a_file_a_git_directory_and_a_folder_without_one_above_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path)
    for path in ("file", "link", ".git/x", "none/x"):
        with pytest.raises(SourceError):
            find(tmp_path / path)


def test_a_list_that_leads_elsewhere_removes_nothing_there(out: Path) -> None:
    (out.parent / "precious.txt").write_bytes(b"a\n")
    with (out / "list.txt").open("a") as file:
        file.write(f"{'87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7'}  ../precious.txt\n")
    write_owned(find(out), {})
    assert (out.parent / "precious.txt").exists()


def test_a_run_that_was_killed_is_repeated(out: Path) -> None:
    """The list has both contents of a file until all files are written."""
    digests = "\n".join(
        [
            "# Written by a test",
            "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7  a.txt",
            "0263829989b6fd954f72baaf2fc64bc2e2f01d692d4de72986ea808f6e99813f  a.txt",
        ]
    )
    (out / "list.txt").write_text(f"{digests}\n")
    (out / "a.txt").write_bytes(b"b\n")
    write_owned(find(out), {"a.txt": b"a\n"})
    assert (out / "a.txt").read_bytes() == b"a\n"
