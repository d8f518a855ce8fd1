"""What was fetched, for people and for programs; what was removed of it, and what a check found, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assetcards.commands.cache import Check, Damage, Pruned
from assetcards.escaping import safe
from assetcards.git.cache import CacheEntry
from assetcards.rendering.columns import render_columns
from assetcards.rendering.commits import SHORT_ID
from assetcards.rendering.display import Display
from assetcards.rendering.formats import Formats, as_json
from assetcards.sizes import render_size


def describe(entries: Sequence[CacheEntry]) -> dict[str, object]:
    """The entries as a document for programs."""
    return {"entries": list(map(_describe_entry, entries))}


def _describe_entry(entry: CacheEntry) -> dict[str, object]:
    return {
        "kind": "git",
        "source": entry.url,
        "commit": entry.commit,
        "holds": entry.holds,
        "bytes": entry.size,
        "folder": entry.folder,
    }


def render_text(entries: Sequence[CacheEntry], _: Display) -> str:
    """A line for each entry, and the sum."""
    return "\n".join([*_rows(entries), _render_sum(entries)]) + "\n"


def _rows(entries: Sequence[CacheEntry]) -> list[str]:
    rows = [
        ("git", entry.holds, render_size(entry.size), entry.commit[:SHORT_ID], safe(entry.url)) for entry in entries
    ]
    return render_columns(rows, indent="")


def _render_sum(entries: Sequence[CacheEntry]) -> str:
    return f"{len(entries)} entries, {render_size(sum(entry.size for entry in entries))}"


def render_pruned(pruned: Pruned) -> str:
    """How much was removed, and what is kept for lock files; in a dry run also each entry that would be removed."""
    kept = [f"kept for lock files in use: {_render_sum(pruned.needed)}"] if pruned.needed else []
    done = f"{'would remove' if pruned.is_dry else 'removed'} {_render_sum(pruned.removed)}"
    return "\n".join([*(_rows(pruned.removed) if pruned.is_dry else []), *kept, done, ""])


def render_check(check: Check) -> str:
    """A line for each thing that was removed, and how many were looked at."""
    return "".join(f"{safe(line)}\n" for line in _render_check(check))


def _render_check(check: Check) -> Iterator[str]:
    for damage in check.damaged:
        what = f"{damage.entry.commit[:SHORT_ID]} of {damage.entry.url}"
        yield f"removed {what}: {damage.problem}" if damage.is_removed else _render_kept(damage, what)
    for note in check.notes:
        yield f"removed {note.path}, which {note.problem}"
    yield from (f"left alone: {message}" for message in check.closed)
    yield f"{check.entries} entries, {len(check.damaged)} damaged"


def _render_kept(damage: Damage, what: str) -> str:
    return f"{what} is damaged, and of another user, who can remove it: {damage.problem} ({damage.entry.folder})"


FORMATS: Formats[Sequence[CacheEntry]] = {"text": render_text, "json": as_json(describe)}
