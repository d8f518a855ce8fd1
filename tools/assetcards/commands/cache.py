"""`catalog cache`: list, prune and verify the fetched commits."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from assetcards.errors import CacheAccessError
from assetcards.git.cache import CacheEntry, GitCache
from assetcards.git.cache_folder import remove
from assetcards.sources.lockuses import is_in_use


class Damage(NamedTuple):
    """A damaged entry, what is wrong with it, and whether it was removed: not if it belongs to another user."""

    entry: CacheEntry
    problem: str
    is_removed: bool


class DamagedNote(NamedTuple):
    """A damaged file beside the entries that was removed, and what was wrong with it."""

    path: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """How many entries were checked, what was damaged, and why entries could not be read: nobody knows about them."""

    entries: int
    closed: tuple[str, ...]
    damaged: tuple[Damage, ...]
    notes: tuple[DamagedNote, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing was damaged."""
        return not self.damaged and not self.notes


Watch: TypeAlias = Callable[[Sequence[CacheEntry]], AbstractContextManager[Iterable[CacheEntry]]]
"""Iterates over the entries and shows the progress of the check."""


def list_entries(cache: GitCache) -> tuple[CacheEntry, ...]:
    """Every fetched commit."""
    return tuple(cache.entries())


RECENT_DAYS = 30
"""For how long an entry is kept after it was last opened, where nobody says how much is to be kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What was removed, or would be in a dry run, and what is kept because lock files in use need it."""

    removed: tuple[CacheEntry, ...]
    needed: tuple[CacheEntry, ...]
    is_dry: bool


def prune(cache: GitCache, keep: int | None = None, *, is_dry: bool = False) -> Pruned:
    """Remove entries that no lock file in use needs: those that were not opened in the last days.

    With `keep`, the least recently opened ones until so many bytes are left. In a dry run nothing is removed.
    """
    needed = cache.used(is_in_use)
    before = time.time() - RECENT_DAYS * 86400 if keep is None else math.inf
    removed = cache.prune(keep or 0, before=before, spared={entry.folder for entry in needed}, is_dry=is_dry)
    return Pruned(removed=tuple(removed), needed=tuple(needed), is_dry=is_dry)


def verify(cache: GitCache, *, watch: Watch = nullcontext) -> Check:
    """Read and hash every object, and remove what is damaged."""
    cache.sweep()
    entries = list_entries(cache)
    closed: list[str] = []
    with watch(entries) as watched:
        damaged = tuple(_remove_damaged(cache, watched, closed))
    notes = tuple(_remove_damaged_notes(cache))
    return Check(entries=len(entries) - len(closed), closed=tuple(closed), damaged=damaged, notes=notes)


def _remove_damaged(cache: GitCache, entries: Iterable[CacheEntry], closed: list[str]) -> Iterator[Damage]:
    for entry in entries:
        try:
            problem = cache.maybe_damage(entry)
        except CacheAccessError as error:
            closed.append(error.message)
            continue
        is_removed = problem is not None and cache.remove(entry)
        if problem is not None and (is_removed or os.path.lexists(entry.folder)):  # or another process has removed it
            yield Damage(entry, problem, is_removed)


def _remove_damaged_notes(cache: GitCache) -> Iterator[DamagedNote]:
    for path, problem in cache.damaged_notes():
        if remove(path):
            yield DamagedNote(path, problem)
