"""The answer of `catalog list`, printed."""

from __future__ import annotations

from assetcards.cli.following import go_on_with
from assetcards.cli.printing import complain, say, say_all
from assetcards.cli.screen import DISPLAY
from assetcards.cli.source import Source
from assetcards.commands.listing import Listing, keep_names, list_cards
from assetcards.model.catalog import Catalog
from assetcards.model.filters import Filter
from assetcards.rendering.listing import FORMATS, LINES, render_left_out, render_unknown
from assetcards.rendering.listing_columns import next_command


def print_listing(catalog: Catalog, listing: Listing, output_format: str, source: Source) -> int:
    """Print a listing, and report what is left out; returns the exit code."""
    check_columns(listing)
    _report_left_out(catalog, listing, output_format)
    if output_format in LINES:
        say_all(LINES[output_format](listing, DISPLAY))
    else:
        say(FORMATS[output_format](listing, DISPLAY))
    go_on_with(next_command(listing), output_format, source)
    return 1 if listing.is_a_miss else 0


def print_names_found(catalog: Catalog, source: Source) -> int:
    """Find, keep and print the names of all cards, as `print_listing`."""
    listing = list_cards(catalog, Filter())
    keep_names(catalog, listing)
    return print_listing(catalog, listing, "names", source)


def check_columns(listing: Listing) -> None:
    """Raise UsageError for a column that there is not, which would be empty."""
    for unknown in listing.unknown_columns:
        import click

        raise click.UsageError(render_unknown(unknown))


def _report_left_out(catalog: Catalog, listing: Listing, output_format: str) -> None:
    """Report which cards are broken, and that none is what was asked for, if the answer does not say so."""
    prefixes = DISPLAY.from_here(catalog)
    for line in render_left_out(listing, prefixes):
        complain(f"catalog: {line}")
    if listing.is_a_miss and not listing.unknown and output_format not in ("text", "table", "guide"):
        complain("catalog: no card matches all that was asked for")
