"""Disks that are full or fail: a sentence, nothing under the name, and all is well when there is space again."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from assetcards import DiskError
from tests.assets.http.conftest import Fetch
from tests.assets.http.servers import FileServer, say_chunked, serve
from tests.assets.http.test_downloads import CONTENT, DIGEST, left

CALLS = ("mkdir", "open", "pwrite", "fsync", "rename", "replace")
"""What is asked of the system by `os` for a download."""


@pytest.fixture
def small_disk(target: Path) -> Iterator[Path]:
    """A disk of 1 MiB, mounted where the file is to be."""
    target.parent.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "assetcards-test", str(target.parent)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
    try:
        yield target.parent
    finally:
        subprocess.run(["umount", str(target.parent)], check=True)


@pytest.mark.parametrize("is_length_known", [True, False])
def test_a_file_for_which_there_is_no_space_leaves_the_space_to_others(
    server: FileServer, fetch: Fetch, target: Path, small_disk: Path, is_length_known: bool
) -> None:
    large = CONTENT * 4
    url = server.add("/m.pt", large, serve() if is_length_known else say_chunked(large))
    words = "1.2 MB are needed, and 1.0 MB are free" if is_length_known else "No space left on device"
    with pytest.raises(DiskError, match=f"m.pt: cannot be written: {words}") as caught:
        fetch(url)
    assert caught.value.hint == "free some space, or name another folder"
    assert (target.exists(), left(target)) == (False, [])
    assert fetch(server.add("/small.pt", CONTENT)).sha256 == DIGEST


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EACCES, errno.EMFILE])
@pytest.mark.parametrize("call", CALLS)
def test_whatever_fails_at_the_disk_is_reported_and_the_next_try_succeeds(
    server: FileServer, fetch: Fetch, target: Path, monkeypatch: pytest.MonkeyPatch, call: str, fault: int
) -> None:
    url = server.add("/m.pt", CONTENT)
    real = getattr(os, call)

    def fail(path: object, *arguments: object, **named: object) -> object:
        ours = "/data" if call == "open" else ".part."  # what is removed has to be opened, too
        if isinstance(path, int) or ours in str(path):
            raise OSError(fault, os.strerror(fault))
        return real(path, *arguments, **named)

    with monkeypatch.context() as patched:
        patched.setattr(os, call, fail)
        with pytest.raises(DiskError, match=f"m.pt: cannot be written: {os.strerror(fault)}"):
            fetch(url)
    assert (target.exists(), left(target)) == (False, [])
    assert fetch(url).sha256 == DIGEST


def test_a_folder_that_may_not_be_written_is_reported(server: FileServer, fetch: Fetch, target: Path) -> None:
    if os.geteuid() == 0:
        mount = ["mount", "-t", "tmpfs", "-o", "ro,size=1m", "assetcards-test", str(target.parent)]
        target.parent.mkdir()
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("no disk can be mounted here that may only be read, and root may write everywhere else")
        try:
            with pytest.raises(DiskError, match=r"m.pt: cannot be written: Read-only file system"):
                fetch(server.add("/m.pt", CONTENT))
        finally:
            subprocess.run(["umount", str(target.parent)], check=True)
        return
    target.parent.mkdir(mode=0o555)
    with pytest.raises(DiskError, match=r"m.pt: cannot be written: Permission denied"):
        fetch(server.add("/m.pt", CONTENT))
