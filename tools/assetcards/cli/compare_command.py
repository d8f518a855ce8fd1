"""`catalog compare`."""

from __future__ import annotations

import click

from assetcards.cli.options import DISPLAY, Source, complete_card, format_option, source_options
from assetcards.cli.printing import say
from assetcards.commands.compare import compare
from assetcards.rendering.compare import FORMATS


@click.command()
@click.argument("first", metavar="NAME[@ENV]", shell_complete=complete_card)
@click.argument("second", metavar="NAME[@ENV]", shell_complete=complete_card)
@source_options
@format_option(FORMATS)
def command(source: Source, first: str, second: str, output_format: str) -> None:
    """Compare two cards, resolved: which values differ, and which are the same.

    \b
    Examples:
      catalog compare tiny small
      catalog compare tiny@lab tiny@edge
      catalog compare tiny small --rev v1.2 --format json
    """
    with source.open() as catalog:
        text = FORMATS[output_format](compare(catalog, first, second), DISPLAY)
    say(text)
