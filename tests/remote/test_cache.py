"""The cache of fetched commits: what is damaged, missing, half made or gone meanwhile does not stop it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from assetcards import open_catalog
from assetcards.cli.main import main
from assetcards.errors import CorruptCacheError
from tests.cli.conftest import Ask, ask
from tests.gitfixture import GitFixture
from tests.remote.conftest import Served

__all__ = ["ask"]  # a fixture is found by its name here

Damage: TypeAlias = Callable[[Path], None]


def entries_of(cache: Path) -> list[Path]:
    return sorted(path for path in cache.glob("git/*/*") if len(path.name) >= 40)


def names_of(source: str, rev: str) -> list[str]:
    with open_catalog(source, rev=rev) as catalog:
        return [card.name for card in catalog]


def without_a_pack(entry: Path, number: int) -> None:
    pack = sorted((entry / "objects" / "pack").glob("*.pack"))[number]
    for path in pack.parent.glob(f"{pack.stem}.*"):
        path.unlink()


def without_the_first_pack(entry: Path) -> None:
    without_a_pack(entry, 0)


def without_the_last_pack(entry: Path) -> None:
    without_a_pack(entry, -1)


def without_indexes(entry: Path) -> None:
    for path in entry.rglob("*.idx"):
        path.unlink()


def with_empty_packs(entry: Path) -> None:
    for path in entry.rglob("*.pack"):
        path.chmod(0o644)
        path.write_bytes(b"")


def without_head(entry: Path) -> None:
    (entry / "HEAD").unlink()


def with_empty_config(entry: Path) -> None:
    (entry / "config").write_bytes(b"")


def without_refs(entry: Path) -> None:
    shutil.rmtree(entry / "refs")
    (entry / "packed-refs").unlink(missing_ok=True)


def without_roots(entry: Path) -> None:
    shutil.rmtree(entry / "refs" / "catalog" / "roots")


def without_anything(entry: Path) -> None:
    shutil.rmtree(entry)
    entry.mkdir()


def as_a_file(entry: Path) -> None:
    shutil.rmtree(entry)
    entry.write_bytes(b"")


DAMAGES = (
    without_the_first_pack,
    without_the_last_pack,
    without_indexes,
    with_empty_packs,
    without_head,
    with_empty_config,
    without_refs,
    without_roots,
    without_anything,
    as_a_file,
)


def test_the_homes_of_two_users_of_one_host_are_two_repositories(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    """What stands for ssh serves each user from a home of its own, as a host does."""
    for user in ("alice", "bob"):
        home = GitFixture.init(tmp_path / user / "cards.git")
        home.commit({"catalog/catalog.toml": "", "catalog/models/x.yaml": f"name: of_{user}\nmodel_family: llama\n"})
    ssh = tmp_path / "ssh"
    user_of = f'case "$*" in *alice@*) HOME={tmp_path}/alice;; *) HOME={tmp_path}/bob;; esac'
    ssh.write_text(f'#!/bin/sh\n{user_of}\nexport HOME\nfor last; do :; done\nexec sh -c "$last"\n')
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(ssh))
    sources = {user: f"ssh://{user}@host/~/cards.git" for user in ("alice", "bob")}
    for user, source in sources.items():
        assert names_of(source, "main") == [f"of_{user}"]
    monkeypatch.setenv("CATALOG_OFFLINE", "1")
    for user, source in sources.items():
        assert names_of(source, "main") == [f"of_{user}"]
    listed = ask("cache", "ls")[1].splitlines()[:-1]
    assert sorted(line.split()[-1] for line in listed) == list(sources.values())


@pytest.mark.parametrize("damage", DAMAGES)
def test_whatever_an_entry_lacks_verifying_finds_and_the_next_try_succeeds(
    damage: Damage, served: Served, cache: Path, ask: Ask
) -> None:
    source = served.folder.as_uri()
    before = names_of(source, served.commit)
    [entry] = entries_of(cache)
    damage(entry)
    code, out, err = ask("cache", "verify")
    assert (code, out.startswith(f"removed {served.commit[:12]} of {source}: "), err) == (1, True, "")
    assert out.endswith("1 entries, 1 damaged\n")
    assert entries_of(cache) == []
    assert names_of(source, served.commit) == before
    assert ask("cache", "verify") == (0, "1 entries, 0 damaged\n", "")


def test_missing_blobs_are_found_where_reading_said_that_they_would_be(served: Served, cache: Path, ask: Ask) -> None:
    source = served.folder.as_uri()
    names_of(source, served.commit)
    [entry] = entries_of(cache)
    for number in range(len(list(entry.rglob("*.pack")))):
        copy = cache / "copy"
        shutil.copytree(entry, copy)
        without_a_pack(entry, number)
        with pytest.raises(CorruptCacheError, match="run `catalog cache verify`, which removes the damaged parts"):
            names_of(source, served.commit)
        assert main(["cache", "verify"]) == 1
        copy.rename(entry)
    assert names_of(source, served.commit)


def test_a_history_that_lacks_commits_is_damaged(served: Served, cache: Path, ask: Ask) -> None:
    source = served.folder.as_uri()
    right = ask("log", "tiny", "--repo", source, "--rev", "main")[:2]
    plain, history = entries_of(cache)
    without_the_first_pack(history)
    code, out, _ = ask("cache", "verify")
    assert (code, out.splitlines()[-1]) == (1, "2 entries, 1 damaged")
    assert entries_of(cache) == [plain]
    assert ask("log", "tiny", "--repo", source, "--rev", "main")[:2] == right


def test_a_history_is_read_from_the_files_of_its_commit(served: Served, cache: Path, ask: Ask) -> None:
    source = served.folder.as_uri()
    ask("log", "tiny", "--repo", source, "--rev", "main")
    lines = ask("cache", "ls")[1].splitlines()[:-1]
    assert [line.split()[:2] for line in lines] == [["git", "files"], ["git", "history"]]
    entries = json.loads(ask("cache", "ls", "--format", "json")[1])["entries"]
    assert [(entry["commit"], entry["holds"]) for entry in entries] == [
        (served.commit, "files"),
        (served.commit, "history"),
    ]


def test_what_a_link_leads_to_is_not_in_the_cache(served: Served, cache: Path, tmp_path: Path, ask: Ask) -> None:
    names_of(served.folder.as_uri(), served.commit)
    [entry] = entries_of(cache)
    moved = entry.rename(tmp_path / "moved")
    entry.symlink_to(moved)
    size = len(str(moved))
    assert ask("cache", "ls")[1].splitlines()[-1] == f"1 entries, {size} B"
    assert ask("cache", "prune", "--keep", "1G") == (0, "removed 0 entries, 0 B\n", "")
    assert ask("cache", "prune", "--keep", "0") == (0, f"removed 1 entries, {size} B\n", "")
    assert (moved / "HEAD").exists()


@pytest.mark.parametrize("damage", [without_head, without_anything, as_a_file])
def test_one_odd_entry_stops_neither_listing_nor_pruning(damage: Damage, served: Served, cache: Path, ask: Ask) -> None:
    source = served.folder.as_uri()
    names_of(source, served.commit)
    open_catalog(source, rev=served.commit, root="src").close()
    damage(entries_of(cache)[0])
    code, out, err = ask("cache", "ls")
    assert (code, out.splitlines()[-1].partition(",")[0], err) == (0, "2 entries", "")
    code, out, err = ask("cache", "prune", "--keep", "0")
    assert (code, out.partition(",")[0], err) == (0, "removed 2 entries", "")
    assert entries_of(cache) == []


@pytest.mark.parametrize("verb", ["prune", "verify"])
def test_what_killed_processes_left_of_any_remote_is_removed(verb: str, served: Served, cache: Path, ask: Ask) -> None:
    names_of(served.folder.as_uri(), served.commit)
    left = [cache / "git" / name / "unfinished-x" for name in (entries_of(cache)[0].parent.name, "of-another-remote")]
    for folder in left:
        folder.mkdir(parents=True)
        (folder / "HEAD").write_text("ref: refs/heads/main\n")
    assert ask("cache", verb)[0] == 0
    assert [folder for folder in left if folder.exists()] == []


def test_an_entry_that_is_read_counts_as_used_again(served: Served, cache: Path, ask: Ask) -> None:
    """The files of a commit, and its history, each where it is opened again."""
    source = served.folder.as_uri()
    log = ("log", "tiny", "--repo", source, "--rev", served.commit)
    assert ask(*log)[0] == 0
    plain, history = entries_of(cache)
    for entry in (plain, history):
        os.utime(entry / "HEAD", (0, 0))
    names_of(source, served.commit)
    assert [(entry / "HEAD").stat().st_mtime > 0 for entry in (plain, history)] == [True, False]
    assert ask(*log)[0] == 0
    assert (history / "HEAD").stat().st_mtime > 0


def test_what_is_fetched_now_is_not_swept_away(served: Served, cache: Path, ask: Ask) -> None:
    from filelock import FileLock

    remote = cache / "git" / "remote"
    (remote / "unfinished-x").mkdir(parents=True)
    with FileLock(remote / "lock"):
        assert ask("cache", "prune", "--keep", "0") == (0, "removed 0 entries, 0 B\n", "")
        assert (remote / "unfinished-x").exists()
    assert ask("cache", "prune", "--keep", "0") == (0, "removed 0 entries, 0 B\n", "")
    assert not (remote / "unfinished-x").exists()


def test_many_that_prune_at_once_remove_each_entry_once(served: Served, cache: Path) -> None:
    source = served.folder.as_uri()
    for root in ("catalog", "catalog/models", "src"):
        open_catalog(source, rev=served.commit, root=root).close()
    [entry, *_] = entries_of(cache)
    for number in range(40):
        shutil.copytree(entry, entry.with_name(f"{served.commit}-{number:012x}"))
    count = len(entries_of(cache))
    command = [sys.executable, "-m", "assetcards", "cache", "prune", "--keep", "0"]

    processes = [subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    said = [(*process.communicate(), process.returncode) for process in processes]
    assert [(err, code) for _, err, code in said] == [("", 0)] * 4
    assert sum(int(out.split()[1]) for out, _, _ in said) == count
    assert [path.name for path in cache.glob("git/*/*") if path.is_dir() and path.name != "revisions"] == []
