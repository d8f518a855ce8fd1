"""`catalog list`: the cards that a filter accepts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from assetcards.errors import CardError
from assetcards.findings import Finding, Severity
from assetcards.model.card import KINDS, Card
from assetcards.model.catalog import Catalog, Revision
from assetcards.model.resolve import maybe_orphan_finding
from assetcards.model.resolved import ResolvedCard, check_kind
from assetcards.model.upstream import UpstreamError
from assetcards.model.work import Work
from assetcards.names import Asked, FullName, suggest_names
from assetcards.nodes import NO_EXTENT, Extent
from assetcards.trees.tree import TreeOrigin
from assetcards.values import render_value

if TYPE_CHECKING:
    from assetcards.provenance.writers import Writer

Changes: TypeAlias = "Mapping[FullName, Writer]"
"""The last change of each card."""


MAX_SHOWN_BYTES = 64 << 20
"""How large the values in a listing may be together: a thousand cards may inherit one long string."""

_SHOWN = (*(f"{kind}_family" for kind in KINDS), "license", "description")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which cards are listed: of a kind, of a family, and with fields of given values."""

    kind: str | None = None
    family: str | None = None
    where: tuple[tuple[str, str], ...] = ()

    def accepts(self, card: ResolvedCard) -> bool:
        """Whether a card is listed."""
        if self.kind is not None and self.kind not in card.kinds:
            return False
        if self.family is not None and self.family not in self.families(card):
            return False
        return all(_reads_as(card, name, text) for name, text in self.where)

    def families(self, card: ResolvedCard) -> list[str]:
        """The families of a card that `family` is compared with: that of the kind, or all without one."""
        families = {kind: render_value(family) for kind, family in card.families().items()}
        return list(families.values()) if self.kind is None else [families.get(self.kind, "")]


def _reads_as(card: ResolvedCard, name: str, text: str) -> bool:
    found = card.maybe_field(name)
    return found is not None and text in (found.value, render_value(found.value))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ListedCard:
    """A card, plain or override, and what its full name resolves to; `is_ours` if it is not one of an upstream."""

    card: Card
    resolved: ResolvedCard
    is_ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A family or field in the filter that no card has, with similar names."""

    what: str
    name: str
    suggestions: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The cards that a filter accepts, in the order of stores and files, and why others are missing.

    `origin` is that of the catalog. `broken` has each finding once. `unknown` may explain why no card is
    listed. `changes` has the last change of each card, if it was asked for. `unread` is why the first card is missing
    that needs an upstream which cannot be read.
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
    if wanted.kind is not None:
        check_kind(wanted.kind)
    asked = (*_SHOWN, *(name for name, _ in wanted.where))
    shown = Work(MAX_SHOWN_BYTES, "bytes in the families, licenses and descriptions of the cards", hint="shorten them")
    cards: list[ListedCard] = []
    broken = dict.fromkeys(filter(_is_error, catalog.text_findings()))
    families: set[str] = set()
    fields: set[str] = set()
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
            families |= set(wanted.families(resolved))
            fields |= card.fields.keys()
            if wanted.accepts(resolved):
                cards.append(ListedCard(card=card, resolved=resolved, is_ours=catalog.is_ours(card)))
    unknown = [] if cards else list(_find_unknown(wanted, families, fields))
    return Listing(
        origin=catalog.own.origin,
        revision=catalog.revision,
        wanted=wanted,
        cards=cards,
        broken=broken.keys(),
        unknown=unknown,
        unread=unread,
    )


def with_last_changes(catalog: Catalog, listing: Listing) -> Listing:
    """The same listing with the last change of each card. Raises what `find_last_changes` raises."""
    from assetcards.provenance.lastchange import find_last_changes

    return replace(listing, changes=find_last_changes(catalog, (listed.card for listed in listing.cards)))


def _find_unknown(wanted: Filter, families: Collection[str], fields: Collection[str]) -> Iterator[Unknown]:
    """What a filter names and no card has."""
    asked = [("family", wanted.family, families)] if wanted.family is not None else []
    asked += [("field", name, fields) for name, _ in wanted.where]
    for what, name, known in asked:
        if name not in known:
            yield Unknown(what=what, name=name, suggestions=suggest_names(name, known))


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
