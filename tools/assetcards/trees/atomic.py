"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import tempfile


def write_atomically(path: str | os.PathLike[str], text: str) -> None:
    """Write a text as UTF-8 with plain line ends: who reads the path sees the old content or the new, never a part.

    The file keeps its permissions; a link is followed. Raises OSError that names the path when it cannot be written,
    and leaves the old file then.
    """
    try:
        _write(os.path.realpath(path), text)
    except OSError as error:
        error.filename, error.filename2 = os.fspath(path), None  # nobody has asked for the temporary file
        raise


def _write(target: str, text: str) -> None:
    descriptor, temporary = tempfile.mkstemp(prefix=".unfinished-", dir=os.path.dirname(target))
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode_of(target))
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _mode_of(path: str) -> int:
    """The permissions of a file; for a new one those that the process gives new files."""
    try:
        return os.stat(path).st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
