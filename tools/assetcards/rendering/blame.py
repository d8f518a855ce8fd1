"""Who wrote which value of a card, for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping

from assetcards.commands.blame import Blamed
from assetcards.escaping import safe
from assetcards.names import FullName
from assetcards.provenance.blame import Writing
from assetcards.provenance.writer import Writer
from assetcards.rendering.columns import render_columns
from assetcards.rendering.commits import describe_commit, describe_writer, render_writer
from assetcards.rendering.display import Display
from assetcards.rendering.documents import describe_revision, describe_root, written_in_full
from assetcards.rendering.formats import Formats, as_json
from assetcards.values import render_value


def describe(blamed: Blamed) -> dict[str, object]:
    """The values and their writers as a document for programs."""
    return {
        "query": blamed.query,
        "name": blamed.card.name,
        "env": blamed.card.env,
        "revision": describe_revision(blamed.revision),
        "root": describe_root(blamed.card.card.tree.origin),
        "entries": [
            _describe_entry(writing, writer, blamed.blame.lines[writing]) for writing, writer in blamed.blame.entries
        ],
        "notes": blamed.blame.notes,
    }


def _describe_entry(writing: Writing, writer: Writer, lines: Mapping[int, Writer]) -> dict[str, object]:
    return {
        "field": writing.field,
        "value": writing.value,
        "card": written_in_full(writing.card.full_name),
        "source": str(writing.card.tree.origin),
        "path": writing.card.path,
        "line": writing.line,
        "end_line": max(lines),
        **_describe_writer(writer),
        "lines": [{"line": line, **_describe_writer(lines[line])} for line in sorted(lines)],
    }


def _describe_writer(writer: Writer) -> dict[str, object]:
    passed_over = describe_commit(writer.passed_over) if writer.passed_over else None
    return {**describe_writer(writer), "passed_over": passed_over}


def render_text(blamed: Blamed, display: Display) -> str:
    """A line for each value: who wrote it where, and when and why it was committed; and the notes."""
    card, style = blamed.card, display.style
    title = style(safe(str(FullName(card.name, card.env or ""))), "name")
    rows = [
        [
            safe(writing.field),
            render_value(writing.value),
            safe(str(writing.card.full_name)),
            safe(_render_lines(writing, max(blamed.blame.lines[writing]), display)),
            *render_writer(writer, style),
        ]
        for writing, writer in blamed.blame.entries
    ]
    notes = [style(safe(note), "warning") for note in blamed.blame.notes]
    return "\n".join([title, *render_columns(rows), *notes]) + "\n"


def _render_lines(writing: Writing, end_line: int, display: Display) -> str:
    """`path:line`, or `path:line-line`."""
    path = display.to_root(writing.card.tree.origin) + writing.card.path
    return f"{path}:{writing.line}" + (f"-{end_line}" if end_line > writing.line else "")


FORMATS: Formats[Blamed] = {"text": render_text, "json": as_json(describe)}
