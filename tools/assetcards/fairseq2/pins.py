"""What fairseq2 cannot have by its address alone: assets that are pinned, and files of a commit.

fairseq2 downloads without a revision and checks no digest, and knows no commit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assetcards.assets.asset import Asset, assets_of
from assetcards.errors import CardError, FieldError
from assetcards.model.card import Card
from assetcards.model.catalog import Catalog
from assetcards.model.fields import ADDRESS_FIELDS, FIELDS
from assetcards.model.resolved import ResolvedCard
from assetcards.names import Asked
from assetcards.nodes import is_null

COMMIT = "git"
"""The scheme of files of a commit."""


def assets_written(catalog: Catalog, card: Card) -> dict[str, Asset]:
    """The assets that a card writes an address of, and that fairseq2 cannot have by it; by field."""
    if card.fields.keys().isdisjoint(ADDRESS_FIELDS):
        return {}
    try:
        resolved = catalog.maybe_resolve(Asked(card.name, card.env))
    except CardError:
        return {}
    found = {} if resolved is None else assets_of_card(resolved)
    return {field: asset for field, asset in found.items() if asset.writer is card}


def assets_of_card(card: ResolvedCard) -> dict[str, Asset]:
    """The assets of a resolved card that fairseq2 cannot have by their addresses; by field."""
    return dict(_needed(card))


def _needed(card: ResolvedCard) -> Iterator[tuple[str, Asset]]:
    for field in ADDRESS_FIELDS:
        written = card.maybe_field(field)
        if written is None or written.value is None:
            continue
        try:
            [asset] = assets_of(card, field)
        except FieldError:  # not an address, or no digest: validation reports it
            continue
        if asset.scheme == COMMIT or pins_of(asset):
            yield field, asset


def pins_of(asset: Asset) -> str:
    """What pins an asset, in words; empty when nothing does."""
    pins: Mapping[str, str | None] = {"revision": asset.revision, "digest": asset.digest}
    return " and ".join(name for name, value in pins.items() if value is not None)


def lost_pins(card: Card, found: Mapping[str, Asset]) -> list[str]:
    """The fields of a card that pin an address which another card writes, or nobody here."""
    pins = ((field, pin) for field in ADDRESS_FIELDS for pin in (FIELDS[field].revision, FIELDS[field].digest))
    written = [(field, pin) for field, pin in pins if pin in card.fields and not is_null(card.fields[pin].value)]
    return [pin for field, pin in written if field not in found]
