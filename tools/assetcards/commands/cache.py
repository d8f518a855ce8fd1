"""`catalog cache`: what was fetched, making room, and whether it is still what it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assetcards.escaping import safe
from assetcards.git.cache import CacheEntry, GitCache
from assetcards.git.cache_folder import remove
from assetcards.rendering.columns import render_columns
from assetcards.sizes import render_size


class Damage(NamedTuple):
    """A damaged entry, which was removed, and what was wrong with it."""

    entry: CacheEntry
    problem: str


def remove_damaged(cache: GitCache, entries: Sequence[CacheEntry]) -> Iterator[Damage | None]:
    """Check one entry after the other and remove what is damaged; None for each one that is sound."""
    for entry in entries:
        problem = cache.maybe_damage(entry)
        if problem is not None and not cache.remove(entry):
            problem = None  # another process has taken it away while it was read
        yield Damage(entry, problem) if problem is not None else None


def remove_damaged_notes(cache: GitCache) -> Iterator[str]:
    """Remove what is damaged beside the entries; what was removed, and why."""
    for path, problem in cache.damaged_notes():
        if remove(path):
            yield f"{path}, which {problem}"


def describe_entries(entries: Sequence[CacheEntry]) -> list[dict[str, object]]:
    """The entries as a document for programs: `kind`, `source`, `commit`, `holds`, `bytes`, `folder`."""
    return [
        {
            "kind": "git",
            "source": entry.url,
            "commit": entry.commit,
            "holds": entry.holds,
            "bytes": entry.size,
            "folder": entry.folder,
        }
        for entry in entries
    ]


def render_entries(entries: Sequence[CacheEntry]) -> str:
    """A line for each entry, and the sum."""
    rows = [("git", entry.holds, render_size(entry.size), entry.commit[:12], safe(entry.url)) for entry in entries]
    total = render_size(sum(entry.size for entry in entries))
    return "\n".join([*render_columns(rows, indent=""), f"{len(entries)} entries, {total}"]) + "\n"
