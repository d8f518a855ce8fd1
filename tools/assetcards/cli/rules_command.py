"""`catalog rules`."""

from __future__ import annotations

import click

from assetcards.cli.options import format_option, style
from assetcards.cli.printing import say
from assetcards.commands.rules import describe_rules, render_manual, render_rules
from assetcards.rendering.documents import render_json


@click.command()
@format_option(("text", "json", "markdown"))
def command(output_format: str) -> None:
    """List the rules by which `catalog validate` judges; `catalog explain` tells more of one.

    \b
    Examples:
      catalog rules
      catalog rules --format json
      catalog rules --format markdown > docs/rules.md
    """
    if output_format == "json":
        text = render_json(describe_rules())
    else:
        text = render_manual() if output_format == "markdown" else render_rules(style)
    say(text)
