"""Made-up changes: the library tells what the second comparison of the tests tells, which shares no code with it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetcards import MemoryTree
from assetcards.comparison import impact
from assetcards.comparison.compare import ContentLeaf
from assetcards.comparison.impact import Impact, find_impact
from assetcards.model.catalog import Catalog
from assetcards.model.store import Store
from assetcards.names import Asked, FullName
from assetcards.policies.policing import judge_change
from tests.impact.changes import changes
from tests.impact.naive_diff import NaiveDiff, as_text, naive_diff
from tests.model.naive import Source
from tests.model.rendering import render
from tests.sampling import sample


def catalog_of(sources: list[Source]) -> Catalog:
    return Catalog([Store(MemoryTree("made-up", render(sources)))])


def as_naive(found: Impact) -> NaiveDiff:
    """What the library tells in the words of the second comparison."""
    return NaiveDiff(
        added={pair(asked) for asked in found.added},
        removed={pair(asked) for asked in found.removed},
        renamed={pair(each.asked): each.old_name for each in found.renamed},
        changed={
            pair(change.asked): {
                each.difference.field: (text(each.difference.old), text(each.difference.new), pair(each.cause))
                for each in change.fields
            }
            for change in found.changed
        },
        broken={pair(failure.asked): pair(failure.cause) for failure in found.broken},
        fixed={pair(failure.asked): pair(failure.cause) for failure in found.fixed},
    )


def pair(name: Asked | FullName) -> tuple[str, str]:
    return name.name, name.env or ""


def text(leaf: ContentLeaf | None) -> str | None:
    return None if leaf is None else as_text(leaf.value) + (f" = {leaf.target}" if leaf.target else "")


@settings(max_examples=sample(40, of_all=2000))
@given(changes())
def test_a_change_has_the_states_differences_and_causes_of_the_second_comparison(
    change: tuple[list[Source], list[Source]],
) -> None:
    old, new = change
    assert as_naive(find_impact(catalog_of(old), catalog_of(new))) == naive_diff(old, new)


@settings(max_examples=sample(25, of_all=500))
@given(changes())
def test_nothing_differs_from_itself(change: tuple[list[Source], list[Source]]) -> None:
    found = find_impact(catalog_of(change[0]), catalog_of(change[0]))
    assert found.is_empty
    assert found.edits == {}


@settings(max_examples=sample(15, of_all=1000))
@given(changes(), st.sampled_from(("", "spaces in n", "back\\slash")))
def test_the_policies_object_to_the_part_that_a_change_reaches_as_to_the_whole(
    change: tuple[list[Source], list[Source]], note: str
) -> None:
    old, new = change
    others = {"others.yaml": f"name: n\nnote: '{note}'\n---\n{{name: n2, base: n}}\n---\n{{name: a@n}}\n"}
    sides = [{**render(side), **others} for side in (old, new)]
    part, whole = ([Catalog([Store(MemoryTree("made-up", files))]) for files in sides] for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(impact, "reached_parts", lambda *sides: sides)
        wanted = judge_change(*whole)
    assert judge_change(*part) == wanted
