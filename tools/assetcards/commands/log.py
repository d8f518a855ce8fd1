"""`catalog log`: the commits that changed what a card resolves to, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from assetcards.comparison.compare import Difference
from assetcards.errors import CardError
from assetcards.escaping import safe
from assetcards.git.log import Commit, read_commits
from assetcards.git.objects import Step
from assetcards.model.catalog import Catalog
from assetcards.names import parse_asked
from assetcards.provenance.cardlog import CardLog, Change, Condition, Turn
from assetcards.provenance.history import History
from assetcards.rendering.columns import render_columns
from assetcards.rendering.commits import describe_commit, render_commit, render_day
from assetcards.rendering.documents import describe_revision
from assetcards.rendering.findings import describe_finding
from assetcards.rendering.style import Style, no_style
from assetcards.rendering.wording import tell_values

MAX_VALUE = 160
"""How much of a value is shown in text; the JSON document has all of it."""

_SIGNS = {"added": "+", "removed": "-", "changed": " "}
_ROLES = {Turn.BROKE: "error", Turn.DISAPPEARED: "warning"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A part of the history: what was committed neither before `since` nor after `until`, seconds since 1970."""

    since: int | None = None
    until: int | None = None

    def steps(self, history: History) -> list[Step]:
        """The commits in it. One whose date cannot be told is in the whole history alone."""
        if self.since is None and self.until is None:
            return history.steps
        return [step for step in history.steps if step.time is not None and self._holds(step.time)]

    def _holds(self, time: int) -> bool:
        return (self.since is None or self.since <= time) and (self.until is None or time <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The past of a card: its changes, the newest first, each with its commit, and `notes` on what is not known."""

    changes: tuple[tuple[Change, Commit], ...]
    notes: tuple[str, ...]


def find_past(catalog: Catalog, history: History, query: str, steps: Iterable[Step]) -> Past:
    """The past of a card along some steps of a history, which begins at the catalog.

    Raises what `Catalog.card` raises for a card that was at none of these commits, and when nobody knows the current
    environment today.
    """
    asked = parse_asked(query)
    if asked.env is None:
        with suppress(CardError):
            catalog.maybe_resolve(asked)  # a broken card has a past, too
    log = CardLog(history, asked, env=catalog.env)
    changes = [change for change in map(log.maybe_change, steps) if change is not None]
    if not changes and log.state_at(history.commit).condition is Condition.ABSENT:
        catalog.resolve(asked)
    commits = read_commits(history.repository, [change.commit for change in changes], names_of=history.commit)
    return Past(changes=tuple((change, commits[change.commit]) for change in changes), notes=tuple(log.notes))


def describe_past(catalog: Catalog, query: str, past: Past) -> dict[str, object]:
    """The past of a card as a document for programs."""
    return {
        "query": query,
        "revision": describe_revision(catalog),
        "entries": [_describe_entry(change, commit) for change, commit in past.changes],
        "notes": list(past.notes),
    }


def _describe_entry(change: Change, commit: Commit) -> dict[str, object]:
    return {
        **describe_commit(commit),
        "committed": commit.committed,
        "change": str(change.turn),
        "fields": {difference.field: _describe_difference(difference) for difference in change.differences},
        "problem": describe_finding(change.problem) if change.problem else None,
    }


def _describe_difference(difference: Difference) -> dict[str, object]:
    old, new = difference.values
    return {"change": difference.kind, "old": old, "new": new}


def render_past(query: str, past: Past, style: Style = no_style) -> str:
    """A block for each change, and the notes."""
    blocks = ["\n".join(_render_change(change, commit, style)) for change, commit in past.changes]
    blocks += [style(safe(note), "warning") for note in past.notes]
    return "\n\n".join(blocks or [f"no commit looked at changed {safe(query)}"]) + "\n"


def _render_change(change: Change, commit: Commit, style: Style) -> Iterator[str]:
    number, day, author, summary = render_commit(commit, style)
    committed = render_day(commit.committed)
    if committed != day:
        day += f" (committed {committed})"
    yield "  ".join([number, day, author, summary])
    yield f"  {style(change.turn, _ROLES.get(change.turn, 'heading'))}"
    if change.problem is not None:
        yield f"    {safe(change.problem.location)}: {safe(change.problem.message)}"
    elif change.turn is not Turn.DISAPPEARED:
        yield from render_columns(map(_render_difference, change.differences), indent="    ")


def _render_difference(difference: Difference) -> tuple[str, str]:
    values = " -> ".join(text for text in tell_values(difference, MAX_VALUE) if text is not None)
    return f"{_SIGNS[difference.kind]} {safe(difference.field)}", safe(values)
