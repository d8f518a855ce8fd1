"""`catalog override`."""

from __future__ import annotations

import click

from assetcards.cli.completing import complete_assignment
from assetcards.cli.options import complete_card, format_option, search_options
from assetcards.cli.printing import say
from assetcards.cli.screen import DISPLAY
from assetcards.cli.source import Source
from assetcards.commands.override import override
from assetcards.rendering.override import FORMATS


class _Assignment(click.ParamType[tuple[str, str]]):
    """A field and its value."""

    name = "field=value"

    def convert(
        self, value: str | tuple[str, str], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        field, equals, text = value.partition("=") if isinstance(value, str) else (value[0], "=", value[1])
        if not field or not equals or not text or "@" in field:
            self.fail(f"{value!r} is not FIELD=VALUE, such as checkpoint=/models/tiny.pt", param, ctx)
        if field == "name":
            self.fail("the name says which card is overridden", param, ctx)
        return field, text


@click.command()
@click.argument("name", shell_complete=complete_card)
@click.argument(
    "fields", metavar="FIELD=VALUE...", nargs=-1, required=True, type=_Assignment(), shell_complete=complete_assignment
)
@click.option("--dry-run", "is_dry", is_flag=True, help="Show what would be written, and write nothing.")
@search_options
@format_option(FORMATS)
def command(source: Source, name: str, fields: tuple[tuple[str, str], ...], is_dry: bool, output_format: str) -> None:
    """Override fields of a card for yourself.

    The override is a card of the user store, NAME@user, which is applied wherever you read the card in a checkout. What
    is there already stays, comments included.

    \b
    Examples:
      catalog override tiny checkpoint=/scratch/tiny.pt
      catalog override tiny checkpoint=/scratch/other.pt checkpoint_sha256=null
      catalog override tiny checkpoint=./tiny.pt --dry-run
    """
    if "@" in name:
        raise click.UsageError(f"an override is of the plain card: name {name.partition('@')[0]!r}, not {name!r}")
    if twice := sorted({field for field, _ in fields if [each for each, _ in fields].count(field) > 1}):
        raise click.UsageError(f"{twice[0]} is given more than once")
    with source.open() as catalog:
        overridden = override(catalog, name, dict(fields), is_dry=is_dry)
    say(FORMATS[output_format](overridden, DISPLAY))
