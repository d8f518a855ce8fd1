"""What questions are answered from the cards of a catalog, some of them in the text that another catalog has."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TypeAlias

from assetcards.comparison.compare import Content, content_of, is_config
from assetcards.comparison.edits import Cards
from assetcards.comparison.unread import Unread
from assetcards.diagnostics import Diagnostic
from assetcards.errors import CardError
from assetcards.model.card import Card
from assetcards.model.catalog import Catalog
from assetcards.model.configs import malformed_directives
from assetcards.model.resolve import maybe_resolve
from assetcards.model.resolved import ResolvedCard
from assetcards.names import FullName

Found: TypeAlias = ResolvedCard | CardError | None
"""What there is for a question: a card, why it is broken, or none."""

Answer: TypeAlias = Content | CardError | None
"""What a question gives: the content of a card, why it is broken, or that there is none."""


class View:
    """The cards that resolution sees: the old ones, but for some that have moved on to their new text.

    New plain cards are there from the start. `asked_for` are the names that were looked for, in order; `unread` are
    cards that cannot be read, and `catalog` says more about names that are not there.
    """

    def __init__(self, old: Cards, new: Cards, moved: Collection[FullName], catalog: Catalog, unread: Unread) -> None:
        self._old = old
        self._new = new
        self._moved = moved
        self._catalog = catalog
        self._unread = unread
        self.asked_for: dict[FullName, None] = {}

    def find_cards(self, full_name: FullName) -> Sequence[Card]:
        """As `Catalog.find_cards`. Raises CardError for a card that cannot be read."""
        self.asked_for[full_name] = None
        is_moved = full_name in self._moved
        known = (self._new if is_moved else self._old).get(full_name, ())
        if not known and full_name in self._unread:
            raise CardError(str(full_name), [self._unread[full_name]])
        return known or (() if is_moved or full_name.env else self._new.get(full_name, ()))

    def maybe_lost(self, name: str) -> Diagnostic | None:
        """As `Catalog.maybe_lost`."""
        return self._catalog.maybe_lost(name)

    def closest_names(self, name: str) -> Sequence[str]:
        """As `Catalog.closest_names`."""
        return self._catalog.closest_names(name)

    def asked_nearest_first(self, env: str) -> list[FullName]:
        """The cards that were looked for and may have been used, an override before its plain card."""
        names = dict.fromkeys(each.name for each in self.asked_for)
        return [full_name for name in names for full_name in dict.fromkeys((FullName(name, env), FullName(name)))]


def find_answer(view: View, asked: FullName) -> Found:
    """The card that a question (`name@env` is `name` asked for in `env`) gives, not read yet."""
    try:
        card = maybe_resolve(view, asked.name, (asked.env,) if asked.env else ())
    except CardError as error:
        return error
    lost = view.maybe_lost(asked.name) if card is None else None
    return CardError(asked.name, [lost]) if lost else card


def read_answer(found: Found, parts: Collection[str] | None) -> Answer:
    """What the card says; with `parts`, these alone."""
    if not isinstance(found, ResolvedCard):
        return found
    try:
        return content_of(found, parts)
    except CardError as error:
        return error


def find_malformed(cards: Cards) -> Iterator[Card]:
    """The cards that write a malformed directive in a config."""
    for card in (card for namesakes in cards.values() for card in namesakes):
        configs = (entry.value for field, entry in card.fields.items() if is_config(field))
        if any(True for node in configs for _ in malformed_directives(node, card)):
            yield card


def only_parts(content: Content, parts: Collection[str]) -> Content:
    """The leaves of some parts of a content."""
    return {field: leaf for field, leaf in content.items() if leaf.part in parts}
