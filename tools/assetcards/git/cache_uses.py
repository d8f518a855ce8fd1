"""Which lock files use what is in the cache: each is noted beside the entries of a remote, and so kept when pruning."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from assetcards.errors import CacheAccessError, SourceError
from assetcards.git.cache_access import listed
from assetcards.git.cache_notes import cache_file
from assetcards.git.objects import short_digest
from assetcards.trees.regular import read_regular
from assetcards.trees.tree import FileUnreadableError
from assetcards.trees.writing import write_file

_FOLDER = "locks"
_MAX_BYTES = 1 << 16


class LockUse(NamedTuple):
    """A lock file, by its absolute path, the commit that it pins, and the one in the cache that it needs for that."""

    lock: str
    pins: str
    commit: str


def note_use(remote: str, use: LockUse) -> None:
    """Note a use in the folder of a remote repository, unless it is known; where nothing can be written, it is not."""
    folder = os.path.join(remote, _FOLDER)
    path = os.path.join(folder, f"{short_digest(use.lock)}.json")
    with suppress(OSError, SourceError):
        if _maybe_use(path) != use:
            os.makedirs(folder, exist_ok=True)
            write_file(cache_file(remote, path), json.dumps(use._asdict(), indent=1))


def uses_of(remote: str) -> Iterator[LockUse]:
    """The uses that are noted in the folder of a remote repository, as far as they can be read."""
    folder = os.path.join(remote, _FOLDER)
    with suppress(CacheAccessError):
        for name in listed(folder):
            use = _maybe_use(os.path.join(folder, name))
            if use is not None:
                yield use


def _maybe_use(path: str) -> LockUse | None:
    try:
        noted = json.loads(read_regular(path, _MAX_BYTES))
    except (OSError, FileUnreadableError, ValueError, RecursionError):
        return None
    if not isinstance(noted, dict) or not all(isinstance(noted.get(key), str) for key in LockUse._fields):
        return None
    return LockUse(*(noted[key] for key in LockUse._fields))
