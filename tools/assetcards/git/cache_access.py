"""A cache that several users share: what is of another user is read where that is allowed, and never removed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from assetcards.errors import CacheAccessError
from assetcards.trees.owners import name_of_user
from assetcards.trees.roots import parents

_HINT = "ask for `chmod -R g+rX` there, or set CATALOG_CACHE_DIR to another folder"


def is_there(folder: str) -> bool:
    """Whether there is a folder. Raises CacheAccessError when that cannot be seen."""
    try:
        return stat.S_ISDIR(os.stat(folder).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except PermissionError:
        raise no_access(folder) from None


def listed(folder: str) -> list[str]:
    """The names in a folder, sorted; none when there is no such folder. Raises CacheAccessError."""
    try:
        return sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except PermissionError:
        raise no_access(folder) from None


def no_access(path: str) -> CacheAccessError:
    """The error for what may not be read: it names the first folder on the way to it that is closed, or the path."""
    closed = next((folder for folder in _down_to(path) if not os.access(folder, os.X_OK)), path)
    try:
        about = os.stat(closed)
    except OSError:
        whose = ""
    else:
        whose = f": it belongs to {name_of_user(about.st_uid)}, and its mode is {stat.S_IMODE(about.st_mode):04o}"
    return CacheAccessError(f"{closed} in the cache may not be read{whose}", hint=_HINT)


def is_ours(path: str) -> bool:
    """Whether something in the cache is ours to remove; root may remove everything."""
    try:
        return os.geteuid() in (0, os.lstat(path).st_uid)
    except OSError:
        return False


def _down_to(path: str) -> Iterator[str]:
    """The folders above a path, the topmost first."""
    return reversed([*parents(os.path.dirname(path))])
