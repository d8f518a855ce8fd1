"""Hashes resolved cards; content that many cards inherit is hashed once."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from assetcards.canonical import encode_canonical
from assetcards.comparison.compare import maybe_field_leaf, maybe_leaf
from assetcards.comparison.differences import T
from assetcards.model.card import KINDS, Card
from assetcards.model.fields import FIELDS_OF_ONE_CARD
from assetcards.model.layers import Layer
from assetcards.model.patch_leaves import as_leaf, is_leaf
from assetcards.model.patches import Branch, Composed, Deletion, Entries
from assetcards.model.resolved import ResolvedCard
from assetcards.nodes import plain_value
from assetcards.scalars import ScalarValue


class Marker:
    """Computes a mark for resolved cards: cards with the same content have the same mark.

    The mark of a mapping is the sum of the marks of its entries, so the mark of a card is that of its base, minus what
    the card replaces, plus its replacements.
    """

    def __init__(self) -> None:
        self._layers: dict[Layer, int] = {}
        self._entries: dict[Entries, int] = {}
        self._fields: dict[tuple[Card, str], int] = {}
        self._leaves: dict[int, tuple[Composed, int]] = {}  # with the leaf itself, so that no other one gets its id

    def maybe_mark(self, card: ResolvedCard) -> Hashable:
        """The mark of a card; None for a card without content. Raises CardError as `ResolvedCard.config` does."""
        inherited = _sum(self._layers, card.layer, self._mark_field)
        own = [leaf for name in FIELDS_OF_ONE_CARD if (leaf := maybe_leaf(card, (name,))) is not None]
        patches = [(kind, patch) for kind in KINDS if (patch := card.composed(kind)) is not None]
        if not (inherited or own or patches):
            return None
        marks = ((kind, *self._mark_patch(patch)) for kind, patch in patches)
        return inherited, *((leaf.path, leaf.key()) for leaf in own), *marks

    def _mark_field(self, layer: Layer, key: ScalarValue) -> int:
        name = str(key)
        found = layer.find(name)
        if found is None:
            return 0
        if (found.card, name) not in self._fields:
            leaf = maybe_field_leaf(layer, name)
            self._fields[found.card, name] = 0 if leaf is None else _mark([key, leaf.value, leaf.target])
        return self._fields[found.card, name]

    def _mark_patch(self, patch: Composed) -> tuple[bool, bool, int]:
        if isinstance(patch, Branch) and not is_leaf(patch):
            return False, patch.replaces is not None, _sum(self._entries, patch.entries, self._mark_entry)
        if id(patch) not in self._leaves:
            self._leaves[id(patch)] = patch, _mark(plain_value(as_leaf(patch).node))
        return True, isinstance(patch, Branch) and patch.replaces is not None, self._leaves[id(patch)][1]

    def _mark_entry(self, entries: Entries, key: ScalarValue) -> int:
        effect = entries.get(key)
        if effect is None:
            return 0
        return _mark([effect.key, None if isinstance(effect, Deletion) else list(self._mark_patch(effect))])


def _sum(known: dict[T, int], top: T, mark: Callable[[T, ScalarValue], int]) -> int:
    """The mark of a stack: that of the layers below, and of the keys that each layer above touches."""
    passed: list[T] = []
    at: T | None = top
    while at is not None and at not in known:
        passed.append(at)
        at = at.below
    total = 0 if at is None else known[at]
    for each in reversed(passed):
        below = each.below
        total += sum(mark(each, key) - (0 if below is None else mark(below, key)) for key in each.touched)
        known[each] = total
    return total


def _mark(value: object) -> int:
    from hashlib import blake2b  # late: most changes rename no card, and OpenSSL is loaded with it

    return int.from_bytes(blake2b(encode_canonical(value), digest_size=16).digest(), "big")
