"""Reading a file that anybody may have put there: a regular one alone, and no more of it than is asked for."""

from __future__ import annotations

import os
import stat

from assetcards.trees.tree import FileUnreadableError, describe_mode


def read_regular(path: str, limit: int) -> bytes:
    """The bytes of a file of at most so many; no link is followed, and no pipe waited for.

    Raises FileUnreadableError for what is no such file, and OSError when it is not there or cannot be opened.
    """
    _check(path, os.lstat(path), limit)
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        _check(path, os.fstat(file.fileno()), limit)
        return file.read(limit)


def _check(path: str, about: os.stat_result, limit: int) -> None:
    if not stat.S_ISREG(about.st_mode):
        raise FileUnreadableError(path, f"is {describe_mode(about.st_mode)}, not a file")
    if about.st_size > limit:
        raise FileUnreadableError(path, f"is longer than {limit} bytes")
