"""`catalog export`."""

from __future__ import annotations

import click

from assetcards.cli.options import commit_options, complete_folder, format_option
from assetcards.cli.printing import say
from assetcards.cli.screen import DISPLAY
from assetcards.cli.source import Source
from assetcards.commands.export import LISTING, READERS, export_to_fairseq2
from assetcards.fairseq2.translation import OnClash
from assetcards.rendering.export import FORMATS
from assetcards.sources.defaults import absolute_path
from assetcards.trees.owned import find_owned_folder


@click.command()
@click.argument("folder", metavar="DIR", shell_complete=complete_folder)
@click.option("--to", "reader", type=click.Choice(READERS), required=True, help="What is to read the cards.")
@click.option(
    "--on-clash",
    type=click.Choice(["error", "theirs"]),
    default="error",
    show_default=True,
    help="Refuse a card that differs from the reader's own of that name, or let theirs stay.",
)
@click.option("--fetch", is_flag=True, help="Fetch and check what cards pin, and write where it is in the cache.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, without writing it.")
@commit_options
@format_option(FORMATS)
def command(
    *, source: Source, folder: str, reader: str, on_clash: OnClash, fetch: bool, dry_run: bool, output_format: str
) -> int:
    """Write the cards into DIR, as a folder of cards that resolve to the same values in something else.

    DIR is a new or empty folder, or one that was exported before, in place of which the cards are written.

    \b
    Examples:
      catalog export --to fairseq2 build/cards --rev v1.2
      catalog export --to fairseq2 build/cards --dry-run
    """
    target = find_owned_folder(folder, absolute_path(folder), LISTING)
    with source.open(alone=True) as catalog:
        exported = export_to_fairseq2(catalog, target, on_clash=on_clash, fetch=fetch, dry_run=dry_run)
    say(FORMATS[output_format](exported, DISPLAY))
    return 0 if exported.is_complete else 1
