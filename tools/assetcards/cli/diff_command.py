"""`catalog diff`."""

from __future__ import annotations

import click

from assetcards.cli.options import DISPLAY, format_option, place_options, tell_of_fetching
from assetcards.cli.printing import say
from assetcards.cli.range_options import range_options
from assetcards.commands.diff import diff
from assetcards.rendering.diff import FORMATS
from assetcards.sources.ranges import Range, open_range


@click.command()
@range_options
@click.option("--exit-code", is_flag=True, help="Exit with 1 when any card resolves to something else.")
@place_options
@format_option(FORMATS)
def command(
    *, ends: Range, exit_code: bool, repo: str | None, root: str | None, stores: tuple[str, ...], output_format: str
) -> int:
    """What a change does to resolved cards: added, removed, renamed, changed, broken, mended, and by which card.

    Compares two trees in every environment that changes anything. They are named as git does it: `A B` or `A..B` are
    the two, `A...B` is from their merge base, `A` is to the checkout, and nothing is from HEAD.

    \b
    Examples:
      catalog diff                          what is not committed yet
      catalog diff --staged                 what is about to be
      catalog diff v1.2 v1.3
      catalog diff --base origin/main --format markdown
    """
    old, new = open_range(ends, source=repo, root=root, stores=stores, before_history=tell_of_fetching)
    with old.catalog, new.catalog:
        found = diff(old, new)
    say(FORMATS[output_format](found, DISPLAY))
    return 1 if exit_code and not found.impact.is_empty else 0
