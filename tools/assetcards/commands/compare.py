"""`catalog compare`: resolved cards of one catalog side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from assetcards.comparison.compare import Content, ContentLeaf, content_of, find_differences
from assetcards.model.catalog import Catalog, Revision
from assetcards.model.questions import asked_in
from assetcards.model.resolved import ResolvedCard

Leaves: TypeAlias = "Sequence[ContentLeaf | None]"
"""What each of the cards has under one name; None where a card has nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Cards as they were asked for, where they differ, and what they have in common, both sorted by name."""

    queries: tuple[str, ...]
    cards: tuple[ResolvedCard, ...]
    revision: Revision | None
    differing: Mapping[str, Leaves]
    common: Content


def compare(catalog: Catalog, names: Sequence[str]) -> Compared:
    """Resolve and compare cards. Raises what `Catalog.card` and `ResolvedCard.config` raise."""
    cards = tuple(catalog.resolve(asked_in(catalog, name)) for name in names)
    first, *others = contents = [content_of(card) for card in cards]
    differing = {difference.field for other in others for difference in find_differences(first, other)}
    return Compared(
        queries=tuple(names),
        cards=cards,
        revision=catalog.revision,
        differing={field: [content.get(field) for content in contents] for field in sorted(differing)},
        common={field: leaf for field, leaf in sorted(first.items()) if field not in differing},
    )
