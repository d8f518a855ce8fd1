"""`catalog compare`."""

from __future__ import annotations

import click

from assetcards.cli.options import Source, complete_card, format_option, source_options, style
from assetcards.cli.printing import say
from assetcards.commands.compare import compare_cards, describe_pair, render_pair, render_pair_page
from assetcards.rendering.documents import render_json


@click.command()
@click.argument("first", metavar="NAME[@ENV]", shell_complete=complete_card)
@click.argument("second", metavar="NAME[@ENV]", shell_complete=complete_card)
@source_options
@format_option("text", "json", "markdown")
def command(source: Source, first: str, second: str, output_format: str) -> None:
    """Two resolved cards side by side: what they differ in, and what they have in common.

    \b
    Examples:
      catalog compare tiny small
      catalog compare tiny@lab tiny@edge
      catalog compare tiny small --rev v1.2 --format json
    """
    with source.open() as catalog:
        pair = compare_cards(catalog, first, second)
        if output_format == "json":
            text = render_json(describe_pair(catalog, pair))
        else:
            text = render_pair_page(pair) if output_format == "markdown" else render_pair(pair, style)
    say(text)
