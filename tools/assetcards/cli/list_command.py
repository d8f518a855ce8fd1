"""`catalog list`."""

from __future__ import annotations

import click

from assetcards.cli.all_names import print_all_names
from assetcards.cli.completing import (
    complete_columns,
    complete_condition,
    complete_family,
    complete_kind,
    complete_sorting,
)
from assetcards.cli.listing import print_listing
from assetcards.cli.options import complete_card, format_option, lock_option, source_options
from assetcards.cli.source import Source, announce_history
from assetcards.commands.listing import NO_SHAPE, Shape, list_cards, with_last_changes
from assetcards.model.card import KINDS
from assetcards.model.conditions import Clause, ConditionError, parse_clause
from assetcards.model.filters import Filter
from assetcards.rendering.listing import FORMATS


def _parse_where(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[Clause, ...]:
    try:
        return tuple(map(parse_clause, values))
    except ConditionError as error:
        raise click.BadParameter(str(error)) from None


def _split_names(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    split = {value: [name for name in map(str.strip, value.split(",")) if name.strip("-")] for value in values}
    for value, names in split.items():
        if not names:
            raise click.BadParameter(f"{value!r} names no column")
    return tuple(name for names in split.values() for name in names)


columns_option = click.option(
    "--columns",
    metavar="COLUMN,...",
    multiple=True,
    callback=_split_names,
    shell_complete=complete_columns,
    help="Show these columns: name, file, source, environments, or what --where takes.",
)


@click.command()
@click.argument("patterns", metavar="[PATTERN]...", nargs=-1, shell_complete=complete_card)
@click.option(
    "--kind",
    "kinds",
    metavar="KIND",
    multiple=True,
    shell_complete=complete_kind,
    help=f"List only cards of this kind: {', '.join(KINDS)} or other; repeatable.",
)
@click.option(
    "--family",
    "families",
    metavar="FAMILY",
    shell_complete=complete_family,
    multiple=True,
    help="List only cards of this family: llama, qwen, ...; repeatable.",
)
@click.option(
    "--where",
    metavar="CONDITION",
    multiple=True,
    callback=_parse_where,
    shell_complete=complete_condition,
    help="List only cards for which this holds: FIELD=VALUE, FIELD!=VALUE, FIELD~PART, FIELD or !FIELD; repeatable.",
)
@columns_option
@click.option(
    "--sort",
    metavar="COLUMN,...",
    multiple=True,
    callback=_split_names,
    shell_complete=complete_sorting,
    help="Sort by these columns; with a - before one, its last come first.",
)
@click.option("--limit", metavar="NUMBER", type=click.IntRange(min=1), help="List at most so many cards.")
@click.option("--resolved", is_flag=True, help="Print all that each card resolves to, as `show` does: for JSON.")
@click.option("--changed", is_flag=True, help="Add the last commit that changed what each card resolves to.")
@source_options
@lock_option
@format_option(FORMATS)
def command(  # noqa: PLR0913 (one for each option)
    *,
    source: Source,
    patterns: tuple[str, ...],
    kinds: tuple[str, ...],
    families: tuple[str, ...],
    where: tuple[Clause, ...],
    columns: tuple[str, ...],
    sort: tuple[str, ...],
    limit: int | None,
    resolved: bool,
    changed: bool,
    output_format: str,
) -> int:
    """List cards: a table on a terminal, else by the store that they are from.

    A PATTERN is a name, in which `*` stands for any characters. What is asked of one field more than once are
    alternatives, but for `!=` and `!FIELD`; different options all have to hold.

    Overrides are listed next to the cards that they change. With an environment, only its overrides and those of
    `user` are listed. Broken cards are left out and reported on standard error.

    \b
    Examples:
      catalog list
      catalog list --kind model --family llama
      catalog list 'tiny*' --where license=MIT --where license=Apache-2.0
      catalog list --where 'model.max_seq_len' --where '!description'
      catalog list --where 'status=gated | license~noncommercial'
      catalog list --kind model --columns name,license,context --sort -context --limit 10
      catalog list --rev v1.2 --format names
      catalog list --resolved --format jsonl
      catalog list --lock catalog.lock
      catalog list --changed

    Exit code 1 when no card is what was asked for.
    """
    if changed and output_format not in ("text", "guide", "json", "jsonl"):
        raise click.UsageError("--changed needs --format text, guide, json or jsonl")
    if resolved and output_format not in ("json", "jsonl"):
        raise click.UsageError("--resolved needs --format json or jsonl")
    if resolved and (columns or changed):
        raise click.UsageError("--resolved prints all there is: leave out --columns and --changed")
    wanted = Filter(patterns=patterns, kinds=kinds, families=families, where=where)
    shape = Shape(columns=columns, sort=sort, limit=limit, whole=resolved)
    if output_format == "names" and source.lock is None and wanted == Filter() and shape == NO_SHAPE:
        return print_all_names(source)
    with source.open(alone=output_format == "markdown") as catalog:
        listing = list_cards(catalog, wanted, shape)
        if changed:
            announce_history(catalog)
            listing = with_last_changes(catalog, listing)
        return print_listing(catalog, listing, output_format, source)
