"""The cards that were found by words, the best first: the formats of a listing that keep this order."""

from __future__ import annotations

from assetcards.commands.listing import Listing
from assetcards.rendering import listing
from assetcards.rendering.formats import Formats
from assetcards.rendering.listing_columns import render_listing_table

FORMATS: Formats[Listing] = {
    "text": render_listing_table,
    **{name: listing.FORMATS[name] for name in ("names", "json", "jsonl", "csv", "tsv", "agent")},
}
