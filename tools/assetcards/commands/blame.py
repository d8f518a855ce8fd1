"""`catalog blame`: every value of a resolved card with the commit that wrote it."""

from __future__ import annotations

from assetcards.escaping import safe
from assetcards.model.catalog import Catalog
from assetcards.names import FullName
from assetcards.provenance.blame import Blame, Writing
from assetcards.provenance.writers import Writer
from assetcards.rendering.columns import render_columns
from assetcards.rendering.commits import describe_commit, describe_writer, render_writer
from assetcards.rendering.documents import describe_revision, written_in_full
from assetcards.rendering.style import Style, no_style
from assetcards.values import render_value


def describe_blame(catalog: Catalog, query: str, blame: Blame) -> dict[str, object]:
    """The values and their writers as a document for programs."""
    card = catalog.card(query)
    return {
        "query": query,
        "name": card.name,
        "env": card.env,
        "revision": describe_revision(catalog),
        "entries": [_describe_entry(writing, writer) for writing, writer in blame.entries],
        "notes": blame.notes,
    }


def _describe_entry(writing: Writing, writer: Writer) -> dict[str, object]:
    return {
        "field": writing.field,
        "value": writing.value,
        "card": written_in_full(writing.card.full_name),
        "source": str(writing.card.tree.origin),
        "path": writing.card.path,
        "line": writing.line,
        **describe_writer(writer),
        "passed_over": describe_commit(writer.passed_over) if writer.passed_over else None,
    }


def render_blame(catalog: Catalog, query: str, blame: Blame, style: Style = no_style) -> str:
    """A line for each value: who wrote it where, and when and why it was committed; and the notes."""
    card = catalog.card(query)
    title = style(safe(str(FullName(card.name, card.env or ""))), "name")
    rows = [
        [
            safe(writing.field),
            render_value(writing.value),
            safe(str(writing.card.full_name)),
            safe(f"{writing.card.path}:{writing.line}"),
            *render_writer(writer, style),
        ]
        for writing, writer in blame.entries
    ]
    notes = [style(safe(note), "warning") for note in blame.notes]
    return "\n".join([title, *render_columns(rows), *notes]) + "\n"
