"""`catalog search`."""

from __future__ import annotations

import click

from assetcards.cli.completing import complete_word
from assetcards.cli.following import go_on_with
from assetcards.cli.list_command import columns_option
from assetcards.cli.listing import check_columns
from assetcards.cli.options import format_option, lock_option, source_options
from assetcards.cli.printing import complain, say
from assetcards.cli.screen import DISPLAY
from assetcards.cli.source import Source
from assetcards.commands.listing import Shape, search_cards
from assetcards.model.search import NO_QUESTION, parse_question
from assetcards.rendering.listing import render_left_out
from assetcards.rendering.listing_columns import next_command
from assetcards.rendering.search import FORMATS


@click.command()
@click.argument("words", nargs=-1, required=True, shell_complete=complete_word)
@columns_option
@click.option(
    "--limit",
    metavar="NUMBER",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="Print at most so many cards.",
)
@source_options
@lock_option
@format_option(FORMATS)
def command(source: Source, words: tuple[str, ...], columns: tuple[str, ...], limit: int, output_format: str) -> int:
    """Find cards by words, the best first.

    Words are found in names, families, architectures, descriptions, owners, licenses, addresses and keys of configs,
    also by their beginning and with a typo. FIELD:PART leaves only cards that have this part in the field.

    \b
    Examples:
      catalog search tiny chat
      catalog search org/tiny-chat
      catalog search family:llama license:apache instruct
      catalog search speech encoder --format names

    Exit code 1 when no card is found.
    """
    question = parse_question(" ".join(words))
    if question == NO_QUESTION:
        raise click.UsageError("there is no word to search for; `catalog list` lists all cards")
    with source.open() as catalog:
        found = search_cards(catalog, " ".join(words), Shape(columns=columns, limit=limit))
        check_columns(found)
        prefixes = DISPLAY.from_here(catalog)
        text = FORMATS[output_format](found, DISPLAY)
    for line in render_left_out(found, prefixes):
        complain(f"catalog: {line}")
    if found.is_a_miss and not found.unknown:
        asked = "has any of these words" if question.words else "matches all that was asked for"
        complain(f"catalog: no card {asked}")
    say(text)
    go_on_with(next_command(found), output_format, source)
    return 1 if found.is_a_miss else 0
