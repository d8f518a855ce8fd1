"""The cards of several stores, unresolved, by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from assetcards.errors import CardNotFoundError, SourceError, shorten
from assetcards.findings import Finding, has_errors
from assetcards.model.card import KINDS, Card
from assetcards.model.store import Store
from assetcards.model.upstream import UpstreamError
from assetcards.names import Asked, FullName, Suggestions
from assetcards.trees.tree import Tree

if TYPE_CHECKING:
    from assetcards.model.resolve import Resolver

MAX_OVERRIDES = 10
"""How many overrides a message lists."""
MAX_OF_FILE = 3
"""How many cards of a file a message suggests."""


class Lookup:
    """Finds cards in stores that are searched in order; each name is searched for once.

    `home` is the store where the rules on layout apply, if one has them. Of parts of stores, `whole` looks up what
    depends on names that no card has.
    """

    def __init__(self, stores: Sequence[Store], home: Store | None, whole: Lookup | None = None) -> None:
        self._stores = stores
        self._home = home
        self._whole = whole
        self._problems: dict[Store, str | None] = {}
        self._cards: dict[str, Mapping[FullName, Sequence[Card]]] = {}

    def all_cards(self) -> Iterator[Card]:
        """Every unresolved card, overrides included, in the order of stores, files and lines."""
        for store in self.readable_stores():
            yield from store.cards()

    def find_cards(self, full_name: FullName) -> Sequence[Card]:
        """Every unresolved card of that full name, in all stores."""
        return self.cards_named(full_name.name).get(full_name, ())

    def cards_named(self, name: str) -> Mapping[FullName, Sequence[Card]]:
        """The card of a name and its overrides, in all stores, each with its duplicates."""
        if name not in self._cards:
            found: defaultdict[FullName, list[Card]] = defaultdict(list)
            for store in self.readable_stores():
                for card in store.cards_named(name):
                    found[card.full_name].append(card)
            self._cards[name] = {full_name: self._misplaced_last(cards) for full_name, cards in found.items()}
        return self._cards[name]

    def readable_stores(self) -> Iterator[Store]:
        """The stores whose files can be listed."""
        return (store for store in self._stores if self.maybe_problem(store) is None)

    def maybe_problem(self, store: Store) -> str | None:
        """Why nothing of a store can be read, or None."""
        if store not in self._problems:
            try:
                store.require_paths()
                self._problems[store] = None
            except SourceError as error:
                self._problems[store] = str(error)
        return self._problems[store]

    def require_upstreams(self, what: str) -> None:
        """Raise UpstreamError when an upstream cannot be read that may have what nobody else has."""
        for store in self._stores:
            try:
                if store.upstream:
                    store.paths()
            except SourceError as error:
                raise UpstreamError(store.upstream, what, error.message, hint=error.hint) from None

    def upstream_of(self, card: Card) -> str:
        """The name of the upstream that a card is of; empty for one of ours."""
        return self._upstreams.get(card.tree, "")

    @cached_property
    def _upstreams(self) -> Mapping[Tree, str]:
        return {store.tree: store.upstream for store in self._stores if store.upstream}

    def closest_names(self, name: str) -> Sequence[str]:
        """The names of plain cards closest to one that does not exist, best first.

        Raises UpstreamError when an upstream that cannot be read may have it.
        """
        if self._whole is not None:
            return self._whole.closest_names(name)
        self.require_upstreams(f"card {shorten(name)!r}")
        return self._suggestions.closest(name)

    @cached_property
    def _suggestions(self) -> Suggestions:
        return Suggestions(self.card_names())

    def card_names(self) -> list[str]:
        """The names of all plain cards, sorted."""
        return sorted({name for store in self.readable_stores() for name in store.plain_names()})

    def full_names(self) -> Iterator[FullName]:
        """The full name of every card, in the order of stores, and by name; no more is parsed than need be."""
        for store in self.readable_stores():
            yield from store.full_names()

    def explain_absence(self, asked: Asked, place: str) -> CardNotFoundError:
        """The error for a card that nobody has; `place` is the store whose files need no name of their store."""
        wanted = asked.name
        overrides = sorted(map(str, self.cards_named(wanted)))
        more = f" and {len(overrides) - MAX_OVERRIDES} more" if len(overrides) > MAX_OVERRIDES else ""
        named = ", ".join(overrides[:MAX_OVERRIDES]) + more
        note = f"; it has overrides ({named}) but no plain card" if overrides else ""
        files = (file for store in self.readable_stores() for file in store.files_lacking(wanted))
        broken = [d for file in files for d in file.findings if has_errors([d])]
        location = broken[0].location_from(place) if broken else ""
        unread = f"; {location} could not be read: {broken[0].message}" if broken and not overrides else ""
        left_out = self.explain_left_out(wanted)
        note += unread or (f"; {left_out}" if left_out else "")
        name = str(asked).removesuffix("@")
        suggestions = self._without_kind(asked) or self._in_file(name) or self.closest_names(wanted)
        return CardNotFoundError(name, suggestions, note=note, findings=broken)

    def explain_left_out(self, name: str) -> str:
        """Where a file that is no card file defines a card of that name, and why it is none; empty if none does."""
        is_readable = self._home is not None and self.maybe_problem(self._home) is None
        return self._home.explain_left_out(name) if self._home is not None and is_readable else ""

    def _without_kind(self, asked: Asked) -> list[str]:
        """The name of a card as `catalog list` writes it, `model:tiny@`, without the kind; nothing for any other."""
        kind, _, name = asked.name.partition(":")
        return [str(asked._replace(name=name))] if kind in (*KINDS, "other") and self.cards_named(name) else []

    def _in_file(self, path: str) -> list[str]:
        """The first cards of a file that is named instead of a card, by any end of its path; nothing for others."""
        if not path.endswith((".yaml", ".yml")):
            return []
        wanted = f"/{path.removeprefix('./')}"
        found = (
            card for card in self.all_cards() if wanted.endswith(f"/{card.path}") or f"/{card.path}".endswith(wanted)
        )
        return [str(card.full_name) for card in islice(found, MAX_OF_FILE)]

    def maybe_lost(self, name: str) -> Finding | None:
        """Why a card of that name cannot be read, if a broken file has one."""
        return next((store.lost_names[name] for store in self.readable_stores() if name in store.lost_names), None)

    @cached_property
    def resolver(self) -> Resolver:
        """What resolves these cards, each of them once."""
        from assetcards.model.resolve import Resolver  # late: names are found without it

        return Resolver(self)

    def duplicates(self) -> Iterable[Finding]:
        """A finding for every card whose full name another has."""
        first: dict[FullName, Card] = {}
        for card in self._misplaced_last(self.all_cards()):
            other = first.setdefault(card.full_name, card)
            if other is not card and not self.upstream_of(card):
                from assetcards.model.resolve import duplicate_finding

                yield duplicate_finding(card, other)

    def _misplaced_last(self, cards: Iterable[Card]) -> list[Card]:
        """The cards in their order, but those of upstreams first, and misplaced ones last.

        Of two cards with the same name, the misplaced one is reported, not the correct one, and ours, not an
        upstream's. A card is misplaced in the folder of an environment that is not its own.
        """

        def is_misplaced(card: Card) -> bool:
            return self._home is not None and card.tree is self._home.tree and card.is_misplaced

        return sorted(cards, key=lambda card: (not self.upstream_of(card), is_misplaced(card)))
