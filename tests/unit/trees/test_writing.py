"""A file is written whole or not at all, where it belongs, and over nothing but its own kind."""

from __future__ import annotations

import fcntl
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assetcards.errors import SourceError
from assetcards.trees.writing import FileKind, Target, append_text, find_target, maybe_read, write_file

NOTE = FileKind(name="a note", head="# Note\n", example="note.txt")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A work tree in which one stands, beside `victim`, a file of somebody else."""
    (tmp_path / "tree" / ".git").mkdir(parents=True)
    (tmp_path / "tree" / "sub").mkdir()
    (tmp_path / "victim").write_text("precious")
    return tmp_path / "tree"


def target(here: Path, named: str) -> Target:
    return find_target(named, os.path.normpath(here / named), str(here), NOTE)


def refused(here: Path, named: str) -> str:
    with pytest.raises(SourceError) as caught:
        target(here, named)
    return str(caught.value)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("named", ["note.txt", "sub/note.txt", "sub/../note.txt", "{tree}/note.txt"])
def test_a_file_of_the_work_tree_is_written(tree: Path, named: str) -> None:
    found = target(tree, named.format(tree=tree))
    write_file(found, "# Note\né\n")
    assert (tree / found.path).read_bytes() == b"# Note\n\xc3\xa9\n"
    assert names(tree / "sub") + names(tree) in ([".git", "note.txt", "sub"], ["note.txt", ".git", "sub"])


def test_the_work_tree_is_that_of_the_current_directory_and_paths_are_seen_from_its_top(tree: Path) -> None:
    assert target(tree / "sub", "note.txt").path == "sub/note.txt"
    assert target(tree / "sub", "../note.txt").path == "note.txt"


def test_a_work_tree_may_be_named_through_a_link_to_it(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tree)
    assert target(tree, str(tmp_path / "link" / "sub" / "note.txt")).path == "sub/note.txt"


@pytest.mark.parametrize("named", ["../note.txt", "{outside}/note.txt", "sub/../../note.txt"])
def test_nothing_outside_of_the_work_tree_is_written(tree: Path, tmp_path: Path, named: str) -> None:
    named = named.format(outside=tmp_path)
    assert refused(tree, named) == f"{named!r} is not in the work tree {tree} (name a file inside it)"


@pytest.mark.parametrize("named", [".git/config", ".git/hooks/pre-commit", "sub/.GIT/x", ".git"])
def test_nothing_of_git_is_written(tree: Path, named: str) -> None:
    assert refused(tree, named).startswith(f"{named!r} is not in the work tree {tree}")


def test_a_git_folder_may_be_a_file(tree: Path) -> None:
    (tree / ".git").rmdir()
    (tree / ".git").write_text("gitdir: elsewhere\n")
    assert refused(tree, ".git").startswith("'.git' is not in the work tree")
    assert refused(tree, "../note.txt").startswith("'../note.txt' is not in the work tree")


def test_outside_of_git_nothing_above_the_current_directory_is_written(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    assert target(tmp_path / "here", "note.txt").path == "note.txt"
    told = f"'../note.txt' is not in the current directory {tmp_path / 'here'} (name a file inside it)"
    assert refused(tmp_path / "here", "../note.txt") == told


@pytest.mark.parametrize(
    "named", ["x.yaml", "x.yml", "x.YAML", "catalog.toml", "Catalog.TOML", "sub/catalog.toml", "", "sub/../x.yaml"]
)
def test_no_file_that_a_catalog_is_made_of_is_written(tree: Path, named: str) -> None:
    assert refused(tree, named) == f"{named!r} cannot be a note (name a file such as note.txt)"


def test_links_are_not_written_through(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for link, place in {
        "link": "../victim",
        "dangling": "new",
        "loop": "loop",
        "out": "../folder",
        "sub/inner": ".",
        "self": ".",
    }.items():
        (tree / link).symlink_to(place)
    for named, link in {
        "link": "link",
        "dangling": "dangling",
        "loop": "loop",
        "out/note": "out",
        "out/deep/note": "out",
        "sub/inner/note": "sub/inner",
        "self/note": "self",
    }.items():
        assert (
            refused(tree, named)
            == f"{link!r} is a link; links are not followed when writing (name the file, or remove it)"
        )
    assert (tmp_path / "victim").read_text() == "precious"
    assert (names(tmp_path / "folder"), names(tree / "sub"), (tree / "new").exists()) == ([], ["inner"], False)


def test_a_link_that_comes_after_the_look_is_not_written_through(tree: Path, tmp_path: Path) -> None:
    found, deep = target(tree, "note.txt"), target(tree, "sub/note.txt")
    (tree / "note.txt").symlink_to("../victim")
    (tree / "sub").rmdir()
    (tree / "sub").symlink_to("..")
    for each in (found, deep):
        with pytest.raises(SourceError, match="is a link"):
            write_file(each, "# Note\n")
    assert (tmp_path / "victim").read_text() == "precious"
    assert names(tmp_path) == ["tree", "victim"]


def test_only_a_file_is_written_over(tree: Path) -> None:
    os.mkfifo(tree / "pipe")
    assert refused(tree, "pipe") == "'pipe' is a pipe, not a file (name another file, or remove it)"
    assert refused(tree, "sub") == "'sub' is a folder, not a file (name another file, or remove it)"


@pytest.mark.parametrize("content", ["ssh-ed25519 AAAA me\n", "# note\n", " # Note\n", "\ufeff# Note\n", "# Not"])
def test_only_its_own_kind_is_written_over(tree: Path, content: str) -> None:
    (tree / "note.txt").write_text(content)
    told = "'note.txt' exists and is not a note (name another file, or remove this one first)"
    assert refused(tree, "note.txt") == told
    assert (tree / "note.txt").read_text() == content


@pytest.mark.parametrize("content", [b"", b"# Note\nold", b"# Note\r\nold"])
def test_its_own_kind_and_an_empty_file_are(tree: Path, content: bytes) -> None:
    (tree / "note.txt").write_bytes(content)
    assert maybe_read(target(tree, "note.txt")) == content
    write_file(target(tree, "note.txt"), "# Note\nnew")
    assert (tree / "note.txt").read_text() == "# Note\nnew"


def test_what_comes_to_be_another_kind_after_the_look_is_left_alone(tree: Path) -> None:
    found = target(tree, "note.txt")
    (tree / "note.txt").write_text("mine")
    with pytest.raises(SourceError, match="is not a note"):
        write_file(found, "# Note\n")
    assert (tree / "note.txt").read_text() == "mine"


def test_permissions_stay_and_other_names_of_the_file_keep_its_content(tree: Path, tmp_path: Path) -> None:
    (tree / "note.txt").write_text("# Note\nold")
    (tree / "note.txt").chmod(0o640)
    os.link(tree / "note.txt", tmp_path / "other-name")
    write_file(target(tree, "note.txt"), "# Note\nnew")
    assert stat.S_IMODE((tree / "note.txt").stat().st_mode) == 0o640
    assert (tmp_path / "other-name").read_text() == "# Note\nold"


def test_a_new_file_has_the_permissions_that_the_process_gives(tree: Path) -> None:
    before = os.umask(0o027)
    try:
        write_file(target(tree, "note.txt"), "# Note\n")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tree / "note.txt").stat().st_mode) == 0o640


def test_a_folder_that_is_not_there_is_named_as_it_was_asked_for(tree: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        target(tree, "no/such/note.txt")
    assert (caught.value.filename, caught.value.filename2) == ("no/such/note.txt", None)


def test_what_cannot_be_written_leaves_the_old_file_and_nothing_else(tree: Path) -> None:
    (tree / "note.txt").write_text("# Note\nold")
    with pytest.raises(UnicodeEncodeError):
        write_file(target(tree, "note.txt"), "\ud800")
    limited = (
        "import resource, signal, sys\n"
        "from tests.unit.trees.test_writing import target, write_file\n"
        "from pathlib import Path\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: write_file(target(Path(sys.argv[1]), 'note.txt'), '# Note\\n' + 'x' * 5000)\n"
        "except OSError as error: print(error.filename, error.strerror)\n"
    )
    done = subprocess.run([sys.executable, "-c", limited, tree], capture_output=True, text=True, check=True)
    assert done.stdout == "note.txt File too large\n"
    assert (tree / "note.txt").read_text() == "# Note\nold"
    assert names(tree) == [".git", "note.txt", "sub"]


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.unit.trees.test_writing import target, write_file
point = getattr(os, sys.argv[2])
def killed(*arguments, **options):
    os.kill(os.getpid(), int(sys.argv[3]))
    return point(*arguments, **options)
setattr(os, sys.argv[2], killed)
write_file(target(Path(sys.argv[1]), "note.txt"), "# Note\\nnew")
"""


@pytest.mark.parametrize("point", ["fstat", "fsync", "replace"])
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_what_a_killed_process_has_left_is_gone_after_the_next_one(tree: Path, point: str, end: int) -> None:
    (tree / "note.txt").write_text("# Note\nold")
    done = subprocess.run([sys.executable, "-c", KILLED, tree, point, str(int(end))], check=False)
    assert done.returncode == -end
    assert (tree / "note.txt").read_text() == "# Note\nold"
    assert len(names(tree)) == 4
    write_file(target(tree, "note.txt"), "# Note\nnew")
    assert names(tree) == [".git", "note.txt", "sub"]


def test_what_a_living_process_writes_is_not_swept_and_neither_are_other_files(tree: Path) -> None:
    living = tree / f".unfinished-{'0' * 32}"
    kept = [tree / ".unfinished-mine", tree / f".unfinished-{'0' * 31}", tree / f"x.unfinished-{'0' * 32}"]
    link = tree / f".unfinished-{'1' * 32}"
    link.symlink_to("../victim")
    for path in (living, *kept):
        path.touch()
    with living.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        write_file(target(tree, "note.txt"), "# Note\n")
    assert {path.name for path in (living, link, *kept)} <= set(names(tree))
    write_file(target(tree, "note.txt"), "# Note\n")
    assert not living.exists()


def test_many_that_write_at_once_all_write_it_whole(tree: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom tests.unit.trees.test_writing import target, write_file\n"
        "for _ in range(50): write_file(target(Path(sys.argv[1]), 'note.txt'), '# Note\\n' + sys.argv[2] * 10000)\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", program, tree, letter]) for letter in "abcd"]
    assert [writer.wait() for writer in writers] == [0] * 4
    text = (tree / "note.txt").read_text()
    assert text in {f"# Note\n{letter * 10000}" for letter in "abcd"}
    assert names(tree) == [".git", "note.txt", "sub"]


def test_a_string_is_added_to_a_file_wherever_it_is(tmp_path: Path) -> None:
    for text in ("one\n", "é\n"):
        append_text(str(tmp_path / "summary.md"), text)
    assert (tmp_path / "summary.md").read_text("utf-8") == "one\né\n"


def make_link(path: Path) -> None:
    path.symlink_to("victim")


def make_dangling(path: Path) -> None:
    path.symlink_to("new")


@pytest.mark.parametrize("make", [make_link, make_dangling, os.mkfifo, Path.mkdir])
def test_nothing_is_added_to_what_is_no_file(tmp_path: Path, make: Callable[[Path], None]) -> None:
    (tmp_path / "victim").write_text("precious")
    make(tmp_path / "summary.md")
    with pytest.raises(OSError, match="summary"):
        append_text(str(tmp_path / "summary.md"), "text")
    assert (tmp_path / "victim").read_text() == "precious"
    assert names(tmp_path) == ["summary.md", "victim"]


def test_nothing_is_added_to_a_device(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="'/dev/null' is a device, not a file"):
        append_text("/dev/null", "text")


@pytest.mark.parametrize("name", ["tiny.yaml", "tiny.YML", "catalog.toml"])
def test_nothing_is_added_to_a_file_of_a_catalog(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="is a file of a catalog, which is not appended to"):
        append_text(str(tmp_path / name), "text")
    assert names(tmp_path) == []
