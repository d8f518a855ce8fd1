"""The hook `catalog-listing`: a page that lists the cards is what the index has."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from assetcards.cli.quickstart import quick_imports
from assetcards_hooks.untouched import PAGE_NAME, is_untouched


def main(argv: Sequence[str] | None = None) -> int:
    """Run the hook in the repository where git runs hooks; returns its exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    if not arguments and is_untouched(also=PAGE_NAME):
        return 0
    with quick_imports():
        from assetcards_hooks.page import run_listing

        return run_listing(arguments)
