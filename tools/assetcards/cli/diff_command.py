"""`catalog diff`."""

from __future__ import annotations

import click

from assetcards.cli.differing import print_diff
from assetcards.cli.options import format_option, range_source_options
from assetcards.cli.range_options import range_options
from assetcards.rendering.diff import FORMATS
from assetcards.sources.ranges import Range


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
    found = print_diff(ends, output_format, opened=opened, repo=repo, root=root, stores=stores)
    return 1 if exit_code and (found.opened or not found.impact.is_empty) else 0
