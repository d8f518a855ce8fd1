"""The stores that are searched for cards, for people and for programs."""

from __future__ import annotations

from assetcards.commands.stores import Search, Searched
from assetcards.escaping import safe
from assetcards.rendering.columns import render_columns
from assetcards.rendering.counts import render_count
from assetcards.rendering.display import Display
from assetcards.rendering.documents import describe_revision
from assetcards.rendering.formats import Formats, as_json


def describe(search: Search) -> dict[str, object]:
    """The stores as a document for programs."""
    return {"revision": describe_revision(search.revision), "stores": list(map(_describe_store, search.stores))}


def _describe_store(store: Searched) -> dict[str, object]:
    return {
        "role": store.role,
        "source": str(store.origin),
        "files": store.files,
        "cards": store.cards,
        "broken_files": store.broken_files,
        "problem": store.problem,
    }


def render_text(search: Search, display: Display) -> str:
    """A line for each store."""
    rows = [
        (display.style(safe(store.role), "heading"), safe(str(store.origin)), _render_found(store))
        for store in search.stores
    ]
    return "\n".join(render_columns(rows, indent="")) + "\n"


def _render_found(store: Searched) -> str:
    if store.problem:
        return safe(store.problem)
    found = f"{render_count(store.cards, 'card')} in {render_count(store.files, 'file')}"
    return f"{found}, {store.broken_files} of them with errors" if store.broken_files else found


FORMATS: Formats[Search] = {"text": render_text, "json": as_json(describe)}
