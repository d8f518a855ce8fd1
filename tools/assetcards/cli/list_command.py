"""`catalog list`."""

from __future__ import annotations

import click

from assetcards.card import KINDS
from assetcards.cli.options import Source, format_option, source_options, style
from assetcards.commands.listing import (
    describe_listing,
    list_cards,
    render_listing,
    render_names,
    render_page,
)
from assetcards.commands.validate import render_finding
from assetcards.report import render_json


def _parse_where(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> list[tuple[str, str]]:
    pairs = []
    for value in values:
        field, equals, text = value.partition("=")
        if not equals or not field:
            raise click.BadParameter(f"{value!r} is not FIELD=VALUE")
        pairs.append((field, text))
    return pairs


@click.command()
@click.option("--kind", type=click.Choice([*KINDS, "other"]), help="Cards of this kind alone.")
@click.option("--family", help="Cards of this family alone.")
@click.option("--where", metavar="FIELD=VALUE", multiple=True, callback=_parse_where, help="Cards with this value.")
@source_options
@format_option("text", "names", "json", "markdown")
def command(
    source: Source, kind: str | None, family: str | None, where: list[tuple[str, str]], output_format: str
) -> None:
    """List the cards, grouped by source; what is broken is named on standard error."""
    with source.open(alone=output_format == "markdown") as catalog:
        listing = list_cards(catalog, kind=kind, family=family, where=where)
        for finding in listing.broken:
            click.echo(f"catalog: left out: {render_finding(finding)}", err=True)
        if output_format == "json":
            text = render_json(describe_listing(catalog, listing))
        elif output_format == "names":
            text = render_names(listing)
        elif output_format == "markdown":
            text = render_page(listing)
        else:
            text = render_listing(listing, kind, style)
    click.echo(text, nl=False)
