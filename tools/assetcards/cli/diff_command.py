"""`catalog diff`."""

from __future__ import annotations

import click

from assetcards.cli.options import format_option, place_options, style
from assetcards.commands.diff import describe_impact, render_impact
from assetcards.commands.diff_page import render_impact_page
from assetcards.errors import RevisionError
from assetcards.impact import find_impact
from assetcards.ranges import Range, open_range, parse_range
from assetcards.report import render_json


@click.command()
@click.argument("revisions", nargs=-1, metavar="[REVISION [REVISION]]")
@click.option("--staged", is_flag=True, help="To the index, not to the checkout.")
@click.option("--base", metavar="REVISION", help="From the merge base of REVISION and HEAD, to HEAD.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when any card resolves to something else.")
@place_options
@format_option("text", "json", "markdown")
def command(  # noqa: PLR0913 (one argument for each option)
    *,
    repo: str | None,
    root: str | None,
    stores: tuple[str, ...],
    revisions: tuple[str, ...],
    staged: bool,
    base: str | None,
    exit_code: bool,
    output_format: str,
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
    ends = _parse(revisions, staged=staged, base=base)
    old, new = open_range(ends, source=repo, root=root, stores=stores)
    with old.catalog, new.catalog:
        impact = find_impact(old.catalog, new.catalog)
    if output_format == "json":
        text = render_json(describe_impact(impact, old, new))
    elif output_format == "markdown":
        text = render_impact_page(impact, old, new)
    else:
        text = render_impact(impact, old, new, style)
    click.echo(text, nl=False)
    return 1 if exit_code and not impact.is_empty else 0


def _parse(revisions: tuple[str, ...], *, staged: bool, base: str | None) -> Range:
    try:
        return parse_range(revisions, staged=staged, base=base)
    except RevisionError as error:
        raise click.UsageError(str(error)) from None
