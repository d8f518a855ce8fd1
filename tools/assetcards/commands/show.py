"""`catalog show`: one resolved card."""

from __future__ import annotations

from typing import NamedTuple

from assetcards.model.catalog import Catalog, Revision
from assetcards.model.resolved import ResolvedCard


class Shown(NamedTuple):
    """A resolved card, as it was asked for, and the revision that it is of."""

    query: str
    card: ResolvedCard
    revision: Revision | None


def show(catalog: Catalog, query: str) -> Shown:
    """Resolve one card. Raises what `Catalog.card` raises."""
    return Shown(query, catalog.card(query), catalog.revision)
