"""`catalog show`."""

from __future__ import annotations

import click

from assetcards.cli.completing import complete_field_of_card
from assetcards.cli.dates import DateType, Moment
from assetcards.cli.options import complete_card, format_option, lock_option, source_options
from assetcards.cli.showing import print_cards
from assetcards.cli.source import Source, announce_history
from assetcards.model.catalog import Catalog
from assetcards.rendering.show import FORMATS


def _complete_more(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return [*complete_field_of_card(ctx, param, incomplete), *complete_card(ctx, param, incomplete)]


@click.command()
@click.argument("name", shell_complete=complete_card)
@click.argument("more", metavar="[FIELD | NAME...]", nargs=-1, shell_complete=_complete_more)
@click.option("--chain", is_flag=True, help="Show each layer of the card, as that layer writes it.")
@click.option(
    "--at", metavar="DATE", type=DateType(end=True), help="Show the card as it was then, at the last commit up to DATE."
)
@click.option(
    "--opened", is_flag=True, help="Show its configs as the code of its families gets them, defaults included."
)
@source_options
@lock_option
@format_option(FORMATS)
def command(
    *,
    source: Source,
    name: str,
    more: tuple[str, ...],
    chain: bool,
    at: Moment | None,
    opened: bool,
    output_format: str,
) -> None:
    """Show cards, resolved, or one value of a card.

    The second word is a field of the card, a key of its config, or else another card. Of a field, the value is printed
    and nothing else, for scripts.

    Bases are followed and overrides applied. For a value that another card wrote, the output says which card, file and
    line.

    \b
    Examples:
      catalog show tiny
      catalog show tiny@lab            with the overrides of the environment lab
      catalog show tiny@               without any override
      catalog show tiny --lock catalog.lock
      catalog show tiny --rev v1.2     as it was at a tag, a branch or a commit
      catalog show tiny --at 2024-06-30
      catalog show tiny checkpoint     one value
      catalog show tiny model.max_seq_len
      catalog show tiny tiny_chat      several cards
      catalog show tiny --chain        what each of its bases writes
      catalog show tiny --opened       its configs with the defaults of their families
      catalog show tiny --format json  for programs
    """
    if chain and output_format != "text":
        raise click.UsageError("--chain needs --format text; the JSON and YAML documents have `layers` and `origins`")
    if chain and opened:
        raise click.UsageError("--opened shows configs as a whole, --chain what each layer writes: use one of them")
    with _open(source, at) as catalog:
        if at is not None and catalog.revision is not None:
            source = source._replace(rev=catalog.revision.commit)
        print_cards(catalog, name, more, output_format, source, chain=chain, opened=opened)


def _open(source: Source, at: Moment | None) -> Catalog:
    """The catalog as it is, or as it was on a day: at the last commit along first parents, from HEAD or --rev."""
    if at is None:
        return source.open()
    if source.lock is not None:
        raise click.UsageError("--at cannot be used with --lock")
    from assetcards.provenance.history import open_at

    catalog = source.at_commit().open()
    announce_history(catalog)
    return open_at(catalog, at.time, at.text)
