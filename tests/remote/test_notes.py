"""What branches and tags named is noted for when there is no network: none is lost, and none is older than the last."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assetcards import AssetCardsError, CorruptCacheError, OfflineError, open_catalog
from assetcards.git.addresses import maybe_address
from assetcards.git.cache_folder import CacheFolder
from assetcards.git.cache_notes import CacheNotes
from tests.cli.conftest import Ask, ask
from tests.gitfixture import GitFixture
from tests.remote.conftest import Served

__all__ = ["ask"]  # a fixture is found by its name here

ODD = ("../../x", "a/b", "a", "A", "con", ".lock", "x" * 250, "\udcff", "nul\\", "CON.json")


@pytest.fixture
def repo(tmp_path: Path) -> GitFixture:
    """A repository with 24 branches and as many tags, each at a commit of its own."""
    repo = GitFixture.init(tmp_path / "cards")
    for number in range(24):
        repo.commit({"catalog/catalog.toml": f"# {number}\n"})
        repo.git("branch", f"branch{number}")
        repo.git("tag", f"tag{number}")
    return repo


def names_of(repo: GitFixture) -> dict[str, str]:
    listed = repo.git("for-each-ref", "--format=%(refname:short) %(objectname)").splitlines()
    return {name: commit for name, _, commit in (line.partition(" ") for line in listed)}


def commit_of(source: str, rev: str) -> str:
    with open_catalog(source, rev=rev) as catalog:
        assert catalog.revision is not None
        return catalog.revision.commit


def test_many_processes_at_once_lose_no_note(repo: GitFixture, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, names = repo.folder.as_uri(), names_of(repo)
    program = (
        "import sys\n"
        "from assetcards.sources.openers import find_opener\n"
        "there = find_opener(sys.argv[1], None, fetches_files=True)\n"
        "for name in sys.argv[2:]: there.look_up(name)"
    )
    parts = [list(names)[number::8] for number in range(8)]
    processes = [subprocess.Popen([sys.executable, "-c", program, source, *part]) for part in parts]
    assert [process.wait() for process in processes] == [0] * 8
    address = maybe_address(source)
    assert address is not None
    notes = CacheFolder.of(str(cache / "git"), address).notes
    assert {name: notes.maybe_commit(name) for name in names} == names


def test_a_note_that_began_earlier_never_replaces_a_later_one(tmp_path: Path) -> None:
    notes = CacheNotes(str(tmp_path))
    early = notes.begin("main")
    late = notes.begin("main")
    notes.note("main", "2" * 40, late)
    notes.note("main", "1" * 40, early)
    assert notes.maybe_commit("main") == "2" * 40


def test_a_note_from_the_future_is_replaced(tmp_path: Path) -> None:
    notes = CacheNotes(str(tmp_path))
    notes.note("main", "1" * 40, 10**19)
    notes.note("main", "2" * 40, notes.begin("main"))
    assert notes.maybe_commit("main") == "2" * 40


def test_many_threads_that_note_one_branch_leave_one_note(tmp_path: Path) -> None:
    notes = CacheNotes(str(tmp_path))
    moments = [notes.begin("main") for _ in range(40)]
    with ThreadPoolExecutor(8) as pool:
        for number, moment in enumerate(moments):
            pool.submit(notes.note, "main", f"{number:040x}", moment)
    assert notes.maybe_commit("main") == f"{39:040x}"
    notes.note("main", "1" * 40, notes.begin("main"))
    assert [path.suffix for path in (tmp_path / "revisions").iterdir()] == [".json"]


def test_each_odd_name_has_a_note_of_its_own_and_of_nothing_else(tmp_path: Path) -> None:
    notes = CacheNotes(str(tmp_path / "remote"))
    (tmp_path / "remote").mkdir()
    for number, name in enumerate(ODD):
        notes.note(name, f"{number:040x}", notes.begin(name))
    assert [notes.maybe_commit(name) for name in ODD] == [f"{number:040x}" for number in range(len(ODD))]
    assert os.listdir(tmp_path) == ["remote"]
    assert os.listdir(tmp_path / "remote") == ["revisions"]


def test_a_look_up_from_before_there_were_notes_of_their_own_is_known(
    served: Served, cache: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    source = served.folder.as_uri()
    assert ask("list", "--repo", source, "--rev", served.commit)[0] == 0
    [about] = cache.glob("git/*/remote.json")
    about.write_text(json.dumps({"url": source, "revisions": {"old": served.commit, "main": "1" * 40}}))
    assert commit_of(source, "main") == served.commit
    monkeypatch.setenv("CATALOG_OFFLINE", "1")
    assert [commit_of(source, rev) for rev in ("old", "main")] == [served.commit] * 2


def test_a_note_that_cannot_be_written_is_said_and_the_answer_given(
    served: Served, cache: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    source = served.folder.as_uri()
    assert ask("list", "--repo", source, "--rev", served.commit)[0] == 0
    [folder] = cache.glob("git/*")
    (folder / "revisions").write_text("in the way")
    code, out, err = ask("list", "--repo", source, "--rev", "main", "--format", "names")
    assert (code, "tiny" in out) == (0, True)
    assert err == (f"catalog: 'main' is not stored for use offline: {folder} cannot be written: File exists\n")


def test_a_note_that_a_limit_on_files_cuts_short_leaves_the_old_one(
    repo: GitFixture, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, program = (
        repo.folder.as_uri(),
        (
            "import resource, sys; from assetcards.cli.main import main\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (40, 40))\n"
            "sys.exit(main(sys.argv[1:]))"
        ),
    )
    repo.git("branch", "moving", "branch1")
    commit = commit_of(source, "moving")
    repo.git("branch", "--force", "moving", "branch2")
    later = repo.head("moving")
    commit_of(source, later)
    asked = [sys.executable, "-c", program, "list", "--repo", source, "--rev", "moving", "--format", "json"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert (done.returncode, json.loads(done.stdout)["revision"]["commit"]) == (0, later)
    [folder] = cache.glob("git/*")
    said = f"'moving' is not stored for use offline: {folder} cannot be written: File too large"
    assert done.stderr == f"catalog: {said}\n"
    monkeypatch.setenv("CATALOG_OFFLINE", "1")
    assert commit_of(source, "moving") == commit
    assert len(os.listdir(folder / "revisions")) == 1


Damage = Callable[[Path], object]


def as_brackets(path: Path) -> None:
    path.write_bytes(b"[" * 100_000)


def as_pipe(path: Path) -> None:
    os.mkfifo(path)


def as_loop(path: Path) -> None:
    path.symlink_to(path.name)


def as_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def as_sparse_file(path: Path) -> None:
    path.touch()
    os.truncate(path, 10 * 10**9)


CONTENTS: tuple[bytes, ...] = (
    b"",
    b"\0" * 10,
    b"null",
    b"[]",
    b'{"version": 99}',
    b'{"url": 5, "revision": 5, "commit": 5}',
    b'{"url": "", "revision": "main", "commit": "../../x"}',
    b'{"url": "' + b"x" * 10**6 + b'", "revision": "main", "commit": "' + b"1" * 41 + b'"}',
    b'{"url": 1e999, "revision": "main", "commit": NaN}',
    b'{"url": ' + b"9" * 5000 + b"}",
    '{"url": "x", "revision": "main", "commit": "1"}'.encode("utf-16"),
    b'{"url": "\xff"}',
)
DAMAGES: tuple[Damage, ...] = (
    as_brackets,
    as_pipe,
    as_loop,
    as_device,
    as_sparse_file,
    Path.mkdir,
    *(lambda path, content=content: path.write_bytes(content) for content in CONTENTS),
)


@pytest.mark.parametrize("which", ["remote.json", "revisions/*.json"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_note_is_said_to_be_damaged_and_verifying_removes_it(
    damage: Damage, which: str, served: Served, cache: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    source = served.folder.as_uri()
    commit_of(source, "main")
    [note] = cache.glob(f"git/*/{which}")
    note.unlink()
    damage(note)
    code, out, err = ask("cache", "ls")
    assert (code, err) == (0, "")
    assert ("unknown, for the cache is damaged: run `catalog cache verify`" in out) == (which == "remote.json")
    monkeypatch.setenv("CATALOG_OFFLINE", "1")
    assert commit_of(source, served.commit) == served.commit
    with pytest.raises(CorruptCacheError if which != "remote.json" else AssetCardsError):
        commit_of(source, "main" if which != "remote.json" else "other")
    code, out, err = ask("cache", "verify")
    assert (code, err) == (1, "")
    assert out.startswith(f"removed {note}, which is ")
    assert out.endswith("1 entries, 0 damaged\n")
    assert not os.path.lexists(note)
    assert ask("cache", "verify") == (0, "1 entries, 0 damaged\n", "")
    with pytest.raises(OfflineError, match="is not in the cache"):
        commit_of(source, "other")
    monkeypatch.delenv("CATALOG_OFFLINE")
    assert commit_of(source, "main") == served.commit
    assert ask("cache", "ls")[1].splitlines()[0].endswith(source)


def test_what_may_not_be_read_is_not_taken_for_damaged(
    served: Served, cache: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    commit_of(served.folder.as_uri(), "main")
    for note in (*cache.glob("git/*/remote.json"), *cache.glob("git/*/revisions/*")):
        note.chmod(0)
    assert ask("cache", "verify") == (0, "1 entries, 0 damaged\n", "")
