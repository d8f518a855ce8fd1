"""`catalog diff`."""

from __future__ import annotations

import click

from assetcards.cli.options import format_option, range_source_options
from assetcards.cli.printing import go_on_with, say
from assetcards.cli.range_options import cards_explained, range_options
from assetcards.cli.screen import DISPLAY
from assetcards.cli.source import announce_fetching
from assetcards.commands.diff import diff
from assetcards.rendering.diff import FORMATS
from assetcards.rendering.diff_agent import next_command
from assetcards.sources.ranges import Range, open_range


@click.command()
@range_options
@click.option("--opened", is_flag=True, help="Also compare the configs as the code of their families gets them.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when there are differences.")
@range_source_options
@format_option(FORMATS)
def command(
    *,
    ends: Range,
    opened: bool,
    exit_code: bool,
    repo: str | None,
    root: str | None,
    stores: tuple[str, ...],
    output_format: str,
) -> int:
    """Show what a change does to cards, and which card caused it.

    Cards are compared as they resolve, in every environment that has differences. Revisions are written as for git:
    `A B` or `A..B` compares the two, `A...B` starts from their merge base, `A` compares with the checkout. Without
    revisions, HEAD is compared with the checkout.

    \b
    Examples:
      catalog diff                          changes that are not committed yet
      catalog diff --staged                 changes that are staged
      catalog diff v1.2 v1.3
      catalog diff --base origin/main --format markdown
      catalog diff --opened                 also what another description of a family changes
    """
    with cards_explained(ends, repo, root, stores):
        old, new = open_range(ends, source=repo, root=root, stores=stores, before_history=announce_fetching)
    with old.catalog, new.catalog:
        found = diff(old, new, opened=opened)
        say(FORMATS[output_format](found, DISPLAY))
        go_on_with(next_command(found), output_format)
    return 1 if exit_code and (found.opened or not found.impact.is_empty) else 0
