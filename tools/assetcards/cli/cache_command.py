"""`catalog cache`."""

from __future__ import annotations

from functools import partial

import click

from assetcards.cli.options import DISPLAY, format_option
from assetcards.cli.printing import say
from assetcards.cli.progress import watched
from assetcards.commands.cache import list_entries, prune, verify
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
    "--keep", type=_Size(), default="0", metavar="SIZE", help="Keep the most recently used commits, up to SIZE."
)
def prune_fetched(keep: int) -> None:
    """Remove the least recently used commits.

    They are fetched again when needed.
    """
    say(render_pruned(prune(open_cache(), keep)))


@command.command("verify")
def verify_fetched() -> int:
    """Check the hash of every object.

    Damaged objects are removed, and fetched again when needed. Exit code 1 when any is damaged.
    """
    check = verify(open_cache(), watch=partial(watched, label="verifying"))
    say(render_check(check))
    return 0 if check.is_sound else 1
