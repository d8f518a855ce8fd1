"""References: the cards that a card names with a field `X_ref` (CARD_SPEC 4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from assetcards.errors import InvalidNameError
from assetcards.model.card import Card
from assetcards.model.fields import spec_of
from assetcards.names import Asked, parse_asked
from assetcards.nodes import Node, ScalarNode


class Reference(NamedTuple):
    """A field that refers to a card: what it asks for, and its node."""

    field: str
    asked: Asked
    node: ScalarNode

    @property
    def kind(self) -> str:
        """The `X` of `X_ref`: the kind that the card should have, if it is the name of a kind."""
        return self.field.removesuffix("_ref")


def maybe_reference(field: str, node: Node) -> Reference | None:
    """The reference in a value; None for null, and for what cannot be the name of a card."""
    if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
        return None
    try:
        return Reference(field=field, asked=parse_asked(node.value), node=node)
    except InvalidNameError:
        return None


def card_references(card: Card) -> Iterator[Reference]:
    """The references that a card writes itself."""
    for field, entry in card.fields.items():
        reference = maybe_reference(field, entry.value) if spec_of(field).is_reference else None
        if reference is not None:
            yield reference


def named_cards(card: Card) -> Iterator[Reference]:
    """The cards that a card refers to: its base, unless that is its own plain card, and its references."""
    base = maybe_base_reference(card)
    if base is not None and not card.names_itself:
        yield base
    yield from card_references(card)


def maybe_base_reference(card: Card) -> Reference | None:
    """What a card writes as base, if it writes one."""
    base = card.fields.get("base")
    if base is None or not isinstance(base.value, ScalarNode) or card.base is None:
        return None
    return Reference(field="base", asked=Asked(card.base), node=base.value)
