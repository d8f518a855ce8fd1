"""`catalog envs`."""

from __future__ import annotations

import click

from assetcards.cli.options import Source, format_option, source_options, style
from assetcards.cli.printing import say
from assetcards.commands.sources import describe_environments, render_environments
from assetcards.rendering.documents import describe_revision, render_json


@click.command()
@source_options
@format_option("text", "json")
def command(source: Source, output_format: str) -> None:
    """List the environments that cards or catalog.toml know, and say which of them are in force.

    Those in force are `user`, and the one that --env, $CATALOG_ENV or a detector names.

    \b
    Examples:
      catalog envs
      catalog envs --env lab
    """
    with source.open() as catalog:
        environments = describe_environments(catalog)
        document = {"revision": describe_revision(catalog), "environments": environments}
    say(render_json(document) if output_format == "json" else render_environments(environments, style))
