"""Configs that open differently after a change: another description opens the same patch differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from assetcards.comparison.compare import ContentLeaf, Difference, find_differences
from assetcards.comparison.grouping import Affected
from assetcards.dotted import dotted_name
from assetcards.errors import CardError
from assetcards.families.judging import MISSING
from assetcards.families.known import KnownFamilies, known_families
from assetcards.families.opened import Opening, openings
from assetcards.findings import Finding
from assetcards.model.catalog import Catalog
from assetcards.model.resolved import ResolvedCard
from assetcards.model.upstream import UpstreamError
from assetcards.model.work import Work
from assetcards.names import Asked
from assetcards.nodes import NO_EXTENT
from assetcards.scalars import ScalarValue

MAX_COMPARED_BYTES = 64 << 20
"""How much of cards is opened to find all configs that open differently."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedChange:
    """A config (`K_config`) that opens differently, or that the code of its family takes on one side alone.

    `findings` are the reasons why it is refused now, or was before. `affected` are the cards that it is so for.
    """

    config: str
    family: str
    kind: Literal["changed", "refused", "accepted"]
    differences: tuple[Difference, ...] = ()
    findings: tuple[Finding, ...] = ()
    affected: Affected

    def key(self) -> Hashable:
        """Equal for the same change in several cards."""
        differences = tuple(each.key() for each in self.differences)
        return self.config, self.family, self.kind, differences, self.findings


def find_opened_changes(old: Catalog, new: Catalog) -> tuple[OpenedChange, ...]:
    """What opens differently in cards that both sides have, whatever the reason: those of the most cards first.

    Of a family that only one side describes, it is what the code refuses. Raises BoundError when it is too much.
    """
    work = Work(MAX_COMPARED_BYTES, "bytes of cards to open", hint="compare without --opened")
    sides = [(catalog, known_families(catalog)) for catalog in (old, new)]
    same: defaultdict[Hashable, list[OpenedChange]] = defaultdict(list)
    for asked in sorted({*old.graph.questions(), *new.graph.questions()}):
        before, after = (_maybe_openings(catalog, known, asked, work) for catalog, known in sides)
        if before is not None and after is not None:
            is_base = asked.name in new.graph.bases
            for kind, opening in after.items():
                change = _maybe_change(before.get(kind), opening, asked, is_base=is_base)
                if change is not None:
                    same[change.key()].append(change)
    found = (replace(each[0], affected=_together(each)) for each in same.values())
    return tuple(sorted(found, key=lambda each: (-len(each.affected.names), each.affected.names, each.config)))


def _together(changes: Iterable[OpenedChange]) -> Affected:
    return Affected(asked=tuple(asked for change in changes for asked in change.affected.asked))


def _maybe_openings(catalog: Catalog, known: KnownFamilies, asked: Asked, work: Work) -> dict[str, Opening] | None:
    """The described kinds of the answer to a question; None for a card that is broken, and without a card of ours."""
    card = _maybe_card(catalog, asked)
    if card is None:
        return None
    work.add(card.size)
    return {each.family.kind: each for each in openings(known, card)}


def _maybe_card(catalog: Catalog, asked: Asked) -> ResolvedCard | None:
    try:
        card = catalog.maybe_resolve(asked) if catalog.asks_for_ours(asked) else None
        if card is not None:
            card.check_configs()
    except (CardError, UpstreamError):
        return None
    return card


def _maybe_change(before: Opening | None, after: Opening, asked: Asked, *, is_base: bool) -> OpenedChange | None:
    """What became of a config; None when nothing did, and for a base that is not there to be opened."""
    config = f"{after.family.kind}_config"
    refused, was_refused = after.refusals, before.refusals if before is not None else []
    if is_base and any(finding.code == MISSING for finding in (*refused, *was_refused)):
        return None
    asks = Affected(asked=(asked,))
    change = OpenedChange(config=config, family=after.family.name, kind="changed", affected=asks)
    if bool(refused) is not bool(was_refused):
        return replace(change, kind="refused" if refused else "accepted", findings=tuple(refused or was_refused))
    if before is None or refused:
        return None
    one, other = (dict(_leaves(side.config, (config,))) for side in (before, after))
    differences = tuple(find_differences(one, other))
    return replace(change, differences=differences) if differences else None


def _leaves(value: Any, path: tuple[ScalarValue, ...]) -> Iterator[tuple[str, ContentLeaf]]:
    """The leaves of an opened config by their dotted names; an empty mapping is one."""
    if isinstance(value, Mapping) and value:
        for key, each in value.items():
            yield from _leaves(each, (*path, key))
    else:
        yield dotted_name(path), ContentLeaf(path=path, value=value, extent=NO_EXTENT)
