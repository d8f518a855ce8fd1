"""Which digest belongs to which address of a resolved card (CARD_SPEC 5)."""

from __future__ import annotations

from typing import NamedTuple

from assetcards.errors import FieldError
from assetcards.model.card import Card
from assetcards.model.field import Field
from assetcards.model.fields import FIELDS
from assetcards.model.resolved import ResolvedCard
from assetcards.nodes import Entry, plain_value


class Written(NamedTuple):
    """A field as a card writes it, and the number of that card in an answer, nearest first."""

    at: int
    card: Card
    entry: Entry


class Outlived(NamedTuple):
    """A digest, the address that it was written for, and the other one that is in force."""

    digest: Written
    intended: Written
    address: Written


def digest_field(field: str) -> str:
    """The field with the digest of the file at an address, which may be in a config.

    >>> digest_field("checkpoint"), digest_field("dataset_config.data")
    ('checkpoint_sha256', 'data_sha256')
    """
    return FIELDS[field.rpartition(".")[2]].digest


def maybe_digest(card: ResolvedCard, field: str) -> Field | None:
    """The digest in force for a field: one that was written for the address in force.

    None when there is none, or when it was written for another address. The digest of an address in a config is
    written beside it.
    """
    digest = card.maybe_field(digest_field(field))
    if "." in field:
        return digest if digest is not None and digest.value is not None and _is_beside(card, field, digest) else None
    address = card.maybe_field(field)
    if address is None or digest is None or digest.value is None:
        return None
    return digest if maybe_outlived(card, field) is None else None


def _is_beside(card: ResolvedCard, field: str, digest: Field) -> bool:
    """Whether the card with the digest writes that config, and no card the field that the digest is usually of."""
    config, _, name = field.partition(".")
    return config in digest.card.fields and card.maybe_field(name) is None


def maybe_outlived(card: ResolvedCard, field: str) -> Outlived | None:
    """The digest of a field when a nearer card writes another address than the one that it was written for.

    The same address written again is not another one; a digest without an address belongs to the first one written.
    """
    address, digest = _maybe_written(card, field), _maybe_written(card, digest_field(field))
    intended = None if digest is None else _maybe_written(card, field, digest.at)
    if address is None or digest is None or intended is None or plain_value(digest.entry.value) is None:
        return None
    first, second = (_maybe_uri(each, field) for each in (address, intended))
    is_other = first is not None and second is not None and first != second
    return Outlived(digest, intended, address) if is_other else None


def _maybe_written(card: ResolvedCard, field: str, start: int = 0) -> Written | None:
    """The nearest card that writes a field, of those from `start` on."""
    for at, each in enumerate(card.cards[start:], start):
        if field in each.fields:
            return Written(at, each, each.fields[field])
    return None


def _maybe_uri(written: Written, field: str) -> str | None:
    """The value as a URI; None when it is null or not a string."""
    try:
        return Field(name=field, owner=written.card.name, card=written.card, entry=written.entry).as_uri()
    except FieldError:
        return None
