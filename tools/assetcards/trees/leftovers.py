"""What killed processes leave behind: files and folders in use are locked, all others may be removed.

Locks end with the process that has them, however it ends, so no list of running processes is needed. Where a file
system has no locks, nothing is removed.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

_PREFIX = "assetcards-"
_MIN_AGE = 3600.0
"""Seconds for which nothing is removed: between creation and locking it is neither in use nor left behind."""


def hold(descriptor: int) -> None:
    """Mark an open file or folder as in use, for as long as it is open."""
    with suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def is_left(descriptor: int) -> bool:
    """Whether nobody uses an open file or folder; if so, it is locked for the caller."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def temporary_folder() -> Iterator[str]:
    """The path of an empty folder that is removed afterwards; those that killed processes have left are removed first.

    Raises OSError when none can be created.
    """
    import tempfile

    _sweep(tempfile.gettempdir())
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as path:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            hold(descriptor)
            yield path
        finally:
            os.close(descriptor)


def temporary_file() -> IO[bytes]:
    """An empty file with a name, which is removed when it is closed. Raises OSError when none can be created."""
    import tempfile

    file = tempfile.NamedTemporaryFile(prefix=_PREFIX)  # noqa: SIM115 (the caller closes it)
    hold(file.fileno())
    return file


def _sweep(folder: str) -> None:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and not entry.is_symlink():
                _remove_if_left(entry)


def _remove_if_left(entry: os.DirEntry[str]) -> None:
    import shutil

    with suppress(OSError):
        about = entry.stat(follow_symlinks=False)
        if about.st_uid != os.geteuid() or time.time() - about.st_mtime < _MIN_AGE:
            return
        descriptor = os.open(entry.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            if is_left(descriptor):
                remove = shutil.rmtree if entry.is_dir(follow_symlinks=False) else os.unlink
                remove(entry.path)
        finally:
            os.close(descriptor)
