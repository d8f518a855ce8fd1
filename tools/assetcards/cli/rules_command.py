"""`catalog rules`."""

from __future__ import annotations

import click

from assetcards.cli.options import format_option
from assetcards.cli.printing import say
from assetcards.cli.screen import DISPLAY
from assetcards.commands.rules import list_rules
from assetcards.rendering.rules import FORMATS


@click.command()
@format_option(FORMATS)
def command(output_format: str) -> None:
    """List all rules of `catalog validate` and policies of `catalog policy`.

    \b
    Examples:
      catalog rules
      catalog rules --format json
      catalog rules --format markdown > docs/rules.md
    """
    say(FORMATS[output_format](list_rules(), DISPLAY))
