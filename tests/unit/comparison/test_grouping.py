"""What is told once: the groups of a change, what is in each, and their order."""

from __future__ import annotations

from assetcards.comparison.grouping import group_changes, group_failures
from assetcards.comparison.impact import find_impact
from assetcards.names import FullName
from tests.unit.cards import catalog_of

FAMILIES = """\
name: a_small
license: MIT
---
name: b_large
license: MIT
---
name: c
base: b_large
---
name: d
base: b_large
"""


def changes(old: str, new: str) -> list[tuple[str, list[str]]]:
    """Each group: its causes with their fields, and all that is affected."""
    groups = group_changes(find_impact(catalog_of(old), catalog_of(new)).changed)
    return [
        (
            f"{', '.join(map(str, group.causes))}: {', '.join(each.field for each in group.differences)}",
            [str(asked.full_name) for asked in group.affected.asked],
        )
        for group in groups
    ]


def failures(old: str, new: str) -> list[tuple[str, list[str]]]:
    """Each group of what broke: its causes with the codes, and all that is affected."""
    groups = group_failures(find_impact(catalog_of(old), catalog_of(new)).broken)
    return [
        (
            f"{', '.join(map(str, group.causes))}: {', '.join(each.code for each in group.findings)}",
            [str(asked.full_name) for asked in group.affected.asked],
        )
        for group in groups
    ]


def test_the_change_of_the_most_cards_comes_first() -> None:
    """By names it would be the other way round."""
    new = FAMILIES.replace("a_small\nlicense: MIT", "a_small\nlicense: X").replace("MIT", "Y")
    assert changes(FAMILIES, new) == [("b_large: license", ["b_large", "c", "d"]), ("a_small: license", ["a_small"])]


def test_of_changes_of_as_many_cards_the_first_by_name_comes_first() -> None:
    new = FAMILIES.replace("name: c\n", "name: c\nx: 1\n").replace("a_small\n", "a_small\ny: 1\n")
    assert changes(FAMILIES, new) == [("a_small: y", ["a_small"]), ("c: x", ["c"])]


def test_cards_count_once_in_however_many_environments_they_change() -> None:
    overrides = "".join(f"---\nname: a_small@{env}\nnote: {env}\n" for env in ("e", "f", "g"))
    old = FAMILIES + overrides
    new = old.replace("a_small\nlicense: MIT", "a_small\nlicense: X").replace("MIT", "Y")
    assert [cause for cause, _ in changes(old, new)] == ["b_large: license", "a_small: license"]


def test_what_broke_the_most_cards_comes_first() -> None:
    new = FAMILIES.replace("a_small\n", "a_small\nbase: nowhere\n").replace("b_large\n", "b_large\nbase: nowhere\n", 1)
    assert failures(FAMILIES, new) == [("b_large: C401", ["b_large", "c", "d"]), ("a_small: C401", ["a_small"])]


def test_cards_that_change_alike_by_themselves_are_one_group() -> None:
    new = FAMILIES.replace("name: c\n", "name: c\nx: 1\n").replace("name: d\n", "name: d\nx: 1\n")
    assert changes(FAMILIES, new) == [("c, d: x", ["c", "d"])]


def test_another_value_is_another_group() -> None:
    new = FAMILIES.replace("name: c\n", "name: c\nx: 1\n").replace("name: d\n", "name: d\nx: 2\n")
    assert changes(FAMILIES, new) == [("c: x", ["c"]), ("d: x", ["d"])]


def test_a_card_with_heirs_is_not_of_the_group_of_those_that_changed_alike_without() -> None:
    new = FAMILIES.replace("MIT", "Y")
    assert changes(FAMILIES, new) == [("b_large: license", ["b_large", "c", "d"]), ("a_small: license", ["a_small"])]


def test_names_are_those_of_an_environment_or_of_all() -> None:
    old = f"{FAMILIES}---\nname: c@lab\nnote: 1\n"
    (group,) = group_changes(
        find_impact(catalog_of(old), catalog_of(old.replace("b_large\nlicense: MIT", "b_large\nlicense: Y"))).changed
    )
    assert group.causes == (FullName("b_large"),)
    assert group.affected.names == ["b_large", "c", "d"]
    assert (group.affected.names_in(""), group.affected.names_in("lab")) == (["b_large", "c", "d"], ["c"])
    assert group.affected.environments == ["lab"]
