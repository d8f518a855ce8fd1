"""The one way to change files of the cache of assets: what others read is there completely, or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import uuid
from contextlib import suppress
from pathlib import Path

from assetcards.assets.http.partial_names import left_partials, new_name

PART = ".part."
"""What the name of a file has that is not complete."""


def replace_file(path: str, content: bytes) -> None:
    """Replace a small file as a whole, and make the folders above it."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    part = f"{path}{PART}{uuid.uuid4().hex}"
    try:
        with open(part, "xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(part)
        raise


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet."""
    with open(path, "xb") as file:
        file.write(content)


def make_folder(path: Path) -> Path:
    """A folder, made where it is missing."""
    os.makedirs(path, exist_ok=True)
    return path


def make_shared_folder(path: Path) -> Path:
    """A folder, which those may write who may write into the one above, if it is new."""
    if not path.is_dir():
        mode = stat.S_IMODE(make_folder(path.parent).stat().st_mode)
        make_folder(path)
        if mode & 0o022:
            with suppress(OSError):  # another user has made it at the same moment
                os.chmod(path, mode)
    return path


def new_folder(above: Path) -> Path:
    """A new, empty folder that nobody else writes into; those that processes have left that are gone are removed."""
    target = str(above / "folder")
    for left in left_partials(target):
        remove(Path(left))
    path = Path(new_name(target))
    os.makedirs(path)
    return path


def publish(path: Path, target: Path) -> None:
    """Give a complete file or folder its name, after its bytes have reached the disk.

    Where another process was first, its one stays: both are the same asset.
    """
    _sync(path)
    os.makedirs(target.parent, exist_ok=True)
    try:
        os.rename(path, target)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT) or not target.exists():
            raise
    _sync_one(target.parent)


def remove(path: Path) -> None:
    """Remove a file or a folder of the cache, if it is there; it has another name before the first byte goes."""
    hidden = path.with_name(f"removed{PART}{uuid.uuid4().hex}")
    with suppress(FileNotFoundError):
        os.rename(path, hidden)
        if hidden.is_dir() and not hidden.is_symlink():
            shutil.rmtree(hidden, ignore_errors=True)
        else:
            os.unlink(hidden)


def touch(path: Path) -> None:
    """Note that something is used now, where that may be noted."""
    with suppress(OSError):
        os.utime(path)


def _sync(path: Path) -> None:
    if path.is_dir():
        for each in path.rglob("*"):
            _sync_one(each)
    _sync_one(path)


def _sync_one(path: Path) -> None:
    """Have the bytes written to the disk; a file system that cannot promise it has no better."""
    if path.is_symlink():
        return
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
