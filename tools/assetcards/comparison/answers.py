"""Resolves cards of a catalog, of which some have the text of another catalog."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeAlias

from assetcards.comparison.edits import Cards
from assetcards.comparison.unread import Unread
from assetcards.errors import CardError
from assetcards.findings import Finding
from assetcards.model.card import Card
from assetcards.model.catalog import Catalog
from assetcards.model.layers import Layers
from assetcards.model.resolve import Resolver
from assetcards.model.resolved import ResolvedCard
from assetcards.names import Asked, FullName

Answer: TypeAlias = ResolvedCard | CardError | None
"""The answer to a question: a card, the error if it is broken, or None if there is none."""


class View:
    """The cards that resolution sees: the old ones, except that the `moved` ones have their new text.

    Added plain cards are always there. `unread` are cards that cannot be read; `catalog` explains missing names.
    """

    def __init__(
        self,
        old: Cards,
        new: Cards,
        moved: Collection[FullName],
        catalog: Catalog,
        unread: Unread,
        layers: Layers | None = None,
    ) -> None:
        self._old = old
        self._new = new
        self._moved = moved
        self._catalog = catalog
        self._unread = unread
        self._resolver = Resolver(self, layers)

    def find_cards(self, full_name: FullName) -> Sequence[Card]:
        """As `Catalog.find_cards`. Raises CardError for a card that cannot be read."""
        is_moved = full_name in self._moved
        known = (self._new if is_moved else self._old).get(full_name, ())
        if not known and full_name in self._unread:
            raise CardError(str(full_name), [self._unread[full_name]])
        return known or (() if is_moved or full_name.env else self._new.get(full_name, ()))

    def maybe_lost(self, name: str) -> Finding | None:
        """As `Catalog.maybe_lost`."""
        return self._catalog.maybe_lost(name)

    def explain_left_out(self, name: str) -> str:
        """As `Catalog.explain_left_out`."""
        return self._catalog.explain_left_out(name)

    def closest_names(self, name: str) -> Sequence[str]:
        """As `Catalog.closest_names`."""
        return self._catalog.closest_names(name)

    def answer(self, asked: Asked) -> Answer:
        """The answer to a question."""
        try:
            card = self._resolver.maybe_resolve(asked.name, asked.environments())
        except CardError as error:
            return error
        lost = self.maybe_lost(asked.name) if card is None else None
        return _checked(card) if lost is None else CardError(asked.name, [lost])


def _checked(card: ResolvedCard | None) -> Answer:
    try:
        if card is not None:
            card.check_configs()
    except CardError as error:
        return CardError(error.card, error.findings, chain=card.chain if card is not None else ())
    return card


def cards_of_answer(asked: Asked, answer: Answer) -> list[FullName]:
    """The cards that an answer comes from, the nearest first, an override before its plain card."""
    if isinstance(answer, ResolvedCard):
        names = answer.chain
    else:
        names = [*answer.chain] if answer is not None and answer.chain else [asked.name]
    pairs = (dict.fromkeys((Asked(name, asked.env).full_name, FullName(name))) for name in dict.fromkeys(names))
    return [full_name for pair in pairs for full_name in pair]
