"""Trees that are not git's: what all of them do, folders, and trees of others."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from assetcards import FolderTree, MemoryTree, SourceError, Tree
from assetcards.trees import tree as tree_module
from assetcards.trees.tree import FileUnreadableError, TreeOrigin

CARDS = {"a.yaml": b"name: a\n", "models/@lab/a.yml": b"name: a@lab\n", "notes.txt": b"x", "catalog.toml": b"x = 1"}


def write(folder: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def folder_tree(folder: Path) -> Tree:
    write(folder, CARDS)
    return FolderTree(folder)


def memory_tree(folder: Path) -> Tree:
    return MemoryTree("test", CARDS)


@pytest.mark.parametrize("open_tree", [folder_tree, memory_tree])
def test_a_tree_lists_card_files_and_reads_them_to_a_limit(tmp_path: Path, open_tree: object) -> None:
    assert callable(open_tree)
    tree: Tree = open_tree(tmp_path)
    assert list(tree.files()) == ["a.yaml", "models/@lab/a.yml"]
    assert tree.read("models/@lab/a.yml", 100) == b"name: a@lab\n"
    assert tree.read("a.yaml", 4) == b"name"
    assert tree.read("catalog.toml", 100) == b"x = 1"
    assert (tree.maybe_digest("a.yaml"), tree.maybe_files_with("a")) == (None, None)
    with pytest.raises(FileUnreadableError) as caught:
        tree.read("none.yaml", 100)
    assert caught.value.path == "none.yaml"
    tree.close()


# A folder


def test_a_folder_tree_says_where_it_is_from(tmp_path: Path) -> None:
    tree = FolderTree(tmp_path / "sub" / "..")
    assert tree.origin == TreeOrigin(kind="path", place=str(tmp_path))
    assert str(tree.origin) == f"path:{tmp_path}"
    assert tree.locate("models/../x y.pt") == f"file://{tmp_path}/models/../x%20y.pt"


def test_a_relative_folder_is_refused_wherever_the_current_directory_is() -> None:
    with pytest.raises(SourceError) as caught:
        FolderTree("cards")
    assert str(caught.value) == (
        "'cards' is not an absolute path (write the absolute path, or use `open_catalog`, which accepts relative ones)"
    )


def test_what_was_listed_once_is_not_listed_again(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": b""})
    tree = FolderTree(tmp_path)
    assert list(tree.files()) == ["a.yaml"]
    write(tmp_path, {"b.yaml": b""})
    assert list(tree.files()) == ["a.yaml"]


def test_the_folder_of_git_and_links_to_folders_are_not_entered(tmp_path: Path) -> None:
    write(tmp_path, {".git/a.yaml": b"", ".hidden/b.yaml": b"", "x.yaml/c.yaml": b""})
    (tmp_path / "circle").symlink_to(tmp_path)
    tree = FolderTree(tmp_path)
    assert (tree.files(), tree.repositories()) == ((".hidden/b.yaml", "x.yaml/c.yaml"), ())


def test_folders_below_that_hold_git_are_not_entered_and_unreadable(tmp_path: Path) -> None:
    write(tmp_path, {"a/.git/x": b"", "a/x.yaml": b"", "b/y.yaml/.git": b"gitdir: x\n", "b/y.yaml/sub/x.yaml": b""})
    write(tmp_path, {".git": b"gitdir: x\n", "b/plain.yaml": b"", "c/x.yaml": b""})
    (tmp_path / "c/.git").symlink_to("/nowhere")
    tree = FolderTree(tmp_path)
    assert (tree.files(), tree.repositories()) == (("b/plain.yaml",), ("a", "b/y.yaml", "c"))
    for path in tree.repositories():
        with pytest.raises(FileUnreadableError, match=r"is a repository of its own, such as a submodule"):
            tree.read(path, 100)


def test_what_is_no_file_is_listed_and_unreadable(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": b"name: a\n"})
    (tmp_path / "link.yaml").symlink_to("a.yaml")
    (tmp_path / "dangling.yaml").symlink_to("/nowhere")
    (tmp_path / "folder.yaml").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.yaml")
    tree = FolderTree(tmp_path)
    reasons = {}
    for path in tree.files():
        try:
            reasons[path] = tree.read(path, 100).decode()
        except FileUnreadableError as error:
            reasons[path] = error.reason
    link = "is a symbolic link, not a file"
    assert reasons == {
        "a.yaml": "name: a\n",
        "dangling.yaml": link,
        "folder.yaml": link,
        "link.yaml": link,
        "pipe.yaml": "is a pipe, not a file",
    }


def test_a_socket_a_folder_and_a_device_are_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("x.yaml")
        with pytest.raises(FileUnreadableError, match="is a socket, not a file"):
            FolderTree(tmp_path).read("x.yaml", 100)
    (tmp_path / "y.yaml").mkdir()
    with pytest.raises(FileUnreadableError, match="is a folder, not a file"):
        FolderTree(tmp_path).read("y.yaml", 100)
    with pytest.raises(FileUnreadableError, match="is a device, not a file"):
        FolderTree("/dev").read("null", 100)


def test_a_file_that_went_away_is_unreadable(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": b""})
    tree = FolderTree(tmp_path)
    assert list(tree.files()) == ["a.yaml"]
    (tmp_path / "a.yaml").unlink()
    with pytest.raises(FileUnreadableError) as caught:
        tree.read("a.yaml", 100)
    assert str(caught.value) == "a.yaml: does not exist"


def test_a_folder_that_cannot_be_listed_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"file": b""})
    for name, problem in (("none", "No such file or directory"), ("file", "Not a directory")):
        with pytest.raises(SourceError) as caught:
            FolderTree(tmp_path / name).files()
        assert str(caught.value) == f"{tmp_path / name}: cannot be listed: {problem}"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_below_that_cannot_be_listed_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"closed/a.yaml": b""})
    (tmp_path / "closed").chmod(0)
    try:
        with pytest.raises(SourceError, match=r"closed/?: cannot be listed: Permission denied"):
            FolderTree(tmp_path).files()
    finally:
        (tmp_path / "closed").chmod(0o755)


def test_file_names_that_are_no_utf8_are_read(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.yaml")).write_bytes(b"name: a\n")
    except OSError:
        pytest.skip("this file system takes names in UTF-8 alone")
    tree = FolderTree(tmp_path)
    assert list(tree.files()) == ["caf\udce9.yaml"]
    assert tree.read("caf\udce9.yaml", 100) == b"name: a\n"
    assert tree.locate("caf\udce9.pt") == f"file://{tmp_path}/caf%E9.pt"


def test_a_folder_has_no_more_files_than_a_commit_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder_tree(tmp_path)
    monkeypatch.setattr(tree_module, "MAX_FILES", 6)  # four files, and two folders
    assert len(FolderTree(tmp_path).files()) == 2
    monkeypatch.setattr(tree_module, "MAX_FILES", 5)
    with pytest.raises(SourceError) as caught:
        FolderTree(tmp_path).files()
    assert str(caught.value) == f"more than 5 files and folders in {tmp_path} (name a smaller folder with --root)"
