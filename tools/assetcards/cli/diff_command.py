"""`catalog diff`."""

from __future__ import annotations

import click

from assetcards.cli.options import format_option, place_options, style, tell_of_fetching
from assetcards.cli.printing import say
from assetcards.cli.range_options import range_options
from assetcards.commands.diff import describe_impact, render_impact
from assetcards.comparison.impact import find_impact
from assetcards.rendering.diff_page import render_impact_page
from assetcards.rendering.documents import render_json
from assetcards.sources.ranges import Range, open_range


@click.command()
@range_options
@click.option("--exit-code", is_flag=True, help="Exit with 1 when any card resolves to something else.")
@place_options
@format_option("text", "json", "markdown")
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
        impact = find_impact(old.catalog, new.catalog)
    if output_format == "json":
        text = render_json(describe_impact(impact, old, new))
    elif output_format == "markdown":
        text = render_impact_page(impact, old, new)
    else:
        text = render_impact(impact, old, new, style)
    say(text)
    return 1 if exit_code and not impact.is_empty else 0
