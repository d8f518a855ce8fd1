"""Reading a file that anybody may have created: only if it is a regular file, and only up to a limit."""

from __future__ import annotations

import os
import stat
from typing import BinaryIO

from assetcards.trees.tree import FileUnreadableError, describe_mode

_CHUNK = 1 << 16


def read_regular(path: str, limit: int) -> bytes:
    """The bytes of a file of at most `limit` bytes. Raises as `open_regular`, and for a longer file."""
    with open_regular(path) as file:
        if os.fstat(file.fileno()).st_size > limit:
            raise FileUnreadableError(path, f"is longer than {limit} bytes")
        return file.read(limit)


def read_start(path: str, limit: int) -> bytes:
    """At most `limit` bytes of a file. Raises as `open_regular`.

    Asked for no more than the file has, and unbuffered: catalogs have thousands of small files.
    """
    descriptor = _open(path)
    try:
        content = os.read(descriptor, min(limit, os.fstat(descriptor).st_size + 1))
        while len(content) < limit and (more := os.read(descriptor, min(limit - len(content), _CHUNK))):
            content += more
        return content
    finally:
        os.close(descriptor)


def open_regular(path: str) -> BinaryIO:
    """Open a file to read it, without following links or waiting for pipes.

    It is checked before it is opened, because opening a device can have effects, and again after, because it may be
    another file by then. Raises FileUnreadableError for what is not a file, and OSError when it cannot be opened.
    """
    return open(_open(path), "rb")


def _open(path: str) -> int:
    _check(path, os.lstat(path))
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        _check(path, os.fstat(descriptor))
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _check(path: str, about: os.stat_result) -> None:
    if not stat.S_ISREG(about.st_mode):
        raise FileUnreadableError(path, f"is {describe_mode(about.st_mode)}, not a file")
