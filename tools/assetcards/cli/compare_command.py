"""`catalog compare`."""

from __future__ import annotations

import click

from assetcards.cli.following import go_on_with
from assetcards.cli.options import complete_card, format_option, lock_option, source_options
from assetcards.cli.printing import say
from assetcards.cli.screen import DISPLAY
from assetcards.cli.source import Source
from assetcards.commands.compare import compare
from assetcards.errors import AssetCardsError, CardNotFoundError, shorten
from assetcards.rendering.compare import FORMATS, next_command
from assetcards.sources.endpoints import commit_named
from assetcards.sources.openers import find_opener

MOST = 5
"""How many cards have room side by side."""


@click.command()
@click.argument("first", metavar="NAME[@ENV]", shell_complete=complete_card)
@click.argument("second", metavar="NAME[@ENV]", shell_complete=complete_card)
@click.argument("more", metavar="[NAME[@ENV]]...", nargs=-1, shell_complete=complete_card)
@source_options
@lock_option
@format_option(FORMATS)
def command(source: Source, first: str, second: str, more: tuple[str, ...], output_format: str) -> None:
    """Compare two to five cards, resolved: which values differ, and which are the same.

    \b
    Examples:
      catalog compare tiny small
      catalog compare tiny@lab tiny@edge
      catalog compare tiny small large
      catalog compare tiny small --rev v1.2 --format json
    """
    if len(more) > MOST - 2:
        raise click.UsageError(f"at most {MOST} cards are compared")
    with source.open() as catalog:
        try:
            compared = compare(catalog, [first, second, *more])
        except CardNotFoundError as error:
            if _are_revisions(source, first, second):
                error.add_note(f"`catalog diff {shorten(first)} {shorten(second)}` compares two revisions")
            raise
        text = FORMATS[output_format](compared, DISPLAY)
    say(text)
    go_on_with(next_command(compared), output_format, source)


def _are_revisions(source: Source, *names: str) -> bool:
    """Whether all names are of commits, as those that `catalog diff` takes."""
    try:
        opener = find_opener(source.repo, source.root, offline=True)
        return all(opener.commit_of(commit_named(name)) for name in names)
    except AssetCardsError:
        return False
