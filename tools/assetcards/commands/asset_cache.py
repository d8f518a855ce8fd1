"""`catalog cache --kind assets`: list, prune and verify the fetched assets."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TypeAlias

from assetcards.assets.cache import AssetCache, Entry

RECENT_DAYS = 30
"""For how long an asset is kept after it was last used, where nobody says how much is to be kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrunedAssets:
    """The assets that were removed, or would be in a dry run."""

    removed: tuple[Entry, ...]
    is_dry: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedAsset:
    """An asset that is not what it was when it was fetched; whether it was removed: not if it is of another user."""

    entry: Entry
    is_removed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetCheck:
    """How many assets were hashed, and which are damaged."""

    entries: int
    damaged: tuple[DamagedAsset, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is damaged."""
        return not self.damaged


Watch: TypeAlias = Callable[[Sequence[Entry]], AbstractContextManager[Iterable[Entry]]]
"""Iterates over the entries and shows the progress of the check."""


def list_assets(cache: AssetCache) -> tuple[Entry, ...]:
    """Every fetched asset."""
    return tuple(cache.entries())


def prune_assets(cache: AssetCache, keep: int | None = None, *, is_dry: bool = False) -> PrunedAssets:
    """Remove the assets that were not used in the last days, and what tries have left that nobody goes on with.

    With `keep`, the least recently used ones until so many bytes are left. In a dry run nothing is removed.
    """
    before = time.time() - RECENT_DAYS * 86400 if keep is None else math.inf
    entries = sorted(cache.entries(), key=lambda entry: entry.used)
    size = sum(entry.size for entry in entries)
    removed = []
    for entry in entries:
        if size > (keep or 0) and entry.used < before and (is_dry or cache.remove(entry)):
            removed.append(entry)
            size -= entry.size
    if not is_dry:
        cache.sweep(time.time() - RECENT_DAYS * 86400)
    return PrunedAssets(removed=tuple(removed), is_dry=is_dry)


def verify_assets(cache: AssetCache, *, watch: Watch = nullcontext) -> AssetCheck:
    """Hash every asset again, and remove those that are not what they were when they were fetched."""
    entries = list_assets(cache)
    with watch(entries) as watched:
        damaged = [entry for entry in watched if cache.is_damaged(entry)]
    return AssetCheck(
        entries=len(entries),
        damaged=tuple(DamagedAsset(entry=entry, is_removed=cache.remove(entry)) for entry in damaged),
    )
