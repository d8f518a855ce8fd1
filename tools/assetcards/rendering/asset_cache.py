"""What was fetched of assets; what was removed of it, and what a check found, for people."""

from __future__ import annotations

from collections.abc import Sequence

from assetcards.assets.cache import Entry
from assetcards.commands.asset_cache import AssetCheck, PrunedAssets
from assetcards.escaping import safe
from assetcards.rendering.columns import render_columns
from assetcards.rendering.display import Display
from assetcards.rendering.formats import Formats, as_json
from assetcards.sizes import render_size


def describe(entries: Sequence[Entry]) -> dict[str, object]:
    """The assets as a document for programs."""
    return {"entries": list(map(_describe_entry, entries))}


def _describe_entry(entry: Entry) -> dict[str, object]:
    return {
        "kind": "asset",
        "source": entry.uri,
        "card": entry.card,
        "field": entry.field,
        "bytes": entry.size,
        "folder": str(entry.folder),
    }


def render_text(entries: Sequence[Entry], _: Display) -> str:
    """A line for each asset, and the sum."""
    return "\n".join([*_rows(entries), _render_sum(entries), ""])


def _rows(entries: Sequence[Entry]) -> list[str]:
    rows = [
        ("asset", render_size(entry.size), safe(f"{entry.card} {entry.field}"), safe(entry.uri)) for entry in entries
    ]
    return render_columns(rows, indent="")


def _render_sum(entries: Sequence[Entry]) -> str:
    return f"{len(entries)} entries, {render_size(sum(entry.size for entry in entries))}"


def render_pruned(pruned: PrunedAssets) -> str:
    """How much was removed; in a dry run also each asset that would be removed."""
    rows = _rows(pruned.removed) if pruned.is_dry else []
    done = f"{'would remove' if pruned.is_dry else 'removed'} {_render_sum(pruned.removed)}"
    return "\n".join([*rows, done, ""])


def render_check(check: AssetCheck) -> str:
    """A line for each damaged asset, and how many were looked at."""
    lines = [
        f"{'removed' if each.is_removed else 'left alone'} {each.entry.uri}: it is not what it was when it was fetched"
        for each in check.damaged
    ]
    return "".join(f"{safe(line)}\n" for line in [*lines, f"{check.entries} entries, {len(check.damaged)} damaged"])


FORMATS: Formats[Sequence[Entry]] = {"text": render_text, "json": as_json(describe)}
