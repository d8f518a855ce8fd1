"""`catalog blame`."""

from __future__ import annotations

import click

from assetcards.cli.options import Source, complete_card, format_option, source_options, style, tell_of_history
from assetcards.cli.printing import say
from assetcards.commands.blame import describe_blame, render_blame
from assetcards.provenance.blame import blame_card
from assetcards.rendering.documents import render_json


@click.command()
@click.argument("name", shell_complete=complete_card)
@click.argument("field", required=False)
@click.option("--moves", is_flag=True, help="Follow lines that were moved or copied between files, too.")
@source_options
@format_option("text", "json")
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
        blame = blame_card(catalog, name, field, moves=moves)
        if output_format == "json":
            text = render_json(describe_blame(catalog, name, blame))
        else:
            text = render_blame(catalog, name, blame, style)
    say(text)
