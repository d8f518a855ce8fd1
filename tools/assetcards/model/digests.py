"""Which digest belongs to which address of a resolved card (CARD_SPEC 5)."""

from __future__ import annotations

from assetcards.model.resolved import Field, ResolvedCard


def digest_field(field: str) -> str:
    """The field that holds the digest of what another field names."""
    return f"{field}_sha256"


def maybe_digest(card: ResolvedCard, field: str) -> Field | None:
    """The digest that counts for a field: one written by the card that writes the address, or by a nearer one.

    None when there is none, or when a nearer card wrote another address since.
    """
    address, digest = card.maybe_field(field), card.maybe_field(digest_field(field))
    if address is None or digest is None or digest.value is None:
        return None
    nearest_first = [each for layer in card.layers for each in layer.cards]
    return digest if nearest_first.index(digest.card) <= nearest_first.index(address.card) else None
