"""The catalog of a lock file: the cards that are locked, and no other one of the same commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assetcards.errors import CardError, InvalidNameError, NotLockedError
from assetcards.findings import Finding
from assetcards.model.card import Card
from assetcards.model.card_digest import card_digest
from assetcards.model.catalog import Catalog, Revision
from assetcards.model.resolved import ResolvedCard
from assetcards.model.settings import Settings
from assetcards.model.store import Store
from assetcards.names import Asked, FullName, parse_asked
from assetcards.sources.lockfile import VERSION


class LockedCatalog(Catalog):
    """A catalog in which only some cards may be asked for; bases and references are those of the whole.

    A card that is locked bare is locked in every environment that has no override for it or its bases, too.
    """

    def __init__(self, whole: Catalog, names: Iterable[FullName], lock: str) -> None:
        super().__init__(
            whole.stores,
            settings=whole.settings,
            env=whole.env,
            revision=whole.revision,
            open_upstreams=whole.open_upstreams,
        )
        self._whole = whole
        self._names = frozenset(names)
        self._lock = lock

    def with_(
        self,
        *,
        stores: Sequence[Store] | None = None,
        settings: Settings | None = None,
        env: str | None = None,
        revision: Revision | None = None,
    ) -> Catalog:
        """As `Catalog.with_`; the same cards are locked."""
        whole = self._whole.with_(stores=stores, settings=settings, env=env, revision=revision)
        return LockedCatalog(whole, self._names, self._lock)

    def maybe_resolve(self, asked: Asked) -> ResolvedCard | None:
        """As `Catalog.maybe_resolve`. Raises NotLockedError for a card that is there, and not locked."""
        card = self._whole.maybe_resolve(asked)
        if card is not None and not self._is_locked(asked, card):
            raise NotLockedError(str(asked).removesuffix("@"), self._lock)
        return card

    def _is_locked(self, asked: Asked, card: ResolvedCard) -> bool:
        env = self.env if asked.env is None else asked.env
        if FullName(asked.name, env or "") in self._names:
            return True
        digest = card_digest(card, "", VERSION)
        others = (self._whole.maybe_resolve(Asked(*name)) for name in self._names if name.name == asked.name)
        return any(other is not None and card_digest(other, "", VERSION) == digest for other in others)

    def _may_ask(self, asked: Asked) -> bool:
        if all(name.name != asked.name for name in self._names):
            return False
        try:
            card = self._whole.maybe_resolve(asked)
        except CardError:  # it says so when it is asked for
            return True
        return card is not None and self._is_locked(asked, card)

    def all_cards(self) -> Iterator[Card]:
        """Every unresolved card that may be asked for by its full name."""
        return (card for card in super().all_cards() if self._may_ask(Asked(card.name, card.env or None)))

    def full_names(self) -> Iterator[FullName]:
        """The full names of these cards."""
        return (card.full_name for card in self.all_cards())

    def card_names(self) -> list[str]:
        """The names that may be asked for in the environments in force, sorted."""
        return [name for name in super().card_names() if self._may_ask(Asked(name))]

    def __contains__(self, name: object) -> bool:
        """Whether a card may be asked for by that full name."""
        try:
            return isinstance(name, str) and super().__contains__(name) and self._may_ask(parse_asked(name))
        except InvalidNameError:
            return False

    def text_findings(self) -> Iterator[Finding]:
        """None: what is locked was read when the lock was checked, and other files do not count."""
        return iter(())

    def tokenizer_card(self, card: ResolvedCard) -> ResolvedCard:
        """As `Catalog.tokenizer_card`; a reference may lead to a card that is not locked."""
        return self._whole.tokenizer_card(card)

    def maybe_tokenizer_card(self, card: ResolvedCard) -> ResolvedCard | None:
        """As `Catalog.maybe_tokenizer_card`; a reference may lead to a card that is not locked."""
        return self._whole.maybe_tokenizer_card(card)
