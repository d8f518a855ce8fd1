"""`catalog stores`."""

from __future__ import annotations

import click

from assetcards.cli.options import Source, format_option, source_options, style
from assetcards.cli.printing import say
from assetcards.commands.sources import describe_stores, render_stores
from assetcards.rendering.documents import describe_revision, render_json


@click.command()
@source_options
@format_option("text", "json")
def command(source: Source, output_format: str) -> None:
    """Say what is searched for cards, in order, and what was found there or why nothing was.

    \b
    Examples:
      catalog stores
      catalog stores --store ~/my-cards
      catalog stores --rev v1.2            a revision is searched alone
    """
    with source.open_leniently() as catalog:
        stores = describe_stores(catalog)
        document = {"revision": describe_revision(catalog), "stores": stores}
    say(render_json(document) if output_format == "json" else render_stores(stores, style))
