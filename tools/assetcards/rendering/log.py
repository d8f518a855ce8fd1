"""The commits that changed what a card resolves to, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.commands.log import Past
from assetcards.escaping import safe
from assetcards.git.log import Commit
from assetcards.provenance.cardlog import Change, Turn
from assetcards.rendering.columns import render_columns
from assetcards.rendering.commits import describe_commit, render_commit, render_day
from assetcards.rendering.differences import describe_difference, render_difference
from assetcards.rendering.display import Display
from assetcards.rendering.documents import describe_revision, describe_root
from assetcards.rendering.findings import describe_finding, with_prefix
from assetcards.rendering.formats import Formats, as_json

_ROLES = {Turn.BROKE: "error", Turn.DISAPPEARED: "warning"}


def describe(past: Past) -> dict[str, object]:
    """The past of a card as a document for programs."""
    return {
        "query": past.query,
        "revision": describe_revision(past.revision),
        "root": describe_root(past.origin),
        "entries": [_describe_entry(change, commit) for change, commit in past.changes],
        "notes": list(past.notes),
    }


def _describe_entry(change: Change, commit: Commit) -> dict[str, object]:
    return {
        **describe_commit(commit),
        "committed": commit.committed,
        "change": str(change.turn),
        "names": {"old": change.names[0], "new": change.names[1]} if change.names else None,
        "fields": {difference.field: describe_difference(difference) for difference in change.differences},
        "problem": describe_finding(change.problem) if change.problem else None,
    }


def render_text(past: Past, display: Display) -> str:
    """A block for each change, and the notes."""
    blocks = ["\n".join(_render_change(change, commit, past, display)) for change, commit in past.changes]
    blocks += [display.style(safe(note), "warning") for note in past.notes]
    return "\n\n".join(blocks or [f"no commit looked at changed {safe(past.query)}"]) + "\n"


def _render_change(change: Change, commit: Commit, past: Past, display: Display) -> Iterator[str]:
    style = display.style
    number, day, author, summary = render_commit(commit, style)
    committed = render_day(commit.committed)
    if committed != day:
        day += f" (committed {committed})"
    yield "  ".join([number, day, author, summary])
    names = f" from {safe(change.names[0])} to {safe(change.names[1])}" if change.names else ""
    yield f"  {style(change.turn, _ROLES.get(change.turn, 'heading'))}{names}"
    if change.problem is not None:
        prefix, problem = display.to_root(past.origin), change.problem
        message = with_prefix(problem.message, map(str, problem.related), prefix)
        yield f"    {safe(prefix + problem.location)}: {safe(message)}"
    elif change.turn is not Turn.DISAPPEARED:
        yield from render_columns(map(render_difference, change.differences), indent="    ")


FORMATS: Formats[Past] = {"text": render_text, "json": as_json(describe)}
