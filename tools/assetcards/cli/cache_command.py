"""`catalog cache`."""

from __future__ import annotations

from functools import partial

import click

from assetcards.cli.options import DISPLAY, format_option
from assetcards.cli.printing import say
from assetcards.cli.progress import watched
from assetcards.commands.cache import RECENT_DAYS, list_entries, prune, verify
from assetcards.errors import shorten
from assetcards.rendering.cache import FORMATS, render_check, render_pruned
from assetcards.sizes import maybe_size
from assetcards.sources.defaults import open_cache


class _Size(click.ParamType[int]):
    """A number of bytes, with or without a unit: 500M, 2 GB."""

    name = "size"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        size = maybe_size(str(value))
        if size is None:
            self.fail(f"{shorten(str(value))!r} is not a size; write 500M or 2G", param, ctx)
        return size


@click.group()
def command() -> None:
    """List, prune and verify what is cached of remote repositories.

    \b
    Examples:
      catalog cache ls
      catalog cache prune --dry-run
      catalog cache prune --keep 500M
      catalog cache verify
    """


@command.command("ls")
@format_option(FORMATS)
def list_fetched(output_format: str) -> None:
    """List the commits in the cache."""
    say(FORMATS[output_format](list_entries(open_cache()), DISPLAY))


@command.command("prune")
@click.option(
    "--keep",
    type=_Size(),
    metavar="SIZE",
    help=f"Keep the most recently used commits, up to SIZE.  [default: those of the last {RECENT_DAYS} days]",
)
@click.option("--dry-run", "is_dry", is_flag=True, help="List what would be removed, and remove nothing.")
def prune_fetched(keep: int | None, is_dry: bool) -> None:
    """Remove the commits that have not been used for long.

    What lock files in use need is kept. What is removed is fetched again when needed.
    """
    say(render_pruned(prune(open_cache(), keep, is_dry=is_dry)))


@command.command("verify")
def verify_fetched() -> int:
    """Check the hash of every object.

    Damaged objects are removed, and fetched again when needed. Exit code 1 when any is damaged.
    """
    check = verify(open_cache(), watch=partial(watched, label="verifying"))
    say(render_check(check))
    return 0 if check.is_sound else 1
