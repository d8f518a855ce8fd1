"""`catalog blame`: every value of a resolved card with the commit that wrote it."""

from __future__ import annotations

from dataclasses import dataclass

from assetcards.model.catalog import Catalog, Revision
from assetcards.model.questions import asked_in
from assetcards.model.resolved import ResolvedCard
from assetcards.provenance.blame import Blame, blame_card


@dataclass(frozen=True, slots=True, kw_only=True)
class Blamed:
    """A resolved card, the name it was asked for by, its revision, and who wrote its values."""

    query: str
    card: ResolvedCard
    revision: Revision | None
    blame: Blame


def blame(catalog: Catalog, query: str, field: str | None = None, *, moves: bool = False) -> Blamed:
    """Find who wrote each value of a card, or of one field. Raises what `blame_card` raises."""
    found = blame_card(catalog, query, field, moves=moves)
    return Blamed(query=query, card=catalog.resolve(asked_in(catalog, query)), revision=catalog.revision, blame=found)
