"""The layers that a resolved card is made of (CARD_SPEC 4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from functools import cached_property
from typing import NamedTuple

from assetcards.errors import CardError
from assetcards.findings import finding_of
from assetcards.model.card import Card
from assetcards.model.patches import Composed, compose_patches, patch_of
from assetcards.nodes import NO_EXTENT, Entry, Extent, ScalarNode, is_null

MAX_CARD_BYTES = 8 << 20
"""How large a card may be with everything it inherits, when it is written out with a line for each value."""


class Written(NamedTuple):
    """A field as a card writes it."""

    card: Card
    entry: Entry


@dataclass(frozen=True, kw_only=True, eq=False)
class Layer:
    """One layer of a resolved card: a plain card, with the override that replaces fields of it, or either alone.

    `below` is the next one. The values of a layer and all below it are computed once, and shared by all cards that
    inherit from it.

    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree(cards=[{"name": "tiny_chat", "base": "tiny"}, {"name": "tiny"}, {"name": "tiny@lab"}])
    >>> layers = open_catalog(tree, env="lab", stores=[]).card("tiny_chat").layers
    >>> [[str(card.full_name) for card in layer.cards] for layer in layers]
    [['tiny_chat'], ['tiny@lab', 'tiny']]
    """

    plain: Card | None
    override: Card | None
    below: Layer | None = dataclass_field(default=None, repr=False)
    _inherited: dict[str, Written | None] = dataclass_field(default_factory=dict, init=False, repr=False)
    _patches: dict[str, Composed | CardError | None] = dataclass_field(default_factory=dict, init=False, repr=False)

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The cards of this layer, nearest first; every look-up of a field uses them."""
        return tuple(card for card in (self.override, self.plain) if card is not None)

    @cached_property
    def name(self) -> str:
        """The name without environment."""
        return self.cards[0].name

    def down(self) -> Iterator[Layer]:
        """This layer, and those below it."""
        layer: Layer | None = self
        while layer is not None:
            yield layer
            layer = layer.below

    @property
    def touched(self) -> set[str]:
        """The fields that may differ from those below."""
        return {field for card in self.cards for field in card.fields}

    @property
    def number(self) -> int:
        """How many layers there are from here on."""
        return sum(1 for _ in self.down())

    @cached_property
    def most_bytes(self) -> int:
        """What the size of all fields cannot exceed; quick, because hardly any card is large."""
        own = sum(card.most_bytes for card in self.cards)
        return own if self.below is None else own + self.below.most_bytes

    @cached_property
    def extent(self) -> Extent:
        """How large all fields are; a config counts as the nearest card writes it."""
        own = {field: extent for card in reversed(self.cards) for field, extent in card.extents.items()}
        if self.below is None:
            return NO_EXTENT.plus(*own.values())
        replaced = [found.card.extents[field] for field in own if (found := self.below.find(field)) is not None]
        return self.below.extent.plus(*own.values()).minus(*replaced)

    def maybe_entry(self, field: str) -> Written | None:
        """The nearest card of this layer that writes the field, and what it writes."""
        for card in self.cards:
            entry = card.fields.get(field)
            if entry is not None:
                return Written(card, entry)
        return None

    def find(self, field: str) -> Written | None:
        """The nearest card of this layer, and of those below it, that writes the field."""
        found = self.maybe_entry(field)
        layer = self.below
        passed: list[Layer] = []
        while found is None and layer is not None:
            if field in layer._inherited:
                found = layer._inherited[field]
                break
            found = layer.maybe_entry(field)
            passed.append(layer)
            layer = layer.below
        for each in passed:
            each._inherited[field] = found
        return found

    def has_value(self, field: str) -> bool:
        """Whether this layer, or one below it, writes another value than null for the field."""
        found = self.find(field)
        return found is not None and (not is_null(found.entry.value) or bool(written_values(self.down(), field)))

    def patch(self, field: str) -> Composed | None:
        """What this layer and those below it do to a config; None when all of it is null.

        Raises CardError when a directive in it is malformed, or when it is too large.
        """
        passed: list[Layer] = []
        for layer in self.down():
            if field in layer._patches:
                break
            passed.append(layer)
        for layer in reversed(passed):
            layer._patches[field] = layer._compose(field)
        found = self._patches[field]
        if isinstance(found, CardError):
            raise CardError(found.card, found.findings)
        return found

    def _compose(self, field: str) -> Composed | CardError | None:
        below = None if self.below is None else self.below._patches[field]
        written = self.maybe_entry(field)
        if isinstance(below, CardError) or written is None or is_null(written.entry.value):
            return below
        try:
            patch = compose_patches(below, patch_of(written.entry, written.card))
        except CardError as error:
            return error
        return _maybe_too_large(patch.extent, written.card, written.entry.key) or patch


class Layers:
    """All layers: there is only one of the same cards over the same layer."""

    def __init__(self) -> None:
        self._known: dict[tuple[Card | None, Card | None, Layer | None], Layer] = {}

    def over(self, layer: Layer, below: Layer | None) -> Layer:
        """A layer of the same cards over another layer."""
        same = layer.plain, layer.override, below
        if same not in self._known:
            self._known[same] = replace(layer, below=below)
        return self._known[same]


def maybe_too_large(layer: Layer) -> CardError | None:
    """The error that the fields of a layer and of those below it are too large, or None."""
    if layer.most_bytes <= MAX_CARD_BYTES:
        return None
    card = layer.cards[0]
    return _maybe_too_large(layer.extent, card, card.name_node)


def _maybe_too_large(extent: Extent, card: Card, at: ScalarNode) -> CardError | None:
    if extent.size <= MAX_CARD_BYTES:
        return None
    message = f"card {str(card.full_name)!r} has more than {MAX_CARD_BYTES} bytes with everything it inherits"
    hint = "write fewer values into the card, or into its bases"
    return CardError(str(card.full_name), [finding_of("C410", card, at, message, hint)])


def written_values(layers: Iterable[Layer], field: str) -> list[Written]:
    """The values of a field in each layer, nearest first; nulls are left out."""
    found = filter(None, (layer.maybe_entry(field) for layer in layers))
    return [written for written in found if not is_null(written.entry.value)]
