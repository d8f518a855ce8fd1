"""Printing who wrote the values of a card; click is not needed for it."""

from __future__ import annotations

from assetcards.cli.printing import say
from assetcards.cli.screen import DISPLAY
from assetcards.cli.source import Source, announce_history
from assetcards.commands.blame import blame
from assetcards.rendering.blame import FORMATS


def print_writers(
    source: Source, name: str, field: str | None = None, *, output_format: str, moves: bool = False
) -> None:
    """Find who wrote each value of a card, or of a field of it, and print that."""
    with source.open() as catalog:
        announce_history(catalog)
        text = FORMATS[output_format](blame(catalog, name, field, moves=moves), DISPLAY)
    say(text)
