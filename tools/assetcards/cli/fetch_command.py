"""`catalog fetch`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from assetcards import notices
from assetcards.assets.fetching import open_asset_cache
from assetcards.assets.schemes import Way
from assetcards.cli.boundary import exit_code_of, seen_from_here
from assetcards.cli.completing import beginning
from assetcards.cli.options import complete_card, format_option, lock_option, source_options
from assetcards.cli.printing import say
from assetcards.cli.progress import watched_bytes
from assetcards.cli.screen import DISPLAY
from assetcards.cli.source import Source
from assetcards.cli.time_limit import unlimited_time
from assetcards.commands.fetch import ALL, fetch_all, plan_all
from assetcards.errors import AssetError
from assetcards.model.fields import ADDRESS_FIELDS
from assetcards.rendering.fetch import FORMATS
from assetcards.sources.defaults import is_offline


@click.command()
@click.argument("names", metavar="NAME...", nargs=-1, required=True, shell_complete=complete_card)
@click.option(
    "--field",
    "fields",
    metavar="FIELD",
    multiple=True,
    default=(ALL,),
    show_default=True,
    shell_complete=lambda _ctx, _param, incomplete: beginning((ALL, *ADDRESS_FIELDS), incomplete),
    help="checkpoint, tokenizer, data, the dotted path of an address in a config, or all; repeatable.",
)
@click.option("--dry-run", "is_dry", is_flag=True, help="Show what would be fetched and how large it is.")
@click.option("--force", "is_forced", is_flag=True, help="Fetch again what is in the cache.")
@click.option("--require-digests", "needs_digest", is_flag=True, help="Refuse an asset without a digest.")
@click.option(
    "--verify",
    type=click.Choice(("always", "once", "never")),
    default="once",
    show_default=True,
    help="When files are hashed: always, once until they change, or never.",
)
@source_options
@lock_option
@format_option(FORMATS)
def command(
    source: Source,
    names: tuple[str, ...],
    fields: tuple[str, ...],
    is_dry: bool,
    output_format: str,
    **way: bool | str,
) -> None:
    """Fetch what cards point to, and check it.

    What an address names is brought into the cache, held to the digest of the card, and its path is printed. What is on
    this machine already stays where it is.

    \b
    Examples:
      catalog fetch tiny
      catalog fetch tiny --field checkpoint --dry-run
      catalog fetch tiny@lab --offline
      catalog fetch tiny --lock catalog.lock --require-digests
      catalog fetch tiny --format paths
    """
    if not all(fields):
        raise click.UsageError("--field is empty: name a field, or leave it out for all")
    how = Way(is_offline=is_offline(), **way)  # type: ignore[arg-type]  # click has checked the choices
    cache = open_asset_cache()
    with source.open() as catalog, unlimited_time():
        if is_dry:
            fetches = plan_all(catalog, names, fields, how, cache)
        else:
            fetches = fetch_all(catalog, names, fields, how, cache, watched_bytes)
        if fetches.assets or not fetches.failures:
            say(FORMATS[output_format](fetches, DISPLAY))
        _raise_worst(fetches.failures)


def _raise_worst(failures: Sequence[AssetError]) -> None:
    """Raise the error that decides about the exit code, if there is one, after saying the others."""
    if failures:
        worst = max(failures, key=exit_code_of)
        for each in failures:
            if each is not worst:
                notices.say(seen_from_here(each))
        raise worst
