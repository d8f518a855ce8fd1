"""Which digest belongs to which address of a resolved card (CARD_SPEC 5)."""

from __future__ import annotations

import re
from typing import NamedTuple

from assetcards.errors import FieldError
from assetcards.model.card import Card
from assetcards.model.field import Field
from assetcards.model.fields import spec_of
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


_DIGEST = re.compile(r"(?:tree:)?[0-9A-Fa-f]{64}")


def is_digest(text: str) -> bool:
    """Whether a string is the digest of a file, or of a folder.

    >>> is_digest("0" * 64), is_digest("tree:" + "0" * 64), is_digest("0" * 40)
    (True, True, False)
    """
    return _DIGEST.fullmatch(text) is not None


def digest_field(field: str) -> str:
    """The field with the digest of the file at an address, which may be in a config.

    >>> digest_field("checkpoint"), digest_field("dataset_config.data")
    ('checkpoint_sha256', 'data_sha256')
    """
    return spec_of(field.rpartition(".")[2]).digest


def revision_field(field: str) -> str:
    """The field with the commit of the hub repository at an address, which may be in a config.

    >>> revision_field("checkpoint"), revision_field("dataset_config.data")
    ('checkpoint_revision', 'data_revision')
    """
    return spec_of(field.rpartition(".")[2]).revision


def maybe_revision(card: ResolvedCard, field: str) -> Field | None:
    """The revision in force for a field: one that was written for the repository in force."""
    revision = card.maybe_field(revision_field(field))
    if revision is None or revision.value is None:
        return None
    if "." in field:
        return revision if _is_beside(card, field, revision) else None
    return revision if maybe_dropped_revision(card, field) is None else None


def maybe_digest(card: ResolvedCard, field: str) -> Field | None:
    """The digest in force for a field: one that was written for the address in force.

    None when there is none, or when it was written for another address. The digest of an address in a config is
    written beside it.
    """
    digest = card.maybe_field(digest_field(field))
    if digest is None or digest.value is None:
        return None
    if "." in field:
        return digest if _is_beside(card, field, digest) else None
    is_there = card.layer.maybe_writer(field) is not None
    return digest if is_there and maybe_outlived(card, field) is None else None


def maybe_digested_address(card: ResolvedCard, field: str) -> Field | None:
    """The address that the digest of a field was written beside, which says what kind of thing was hashed.

    None for one in a config, which has the address in force, and when there is no digest or no address.
    """
    known = _maybe_written(card, digest_field(field))
    found = None if known is None else _maybe_written(card, field, known.at)
    if found is None or plain_value(found.entry.value) is None:
        return None
    return Field(name=field, owner=card.name, card=found.card, entry=found.entry)


def _is_beside(card: ResolvedCard, field: str, fact: Field) -> bool:
    """Whether the card with a digest or a revision writes that config, and no card the field that it is usually of."""
    config, _, name = field.partition(".")
    return config in fact.card.fields and card.maybe_field(name) is None


def maybe_outlived(card: ResolvedCard, field: str) -> Outlived | None:
    """The digest of a field when the address in force is that of another asset than it was written for.

    A child that writes another address is another asset. An override says where else the same asset is, unless it names
    another repository of the hub, or another commit. The same address written again is not another one; a digest
    without an address belongs to the first one written.
    """
    return _maybe_apart(card, field, digest_field(field)) or _maybe_other_commit(card, field)


def maybe_dropped_revision(card: ResolvedCard, field: str) -> Outlived | None:
    """The revision of a field when the address in force is another repository than it was written for."""
    return _maybe_apart(card, field, revision_field(field))


def _maybe_apart(card: ResolvedCard, field: str, fact: str) -> Outlived | None:
    """What is written about an address, and the other one that is in force."""
    known = _maybe_written(card, fact) if _are_of_two_cards(card, field, fact) else None
    nearest = None if known is None else _maybe_written(card, field)
    if known is None or nearest is None or nearest.at >= known.at or plain_value(known.entry.value) is None:
        return None  # no address is nearer than what is written about it
    intended = _maybe_written(card, field, known.at)
    if intended is None:
        return None
    first = _maybe_uri(intended, field)
    if first is None or _maybe_uri(nearest, field) is None:
        return None
    for at, each in enumerate(card.cards[: known.at]):
        address = Written(at, each, each.fields[field]) if field in each.fields else None
        uri = _maybe_uri(address, field) if address is not None else None
        if address is not None and uri not in (None, first) and not _is_moved(address, str(uri), first):
            return Outlived(known, intended, address)
        if address is not None and not each.env:
            return None
    return None


def _are_of_two_cards(card: ResolvedCard, one: str, other: str) -> bool:
    """Whether both fields are there, and from different cards; quick, for they hardly ever are."""
    first, second = card.layer.maybe_writer(one), card.layer.maybe_writer(other)
    return first is not second and first is not None and second is not None


def _is_moved(address: Written, uri: str, intended: str) -> bool:
    """Whether an override says where else the asset is, and not that it is another one of the hub."""
    are_both_on_hub = all(each.lower().startswith("hg://") for each in (uri, intended))
    return bool(address.card.env) and not are_both_on_hub


def _maybe_other_commit(card: ResolvedCard, field: str) -> Outlived | None:
    """The digest of a field when a nearer card writes another commit than the one that it was written for."""
    facts = digest_field(field), revision_field(field)
    digest = _maybe_written(card, facts[0]) if _are_of_two_cards(card, *facts) else None
    revision = None if digest is None else _maybe_written(card, facts[1])
    if digest is None or revision is None or plain_value(digest.entry.value) is None:
        return None
    intended = _maybe_written(card, facts[1], digest.at)
    if intended is None:
        return None
    first, second = (plain_value(each.entry.value) for each in (intended, revision))
    return Outlived(digest, intended, revision) if first and second and first != second else None


def _maybe_written(card: ResolvedCard, field: str, start: int = 0) -> Written | None:
    """The nearest card that writes a field, of those from `start` on."""
    for at, each in enumerate(card.cards) if card.layer.maybe_writer(field) is not None else ():
        if at >= start and field in each.fields:
            return Written(at, each, each.fields[field])
    return None


def _maybe_uri(written: Written, field: str) -> str | None:
    """The value as a URI; None when it is null or not a string."""
    try:
        return Field(name=field, owner=written.card.name, card=written.card, entry=written.entry).as_uri()
    except FieldError:
        return None
