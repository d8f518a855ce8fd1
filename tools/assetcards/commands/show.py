"""`catalog show`: one resolved card."""

from __future__ import annotations

from typing import NamedTuple

from assetcards.model.catalog import Catalog, Revision
from assetcards.model.resolved import ResolvedCard
from assetcards.names import parse_asked


class Shown(NamedTuple):
    """A resolved card, the name it was asked for by, and its revision."""

    query: str
    card: ResolvedCard
    revision: Revision | None


def show(catalog: Catalog, query: str) -> Shown:
    """Resolve one card. Raises what `Catalog.card` raises."""
    return Shown(query, catalog.resolve(parse_asked(query)), catalog.revision)
