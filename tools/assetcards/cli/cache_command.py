"""`catalog cache`."""

from __future__ import annotations

import sys

import click

from assetcards.cli.options import format_option
from assetcards.cli.printing import say
from assetcards.commands.cache import describe_entries, remove_damaged, remove_damaged_notes, render_entries
from assetcards.errors import shorten
from assetcards.escaping import safe
from assetcards.rendering.documents import render_json
from assetcards.sizes import maybe_size, render_size
from assetcards.sources.defaults import open_cache


class _Size(click.ParamType[int]):
    """A number of bytes, with or without a unit: 500M, 2 GB."""

    name = "size"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        size = maybe_size(str(value))
        if size is None:
            self.fail(f"{shorten(str(value))!r} is no size; write 500M or 2G", param, ctx)
        return size


@click.group()
def command() -> None:
    """What was fetched from remote repositories: list it, make room, check it.

    \b
    Examples:
      catalog cache ls
      catalog cache prune --keep 500M
      catalog cache verify
    """


@command.command("ls")
@format_option("text", "json")
def list_entries(output_format: str) -> None:
    """List the fetched commits."""
    entries = list(open_cache().entries())
    if output_format == "json":
        say(render_json({"entries": describe_entries(entries)}))
    else:
        say(render_entries(entries))


@command.command()
@click.option("--keep", type=_Size(), default="0", metavar="SIZE", help="Keep what was used last, up to SIZE.")
def prune(keep: int) -> None:
    """Remove fetched commits, those first that were not opened for longest; they are fetched again when needed."""
    removed = open_cache().prune(keep)
    freed = render_size(sum(entry.size for entry in removed))
    say(f"removed {len(removed)} entries, {freed}\n")


@command.command()
def verify() -> int:
    """Read and hash every object; what is damaged is removed, and fetched again when needed. Exit code 1 then."""
    cache = open_cache()
    cache.sweep()
    entries = list(cache.entries())
    progress = click.progressbar(
        remove_damaged(cache, entries),
        length=len(entries),
        label="verifying",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    )
    with progress as checked:
        damaged = [damage for damage in checked if damage is not None]
    for damage in damaged:
        say(safe(f"removed {damage.entry.commit[:12]} of {damage.entry.url}: {damage.problem}") + "\n")
    notes = list(remove_damaged_notes(cache))
    for note in notes:
        say(safe(f"removed {note}") + "\n")
    say(f"{len(entries)} entries, {len(damaged)} damaged\n")
    return 1 if damaged or notes else 0
