"""Lock files in use: what they need of the cache is noted there when they are opened, and kept while they pin it."""

from __future__ import annotations

import os

from assetcards.git.addresses import maybe_address
from assetcards.git.cache_uses import LockUse
from assetcards.model.catalog import Catalog
from assetcards.sources.defaults import PathLike, absolute_path, open_cache
from assetcards.sources.lockfile import Lock, LockError
from assetcards.sources.lockreading import load_lock_sides


def note_lock_uses(path: PathLike, lock: Lock, catalog: Catalog) -> None:
    """Note which commits of the cache the catalog of a lock file is read from: its own, and those of upstreams."""
    for origin in (store.tree.origin for store in catalog.stores):
        address = maybe_address(origin.place) if origin.kind == "git" and origin.commit else None
        if address is not None:
            use = LockUse(lock=absolute_path(path), pins=lock.commit, commit=origin.commit)
            open_cache().note_use(address, use)


def is_in_use(use: LockUse) -> bool:
    """Whether a lock file still pins the commit that is noted, as far as one may see: it may be another user's."""
    try:
        os.lstat(use.lock)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    try:
        return any(side.commit == use.pins for side in load_lock_sides(use.lock))
    except LockError:
        return True
