"""The tokenizers of cards: `tokenizer_ref` is followed from card to card (CARD_SPEC 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from assetcards.errors import CardError, InvalidNameError, NotFoundError
from assetcards.model.work import Work
from assetcards.names import Asked, parse_asked

if TYPE_CHECKING:
    from assetcards.model.resolved import ResolvedCard

MAX_WALKED = 500_000
"""How many references are followed to find the tokenizers of cards."""


class ResolvesNames(Protocol):
    """Something that resolves cards by name, such as a catalog."""

    def resolve(self, asked: Asked) -> ResolvedCard:
        """As `Catalog.resolve`."""

    def maybe_resolve(self, asked: Asked) -> ResolvedCard | None:
        """As `Catalog.maybe_resolve`."""


class Tokenizers:
    """The cards with the tokenizers of a catalog's cards; each reference is followed once.

    `walked` counts for several catalogs that are read together.
    """

    def __init__(self, catalog: ResolvesNames, walked: Work | None = None) -> None:
        self._catalog = catalog
        self._known: dict[str, ResolvedCard | None] = {}
        self._walked = walked or Work(MAX_WALKED, "references followed to the tokenizers of cards")

    def of(self, catalog: ResolvesNames) -> Tokenizers:
        """Those of another catalog, which are counted together with these."""
        return Tokenizers(catalog, self._walked)

    def card_of(self, card: ResolvedCard) -> ResolvedCard:
        """As `Catalog.tokenizer_card`."""
        seen: list[str] = []
        while (reference := card.maybe_reference("tokenizer_ref")) is not None:
            if reference in seen:
                cycle = " -> ".join([*seen[seen.index(reference) :], reference])
                raise card.field("tokenizer_ref").error(f"forms a cycle: {cycle}")
            seen.append(reference)
            card = self._catalog.resolve(parse_asked(reference))
        return card

    def maybe_card_of(self, card: ResolvedCard) -> ResolvedCard | None:
        """As `Catalog.maybe_tokenizer_card`."""
        passed: list[str] = []
        found = card if card.maybe_reference("tokenizer_ref") is not None else None
        while found is not None and (reference := found.maybe_reference("tokenizer_ref")) is not None:
            if reference in self._known:
                found = self._known[reference]
                break
            self._walked.add(1)
            passed.append(reference)
            self._known[reference] = None  # until the walk has ended, or if it is a cycle
            try:
                found = self._catalog.maybe_resolve(parse_asked(reference))
                if found is not None:
                    found.check_configs()
            except (NotFoundError, InvalidNameError, CardError):
                found = None
        self._known |= dict.fromkeys(passed, found)
        return found
