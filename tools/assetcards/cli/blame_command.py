"""`catalog blame`."""

from __future__ import annotations

import click

from assetcards.cli.blaming import print_writers
from assetcards.cli.completing import complete_field_of_card
from assetcards.cli.options import complete_card, format_option, source_options
from assetcards.cli.source import Source
from assetcards.rendering.blame import FORMATS


@click.command()
@click.argument("name", shell_complete=complete_card)
@click.argument("field", required=False, shell_complete=complete_field_of_card)
@click.option("--moves", is_flag=True, help="Follow lines that were moved or copied between files.")
@source_options
@format_option(FORMATS)
def command(source: Source, name: str, field: str | None, moves: bool, output_format: str) -> None:
    """Show who wrote each value of a card, in which file, line and commit.

    Bases and overrides are followed, and so are renamed files. Commits in .git-blame-ignore-revs are skipped, and named
    where they changed a line. Lines of the checkout that differ from HEAD are not committed yet.

    \b
    Examples:
      catalog blame tiny
      catalog blame tiny@lab checkpoint
      catalog blame tiny model_config    all below it
      catalog blame tiny --rev v1.2 --moves
    """
    print_writers(source, name, field, output_format=output_format, moves=moves)
