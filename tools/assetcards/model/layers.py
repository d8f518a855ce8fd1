"""The layers that a resolved card is made of (CARD_SPEC 4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cached_property
from typing import NamedTuple

from assetcards.dotted import DIRECTIVES
from assetcards.errors import CardError
from assetcards.findings import finding_of
from assetcards.model.card import Card
from assetcards.model.fields import CONFIG_KINDS
from assetcards.model.patches import Composed, compose_patches, patch_of
from assetcards.nodes import NO_EXTENT, Entry, Extent, ScalarNode, is_null, walk_mappings
from assetcards.text.documents import LONG

MAX_CARD_BYTES = 8 << 20
"""How large a card may be with everything it inherits, when it is written out with a line for each value."""

MANY_FIELDS = 64
"""From how many fields on a layer does not repeat who writes those below: thousands of cards may inherit them."""


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
    cards: tuple[Card, ...] = dataclass_field(init=False, repr=False)
    """The cards of this layer, nearest first."""
    name: str = dataclass_field(init=False, repr=False)
    """The name without environment."""
    number: int = dataclass_field(init=False, repr=False)
    """How many layers there are from here on."""
    most_bytes: int = dataclass_field(init=False, repr=False)
    """What the size of all fields cannot exceed; quick, because hardly any card is large."""
    has_directives: bool = dataclass_field(init=False, repr=False)
    """Whether a config of it, or of a layer below it, has a directive."""
    _writers: Mapping[str, Card] = dataclass_field(init=False, repr=False)
    """The nearest card that writes a field, of the layers above `_beyond`."""
    _beyond: Layer | None = dataclass_field(init=False, repr=False)
    _patches: dict[str, Composed | CardError | None] = dataclass_field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        """Work out from the layer below what every look-up needs: a chain may be long, and is not descended again."""
        cards = tuple(card for card in (self.override, self.plain) if card is not None)
        below = self.below
        writers = {field: card for card in reversed(cards) for field in card.fields}
        beyond = below
        if below is not None and len(below._writers) < MANY_FIELDS:
            writers, beyond = {**below._writers, **writers}, below._beyond
        self.__dict__.update(
            cards=cards,
            name=cards[0].name,
            number=1 + (below.number if below is not None else 0),
            most_bytes=sum(card.most_bytes for card in cards) + (below.most_bytes if below is not None else 0),
            has_directives=any(map(_has_directives, cards)) or (below is not None and below.has_directives),
            _writers=writers,
            _beyond=beyond,
        )

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
        """The nearest card of this layer, and of those below it, that writes the field, and what it writes."""
        card = self.maybe_writer(field)
        return None if card is None else Written(card, card.fields[field])

    def maybe_writer(self, field: str) -> Card | None:
        """The nearest card of this layer, and of those below it, that writes the field."""
        layer: Layer | None = self
        while layer is not None:
            card = layer._writers.get(field)
            if card is not None:
                return card
            layer = layer._beyond
        return None

    def has_value(self, field: str) -> bool:
        """Whether this layer, or one below it, writes another value than null for the field."""
        card = self.maybe_writer(field)
        return card is not None and (not is_null(card.fields[field].value) or bool(written_values(self.down(), field)))

    @property
    def is_surely_sound(self) -> bool:
        """Whether no config of it can have an error; quick, because that is so for most cards.

        Without directives none is malformed. Of the values, each of which is a leaf at most, each has at most all keys
        of all cards before it when it is written out.
        """
        most_of_a_leaf = self.most_bytes + LONG
        return not self.has_directives and (1 + self.most_bytes // LONG) * most_of_a_leaf <= MAX_CARD_BYTES

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


def _has_directives(card: Card) -> bool:
    """Whether a mapping in a config of the card has a directive."""
    configs = (card.fields[field].value for field in CONFIG_KINDS.keys() & card.fields.keys())
    return any(not DIRECTIVES.isdisjoint(each.entries) for config in configs for each in walk_mappings(config))


class Layers:
    """All layers: there is only one of the same cards over the same layer."""

    def __init__(self) -> None:
        self._known: dict[tuple[Card | None, Card | None, Layer | None], Layer] = {}

    def over(self, plain: Card | None, override: Card | None, below: Layer | None) -> Layer:
        """The layer of these cards over another layer."""
        same = plain, override, below
        if same not in self._known:
            self._known[same] = Layer(plain=plain, override=override, below=below)
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
