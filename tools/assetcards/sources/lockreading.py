"""Reading a lock file, and one that git has merged."""

from __future__ import annotations

import os
from collections.abc import Sequence

from assetcards.sources.checkouts import is_left_out
from assetcards.sources.defaults import PathLike, absolute_path
from assetcards.sources.lockfile import Lock, LockError
from assetcards.sources.lockform import parse_lock, parse_sides
from assetcards.sources.lockvalues import MAX_LOCK_BYTES
from assetcards.trees.regular import read_regular
from assetcards.trees.tree import FileUnreadableError


def load_lock(path: PathLike) -> Lock:
    """Read a lock file. Raises LockError when it is missing or not valid."""
    return parse_lock(_read_lock(path))


def load_lock_sides(path: PathLike) -> Sequence[Lock]:
    """The lock of a file, or those of both sides of a merge; none of an empty file, and where there is none.

    Raises LockError when it is not valid, and when a sparse checkout leaves it out: written again, it would lose cards.
    """
    if not os.path.lexists(absolute_path(path)):
        _check_is_here(path)
        return []
    content = _read_lock(path)
    return parse_sides(content) if content else []


def _read_lock(path: PathLike) -> bytes:
    try:
        return read_regular(os.path.realpath(absolute_path(path)), MAX_LOCK_BYTES)
    except FileUnreadableError as error:
        hint = "remove it, and write it again: catalog lock"
        raise LockError(f"{os.fspath(path)} cannot be read: it {error.reason}", hint=hint) from None
    except OSError as error:
        _check_is_here(path)
        raise LockError(f"{os.fspath(path)} cannot be read: {error.strerror}", hint="create it: catalog lock") from None


def _check_is_here(path: PathLike) -> None:
    """Raise LockError for a file that is missing because a sparse checkout leaves it out."""
    if is_left_out(absolute_path(path)):
        hint = f"check it out: git checkout --ignore-skip-worktree-bits -- {os.fspath(path)}"
        raise LockError(f"{os.fspath(path)} is left out by a sparse checkout", hint=hint)
