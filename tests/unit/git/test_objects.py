"""git's objects: how modes, trees and commits are read and written, and what of it git would not take."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assetcards.errors import CorruptObjectError
from assetcards.git.objects import (
    Mode,
    TreeEntry,
    hash_object,
    parse_commit,
    parse_mode,
    parse_tree,
    render_tree,
)
from tests.gitfixture import GitFixture

ID = "ab" * 20
OTHER = "cd" * 20


@pytest.mark.parametrize(
    ("written", "mode"),
    [
        (b"100644", Mode.FILE),
        (b"100600", Mode.FILE),
        (b"100655", Mode.FILE),
        (b"100744", Mode.PROGRAM),
        (b"100755", Mode.PROGRAM),
        (b"0100644", Mode.FILE),
        (b"40000", Mode.FOLDER),
        (b"040755", Mode.FOLDER),
        (b"120000", Mode.LINK),
        (b"120777", Mode.LINK),
        (b"160000", Mode.SUBMODULE),
        (b"644", Mode.SUBMODULE),
        (b"0", Mode.SUBMODULE),
    ],
)
def test_the_type_of_a_mode_counts(written: bytes, mode: Mode) -> None:
    assert parse_mode(written) is mode


@pytest.mark.parametrize("written", [b"", b"100648", b" 100644", b"-1", b"0o17", b"1_0", "\u0661".encode()])
def test_what_is_not_an_octal_number_is_not_a_mode(written: bytes) -> None:
    with pytest.raises(ValueError, match=r"is not a mode$"):
        parse_mode(written)


@pytest.mark.parametrize(
    ("mode", "file", "folder", "blob", "words"),
    [
        (Mode.FILE, True, False, True, "a file"),
        (Mode.PROGRAM, True, False, True, "a file"),
        (Mode.LINK, False, False, True, "a symbolic link"),
        (Mode.FOLDER, False, True, False, "a folder"),
        (Mode.SUBMODULE, False, False, False, "a submodule"),
    ],
)
def test_an_entry_is_what_its_mode_says(mode: Mode, file: bool, folder: bool, blob: bool, words: str) -> None:
    entry = TreeEntry(mode, ID)
    assert (entry.is_file, entry.is_folder, entry.is_blob, entry.words) == (file, folder, blob, words)
    assert entry.digest == f"{mode.value} {ID}"


def test_a_tree_is_written_in_the_order_of_git_and_read_again() -> None:
    entries = {
        "a": TreeEntry(Mode.FOLDER, ID),
        "a.b": TreeEntry(Mode.FILE, OTHER),
        "a0": TreeEntry(Mode.LINK, ID),
        os.fsdecode(b"\xff"): TreeEntry(Mode.PROGRAM, OTHER),
    }
    content = render_tree(entries)
    assert list(parse_tree(ID, content)) == ["a.b", "a", "a0", os.fsdecode(b"\xff")]
    assert parse_tree(ID, content) == entries


def test_ids_of_another_length_are_those_of_the_tree() -> None:
    entries = {"a": TreeEntry(Mode.FILE, "ef" * 32)}
    assert parse_tree("ab" * 32, render_tree(entries)) == entries
    with pytest.raises(CorruptObjectError, match="is malformed"):
        parse_tree(ID, render_tree(entries))


def entry(name: bytes, mode: bytes = b"100644") -> bytes:
    return mode + b" " + name + b"\0" + bytes.fromhex(ID)


@pytest.mark.parametrize(
    "content", [b"100644", b"100644 a", b"100644 a\0", entry(b"a")[:-1], entry(b"a") + b"x", entry(b"a", b"file")]
)
def test_what_is_not_written_as_a_tree_is_damage(content: bytes) -> None:
    with pytest.raises(CorruptObjectError, match=f"^tree {ID} is malformed "):
        parse_tree(ID, content)


@pytest.mark.parametrize("name", [b"", b".", b"..", b".git", b".GIT", b"a/b"])
def test_names_that_git_would_not_check_out_are_damage(name: bytes) -> None:
    with pytest.raises(CorruptObjectError, match="that git would not check out "):
        parse_tree(ID, entry(name))


def test_two_entries_of_one_name_are_damage() -> None:
    with pytest.raises(CorruptObjectError, match="has an entry 'a' that git would not check out "):
        parse_tree(ID, entry(b"a") + entry(b"a", b"40000"))


COMMITTER = "committer Cleo <cleo@example.org> 1700000000 +0100"


def commit_object(*lines: str, message: str = "message") -> bytes:
    return "\n".join([f"tree {OTHER}", *lines]).encode() + f"\n\n{message}".encode()


def test_a_commit_says_its_tree_its_parents_and_its_time() -> None:
    step = parse_commit(ID, commit_object(f"parent {ID}", f"parent {OTHER}", "author A <a> 5 +0000", COMMITTER))
    assert (step.commit, step.tree, step.parents, step.time) == (ID, OTHER, (ID, OTHER), 1_700_000_000)


def test_what_looks_like_a_header_in_the_message_is_none() -> None:
    step = parse_commit(ID, commit_object(COMMITTER, message=f"parent {ID}\n{COMMITTER.replace('17', '18')}"))
    assert (step.parents, step.time) == ((), 1_700_000_000)


def test_parents_are_together_behind_the_tree() -> None:
    assert parse_commit(ID, commit_object(f"parent {ID}", COMMITTER, f"parent {OTHER}")).parents == (ID,)


@pytest.mark.parametrize(
    "committer",
    [
        "committer C <c> 0 +0000",
        "committer C <c> -5 +0000",
        "committer C <c> 253402300800 +0000",
        "committer C <c> soon",
        "committer C 1700000000 +0000",
        "author C <c> 1700000000 +0000",
    ],
)
def test_a_time_that_is_unknown_is_none(committer: str) -> None:
    assert parse_commit(ID, commit_object(committer)).time is None


@pytest.mark.parametrize(
    "content", [b"", b"parent x", f"tree {OTHER[:-1]}\n\n".encode(), f"tree {OTHER}x\n\n".encode(), b"tree \n\n"]
)
def test_a_commit_without_a_tree_is_damage(content: bytes) -> None:
    with pytest.raises(CorruptObjectError, match=f"^commit {ID} names no tree "):
        parse_commit(ID, content)


@pytest.mark.parametrize(("object_format", "length"), [("sha1", 40), ("sha256", 64)])
def test_objects_have_the_ids_that_git_gives_them(tmp_path: Path, object_format: str, length: int) -> None:
    repo = GitFixture.init(tmp_path / "repo", f"--object-format={object_format}")
    commit = repo.commit({"a.yaml": "name: a\n", "b/c.yaml": "name: c\n"})
    tree = {"a.yaml": TreeEntry(Mode.FILE, hash_object("blob", b"name: a\n", length))}
    below = {"c.yaml": TreeEntry(Mode.FILE, hash_object("blob", b"name: c\n", length))}
    tree["b"] = TreeEntry(Mode.FOLDER, hash_object("tree", render_tree(below), length))
    assert len(commit) == length
    assert hash_object("tree", render_tree(tree), length) == repo.git("rev-parse", f"{commit}^{{tree}}").strip()


@pytest.mark.parametrize(
    "content", [b"7 " * 2_000_000, b"7" * 4_000_000, b"7 a" * 1_000_000], ids=["words", "digits", "both"]
)
def test_what_is_no_tree_is_read_once_however_long_it_is(content: bytes) -> None:
    with pytest.raises(CorruptObjectError, match=r"is malformed"):
        parse_tree(ID, content)


def test_a_long_tree_with_a_name_twice_at_its_end_says_which() -> None:
    content = b"".join(b"100644 file%d\0%b" % (number, b"i" * 20) for number in (*range(50_000), 7))
    with pytest.raises(CorruptObjectError, match=r"has an entry 'file7' that git would not check out"):
        parse_tree(ID, content)
