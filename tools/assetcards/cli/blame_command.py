"""`catalog blame`."""

from __future__ import annotations

import click

from assetcards.cli.options import DISPLAY, Source, complete_card, format_option, source_options, tell_of_history
from assetcards.cli.printing import say
from assetcards.commands.blame import blame
from assetcards.rendering.blame import FORMATS


@click.command()
@click.argument("name", shell_complete=complete_card)
@click.argument("field", required=False)
@click.option("--moves", is_flag=True, help="Follow lines that were moved or copied between files, too.")
@source_options
@format_option(FORMATS)
def command(source: Source, name: str, field: str | None, moves: bool, output_format: str) -> None:
    """Who wrote each value of a card: the card, its file and line, and the commit that wrote the line.

    Bases and overrides are followed, and renamed files as git does. Commits in .git-blame-ignore-revs are passed over,
    and named where they wrote a line.
    Of the checkout, lines that differ from HEAD are not committed yet.

    \b
    Examples:
      catalog blame tiny
      catalog blame tiny@lab checkpoint
      catalog blame tiny model_config    all below it
      catalog blame tiny --rev v1.2 --moves
    """
    with source.open() as catalog:
        tell_of_history(catalog)
        text = FORMATS[output_format](blame(catalog, name, field, moves=moves), DISPLAY)
    say(text)
