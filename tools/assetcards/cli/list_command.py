"""`catalog list`."""

from __future__ import annotations

import click

from assetcards.cli.options import DISPLAY, Source, announce_history, format_option, lock_option, source_options
from assetcards.cli.printing import complain, say
from assetcards.commands.listing import Filter, list_cards, with_last_changes
from assetcards.model.card import KINDS
from assetcards.rendering.listing import FORMATS, render_left_out


def _parse_where(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for value in values:
        field, equals, text = value.partition("=")
        if not equals or not field:
            raise click.BadParameter(f"{value!r} is not FIELD=VALUE")
        pairs.append((field, text))
    return tuple(pairs)


def _complete_kind(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return [kind for kind in (*KINDS, "other") if kind.startswith(incomplete)]


@click.command()
@click.option(
    "--kind",
    metavar="KIND",
    shell_complete=_complete_kind,
    help=f"List only cards of this kind: {', '.join(KINDS)} or other.",
)
@click.option("--family", help="List only cards of this family: llama, qwen, ...")
@click.option(
    "--where",
    metavar="FIELD=VALUE",
    multiple=True,
    callback=_parse_where,
    help="List only cards with this value; repeatable.",
)
@click.option("--changed", is_flag=True, help="Add the last commit that changed what each card resolves to.")
@source_options
@lock_option
@format_option(FORMATS)
def command(
    source: Source,
    kind: str | None,
    family: str | None,
    where: tuple[tuple[str, str], ...],
    changed: bool,
    output_format: str,
) -> int:
    """List cards, by the store that they are from.

    Overrides are listed next to the cards that they change. With an environment, only its overrides and those of
    `user` are listed. Broken cards are left out and reported on standard error.

    \b
    Examples:
      catalog list
      catalog list --kind model --family llama
      catalog list --where license=MIT --where model_arch=7b
      catalog list --rev v1.2 --format names
      catalog list --lock catalog.lock
      catalog list --changed

    Exit code 1 when no card is of that kind or family, or has these values.
    """
    if changed and output_format not in ("text", "json"):
        raise click.UsageError("--changed needs --format text or json")
    wanted = Filter(kind=kind, family=family, where=where)
    with source.open(alone=output_format == "markdown") as catalog:
        listing = list_cards(catalog, wanted)
        if changed:
            announce_history(catalog)
            listing = with_last_changes(catalog, listing)
        text = FORMATS[output_format](listing, DISPLAY)
        prefixes = DISPLAY.from_here(catalog)
    for line in render_left_out(listing, prefixes):
        complain(f"catalog: {line}")
    say(text)
    return 1 if listing.is_a_miss else 0
