"""`catalog verify`."""

from __future__ import annotations

import click

from assetcards.assets.fetching import open_asset_cache
from assetcards.cli.options import complete_card, format_option, lock_option, source_options
from assetcards.cli.printing import say
from assetcards.cli.progress import watched_bytes
from assetcards.cli.screen import DISPLAY
from assetcards.cli.source import Source
from assetcards.cli.time_limit import unlimited_time
from assetcards.commands.verify import all_cards, broken_cards, cards_named, verify, write_digests
from assetcards.rendering.verify import FORMATS


@click.command()
@click.argument("names", metavar="[NAME]...", nargs=-1, shell_complete=complete_card)
@click.option("--all", "is_all", is_flag=True, help="Verify the assets of all cards.")
@click.option(
    "--write", "writes", is_flag=True, help="Write digests that are missing into the cards, and show the diff."
)
@click.option("--fresh", "is_fresh", is_flag=True, help="Hash again what has not changed since it was hashed.")
@source_options
@lock_option
@format_option(FORMATS)
def command(
    source: Source, names: tuple[str, ...], is_all: bool, writes: bool, is_fresh: bool, output_format: str
) -> int:
    """Check whether the bytes that cards point to are those of their digests.

    Nothing is fetched: what is not on this machine is reported as not fetched, and is no fault. Exit code 1 when an
    asset differs, is missing or cannot be read.

    \b
    Examples:
      catalog verify tiny
      catalog verify tiny@lab
      catalog verify --all --env lab --format json
      catalog verify tiny --write       the digest that is missing
    """
    if bool(names) == is_all:
        raise click.UsageError("name the cards to verify, or use --all")
    with source.open() as catalog, unlimited_time():
        catalog.check_environment()
        if writes and catalog.own.origin.kind != "path":
            raise click.UsageError("--write changes the cards of a checkout, and these are of a commit")
        cards = all_cards(catalog) if is_all else cards_named(catalog, names)
        problems = broken_cards(catalog) if is_all else ()
        verification = verify(catalog, cards, open_asset_cache(), watched_bytes, is_fresh=is_fresh, problems=problems)
        if writes:
            verification = write_digests(verification)
        say(FORMATS[output_format](verification, DISPLAY))
    return 0 if verification.is_sound else 1
