"""`catalog graph`."""

from __future__ import annotations

import click

from assetcards.cli.following import go_on_with
from assetcards.cli.options import complete_card, format_option, lock_option, source_options
from assetcards.cli.printing import complain, say
from assetcards.cli.screen import DISPLAY
from assetcards.cli.source import Source
from assetcards.commands.graph import Direction, graph_of, graph_of_all, path_between
from assetcards.errors import shorten
from assetcards.rendering.graph import FORMATS, next_command


@click.command()
@click.argument("name", metavar="[NAME[@ENV]]", required=False, shell_complete=complete_card)
@click.option("--up", is_flag=True, help="Show what the card uses.")
@click.option("--down", is_flag=True, help="Show what uses the card.")
@click.option("--both", is_flag=True, help="Show both.  [default]")
@click.option("--depth", metavar="NUMBER", type=click.IntRange(min=1), help="Go at most so many steps.")
@click.option(
    "--to", "end", metavar="NAME[@ENV]", shell_complete=complete_card, help="Show the shortest way to this card."
)
@source_options
@lock_option
@format_option(FORMATS)
def command(  # noqa: PLR0913 (one for each option)
    *,
    source: Source,
    name: str | None,
    up: bool,
    down: bool,
    both: bool,
    depth: int | None,
    end: str | None,
    output_format: str,
) -> int:
    """Show which cards use which: as base, in references, and as the card that they override.

    Without a NAME, all cards are shown. In all environments at once, what uses a card uses its overrides, too; with an
    environment, a card and its override there are one.

    \b
    Examples:
      catalog graph tiny
      catalog graph tiny --down --format names    all that a change of tiny touches
      catalog graph tiny_chat --up --env lab
      catalog graph tiny_chat --to tok
      catalog graph --format dot | dot -Tsvg > cards.svg

    Exit code 1 when no way leads from one card to the other.
    """
    asked: dict[Direction, bool] = {"up": up or both, "down": down or both}
    if name is None and (any(asked.values()) or end):
        raise click.UsageError("--up, --down, --both and --to are about one card: name it")
    if end is not None and (any(asked.values()) or depth):
        raise click.UsageError("--to shows the shortest way: leave out --up, --down, --both and --depth")
    with source.open() as catalog:
        if name is None:
            graphed = graph_of_all(catalog, depth=depth)
        elif end is None:
            directions = [each for each, is_asked in asked.items() if is_asked] or list(asked)
            graphed = graph_of(catalog, name, directions, depth=depth)
        else:
            graphed = path_between(catalog, name, end)
    if not graphed.parts:
        complain(f"catalog: neither of {shorten(name or '')!r} and {shorten(end or '')!r} uses the other")
    say(FORMATS[output_format](graphed, DISPLAY))
    go_on_with(next_command(graphed), output_format, source)
    return 0 if graphed.parts else 1
