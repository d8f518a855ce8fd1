"""The layers that a resolved card is made of (CARD_SPEC 4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assetcards.model.card import Card
from assetcards.nodes import Entry, is_null


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layer:
    """One layer of a resolved card: a plain card, with the override that replaces fields of it, or either alone.

    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree(cards=[{"name": "tiny_chat", "base": "tiny"}, {"name": "tiny"}, {"name": "tiny@lab"}])
    >>> layers = open_catalog(tree, env="lab", stores=[]).card("tiny_chat").layers
    >>> [[str(card.full_name) for card in layer.cards] for layer in layers]
    [['tiny_chat'], ['tiny@lab', 'tiny']]
    """

    plain: Card | None
    override: Card | None

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards of this layer, nearest first."""
        return tuple(card for card in (self.override, self.plain) if card is not None)

    @property
    def name(self) -> str:
        """The name without environment."""
        return self.cards[0].name

    def maybe_entry(self, field: str) -> tuple[Card, Entry] | None:
        """The nearest card of this layer that writes the field, and what it writes."""
        for card in self.cards:
            if field in card.fields:
                return card, card.fields[field]
        return None


def written_values(layers: Iterable[Layer], field: str) -> list[tuple[Card, Entry]]:
    """What each layer writes for a field, nearest first; nulls are left out."""
    found = filter(None, (layer.maybe_entry(field) for layer in layers))
    return [(card, entry) for card, entry in found if not is_null(entry.value)]
