"""Whose cards a change reaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assetcards.comparison.impact import Impact
from assetcards.model.resolved import ResolvedCard
from assetcards.names import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Owners:
    """The cards that a change reaches by their owners, the owners of the most cards first; and those without owners."""

    cards: Mapping[str, tuple[str, ...]]
    unowned: tuple[str, ...]


def find_owners(impact: Impact) -> Owners:
    """Who owns the cards that a change reaches, before it or after it: a change may also take cards from somebody."""
    owned: defaultdict[str, set[str]] = defaultdict(set)
    reached: set[str] = set()
    for asked in _reached(impact):
        reached.add(asked.name)
        for answer in impact.answers[asked]:
            for owner in _owners_of(answer) if isinstance(answer, ResolvedCard) else ():
                owned[owner].add(asked.name)
    sorted_owners = sorted(owned, key=lambda owner: (-len(owned[owner]), owner))
    return Owners(
        cards={owner: tuple(sorted(owned[owner])) for owner in sorted_owners},
        unowned=tuple(sorted(reached.difference(*owned.values()))),
    )


def _reached(impact: Impact) -> Iterator[Asked]:
    yield from (*impact.added, *impact.removed)
    for group in (impact.renamed, impact.changed, impact.broken, impact.fixed):
        yield from (each.asked for each in group)


def _owners_of(card: ResolvedCard) -> Iterator[str]:
    field = card.maybe_field("owners")
    value = field.value if field is not None else None
    for owner in value if isinstance(value, list) else [value]:
        if isinstance(owner, str) and owner.strip():
            yield owner.strip()
