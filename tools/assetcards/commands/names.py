"""`catalog list --format names` of a whole catalog, from what is kept of an earlier run."""

from __future__ import annotations

from collections.abc import Sequence

from assetcards.model.catalog import Catalog
from assetcards.model.listed import maybe_listed


def maybe_names(catalog: Catalog) -> Sequence[str] | None:
    """The full names of the cards that `list_cards` lists without a filter, if they are kept.

    Raises what `list_cards` raises.
    """
    catalog.check_environment()
    return maybe_listed(catalog)
