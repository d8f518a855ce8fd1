"""`catalog list`: the cards that a filter accepts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from assetcards.errors import CardError
from assetcards.findings import Finding, Severity
from assetcards.model.card import KINDS, Card
from assetcards.model.catalog import Catalog, Revision
from assetcards.model.filters import Filter, Known, Unknown
from assetcards.model.resolve import maybe_orphan_finding
from assetcards.model.resolved import ResolvedCard
from assetcards.model.upstream import UpstreamError
from assetcards.model.work import Work
from assetcards.names import Asked, FullName
from assetcards.nodes import NO_EXTENT, Extent
from assetcards.trees.tree import TreeOrigin

if TYPE_CHECKING:
    from assetcards.provenance.writers import Writer

Changes: TypeAlias = "Mapping[FullName, Writer]"
"""The last change of each card."""


MAX_SHOWN_BYTES = 64 << 20
"""How large the values in a listing may be together: a thousand cards may inherit one long string."""

_SHOWN = (*(f"{kind}_family" for kind in KINDS), "license", "description")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ListedCard:
    """A card, plain or override, and what its full name resolves to; `is_ours` if it is not one of an upstream."""

    card: Card
    resolved: ResolvedCard
    is_ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The cards that a filter accepts, in the order of stores and files, and why others are missing.

    `origin` is that of the catalog. `broken` has each finding once. `unknown` is what no card has of what is asked for.
    `changes` has the last change of each card, if it was asked for. `unread` is why the first card is missing that
    needs an upstream which cannot be read.
    """

    origin: TreeOrigin
    revision: Revision | None
    wanted: Filter
    cards: Sequence[ListedCard]
    broken: Collection[Finding]
    unknown: Sequence[Unknown]
    changes: Changes | None = None
    unread: UpstreamError | None = None

    @property
    def is_a_miss(self) -> bool:
        """Whether something was looked for, and no card is it."""
        return self.wanted != Filter() and not self.cards


def list_cards(catalog: Catalog, wanted: Filter) -> Listing:
    """The cards that a filter accepts, overrides included; with a current environment, only those in force.

    A plain card is listed as its name resolves, an override as `name@env` does.

    Raises EnvironmentNotFoundError if the current environment is unknown, and NotFoundError if the kind is.
    """
    catalog.check_environment()
    wanted.check()
    known = Known(wanted)
    asked = (*_SHOWN, *(condition.field.partition(".")[0] for condition in wanted.conditions))
    shown = Work(MAX_SHOWN_BYTES, "bytes in the families, licenses and descriptions of the cards", hint="shorten them")
    cards: list[ListedCard] = []
    broken = dict.fromkeys(filter(_is_error, catalog.text_findings()))
    looked_at: set[FullName] = set()
    unread: UpstreamError | None = None
    for card in catalog.all_cards():
        if card.full_name in looked_at:
            continue  # a duplicate, which does not resolve
        looked_at.add(card.full_name)
        if catalog.env is not None and card.env and card.env not in catalog.environments_in_force:
            continue
        try:
            resolved = _resolve(catalog, card)
        except CardError as error:
            broken |= dict.fromkeys(error.findings if catalog.is_ours(card) else ())
            continue
        except UpstreamError as error:  # a note has said that it cannot be read
            unread = unread or error
            continue
        if resolved is not None:
            shown.add(sum(_extent_of(resolved, field).size for field in asked))
            known.add(card, resolved)
            if wanted.accepts(resolved, card.full_name):
                cards.append(ListedCard(card=card, resolved=resolved, is_ours=catalog.is_ours(card)))
    return Listing(
        origin=catalog.own.origin,
        revision=catalog.revision,
        wanted=wanted,
        cards=cards,
        broken=broken.keys(),
        unknown=tuple(known.unknown()),
        unread=unread,
    )


def with_last_changes(catalog: Catalog, listing: Listing) -> Listing:
    """The same listing with the last change of each card. Raises what `find_last_changes` raises."""
    from assetcards.provenance.lastchange import find_last_changes

    return replace(listing, changes=find_last_changes(catalog, (listed.card for listed in listing.cards)))


def _extent_of(card: ResolvedCard, name: str) -> Extent:
    field = card.maybe_field(name)
    return NO_EXTENT if field is None else field.card.extents[name]


def _resolve(catalog: Catalog, card: Card) -> ResolvedCard | None:
    """What a listed card resolves to, with its configs checked; None if the plain card of an override is unreadable.

    Raises CardError if it is broken, or overrides a card that does not exist.
    """
    resolved = catalog.maybe_resolve(Asked(card.name, card.env or None))
    orphan = maybe_orphan_finding(catalog, card) if resolved is None else None
    if orphan is not None:
        raise CardError(str(card.full_name), [orphan])
    if resolved is not None:
        resolved.check_configs()
    return resolved


def _is_error(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR
