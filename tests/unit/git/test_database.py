"""Reading the objects of real repositories: what is damaged or lost, and by whom they are read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assetcards.errors import CorruptObjectError, GitError
from assetcards.git.objects import GitObject, Mode
from assetcards.git.repo import Repository
from tests.gitfixture import GitFixture
from tests.unit.git.repositories import blob_of, commit_content, find


def test_replaced_objects_and_grafts_do_not_count(fixture: GitFixture) -> None:
    other = fixture.store_object("commit", commit_content(fixture.git("rev-parse", "HEAD^{tree}"), "other"))
    fixture.git("replace", fixture.head("light"), other)
    (fixture.folder / ".git" / "info" / "grafts").write_text(f"{fixture.head()} {other}\n")
    found = find(fixture.folder)
    assert found.resolve("HEAD~1") == fixture.head("light")
    assert blob_of(found, "light") == b"name: a\n"


def test_a_commit_graph_that_is_wrong_does_not_count(fixture: GitFixture) -> None:
    """The graph gets what its newest commit has for a parent out of a table, and nobody compares."""
    last = fixture.commit()
    fixture.git("commit-graph", "write", "--reachable")
    path = fixture.folder / ".git/objects/info/commit-graph"
    graph = bytearray(path.read_bytes())
    table = {bytes(graph[8 + 12 * n :][:4]): int.from_bytes(graph[12 + 12 * n :][:8]) for n in range(graph[6])}
    ids = [graph[table[b"OIDL"] + 20 * n :][:20].hex() for n in range(3)]
    parent = table[b"CDAT"] + 36 * ids.index(last) + 20
    graph[parent : parent + 4] = ids.index(fixture.head("light")).to_bytes(4)
    path.chmod(0o644)
    path.write_bytes(graph)
    assert fixture.git("log", "--format=%H", "-1", "--skip=1") == fixture.head("light")
    found = find(fixture.folder)
    assert found.run(["log", "--format=%H", "-1", "--skip=1"]).decode().strip() == found.resolve("HEAD~1")
    assert found.resolve("HEAD~2") == found.resolve("light")


def loose(fixture: GitFixture, object_id: str) -> Path:
    """The file of an object, made writable."""
    path = fixture.folder / ".git" / "objects" / object_id[:2] / object_id[2:]
    path.chmod(0o644)
    return path


def test_an_object_with_other_content_is_damaged(fixture: GitFixture) -> None:
    good, bad = fixture.git("rev-parse", "light:a.yaml"), fixture.store_object("blob", b"name: evil\n")
    loose(fixture, good).write_bytes(loose(fixture, bad).read_bytes())
    with pytest.raises(CorruptObjectError) as caught:
        find(fixture.folder).read_object(good, len(b"name: evil\n"))
    assert caught.value.object_id == good
    assert str(caught.value) == (
        f"object {good} is damaged: its content has the id {bad} (run `git fsck`, and fetch the repository again)"
    )


@pytest.mark.parametrize("content", [None, b"", b"x"])
def test_a_lost_object_hides_no_other(fixture: GitFixture, content: bytes | None) -> None:
    lost, other = fixture.git("rev-parse", "light:a.yaml"), fixture.git("rev-parse", "HEAD:folder/b.yaml")
    loose(fixture, lost).unlink() if content is None else loose(fixture, lost).write_bytes(content)
    found = find(fixture.folder)
    for _ in range(2):
        with pytest.raises(CorruptObjectError, match=f"^object {lost} (is missing from the repository|cannot be read)"):
            found.read_object(lost)
        assert found.read_object(other) == GitObject("blob", b"name: b\n")


def test_a_branch_whose_commit_is_lost_names_the_object(fixture: GitFixture) -> None:
    loose(fixture, fixture.head()).unlink()
    commit = (fixture.folder / ".git/refs/heads/main").read_text().strip()
    with pytest.raises(CorruptObjectError, match=f"^object {commit} is missing from the repository"):
        find(fixture.folder).resolve("main")


def test_what_is_longer_than_the_limit_is_cut_and_the_next_read_is_whole(fixture: GitFixture) -> None:
    long = fixture.store_object("blob", b"0123456789" * 1_000_000)
    found = find(fixture.folder)
    assert found.read_object(long, 15) == GitObject("blob", b"012345678901234")
    assert blob_of(found, "light") == b"name: a\n"
    assert len(found.read_object(long).content) == 10_000_000
    assert len(found.read_object(long, 10_000_000).content) == 10_000_000


def test_a_repository_that_was_closed_reads_again(fixture: GitFixture) -> None:
    found = find(fixture.folder)
    for _ in range(2):
        assert blob_of(found, "light") == b"name: a\n"
        found.close()
        found.close()


@pytest.mark.parametrize("name", [b"", b".", b"..", b".git", b".GIT", b"a/b.yaml"])
def test_a_tree_that_git_would_not_check_out_is_refused(fixture: GitFixture, name: bytes) -> None:
    commit = fixture.commit_tree([("100644", name, fixture.git("rev-parse", "HEAD:a.yaml"))])
    found = find(fixture.folder)
    with pytest.raises(CorruptObjectError) as caught:
        found.read_tree(found.tree_of(commit))
    assert caught.value.message == (
        f"tree {found.tree_of(commit)} has an entry {name.decode()!r} that git would not check out"
    )


def test_a_tree_that_has_a_name_twice_is_refused(fixture: GitFixture) -> None:
    blob = fixture.git("rev-parse", "HEAD:a.yaml")
    commit = fixture.commit_tree([("100644", b"a.yaml", blob), ("100644", b"a.yaml", blob)])
    found = find(fixture.folder)
    with pytest.raises(CorruptObjectError, match=r"has an entry 'a\.yaml' that git would not check out"):
        found.read_tree(found.tree_of(commit))


def test_odd_but_sound_names_and_modes_are_read(fixture: GitFixture) -> None:
    blob, folder = fixture.git("rev-parse", "HEAD:a.yaml"), fixture.git("rev-parse", "HEAD:folder")
    odd = [
        ("100644", b"--x", blob),
        ("100666", b"caf\xe9", blob),
        ("040000", b"sub", folder),
        ("100644", b"x\ny", blob),
    ]
    found = find(fixture.folder)
    tree = found.read_tree(found.tree_of(fixture.commit_tree(odd)))
    assert {name: entry.mode for name, entry in tree.items()} == {
        "--x": Mode.FILE,
        "caf\udce9": Mode.FILE,
        "sub": Mode.FOLDER,
        "x\ny": Mode.FILE,
    }


@pytest.mark.parametrize("content", [b"garbage", b"100644 a.yaml", b"100644 a.yaml\0short", b"\xff a\0" + bytes(20)])
def test_a_tree_that_is_none_is_refused(fixture: GitFixture, content: bytes) -> None:
    tree = fixture.store_object("tree", content)
    with pytest.raises(CorruptObjectError, match=f"^tree {tree} is malformed"):
        find(fixture.folder).read_tree(tree)


@pytest.mark.parametrize("content", [b"", b"author A <a@b> 1 +0000\n", b"tree 0123\n"])
def test_a_commit_without_a_tree_is_refused(fixture: GitFixture, content: bytes) -> None:
    commit = fixture.store_object("commit", content)
    with pytest.raises(CorruptObjectError, match=f"^commit {commit} names no tree"):
        find(fixture.folder).tree_of(commit)


def test_an_object_of_another_kind_is_refused(fixture: GitFixture) -> None:
    with pytest.raises(CorruptObjectError, match=f"^object {fixture.head()} is a commit, not a tree"):
        find(fixture.folder).read_tree(fixture.head())


def test_a_partial_clone_is_not_completed_while_reading(fixture: GitFixture, tmp_path: Path) -> None:
    fixture.git("config", "uploadpack.allowFilter", "true")
    clone = fixture.clone(tmp_path / "clone", "--no-checkout", "--filter=blob:none")
    with pytest.raises(GitError) as caught:
        blob_of(find(clone.folder), "HEAD")
    assert str(caught.value) == (
        f"object {fixture.git('rev-parse', 'HEAD:a.yaml')} is not in {clone.folder}: it is a partial clone, "
        "and has left it out (fetch all of it: git fetch --refetch --no-filter)"
    )
    clone.git("fetch", "--quiet", "--refetch", "--no-filter")
    assert blob_of(find(clone.folder), "HEAD") == b"name: a\nnote: changed\n"


def test_a_damaged_object_of_a_partial_clone_is_not_taken_for_one_that_was_left_out(
    fixture: GitFixture, tmp_path: Path
) -> None:
    fixture.git("config", "uploadpack.allowFilter", "true")
    clone = fixture.clone(tmp_path / "clone", "--no-checkout", "--filter=blob:none")
    bad = clone.store_object("blob", b"name: evil\n")
    good = clone.git("rev-parse", "HEAD:a.yaml")
    path = clone.folder / ".git/objects" / good[:2] / good[2:]
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(loose(clone, bad).read_bytes())
    with pytest.raises(CorruptObjectError, match=f"^object {good} is damaged"):
        find(clone.folder).read_object(good)


def run_python(program: str, *arguments: str) -> None:
    """Run a program that fails for every warning, resources left open included."""
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", program, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


READS = """
import os, sys
from assetcards import Repository
repository = Repository.find(sys.argv[1], os.environ)
blob = repository.read_tree(repository.tree_of(repository.resolve("light")))["a.yaml"].object_id
"""


def test_nothing_is_left_open_by_a_repository_that_nobody_closed(fixture: GitFixture) -> None:
    run_python(READS + "assert repository.read_object(blob).content == b'name: a\\n'", str(fixture.folder))


def test_a_reader_that_git_left_is_replaced(fixture: GitFixture) -> None:
    program = """
repository._reader._process.kill()
repository._reader._process.wait()
try:
    repository.read_object(blob)
except Exception as error:
    assert str(error).startswith(f"object {blob} cannot be read") or "git stopped" in str(error), error
assert repository.read_object(blob).content == b"name: a\\n"
"""
    run_python(READS + program, str(fixture.folder))


def test_an_interrupted_read_does_not_answer_the_next_one(fixture: GitFixture) -> None:
    program = """
import signal
long, reading, interrupted = sys.argv[2], False, 0
def interrupt(number, frame):
    if reading:
        raise KeyboardInterrupt
signal.signal(signal.SIGALRM, interrupt)
for delay in range(1, 40):
    try:
        reading = True
        signal.setitimer(signal.ITIMER_REAL, delay / 4000)
        repository.read_object(long)
        reading = False
    except KeyboardInterrupt:
        interrupted += 1
    reading = False
    signal.setitimer(signal.ITIMER_REAL, 0)
    assert repository.read_object(blob).content == b"name: a\\n"
assert interrupted > 0
"""
    long = fixture.store_object("blob", os.urandom(5_000_000))
    run_python(READS + program, str(fixture.folder), long)


@pytest.mark.parametrize("end", ["os._exit(0)", "sys.exit(0)"])
def test_a_forked_child_reads_with_a_git_of_its_own(fixture: GitFixture, end: str) -> None:
    program = f"""
children = []
for _ in range(4):
    child = os.fork()
    if not child:
        for _ in range(100):
            assert repository.read_object(blob).content == b"name: a\\n"
        {end}
    children.append(child)
for _ in range(100):
    assert repository.read_object(blob).content == b"name: a\\n"
for child in children:
    assert os.waitpid(child, 0)[1] == 0
assert repository.read_object(blob).content == b"name: a\\n"
"""
    run_python(READS + program, str(fixture.folder))


def test_each_thread_may_have_a_repository_of_its_own(fixture: GitFixture) -> None:
    program = """
from concurrent.futures import ThreadPoolExecutor
def read(number):
    own = Repository.find(sys.argv[1], os.environ)
    try:
        return {own.read_object(blob).content for _ in range(100)}
    finally:
        own.close()
with ThreadPoolExecutor(4) as pool:
    assert list(pool.map(read, range(8))) == [{b"name: a\\n"}] * 8
"""
    run_python(READS + program, str(fixture.folder))


def test_threads_that_share_a_repository_get_no_wrong_answer(fixture: GitFixture) -> None:
    program = """
from concurrent.futures import ThreadPoolExecutor
blobs = {blob: b"name: a\\n", sys.argv[2]: b"name: b\\n"}
def read(number):
    return all(repository.read_object(each).content == content for _ in range(100) for each, content in blobs.items())
with ThreadPoolExecutor(4) as pool:
    assert all(pool.map(read, range(8)))
"""
    run_python(READS + program, str(fixture.folder), fixture.git("rev-parse", "HEAD:folder/b.yaml"))


def test_an_object_that_was_not_expected_is_read_by_another_git(tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path)
    repo.commit({name: f"name: {name}\n" for name in "abc"})
    ids = repo.git("rev-parse", "HEAD:a", "HEAD:b", "HEAD:c").split()
    repository = Repository.find(str(tmp_path), os.environ)
    repository.expect(ids)
    assert [repository.read_object(ids[at]).content for at in (0, 2, 1)] == [b"name: a\n", b"name: c\n", b"name: b\n"]
    repository.close()
