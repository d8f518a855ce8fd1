"""Configs that a change writes otherwise and that open as before: their family cannot tell the two apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from assetcards.canonical import encode_canonical
from assetcards.comparison.impact import Impact
from assetcards.families.shipped import may_be_described
from assetcards.model.card import KINDS
from assetcards.model.catalog import Catalog
from assetcards.model.resolved import ResolvedCard
from assetcards.names import Asked

if TYPE_CHECKING:
    from assetcards.families.known import KnownFamilies
    from assetcards.families.opened import Opening

MAX_OPENED_BYTES = 32 << 20
"""How much of cards is opened to find configs that open alike; of those beyond nothing is said."""

OpenAlike: TypeAlias = Mapping[Asked, Mapping[str, str]]
"""For each card that changed the configs (`K_config`) that open as before, each with the family."""


def find_open_alike(old: Catalog, new: Catalog, impact: Impact) -> OpenAlike:
    """The configs that a change writes otherwise, and that the code of their family gets as it did before."""
    of_kinds = {f"{kind}_config" for kind in KINDS}
    differing = {change.asked: of_kinds & {each.difference.part for each in change.fields} for change in impact.changed}
    found: dict[Asked, Mapping[str, str]] = {}
    families = _Families(old, new)
    for asked, parts in differing.items():
        before, after = impact.answers[asked]
        if isinstance(before, ResolvedCard) and isinstance(after, ResolvedCard):
            configs = [part for part in parts if families.may_know(part, before, after)]
            alike = families.alike(before, after) if configs else ()
            found[asked] = {config: name for config, name in alike if config in configs}
    return {asked: each for asked, each in found.items() if each}


class _Families:
    """The families that both sides of a change know, which are read when they are needed."""

    def __init__(self, old: Catalog, new: Catalog) -> None:
        self._catalogs = old, new
        self._known: tuple[KnownFamilies, KnownFamilies] | None = None
        self._left = MAX_OPENED_BYTES

    def may_know(self, config: str, *sides: ResolvedCard) -> bool:
        """Whether the family of a config may be described on both sides."""
        kind = config.removesuffix("_config")
        return all(
            may_be_described(catalog.settings.families, str(card.families().get(kind)).strip())
            for catalog, card in zip(self._catalogs, sides, strict=True)
        )

    def alike(self, old: ResolvedCard, new: ResolvedCard) -> Iterator[tuple[str, str]]:
        """The configs that two cards of the same family have alike when they are opened, with the family."""
        from assetcards.families.known import known_families  # late: it reads all that is described
        from assetcards.families.opened import openings

        if self._known is None:
            self._known = known_families(self._catalogs[0]), known_families(self._catalogs[1])
        before = {each.family.kind: each for each in openings(self._known[0], old)}
        for after in openings(self._known[1], new):
            kind, name = after.family.kind, after.family.name
            if kind in before and before[kind].family.name == name and self._open_alike(before[kind], after):
                yield f"{kind}_config", name

    def _open_alike(self, *sides: Opening) -> bool:
        self._left -= sum(side.card.size for side in sides)
        if self._left < 0:
            return False
        one, other = (encode_canonical(side.config) for side in sides)
        return one == other and not any(side.refusals for side in sides)
