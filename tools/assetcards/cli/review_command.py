"""`catalog review`."""

from __future__ import annotations

import click

from assetcards.cli.options import format_option, range_source_options
from assetcards.cli.printing import say
from assetcards.cli.range_errors import cards_explained
from assetcards.cli.range_options import range_options
from assetcards.cli.screen import DISPLAY
from assetcards.cli.source import announce_fetching
from assetcards.commands.review import review
from assetcards.model.settings import Outcome
from assetcards.rendering.review import FORMATS
from assetcards.sources.ranges import Range, open_range


@click.command()
@range_options
@click.option("--exit-code", is_flag=True, help="Exit with 1 when the outcome is fail.")
@range_source_options
@format_option(FORMATS)
def command(
    *, ends: Range, exit_code: bool, repo: str | None, root: str | None, stores: tuple[str, ...], output_format: str
) -> int:
    """Show all that reviewers need to know of a change, on one page.

    What the change comes to by the policy of catalog.toml, the findings that it brings, what it does to resolved cards,
    which edit of whom is the cause, and whose cards that reaches. Revisions are written as for `catalog diff`.

    \b
    Examples:
      catalog review --base origin/main
      catalog review --base origin/main --format markdown
      catalog review --staged
    """
    with cards_explained(ends, repo, root, stores):
        old, new = open_range(ends, source=repo, root=root, stores=stores, before_history=announce_fetching)
    with old.catalog, new.catalog:
        found = review(old, new)
        say(FORMATS[output_format](found, DISPLAY))
    return 1 if exit_code and found.outcome is Outcome.FAIL else 0
