"""`catalog list`: the cards that a filter accepts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from assetcards.errors import CardError
from assetcards.findings import Finding, Severity
from assetcards.model.attributes import LISTED, attribute_name, maybe_attribute
from assetcards.model.card import KINDS, Card
from assetcards.model.catalog import Catalog, Revision
from assetcards.model.conditions import Condition
from assetcards.model.fields import FIELDS
from assetcards.model.filters import Filter, Known, Unknown
from assetcards.model.listed import keep_listed
from assetcards.model.resolve import maybe_orphan_finding
from assetcards.model.resolved import ResolvedCard
from assetcards.model.search import SearchIndex, parse_question
from assetcards.model.upstream import UpstreamError
from assetcards.model.work import Work
from assetcards.names import Asked, FullName
from assetcards.nodes import NO_EXTENT, Extent, Value, extent_of
from assetcards.trees.tree import TreeOrigin
from assetcards.values import render_value

if TYPE_CHECKING:
    from assetcards.provenance.writer import Writer

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
class Shape:
    """What of the cards is listed: which columns, by which ones they are sorted, and how many cards at most.

    A card with its overrides is one. What is in `sort` begins with a `-` where the last come first; a card that has
    nothing in that column is behind all others. `whole` is for all that a card resolves to.
    """

    columns: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    limit: int | None = None
    whole: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the columns, and of the one that cards are sorted by, in their one form."""
        named = (*self.columns, *(name.removeprefix("-") for name in self.sort))
        return tuple(name for name in map(attribute_name, named) if name not in LISTED)


NO_SHAPE = Shape()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The cards that a filter accepts, by name or as they are sorted, and why others are missing.

    `origin` is that of the catalog. `broken` has each finding once. `unknown` is what no card has of what is asked for.
    `changes` has the last change of each card, if it was asked for. `unread` is why the first card is missing that
    needs an upstream which cannot be read. `environments` are those in which each name has an override, `left_out` is
    how many cards are beyond the limit, `words` are those that were searched for.
    """

    origin: TreeOrigin
    revision: Revision | None
    wanted: Filter
    cards: Sequence[ListedCard]
    broken: Collection[Finding]
    unknown: Sequence[Unknown]
    changes: Changes | None = None
    unread: UpstreamError | None = None
    shape: Shape = NO_SHAPE
    environments: Mapping[str, Sequence[str]] = field(default_factory=dict)
    left_out: int = 0
    words: str = ""

    @property
    def unknown_columns(self) -> Sequence[Unknown]:
        """What is asked for as a column that neither a card has, nor the table of fields."""
        fields = set(self.shape.fields) - FIELDS.keys()
        return [unknown for unknown in self.unknown if unknown.what == "field" and unknown.name in fields]

    @property
    def is_a_miss(self) -> bool:
        """Whether something was looked for, and no card is it."""
        return (self.wanted != Filter() or self.words != "") and not self.cards


def list_cards(catalog: Catalog, wanted: Filter, shape: Shape = NO_SHAPE) -> Listing:
    """The cards that a filter accepts, overrides included; with a current environment, only those in force.

    A plain card is listed as its name resolves, an override as `name@env` does.

    Raises EnvironmentNotFoundError if the current environment is unknown, and NotFoundError if the kind is.
    """
    catalog.check_environment()
    wanted.check()
    found = _Collected(catalog, wanted, shape)
    looked_at: set[FullName] = set()
    for card in catalog.all_cards():
        if card.full_name not in looked_at:  # else it is a duplicate, which does not resolve
            looked_at.add(card.full_name)
            found.add(card)
    environments = {name: sorted(envs) for name, envs in found.environments.items()}
    cards, left_out = _limited(_sorted(found.cards, environments, shape.sort), shape.limit)
    return Listing(
        origin=catalog.own.origin,
        revision=catalog.revision,
        wanted=wanted,
        cards=cards,
        shape=shape,
        environments=environments,
        left_out=left_out,
        broken=found.broken.keys(),
        unknown=tuple(found.known.unknown()),
        unread=found.unread,
    )


class _Collected:
    """The cards that a filter accepts of those looked at, with what else a listing says of all of them."""

    def __init__(self, catalog: Catalog, wanted: Filter, shape: Shape) -> None:
        self._catalog = catalog
        self._wanted = wanted
        named = [*(condition.field for condition in wanted.conditions), *shape.fields]
        self._asked = dict.fromkeys([*_SHOWN, *(name.partition(".")[0] for name in named)])
        what = "bytes in the families, licenses and descriptions of the cards"
        self._shown = Work(MAX_SHOWN_BYTES, what, hint="shorten them")
        self.known = Known(wanted, shape.fields)
        self.environments: defaultdict[str, list[str]] = defaultdict(list)
        self.cards: list[ListedCard] = []
        self.broken = dict.fromkeys(filter(_is_error, catalog.text_findings()))
        self.unread: UpstreamError | None = None

    def add(self, card: Card) -> None:
        """Look at a card."""
        if card.env:
            self.environments[card.name].append(card.env)
        if self._catalog.env is not None and card.env and card.env not in self._catalog.environments_in_force:
            return
        resolved = self._maybe_resolved(card)
        if resolved is not None:
            self._shown.add(sum(_extent_of(resolved, each).size for each in self._asked))
            self.known.add(card, resolved)
            if self._wanted.accepts(resolved, card.full_name):
                self.cards.append(ListedCard(card=card, resolved=resolved, is_ours=self._catalog.is_ours(card)))

    def _maybe_resolved(self, card: Card) -> ResolvedCard | None:
        try:
            return _resolve(self._catalog, card)
        except CardError as error:
            self.broken |= dict.fromkeys(error.findings if self._catalog.is_ours(card) else ())
        except UpstreamError as error:  # a note has said that it cannot be read
            self.unread = self.unread or error
        return None


def keep_names(catalog: Catalog, listing: Listing) -> None:
    """Keep the names of a listing without a filter, unless there is more to say than the names."""
    if not listing.broken and listing.unread is None:
        keep_listed(catalog, [listed.card.full_name for listed in listing.cards])


def search_cards(catalog: Catalog, text: str, shape: Shape = NO_SHAPE) -> Listing:
    """The plain cards that have the words of a question, the best first; `family:llama` asks for a part of a field.

    Raises what `list_cards` raises.
    """
    question = parse_question(text)
    where = tuple((Condition(attribute_name(field), "~", part),) for field, part in question.fields)
    listing = list_cards(catalog, Filter(where=where), replace(shape, limit=None, sort=()))
    plain = {listed.card.name: listed for listed in listing.cards if not listed.card.env}
    found = SearchIndex(listed.resolved for listed in plain.values()).search(question.words)
    cards, left_out = _limited([plain[card.name] for card in found], shape.limit)
    return replace(listing, cards=cards, left_out=left_out, shape=replace(shape, sort=("rank",)), words=text)


def column_of(listed: ListedCard, environments: Mapping[str, Sequence[str]], column: str) -> Value:
    """What a card has in a column; None for nothing. The environments are those in which each name has an override."""
    name = attribute_name(column)
    if name == "environments":
        return list(environments.get(listed.card.name, ()))
    if name == "file":
        return f"{listed.card.path}:{listed.card.line}"
    if name == "source":
        return str(listed.card.tree.origin)
    return maybe_attribute(listed.resolved, listed.card.full_name, name)


def _sorted(
    cards: list[ListedCard], environments: Mapping[str, Sequence[str]], sort: Sequence[str]
) -> list[ListedCard]:
    """The cards by columns; those that are the same in all of them, by name."""
    in_order = sorted(cards, key=lambda listed: listed.card.full_name)
    for name in reversed(sort):
        pairs = [(column_of(listed, environments, name.removeprefix("-")), listed) for listed in in_order]
        in_order = _sorted_by(pairs, falls=name.startswith("-"))
    return in_order


def _sorted_by(pairs: Sequence[tuple[Value, ListedCard]], *, falls: bool) -> list[ListedCard]:
    """The cards by their values, numbers before strings; those without one last, in either direction."""
    with_value = [pair for pair in pairs if pair[0] not in (None, [])]
    with_value.sort(key=lambda pair: _sort_key(pair[0]), reverse=falls)
    without = [listed for value, listed in pairs if value in (None, [])]
    return [*(listed for _, listed in with_value), *without]


_NUMBER = re.compile(r"([0-9]{1,4000})")
"""What is read as a number; Python reads no longer ones."""


def _sort_key(value: Value) -> tuple[object, ...]:
    """Numbers before strings, and the numbers in a string as numbers: `7b` is before `14b`."""
    if isinstance(value, int | float):
        return 0, value
    text = (value if isinstance(value, str) else render_value(value)).casefold()
    parts = _NUMBER.split(text)  # every second one is a number
    return 1, tuple((at % 2 == 0, part if at % 2 == 0 else int(part)) for at, part in enumerate(parts) if part)


def _limited(cards: list[ListedCard], limit: int | None) -> tuple[list[ListedCard], int]:
    """The first cards, each with its overrides, and how many are left out."""
    names = list(dict.fromkeys(listed.card.name for listed in cards))
    shown = set(names if limit is None else names[:limit])
    return [listed for listed in cards if listed.card.name in shown], len(names) - len(shown)


def with_last_changes(catalog: Catalog, listing: Listing) -> Listing:
    """The same listing with the last change of each card. Raises what `find_last_changes` raises."""
    from assetcards.provenance.lastchange import find_last_changes

    return replace(listing, changes=find_last_changes(catalog, (listed.card for listed in listing.cards)))


def _extent_of(card: ResolvedCard, name: str) -> Extent:
    found = card.layer.find(name)
    return NO_EXTENT if found is None else extent_of(found.entry.value).named(name)


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
