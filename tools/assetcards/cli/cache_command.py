"""`catalog cache`."""

from __future__ import annotations

from functools import partial

import click

from assetcards.assets.fetching import open_asset_cache
from assetcards.cli.options import format_option
from assetcards.cli.printing import say
from assetcards.cli.progress import watched
from assetcards.cli.screen import DISPLAY
from assetcards.cli.time_limit import unlimited_time
from assetcards.commands.asset_cache import list_assets, prune_assets, verify_assets
from assetcards.commands.cache import RECENT_DAYS, list_entries, prune, verify
from assetcards.errors import shorten
from assetcards.rendering.asset_cache import FORMATS as ASSET_FORMATS
from assetcards.rendering.asset_cache import render_check as render_asset_check
from assetcards.rendering.asset_cache import render_pruned as render_pruned_assets
from assetcards.rendering.cache import FORMATS, render_check, render_pruned
from assetcards.sizes import maybe_size
from assetcards.sources.defaults import open_cache


class Size(click.ParamType[int]):
    """A number of bytes, with or without a unit: 500M, 2 GB."""

    name = "size"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        size = maybe_size(str(value))
        if size is None:
            self.fail(f"{shorten(str(value))!r} is not a size; write 500M or 2G", param, ctx)
        return size


_KINDS = ("cards", "assets")
_KIND = click.option(
    "--kind",
    type=click.Choice(_KINDS),
    default="cards",
    show_default=True,
    help="Commits that cards are read from, or assets that cards point to.",
)


@click.group()
def command() -> None:
    """List, prune and verify what is cached: commits of remote repositories, and assets.

    \b
    Examples:
      catalog cache ls
      catalog cache prune --dry-run
      catalog cache prune --keep 500M
      catalog cache verify
      catalog cache prune --kind assets --keep 500G
    """


@command.command("ls")
@_KIND
@format_option(FORMATS)
def list_fetched(kind: str, output_format: str) -> None:
    """List what is in the cache."""
    if kind == "assets":
        say(ASSET_FORMATS[output_format](list_assets(open_asset_cache()), DISPLAY))
        return
    say(FORMATS[output_format](list_entries(open_cache()), DISPLAY))


@command.command("prune")
@click.option(
    "--keep",
    type=Size(),
    metavar="SIZE",
    help=f"Keep what was most recently used, up to SIZE.  [default: that of the last {RECENT_DAYS} days]",
)
@click.option("--dry-run", "is_dry", is_flag=True, help="List what would be removed, and remove nothing.")
@_KIND
def prune_fetched(keep: int | None, is_dry: bool, kind: str) -> None:
    """Remove what has not been used for long.

    Commits that lock files in use need are kept. What is removed is fetched again when needed.
    """
    if kind == "assets":
        say(render_pruned_assets(prune_assets(open_asset_cache(), keep, is_dry=is_dry)))
        return
    say(render_pruned(prune(open_cache(), keep, is_dry=is_dry)))


@command.command("verify")
@_KIND
def verify_fetched(kind: str) -> int:
    """Check the hash of every object, or of every asset.

    What is damaged is removed, and fetched again when needed. Exit code 1 when anything is damaged.
    """
    if kind == "assets":
        with unlimited_time():
            found = verify_assets(open_asset_cache(), watch=partial(watched, label="verifying"))
        say(render_asset_check(found))
        return 0 if found.is_sound else 1
    check = verify(open_cache(), watch=partial(watched, label="verifying"))
    say(render_check(check))
    return 0 if check.is_sound else 1
