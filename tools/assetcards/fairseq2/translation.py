"""Cards translated for fairseq2: whatever it asks for, it gets the values that our catalog resolves to.

fairseq2 puts an override onto its plain card key by key and follows `base`, as we do; what it does otherwise
(CARD_SPEC 7) is avoided here: by a card of another name, by an address instead of a path, or by a card written whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, TypeAlias

from assetcards.errors import CardError
from assetcards.fairseq2.handed import ClashError, HandedCard, Note, Translation, Why
from assetcards.fairseq2.likeness import Likeness
from assetcards.fairseq2.paths import maybe_for_fairseq2, maybe_location
from assetcards.fairseq2.pins import assets_of_card, assets_written, lost_pins
from assetcards.fairseq2.problems import card_problem, sentence_of
from assetcards.fairseq2.theirs import bases_to_copy, names_left, notes_of_left
from assetcards.fairseq2.whole import needs_whole, whole_configs
from assetcards.model.card import KINDS, Card
from assetcards.model.catalog import Catalog
from assetcards.model.fields import CONFIG_KINDS
from assetcards.model.questions import resolve_all
from assetcards.model.resolved import ResolvedCard
from assetcards.names import Asked, FullName
from assetcards.nodes import Value, plain_value

OnClash: TypeAlias = Literal["error", "theirs"]

_COPY, _PLAIN = ".copy", ".plain"
"""What is added to the name of a card that is handed over under another one."""


def translate(catalog: Catalog, theirs: Mapping[str, Likeness], on_clash: OnClash = "error") -> Translation:
    """All cards of a catalog for fairseq2, which has cards of its own, `theirs`.

    A card that says what theirs says is left to fairseq2; one that says something else raises ClashError, or is left
    to it as well if `on_clash` is `theirs`. Raises UpstreamError when an upstream cannot be read.

    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree(cards=[{"name": "tiny", "model_config": {"a": 1}}, {"name": "tiny@lab", "base": "tiny"}])
    >>> found = translate(open_catalog(tree, stores=[]), {})
    >>> {str(each.full_name): each.fields for each in found.cards}
    {'tiny': {'model_config': {'a': 1}}, 'tiny.plain': {'model_config': {'a': 1}}, 'tiny@lab': {'base': 'tiny.plain'}}
    """
    catalog.require_upstreams("a translation for fairseq2")
    left = names_left(catalog, theirs)
    clashes = [name for name, why in left.items() if why is Why.CLASH]
    if clashes and on_clash == "error":
        raise ClashError(clashes)
    return _Translator(catalog, theirs, left).translation()


class _Translator:
    """One translation; `left` are the plain cards that are left to fairseq2."""

    def __init__(self, catalog: Catalog, theirs: Mapping[str, Likeness], left: Mapping[str, Why]) -> None:
        self._catalog = catalog
        self._theirs = theirs
        self._left = left
        self._cards: dict[FullName, Card] = {}
        for card in catalog.all_cards():
            self._cards.setdefault(card.full_name, card)
        self._taken = {*(name.name for name in self._cards), *theirs}
        self._copies = self._other_names(bases_to_copy(catalog, theirs, left), _COPY)
        layered = (card.name for card in self._cards.values() if card.env and card.names_itself)
        self._plains = self._other_names(sorted(set(layered)), _PLAIN)
        self._notes = list(notes_of_left(catalog, left))

    def _other_names(self, names: Iterable[str], ending: str) -> dict[str, str]:
        """Names that no card has, for cards that need one more."""
        found = {}
        for name in names:
            other = name + ending
            while other in self._taken:
                other += "_"
            self._taken.add(other)
            found[name] = other
        return found

    def translation(self) -> Translation:
        whole = {asked.full_name: self._whole(asked, card) for asked, card in self._asked_of_theirs()}
        cards = [each for card in self._cards.values() for each in self._handed(card) if each.full_name not in whole]
        return Translation(cards=[*cards, *whole.values(), *self._refused()], notes=self._notes)

    def _note(self, card: FullName, why: Why, text: str) -> None:
        self._notes.append(Note(card=str(card), why=why, text=text))

    def _handed(self, card: Card) -> Iterator[HandedCard]:
        """A card under its own name, unless that is fairseq2's, and under others where it is needed under them."""
        if card.env or card.name not in self._left:
            yield self._translated(card, card.full_name)
        if card.name in self._copies:
            copy = FullName(self._copies[card.name], card.env)
            self._note(card.full_name, Why.COPY, f"is {str(copy)!r}, too, as a base of cards")
            yield self._translated(card, copy)
        if not card.env and card.name in self._plains:
            plain = FullName(self._plains[card.name])
            self._note(card.full_name, Why.LAYER, f"is {str(plain)!r}, too, for overrides with their own card as base")
            yield self._translated(card, plain)

    def _translated(self, card: Card, name: FullName) -> HandedCard:
        problem = card_problem(self._catalog, card)
        if problem and name == card.full_name:
            self._note(name, Why.BROKEN, problem)
        fields = {field: self._value(card, field, name) for field in card.fields}
        if problem:
            fields["base"] = problem
        assets = assets_written(self._catalog, card)
        for pin in lost_pins(card, assets) if name == card.full_name else ():
            self._note(name, Why.PIN, f"{pin} is written without the address that it pins, and is lost")
        return HandedCard(full_name=name, fields=fields, card=card, assets=assets, problem=problem)

    def _value(self, card: Card, field: str, name: FullName) -> Value:
        if field == "base" and card.base is not None:
            is_layer = card.env and card.names_itself
            return self._plains[card.name] if is_layer else self._copies.get(card.base, card.base)
        return self._maybe_address(card, field, name) or plain_value(card.fields[field].value)

    def _maybe_address(self, card: Card, field: str, name: FullName) -> str | None:
        """The address that fairseq2 gets instead of a relative path; None where the value stays."""
        location = maybe_location(card, field)
        if location is None:
            return None
        address = maybe_for_fairseq2(location)
        if name == card.full_name:
            self._note(name, Why.PATH, f"{field} is {address or location}")
        return address

    def _refused(self) -> Iterator[HandedCard]:
        """Overrides for cards that do not resolve in an environment though each part of them does: too many layers."""
        for asked, answer in resolve_all(self._catalog):
            if asked.env and isinstance(answer, CardError) and asked.full_name not in self._cards:
                problem = sentence_of(answer)
                self._note(asked.full_name, Why.BROKEN, problem)
                plain = self._cards[FullName(asked.name)]
                yield HandedCard(full_name=asked.full_name, fields={"base": problem}, card=plain, problem=problem)

    def _asked_of_theirs(self) -> Iterator[tuple[Asked, ResolvedCard]]:
        """The cards of fairseq2 in environments where our overrides alone do not give what ours are there."""
        for asked in self._catalog.graph.questions():
            if asked.env and asked.name in self._left:
                card = self._maybe_resolved(asked)
                if card is not None and needs_whole(card):
                    yield asked, card

    def _maybe_resolved(self, asked: Asked) -> ResolvedCard | None:
        try:
            return self._catalog.maybe_resolve(asked)
        except CardError:  # its override is handed over with the problem
            return None

    def _whole(self, asked: Asked, card: ResolvedCard) -> HandedCard:
        name = asked.full_name
        self._note(name, Why.WHOLE, "is written with all that it has there, because the plain card is fairseq2's")
        fields = {each: self._value(card.field(each).card, each, name) for each in card.field_names}
        ours = [key for kind in KINDS if (key := card.config_key(kind)) is not None]
        others = {*self._theirs[asked.name].config_keys, *CONFIG_KINDS.keys() & fields.keys()} - {*ours}
        fields |= whole_configs(card, sorted(others))
        return HandedCard(full_name=name, fields=fields, card=card.cards[0], assets=assets_of_card(card))
