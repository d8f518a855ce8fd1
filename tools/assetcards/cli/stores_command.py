"""`catalog stores`."""

from __future__ import annotations

import click

from assetcards.cli.options import format_option, search_options
from assetcards.cli.printing import say
from assetcards.cli.screen import DISPLAY
from assetcards.cli.source import Source
from assetcards.commands.stores import search_stores
from assetcards.rendering.stores import FORMATS


@click.command()
@search_options
@format_option(FORMATS)
def command(source: Source, output_format: str) -> None:
    """Show which stores are searched for cards, in order, and what was found in each, or why nothing was.

    \b
    Examples:
      catalog stores
      catalog stores --store ~/my-cards
      catalog stores --rev v1.2            only the revision is searched
    """
    with source.open_leniently() as catalog:
        text = FORMATS[output_format](search_stores(catalog), DISPLAY)
    say(text)
