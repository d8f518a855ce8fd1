"""The answer of `catalog list --format names`, printed, from what is kept where that is possible."""

from __future__ import annotations

from assetcards.cli.printing import say
from assetcards.cli.source import Source
from assetcards.commands.names import maybe_names
from assetcards.rendering.names import render_many_names


def print_all_names(source: Source) -> int:
    """Print the names of all cards; returns the exit code. Nothing that looks at cards is loaded if they are kept."""
    with source.open() as catalog:
        names = maybe_names(catalog)
        if names is None:
            from assetcards.cli.listing import print_names_found

            return print_names_found(catalog, source)
        say(render_many_names(names))
    return 0
