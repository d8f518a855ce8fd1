"""`catalog compare`: two or more resolved cards of one catalog side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assetcards.comparison.compare import Content, Difference, content_of, find_differences
from assetcards.model.catalog import Catalog, Revision
from assetcards.model.resolved import ResolvedCard
from assetcards.names import parse_asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two cards as they were asked for, their differences, and what they have in common."""

    queries: tuple[str, str]
    cards: tuple[ResolvedCard, ResolvedCard]
    revision: Revision | None
    differences: tuple[Difference, ...]
    common: Content


def compare(catalog: Catalog, first: str, second: str) -> Pair:
    """Resolve and compare two cards. Raises what `Catalog.card` and `ResolvedCard.config` raise."""
    cards = catalog.resolve(parse_asked(first)), catalog.resolve(parse_asked(second))
    left, right = content_of(cards[0]), content_of(cards[1])
    differences = tuple(find_differences(left, right))
    differing = {difference.field for difference in differences}
    common = {field: leaf for field, leaf in sorted(left.items()) if field not in differing}
    return Pair(queries=(first, second), cards=cards, revision=catalog.revision, differences=differences, common=common)


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """Cards as they were asked for, the content of each, and the names of the values in which not all are the same."""

    queries: tuple[str, ...]
    cards: tuple[ResolvedCard, ...]
    revision: Revision | None
    contents: tuple[Content, ...]
    differing: tuple[str, ...]
    common: Content


def compare_several(catalog: Catalog, names: Sequence[str]) -> Several:
    """Resolve and compare any number of cards. Raises what `compare` raises."""
    cards = tuple(catalog.resolve(parse_asked(name)) for name in names)
    first, *others = contents = tuple(map(content_of, cards))
    differing = {difference.field for other in others for difference in find_differences(first, other)}
    return Several(
        queries=tuple(names),
        cards=cards,
        revision=catalog.revision,
        contents=contents,
        differing=tuple(sorted(differing)),
        common={field: leaf for field, leaf in sorted(first.items()) if field not in differing},
    )
