"""Commits in answers: who made them, when, and what for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetcards.escaping import safe
from assetcards.rendering.display import Style

if TYPE_CHECKING:
    from datetime import datetime

    from assetcards.git.log import Commit
    from assetcards.provenance.writer import Writer

SHORT_ID = 12
"""How much of an id is shown to people; programs get all of it."""


def describe_commit(commit: Commit | None) -> dict[str, object]:
    """A commit as a part of a document for programs; what it does not say, and all of none, is null."""
    return {
        "commit": commit.id if commit else None,
        "author": commit.author if commit else None,
        "date": commit.date if commit else None,
        "summary": commit.summary if commit else None,
    }


def describe_writer(writer: Writer) -> dict[str, object]:
    """A commit, or in `note` why it is not known."""
    return {**describe_commit(writer.commit), "note": writer.note or None}


def render_writer(writer: Writer, style: Style) -> list[str]:
    """The cells of a commit, with one for that which was passed over; or one that says why it is not known."""
    if writer.commit is None:
        return [style(safe(writer.note), "warning")]
    cells = render_commit(writer.commit, style)
    if writer.passed_over is not None:
        said = f"passed over: {writer.passed_over.id[:SHORT_ID]} {safe(writer.passed_over.summary)}"
        cells.append(style(said.rstrip(), "warning"))
    return cells


def render_commit(commit: Commit, style: Style) -> list[str]:
    """The cells of a commit: short id, day, author and subject."""
    author = safe(commit.author) if commit.author else "unknown author"
    return [style(commit.id[:SHORT_ID], "heading"), render_day(commit.date), author, safe(commit.summary)]


def render_day(moment: datetime | None) -> str:
    """The day of a commit, where its author was."""
    return moment.date().isoformat() if moment else "unknown date"
