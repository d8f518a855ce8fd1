"""Printing what a change does to cards; click is not needed for it."""

from __future__ import annotations

from assetcards.cli.following import go_on_with
from assetcards.cli.printing import say
from assetcards.cli.range_errors import cards_explained
from assetcards.cli.screen import DISPLAY
from assetcards.cli.source import Source, announce_fetching
from assetcards.commands.diff import diff
from assetcards.provenance.account import Diff
from assetcards.rendering.diff import FORMATS
from assetcards.rendering.diff_agent import next_command
from assetcards.sources.ranges import Range, open_range


def print_diff(
    ends: Range,
    output_format: str,
    *,
    opened: bool = False,
    repo: str | None = None,
    root: str | None = None,
    stores: tuple[str, ...] = (),
) -> Diff:
    """Compare the two ends, and print what differs."""
    with cards_explained(ends, repo, root, stores):
        old, new = open_range(ends, source=repo, root=root, stores=stores, before_history=announce_fetching)
    with old.catalog, new.catalog:
        found = diff(old, new, opened=opened)
        say(FORMATS[output_format](found, DISPLAY))
        rev = ends[1].asked if ends[1].kind == "commit" else None
        go_on_with(next_command(found), output_format, Source(repo=repo, root=root, rev=rev, stores=stores))
    return found
