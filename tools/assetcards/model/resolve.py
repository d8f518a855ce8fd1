"""From a question to a resolved card: overrides applied, bases followed, nearest value wins (CARD_SPEC 3 and 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from assetcards.errors import CardError
from assetcards.findings import Finding, Severity, finding_of, render_chain
from assetcards.model.card import Card, base_writer, lines_beside, location_beside
from assetcards.model.layers import Layer, Layers, maybe_too_large
from assetcards.model.resolved import ResolvedCard
from assetcards.names import USER_ENVIRONMENT, FullName, render_name
from assetcards.nodes import Entry

MAX_LAYERS = 256
"""How many layers a card may have (CARD_SPEC 4)."""

_LayerCards: TypeAlias = tuple[Card | None, Card | None]
"""The plain card and the override of a layer."""

MAX_DUPLICATES = 10
"""How many cards of one name an error lists: every card that needs the name has that error."""


class CardIndex(Protocol):
    """What resolution needs from a catalog."""

    def find_cards(self, full_name: FullName) -> Sequence[Card]:
        """Every card of that full name, in all stores; more than one is an error of the catalog."""

    def maybe_lost(self, name: str) -> Finding | None:
        """Why a card of that name cannot be read, if a broken file has one."""

    def closest_names(self, name: str) -> Sequence[str]:
        """The names of plain cards closest to one that does not exist, best first."""

    def explain_left_out(self, name: str) -> str:
        """Where a file that is no card file defines a card of that name, and why it is none; empty if none does."""


class Resolver:
    """Resolves the cards of an index; cards that inherit the same layers share them.

    `layers` may be shared with other resolvers.
    """

    def __init__(self, index: CardIndex, layers: Layers | None = None) -> None:
        self._index = index
        self._layers = Layers() if layers is None else layers
        self._known: dict[tuple[str, Sequence[str]], Layer | CardError] = {}

    def maybe_resolve(self, name: str, environments: tuple[str, ...]) -> ResolvedCard | None:
        """Resolve a card, trying the environments in order for every layer; None when there is no plain card.

        Raises CardError when the card, or one that it needs, is broken, missing, duplicate, in a cycle or too large.
        """
        climb = _Climb(self._index, environments, self._layers, self._known)
        try:
            layer = climb.maybe_layer(name)
        except CardError as error:
            raise CardError(name, error.findings, chain=climb.chain) from None
        return None if layer is None else ResolvedCard(layer=layer)


def _maybe_unique(index: CardIndex, full_name: FullName) -> Card | None:
    cards = index.find_cards(full_name)
    if len(cards) > 1:
        raise CardError(str(full_name), [duplicate_finding(card, cards[0]) for card in cards[1 : MAX_DUPLICATES + 1]])
    if cards and cards[0].broken:
        raise CardError(str(full_name), [d for d in cards[0].findings if d.severity is Severity.ERROR])
    return cards[0] if cards else None


@dataclass(slots=True)
class _Climb:
    """One walk from a card up its bases; `writers` are the cards whose `base` is in force, by name.

    `known` are cards resolved before, each as its nearest layer, or the error that it is too large.
    """

    index: CardIndex
    environments: Sequence[str]
    layers: Layers
    known: dict[tuple[str, Sequence[str]], Layer | CardError]
    writers: dict[str, Card] = field(default_factory=dict)

    @property
    def chain(self) -> list[str]:
        """The names passed, and the base of the last of them."""
        last = next(reversed(self.writers.values()), None)
        return [*self.writers, last.base] if last is not None and last.base is not None else [*self.writers]

    def maybe_layer(self, name: str) -> Layer | None:
        """The nearest layer of a card; None when there is no plain card of the name."""
        known = self._maybe_known(name, MAX_LAYERS)
        plain = _maybe_unique(self.index, FullName(name)) if known is None else None
        return known if plain is None else self._climb(plain)

    def _climb(self, plain: Card) -> Layer:
        passed: list[_LayerCards] = []
        below: Layer | None = None
        card: Card | None = plain
        while card is not None:
            override = self._maybe_override(card)
            passed += _layers_of(card, override)
            writer = self.writers[card.name] = base_writer(card, override)
            if len(passed) > MAX_LAYERS:
                raise CardError(plain.name, [_too_deep_finding(self.writers)])
            below = self._maybe_known(writer.base, MAX_LAYERS - len(passed))
            card = self._maybe_base(writer) if below is None else None
        return self._stack(passed, below)

    def _maybe_known(self, name: str | None, limit: int) -> Layer | None:
        """The nearest layer of a known card, unless it has more layers than the limit."""
        known = self.known.get((name or "", self.environments))
        if isinstance(known, CardError):
            raise known
        return known if known is not None and known.number <= limit else None

    def _stack(self, passed: Sequence[_LayerCards], below: Layer | None) -> Layer:
        """Stack the layers passed, nearest first, on one that is known."""
        for plain, override in reversed(passed):
            layer = self.layers.over(plain, override, below)
            self.known[layer.name, self.environments] = maybe_too_large(layer) or layer
            below = self._maybe_known(layer.name, MAX_LAYERS)
        assert below is not None
        return below

    def _maybe_override(self, plain: Card) -> Card | None:
        for env in self.environments:
            override = _maybe_unique(self.index, FullName(plain.name, env)) if env else None
            if override is not None:
                return override
        return None

    def _maybe_base(self, writer: Card) -> Card | None:
        if writer.base is None:
            return None
        if writer.base in self.writers:
            raise CardError(writer.name, [_cycle_finding(self.writers, writer.base)])
        base = _maybe_unique(self.index, FullName(writer.base))
        if base is None:
            lost = self.index.maybe_lost(writer.base)
            raise CardError(writer.name, [lost or _unknown_base_finding(writer, self.index)])
        return base


def _layers_of(plain: Card, override: Card | None) -> Sequence[_LayerCards]:
    """The cards of one layer, or of two when the override names its own plain card as base (CARD_SPEC 4)."""
    if override is not None and override.names_itself:
        return (None, override), (plain, None)
    return ((plain, override),)


def duplicate_finding(card: Card, first: Card) -> Finding:
    """The finding that a full name is used a second time."""
    where = location_beside(first, card) + ("" if first.tree is card.tree else f", this one is in {card.source}")
    message = f"card {str(card.full_name)!r} is defined a second time; the first is at {where}"
    hint, related = "rename or remove one of the two", lines_beside(card, (first, first.line))
    if first.tree is not card.tree and not card.env:
        hint += f"; what changes it for you alone is `name: {card.name}@{USER_ENVIRONMENT}`, in your own store"
    return finding_of("C210", card, card.name_node, message, hint, related)


def maybe_orphan_finding(index: CardIndex, card: Card) -> Finding | None:
    """The finding that an override has no plain card; None when it has one, or its file is broken."""
    if not card.env or index.find_cards(FullName(card.name)) or index.maybe_lost(card.name):
        return None
    close = index.closest_names(card.name)
    message = f"{str(card.full_name)!r} overrides {render_name(card.name)}, which does not exist"
    hint = f"did you mean '{close[0]}@{card.env}'?" if close else f"add a card {card.name!r}"
    hint = index.explain_left_out(card.name) or hint
    return finding_of("C205", card, card.name_node, message, hint)


def _base_finding(code: str, writer: Card, message: str, hint: str) -> Finding:
    entry: Entry | None = writer.fields.get("base")
    return finding_of(code, writer, entry.value if entry else writer, message, hint)


def _unknown_base_finding(writer: Card, index: CardIndex) -> Finding:
    close = [name for name in index.closest_names(writer.base or "") if name != writer.name]
    hint = f"did you mean {close[0]!r}?" if close else "add that card, or name an existing one"
    hint = index.explain_left_out(writer.base or "") or hint
    return _base_finding("C401", writer, f"base {render_name(writer.base or '')} does not exist", hint)


def _cycle_finding(writers: dict[str, Card], start: str) -> Finding:
    """The same finding from wherever the cycle is entered: at the first of its cards in the files."""
    names = list(writers)
    cycle = names[names.index(start) :]
    first = min(range(len(cycle)), key=lambda i: (writers[cycle[i]].path, writers[cycle[i]].line))
    message = f"bases form a cycle: {render_chain([*cycle[first:], *cycle[:first], cycle[first]])}"
    return _base_finding("C403", writers[cycle[first]], message, "remove one `base`")


def _too_deep_finding(writers: dict[str, Card]) -> Finding:
    names = list(writers)
    shown = " -> ".join([*names[:3], "...", names[-1]])
    message = f"more than {MAX_LAYERS} layers of bases: {shown}"
    return _base_finding("C404", writers[names[0]], message, "shorten the chain of bases")
