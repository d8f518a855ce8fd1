"""Waiting for another process that fetches is said, and has an end."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from assetcards import GitError, open_catalog
from assetcards.git.addresses import maybe_address
from assetcards.git.cache_folder import CacheFolder
from tests.remote.conftest import Served
from tests.remote.hostile_servers import COMMIT, drips, hostile_daemon
from tests.remote.watching import needs_proc, start, wait_for_git


@pytest.fixture
def slow() -> Iterator[str]:
    """The address of a repository that is never fetched whole, with a password."""
    with hostile_daemon(drips) as source:
        yield source.replace("git://", "git://ada:hunter2@")


@pytest.fixture
def first(slow: str, cache: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that is fetching from there."""
    process = start("list", "--repo", slow, "--rev", COMMIT)
    wait_for_git(process, "fetch")
    yield process
    process.kill()
    process.communicate()


@needs_proc
def test_a_second_reader_says_whom_it_waits_for_and_ends_at_its_own_limit(
    slow: str, first: subprocess.Popen[str], cache: Path
) -> None:
    second = start("list", "--repo", slow, "--rev", COMMIT, CATALOG_FETCH_SECONDS="3")
    out, err = second.communicate(timeout=60)
    [folder] = cache.glob("git/*")
    host = re.sub("[^A-Za-z0-9.-]", "", os.uname().nodename)
    who = f"process {first.pid} on {host} is fetching from {slow.replace('ada:hunter2@', '***@')} into {folder}"
    assert (second.returncode, out) == (3, "")
    assert err.splitlines() == [
        f"catalog: waiting for at most 3 seconds: {who}",
        f"catalog: waited 3 seconds: {who} (check that process, or raise CATALOG_FETCH_SECONDS to wait longer)",
    ]


@needs_proc
def test_who_may_fetch_nothing_waits_for_nobody(slow: str, first: subprocess.Popen[str]) -> None:
    offline = start("list", "--repo", slow, "--rev", COMMIT, CATALOG_OFFLINE="1")
    _, err = offline.communicate(timeout=60)
    assert (offline.returncode, "waiting" in err) == (3, False)


@needs_proc
def test_the_lock_of_a_process_that_was_killed_is_free(slow: str, first: subprocess.Popen[str], cache: Path) -> None:
    first.kill()
    first.communicate()
    [folder] = cache.glob("git/*")
    with FileLock(folder / "lock", timeout=5):
        pass


@pytest.fixture
def held(served: Served, cache: Path) -> Iterator[FileLock]:
    """The lock of a repository that can be fetched from, which somebody has."""
    address = maybe_address(served.folder.as_uri())
    assert address is not None
    folder = Path(CacheFolder.of(str(cache / "git"), address).path)
    folder.mkdir(parents=True)
    with FileLock(folder / "lock", thread_local=False) as lock:
        yield lock


def test_a_library_warns_of_what_it_waits_for(
    served: Served, held: FileLock, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOG_FETCH_SECONDS", "2")
    with pytest.raises(
        GitError, match=r"^waited 2 seconds: another process is fetching from file://.* \(check that process"
    ):
        open_catalog(served.folder.as_uri(), rev=served.commit)
    [record] = caplog.records
    assert (record.name, record.levelno) == ("assetcards", logging.WARNING)
    assert record.getMessage().startswith("waiting for at most 2 seconds: another process is fetching from file://")


def test_what_was_waited_for_is_read(served: Served, held: FileLock, caplog: pytest.LogCaptureFixture) -> None:
    threading.Timer(1.5, held.release).start()
    open_catalog(served.folder.as_uri(), rev=served.commit).close()
    assert [record.getMessage()[:11] for record in caplog.records] == ["waiting for"]
