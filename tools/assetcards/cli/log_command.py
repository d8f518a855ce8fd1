"""`catalog log`."""

from __future__ import annotations

from functools import partial

import click

from assetcards.cli.dates import DateType, Moment
from assetcards.cli.options import complete_card, format_option, source_options
from assetcards.cli.printing import say
from assetcards.cli.progress import watched
from assetcards.cli.screen import DISPLAY
from assetcards.cli.source import Source, announce_history
from assetcards.commands.log import Window, log
from assetcards.rendering.log import FORMATS

LONG_WALK = 200
"""From how many commits on a bar shows how far the walk is."""


@click.command()
@click.argument("name", shell_complete=complete_card)
@click.option("--since", metavar="DATE", type=DateType(end=False), help="Show commits of DATE or later.")
@click.option("--until", metavar="DATE", type=DateType(end=True), help="Show commits of DATE or earlier.")
@click.option("--all-parents", is_flag=True, help="Show commits of merged branches, too.")
@source_options
@format_option(FORMATS)
def command(
    source: Source, name: str, since: Moment | None, until: Moment | None, all_parents: bool, output_format: str
) -> None:
    """Show the commits that changed what a card resolves to, newest first, with old and new values.

    A change may come from the card, a base, an override, or the card that tokenizer_ref names. The history is that of
    HEAD, or --rev, along first parents. A date is a day or a time in UTC, or like '2 weeks ago'.

    \b
    Examples:
      catalog log tiny
      catalog log tiny@lab --since 2024-06-30
      catalog log tiny --rev v1.2 --all-parents
    """
    watch = partial(watched, label="looking at commits", at_least=LONG_WALK)
    window = Window(since=since and since.time, until=until and until.time)
    with source.at_commit().open(alone=True) as catalog:
        announce_history(catalog)
        past = log(catalog, name, window=window, all_parents=all_parents, watch=watch)
        text = FORMATS[output_format](past, DISPLAY)
    say(text)
