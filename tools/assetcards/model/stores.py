"""Stores of cards that are searched together, and their cards as they are written (CARD_SPEC 3 and 6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

from assetcards.errors import EnvironmentNotFoundError, shorten
from assetcards.findings import Finding
from assetcards.model.card import Card
from assetcards.model.lookup import Lookup
from assetcards.model.settings import Settings
from assetcards.model.store import Store
from assetcards.model.upstream import UpstreamStore
from assetcards.names import USER_ENVIRONMENT, Asked, FullName, suggest_names

if TYPE_CHECKING:
    from assetcards.model.graph import Graph


class Stores:
    """Stores in the order in which they are searched, with the `settings` of the first one, and their unresolved cards.

    It is a context manager; leaving it closes the stores.
    """

    def __init__(self, stores: Sequence[Store], settings: Settings) -> None:
        self.stores = tuple(stores)
        self.settings = settings
        self._lookup = Lookup(self.stores, self.home)
        self._known_environments: set[str] = {USER_ENVIRONMENT, *settings.environments}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the stores."""
        for store in self.stores:
            store.close()

    @property
    def own(self) -> Store:
        """The first store, of the tree that was opened. The others are searched after it."""
        return self.stores[0]

    @property
    def home(self) -> Store | None:
        """The store with `catalog.toml`, where the rules on layout and strict names apply; None without one."""
        return self.own if self.settings.is_catalog else None

    def find_cards(self, full_name: FullName) -> Sequence[Card]:
        """Every unresolved card of that full name, in all stores."""
        return self._lookup.find_cards(full_name)

    def closest_names(self, name: str) -> Sequence[str]:
        """The names of plain cards closest to one that does not exist, best first.

        Raises UpstreamError when an upstream that cannot be read may have it.
        """
        return self._lookup.closest_names(name)

    def maybe_lost(self, name: str) -> Finding | None:
        """Why a card of that name cannot be read, if a broken file has one."""
        return self._lookup.maybe_lost(name)

    def explain_left_out(self, name: str) -> str:
        """Where a file that is no card file defines a card of that name, and why it is none; empty if none does."""
        return self._lookup.explain_left_out(name)

    def maybe_problem(self, store: Store) -> str | None:
        """Why nothing of a store can be read, or None."""
        return self._lookup.maybe_problem(store)

    def require_upstreams(self, what: str) -> None:
        """Raise UpstreamError when an upstream cannot be read that may have what nobody else has."""
        self._lookup.require_upstreams(what)

    def is_ours(self, card: Card) -> bool:
        """Whether a card is not one of an upstream."""
        return not self.upstream_of(card)

    def upstream_of(self, card: Card) -> str:
        """The name of the upstream that a card is of; empty for one of ours."""
        return self._lookup.upstream_of(card)

    def asks_for_ours(self, asked: Asked) -> bool:
        """Whether the answer to a question is ours to judge: its plain card, or its override, is not an upstream's."""
        cards = (self.graph.maybe_card(name) for name in (FullName(asked.name), asked.full_name))
        return any(card is not None and self.is_ours(card) for card in cards)

    def all_cards(self) -> Iterator[Card]:
        """Every unresolved card, overrides included, in the order of stores, files and lines."""
        return self._lookup.all_cards()

    def full_names(self) -> Iterator[FullName]:
        """The full name of every card, overrides included, in the order of stores, and by name."""
        return self._lookup.full_names()

    def own_cards(self) -> Iterator[Card]:
        """Those of them that are not an upstream's."""
        return filter(self.is_ours, self.all_cards())

    @cached_property
    def graph(self) -> Graph:
        """Who names whom among all cards."""
        from assetcards.model.graph import Graph  # late: most runs ask about one card

        return Graph(self.all_cards())

    def card_names(self) -> list[str]:
        """The names of all plain cards, sorted."""
        return self._lookup.card_names()

    def names(self) -> list[str]:
        """The full names of all cards, `name` or `name@env`, sorted."""
        return [str(name) for name in sorted({*self.full_names()})]

    def environments(self) -> list[str]:
        """All environments of cards and of `catalog.toml`, and `user`; sorted."""
        self._known_environments.update(name.env for name in self.full_names() if name.env)
        for store in self._lookup.readable_stores():
            if isinstance(store, UpstreamStore):
                self._known_environments.update(store.settings.environments)
        return sorted(self._known_environments)

    def _check_environment(self, env: str) -> None:
        if env in self._known_environments:
            return
        if not any(store.has_environment(env) for store in self._lookup.readable_stores()):
            self.require_upstreams(f"environment {shorten(env)!r}")
            known = self.environments()
            raise EnvironmentNotFoundError(env, suggest_names(env, known) or known[:6])
        self._known_environments.add(env)

    def text_findings(self) -> Iterator[Finding]:
        """What is broken in the text of any card or file, and duplicate cards."""
        for store in self._lookup.readable_stores():
            for file in store.files() if not store.upstream else ():
                yield from file.findings
        yield from self._lookup.duplicates()
