"""`catalog envs`."""

from __future__ import annotations

import click

from assetcards.cli.options import format_option, source_options
from assetcards.cli.printing import say
from assetcards.cli.screen import DISPLAY
from assetcards.cli.source import Source
from assetcards.commands.envs import list_environments
from assetcards.rendering.envs import FORMATS


@click.command()
@source_options
@format_option(FORMATS)
def command(source: Source, output_format: str) -> None:
    """List the environments that cards or catalog.toml name, and which of them are in force.

    In force are `user`, and the environment that --env, $CATALOG_ENV or a detector names.

    \b
    Examples:
      catalog envs
      catalog envs --env lab
    """
    with source.open() as catalog:
        if source.env is not None:
            catalog.check_environment()
        text = FORMATS[output_format](list_environments(catalog), DISPLAY)
    say(text)
