"""The cards of one store as fairseq2 asks for them, by full name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from copy import deepcopy
from functools import partial
from threading import Lock
from typing import TypeAlias

from assetcards.assets.asset import Asset
from assetcards.errors import AssetCardsError
from assetcards.fairseq2.bringing import Bring
from assetcards.fairseq2.handed import HandedCard
from assetcards.fairseq2.late import Late, LateFields
from assetcards.names import FullName
from assetcards.nodes import Value

Refuse: TypeAlias = Callable[[str, str], Exception]
"""Makes the error that fairseq2 shows for a card, of its name and a message."""


class Provider:
    """What fairseq2 calls a provider of metadata. It gives what was read before, and brings assets one at a time.

    `lost` says why cards cannot be read at all, by name.
    """

    def __init__(
        self, source: str, cards: Iterable[HandedCard], lost: Mapping[str, str], refuse: Refuse, bring: Bring
    ) -> None:
        self._source = source
        self._cards = {_asked(card.full_name): card for card in cards}
        self._problems = {_asked(FullName(name)): (name, problem) for name, problem in lost.items()}
        for card in self._cards.values():
            if card.problem:
                self._problems[_asked(FullName(card.problem))] = card.full_name.name, card.problem
        self._refuse = refuse
        self._bring = bring
        self._lock = Lock()

    @property
    def source(self) -> str:
        """The store: a folder, or a repository with the commit."""
        return self._source

    @property
    def asset_names(self) -> Set[str]:
        """The full names of all cards."""
        return self._cards.keys()

    def maybe_get_metadata(self, name: str) -> dict[str, object] | None:
        """The fields of a card, which the caller may change. Its assets are brought when they are read.

        Raises the error that was given for a card that does not resolve: fairseq2 asks for its base, which is the
        problem.
        """
        if name in self._problems and name not in self._cards:
            raise self._refuse(*self._problems[name])
        card = self._cards.get(name)
        if card is None:
            return None
        fields = LateFields({field: self._given(card, field, value) for field, value in card.fields.items()})
        is_ours = _asked(FullName(card.full_name.name)) in self._cards
        return fields if is_ours else {field: fields[field] for field in fields}  # put onto a mapping of fairseq2's own

    def _given(self, card: HandedCard, field: str, value: Value) -> object:
        asset = card.assets.get(field)
        return deepcopy(value) if asset is None else Late(str(value), partial(self._brought, card, asset))

    def _brought(self, card: HandedCard, asset: Asset) -> str:
        with self._lock:
            try:
                return self._bring(asset)
            except AssetCardsError as error:
                raise self._refuse(card.full_name.name, str(error)) from None


def _asked(name: FullName) -> str:
    """A full name as fairseq2 writes it."""
    return f"{name.name}@{name.env}"
