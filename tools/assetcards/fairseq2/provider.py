"""The cards of one store as fairseq2 asks for them, by full name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from copy import deepcopy
from typing import TypeAlias

from assetcards.fairseq2.handed import HandedCard
from assetcards.names import FullName

Refuse: TypeAlias = Callable[[str, str], Exception]
"""Makes the error that fairseq2 shows for a card, of its name and a message."""


class Provider:
    """What fairseq2 calls a provider of metadata. It only gives what was read before, so that it can be shared.

    `lost` says why cards cannot be read at all, by name.
    """

    def __init__(self, source: str, cards: Iterable[HandedCard], lost: Mapping[str, str], refuse: Refuse) -> None:
        self._source = source
        self._cards = {_asked(card.full_name): card for card in cards}
        self._problems = {_asked(FullName(name)): (name, problem) for name, problem in lost.items()}
        for card in self._cards.values():
            if card.problem:
                self._problems[_asked(FullName(card.problem))] = card.full_name.name, card.problem
        self._refuse = refuse

    @property
    def source(self) -> str:
        """The store: a folder, or a repository with the commit."""
        return self._source

    @property
    def asset_names(self) -> Set[str]:
        """The full names of all cards."""
        return self._cards.keys()

    def maybe_get_metadata(self, name: str) -> dict[str, object] | None:
        """The fields of a card, which the caller may change.

        Raises the error that was given for a card that does not resolve: fairseq2 asks for its base, which is the
        problem.
        """
        if name in self._problems and name not in self._cards:
            raise self._refuse(*self._problems[name])
        card = self._cards.get(name)
        return None if card is None else {field: deepcopy(value) for field, value in card.fields.items()}


def _asked(name: FullName) -> str:
    """A full name as fairseq2 writes it."""
    return f"{name.name}@{name.env}"
