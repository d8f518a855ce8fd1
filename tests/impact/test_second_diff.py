"""Made-up changes: the library tells what the second comparison of the tests tells, which shares no code with it."""

from __future__ import annotations

from hypothesis import given, settings

from assetcards import MemoryTree
from assetcards.comparison.compare import ContentLeaf
from assetcards.comparison.impact import Impact, find_impact
from assetcards.model.catalog import Catalog
from assetcards.model.store import Store
from assetcards.names import Asked, FullName
from tests.impact.changes import changes
from tests.impact.naive_diff import NaiveDiff, as_text, naive_diff
from tests.model.naive import Source
from tests.model.rendering import render
from tests.sampling import sample


def catalog_of(sources: list[Source]) -> Catalog:
    return Catalog([Store(MemoryTree("made-up", render(sources)))])


def as_naive(impact: Impact) -> NaiveDiff:
    """What the library tells in the words of the second comparison."""
    return NaiveDiff(
        added={pair(asked) for asked in impact.added},
        removed={pair(asked) for asked in impact.removed},
        renamed={pair(each.asked): each.old_name for each in impact.renamed},
        changed={
            pair(change.asked): {
                each.difference.field: (text(each.difference.old), text(each.difference.new), pair(each.cause))
                for each in change.fields
            }
            for change in impact.changed
        },
        broken={pair(failure.asked): pair(failure.cause) for failure in impact.broken},
        fixed={pair(failure.asked): pair(failure.cause) for failure in impact.fixed},
    )


def pair(name: Asked | FullName) -> tuple[str, str]:
    return name.name, name.env or ""


def text(leaf: ContentLeaf | None) -> str | None:
    return None if leaf is None else as_text(leaf.value) + (f" = {leaf.target}" if leaf.target else "")


@settings(max_examples=sample(100, of_all=2000))
@given(changes())
def test_a_change_has_the_states_differences_and_causes_of_the_second_comparison(
    change: tuple[list[Source], list[Source]],
) -> None:
    old, new = change
    assert as_naive(find_impact(catalog_of(old), catalog_of(new))) == naive_diff(old, new)


@settings(max_examples=sample(25, of_all=500))
@given(changes())
def test_nothing_differs_from_itself(change: tuple[list[Source], list[Source]]) -> None:
    impact = find_impact(catalog_of(change[0]), catalog_of(change[0]))
    assert impact.is_empty
    assert impact.edits == {}
