"""Whether a hook has nothing to do, because the commit that git makes changes no file of a catalog.

Most commits of a large repository are such, so this is asked before the command is loaded.
"""

from __future__ import annotations

import os
from contextlib import suppress

from assetcards.cli.quickstart import quick_imports

PAGE_NAME = "CARDS.md"
"""What the page of `catalog-listing` is called if nobody names a file."""


def is_untouched(also: str = "") -> bool:
    """Whether it is known that nothing changes, and nobody asks for another format than the usual one.

    `also` is a file that must not change either. Whatever is wrong, the command says.
    """
    if os.environ.get("CATALOG_FORMAT"):
        return False
    with quick_imports():
        from assetcards.errors import AssetCardsError
        from assetcards.sources.untouched import maybe_untouched_head

        with suppress(AssetCardsError):
            return maybe_untouched_head(".", None, also) is not None
    return False
