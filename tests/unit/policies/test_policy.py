"""What a policy is given: the differences of a change, each once, in words, and at its place."""

from __future__ import annotations

import pytest

from assetcards.comparison.compare import Difference
from assetcards.comparison.grouping import Affected
from assetcards.comparison.impact import find_impact
from assetcards.names import Asked
from assetcards.policies.policy import Change, name_affected
from tests.unit.policies.judging import catalog_of

FAMILY = "name: base\nlicense: MIT\n" + "".join(f"---\nname: c{i}\nbase: base\n" for i in range(4))


def differences(old: str, new: str, field: str = "license") -> list[tuple[str, str, int]]:
    """What, with the values, and the line of each difference of a field."""
    before, after = catalog_of(old), catalog_of(new)
    change = Change(before=before, impact=find_impact(before, after))

    def is_wanted(asked: Asked, difference: Difference) -> bool:
        return difference.field == field

    return [(str(each), each.values, change.location_of(each)[1]) for each in change.differences(is_wanted)]


def test_a_difference_is_reported_once_for_all_cards_in_which_one_card_caused_it() -> None:
    assert differences(FAMILY, FAMILY.replace("MIT", "X")) == [
        ("license of 'base', 'c0', 'c1' and 2 more", "from 'MIT' to 'X'", 2)
    ]


def test_the_same_difference_by_another_cause_is_another_one() -> None:
    new = FAMILY.replace("name: c0\n", "name: c0\nlicense: X\n").replace("name: c1\n", "name: c1\nlicense: X\n")
    assert differences(FAMILY, new) == [
        ("license of 'c0'", "from 'MIT' to 'X'", 5),
        ("license of 'c1'", "from 'MIT' to 'X'", 9),
    ]


@pytest.mark.parametrize(
    ("old", "new", "values"),
    [
        ("", "license: MIT\n", "from nothing to 'MIT'"),
        ("license: MIT\n", "", "from 'MIT' to nothing"),
        ("license: 1\n", "license: [a, b]\n", "from 1 to ['a', 'b']"),
        ("license: null\n", "license: true\n", "from None to True"),
        ("license: 'a\n\n  b'\n", 'license: "it\'s"\n', "from 'a\\nb' to \"it's\""),
    ],
)
def test_values_are_shown_with_their_types(old: str, new: str, values: str) -> None:
    ((_, told, _),) = differences(f"name: a\nx: 1\n{old}", f"name: a\nx: 1\n{new}")
    assert told == values


def test_what_is_in_an_environment_alone_says_in_which() -> None:
    old = f"{FAMILY}---\nname: c1@lab\nnote: 1\n---\nname: c1@edge\nnote: 1\n"
    assert differences(old, old.replace("note: 1", "license: X")) == [
        ("license of 'c1' in environment 'edge'", "from 'MIT' to 'X'", 20),
        ("license of 'c1' in environment 'lab'", "from 'MIT' to 'X'", 17),
    ]


def test_cards_outside_of_an_environment_are_named_before_those_in_one() -> None:
    affected = Affected(asked=(Asked("a", "lab"), Asked("b", ""), Asked("c", "")))
    assert name_affected(affected) == "'b', 'c'"
    assert name_affected(Affected(asked=affected.asked[:1])) == "'a' in environment 'lab'"


def test_a_value_that_went_with_an_override_is_placed_at_its_card() -> None:
    old = f"{FAMILY}---\nname: c1@lab\nlicense: X\n"
    assert differences(old, FAMILY) == [("license of 'c1' in environment 'lab'", "from 'X' to 'MIT'", 2)]
