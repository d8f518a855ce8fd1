"""A disk that takes nothing more is said to be one; the server is not blamed for it, nor for what it says itself."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from assetcards import open_catalog
from assetcards.errors import RemoteError
from tests.cli.conftest import Ask, ask
from tests.gitfixture import GitFixture
from tests.remote.servers import allow_filters, git_daemon, http_server

__all__ = ["ask"]  # a fixture is found by its name here

BLOB = random.Random(1).randbytes(3_000_000)
DISK_BYTES = 2_000_000


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache on a disk of its own, on which there is little room."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    options: list[str | Path] = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", disk]
    if subprocess.run(options, capture_output=True, check=False).returncode != 0:
        pytest.skip("nothing can be mounted here")
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(disk / "cache"))
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


@pytest.fixture
def large(tmp_path: Path) -> GitFixture:
    """A repository whose catalog is larger than that disk, of which the first commit is not."""
    repo = GitFixture.init(tmp_path / "served" / "cards.git")
    repo.commit({"catalog/catalog.toml": "", "catalog/models/tiny.yaml": "name: tiny\nmodel_family: llama\n"})
    repo.git("tag", "small")
    repo.commit({"catalog/models/large.bin": BLOB})
    allow_filters(repo.folder)
    return repo


@pytest.fixture(params=["git", "http", "file"])
def source(request: pytest.FixtureRequest, large: GitFixture) -> Iterator[str]:
    if request.param == "git":
        with git_daemon(large.folder.parent) as address:
            yield f"{address}/cards.git"
    elif request.param == "http":
        with http_server(large.folder.parent) as server:
            yield f"{server.address}/cards.git"
    else:
        yield large.folder.as_uri()


def fill(path: Path) -> None:
    """Write until there is no more room."""
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 512)


def said_of(disk: Path, reason: str, room: str = "") -> str:
    [folder] = (disk / "cache" / "git").iterdir()
    return f"catalog: the cache {folder} cannot be written: {reason} ({room}set CATALOG_CACHE_DIR to another folder)\n"


def test_a_full_disk_is_said_and_nothing_is_left_on_it(source: str, small_disk: Path, ask: Ask) -> None:
    answer = ask("list", "--repo", source, "--rev", "main")
    said = said_of(small_disk, "No space left on device", "free some space with `catalog cache prune --keep 1G`, or ")
    assert answer == (3, "", said)
    assert [path for path in small_disk.glob("cache/git/*/*") if path.is_dir() and path.name != "revisions"] == []
    assert ask("list", "--repo", source, "--rev", "small", "--format", "names") == (0, "tiny\n", "")


def test_a_history_that_does_not_fit_is_said(large: GitFixture, small_disk: Path, ask: Ask) -> None:
    large.commit(remove=["catalog/models/large.bin"])
    source = large.folder.as_uri()
    assert ask("list", "--repo", source, "--format", "names", "--rev", "main")[0] == 0
    code, out, err = ask("log", "tiny", "--repo", source, "--rev", "main")
    said = said_of(small_disk, "No space left on device", "free some space with `catalog cache prune --keep 1G`, or ")
    assert (code, out, err.splitlines(keepends=True)[-1]) == (3, "", said)


def test_a_disk_without_room_for_a_single_file_is_said(large: GitFixture, small_disk: Path, ask: Ask) -> None:
    source = large.folder.as_uri()
    assert ask("list", "--repo", source, "--rev", "small")[0] == 0
    fill(small_disk / "filling")
    code, out, err = ask("list", "--repo", source, "--rev", large.head("main"))
    said = said_of(small_disk, "No space left on device", "free some space with `catalog cache prune --keep 1G`, or ")
    assert (code, out, err) == (3, "", said)
    assert ask("list", "--repo", source, "--rev", large.head("small"), "--format", "names") == (0, "tiny\n", "")


def test_a_note_that_does_not_fit_leaves_the_old_one_and_the_answer_is_given(
    large: GitFixture, small_disk: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    source, first = large.folder.as_uri(), large.head("small")
    large.git("branch", "moving", "small")
    for rev in ("moving", first):
        assert ask("list", "--repo", source, "--rev", rev)[0] == 0
    later = large.git("commit-tree", f"{first}^{{tree}}", "-m", "x")
    assert ask("list", "--repo", source, "--rev", later, "--format", "names") == (0, "tiny\n", "")
    large.git("branch", "--force", "moving", later)
    fill(small_disk / "filling")
    [folder] = (small_disk / "cache" / "git").iterdir()
    reason = "No space left on device"
    said = f"catalog: 'moving' is not stored for use offline: {folder} cannot be written: {reason}\n"
    assert ask("list", "--repo", source, "--rev", "moving", "--format", "names") == (0, "tiny\n", said)
    monkeypatch.setenv("CATALOG_OFFLINE", "1")
    with open_catalog(source, rev="moving") as catalog:
        assert catalog.revision is not None and catalog.revision.commit == first


def test_a_disk_that_is_read_alone_is_said(large: GitFixture, small_disk: Path, ask: Ask) -> None:
    source = large.folder.as_uri()
    assert ask("list", "--repo", source, "--rev", "small")[0] == 0
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    code, out, err = ask("list", "--repo", source, "--rev", large.head("main"))
    assert (code, out, err) == (3, "", said_of(small_disk, "Read-only file system"))
    assert ask("list", "--repo", source, "--rev", large.head("small"), "--format", "names") == (0, "tiny\n", "")


@pytest.mark.parametrize(
    "said",
    [
        "remote: fatal: write error: No space left on device",
        "fatal: remote error: No space left on device",
        "ERROR: Disk quota exceeded",
    ],
)
def test_the_disk_of_a_server_is_not_taken_for_our_own(
    said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ssh = tmp_path / "ssh"
    ssh.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 1\n")
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(ssh))
    for rev in ("main", "1" * 40):
        with pytest.raises(RemoteError, match=r"^git@host:cards\.git: "):
            open_catalog("git@host:cards.git", rev=rev)
