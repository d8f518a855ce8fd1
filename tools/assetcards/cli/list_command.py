"""`catalog list`."""

from __future__ import annotations

import click

from assetcards.cli.completing import (
    complete_column,
    complete_columns,
    complete_condition,
    complete_family,
    complete_kind,
)
from assetcards.cli.options import (
    DISPLAY,
    Source,
    announce_history,
    complete_card,
    format_option,
    lock_option,
    source_options,
)
from assetcards.cli.printing import complain, go_on_with, say, say_all
from assetcards.commands.listing import NO_SHAPE, Listing, Shape, keep_names, list_cards, maybe_names, with_last_changes
from assetcards.model.card import KINDS
from assetcards.model.catalog import Catalog
from assetcards.model.conditions import Clause, ConditionError, parse_clause
from assetcards.model.filters import Filter
from assetcards.rendering.listing import FORMATS, LINES, render_left_out, render_names
from assetcards.rendering.listing_columns import next_command


def _parse_where(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[Clause, ...]:
    try:
        return tuple(map(parse_clause, values))
    except ConditionError as error:
        raise click.BadParameter(str(error)) from None


def _split_names(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...]:
    names = tuple(name for name in map(str.strip, (value or "").split(",")) if name)
    if value is not None and not names:
        raise click.BadParameter(f"{value!r} names no column")
    return names


def _check_column(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    if value is not None and not value.removeprefix("-"):
        raise click.BadParameter(f"{value!r} names no column")
    return value or ""


columns_option = click.option(
    "--columns",
    metavar="COLUMN,...",
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
    metavar="COLUMN",
    callback=_check_column,
    shell_complete=complete_column,
    help="Sort by this column; with a - before it, the last come first.",
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
    sort: str,
    limit: int | None,
    resolved: bool,
    changed: bool,
    output_format: str,
) -> int:
    """List cards: a table on a terminal, else by the store that they are from.

    A PATTERN is a name, in which `*` stands for any characters. What is asked of one field more than once are
    alternatives; different options all have to hold.

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
    are_all_names = output_format == "names" and source.lock is None and wanted == Filter() and shape == NO_SHAPE
    with source.open(alone=output_format == "markdown") as catalog:
        names = maybe_names(catalog) if are_all_names else None
        if names is not None:
            say(render_names(names))
            return 0
        listing = list_cards(catalog, wanted, shape)
        if are_all_names:
            keep_names(catalog, listing)
        if changed:
            announce_history(catalog)
            listing = with_last_changes(catalog, listing)
        _report_left_out(catalog, listing, output_format)
        if output_format in LINES:
            say_all(LINES[output_format](listing, DISPLAY))
        else:
            say(FORMATS[output_format](listing, DISPLAY))
        go_on_with(next_command(listing), output_format)
    return 1 if listing.is_a_miss else 0


def _report_left_out(catalog: Catalog, listing: Listing, output_format: str) -> None:
    """Report which cards are broken, and that none is what was asked for, if the answer does not say so."""
    prefixes = DISPLAY.from_here(catalog)
    for line in render_left_out(listing, prefixes):
        complain(f"catalog: {line}")
    if listing.is_a_miss and not listing.unknown and output_format not in ("text", "table", "guide"):
        complain("catalog: no card is all that was asked for")
