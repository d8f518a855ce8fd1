"""`catalog show`."""

from __future__ import annotations

import click

from assetcards.cli.options import Source, complete_card, format_option, source_options, style
from assetcards.commands.show import describe_card, render_card, render_chain
from assetcards.report import render_json


@click.command()
@click.argument("name", shell_complete=complete_card)
@click.option("--chain", is_flag=True, help="A block for each layer, as that layer writes it.")
@source_options
@format_option("text", "json", "yaml")
def command(source: Source, name: str, chain: bool, output_format: str) -> None:
    """Show the card NAME resolved: its bases followed, its overrides applied.

    NAME@ENV asks for one environment, NAME@ for none.
    """
    if chain and output_format != "text":
        raise click.UsageError("--chain is text; the JSON and YAML documents have `layers` and `origins`")
    with source.open() as catalog:
        if output_format == "json":
            click.echo(render_json(describe_card(catalog, name)), nl=False)
        elif output_format == "yaml":
            from assetcards.yamltext import render_yaml

            click.echo(render_yaml(describe_card(catalog, name)), nl=False)
        else:
            render = render_chain if chain else render_card
            click.echo(render(catalog, name, style), nl=False)
