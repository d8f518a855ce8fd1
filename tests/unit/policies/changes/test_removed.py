"""P101: cards that go, and the deprecation that lets them."""

from __future__ import annotations

import pytest

from tests.unit.policies.judging import finder

found_in = finder("P101")

STAYS = "name: stays\nnote: 1\n"
GOES = "name: goes\nnote: 2\n"


def old(deprecated: str) -> str:
    return f"{STAYS}---\n{GOES}deprecated: {deprecated}\n"


@pytest.mark.parametrize("about", ["{replaced_by: stays}", "{reason: bad, replaced_by: ' stays '}"])
def test_a_card_whose_deprecation_names_one_that_stays_may_go(about: str) -> None:
    assert found_in(old(about), STAYS) == []


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("null", "it was not deprecated with a `replaced_by`"),
        ("{reason: bad}", "it was not deprecated with a `replaced_by`"),
        ("{replaced_by: [stays]}", "it was not deprecated with a `replaced_by`"),
        ("soon", "it was not deprecated with a `replaced_by`"),
        ("{replaced_by: nowhere}", "its deprecation names 'nowhere', which does not exist"),
        ("{replaced_by: goes}", "its deprecation names 'goes', which does not exist"),
    ],
)
def test_a_card_may_not_go_without_a_replacement_that_is_there(about: str, said: str) -> None:
    assert found_in(old(about), STAYS) == [f"0: P101 error: card 'goes' was removed (was at x.yaml:4): {said}"]


def test_a_card_goes_once_however_many_overrides_go_with_it() -> None:
    overrides = "---\nname: goes@lab\nnote: 3\n---\nname: goes@edge\nnote: 4\n"
    assert len(found_in(f"{STAYS}---\n{GOES}{overrides}", STAYS)) == 1


def test_an_override_that_goes_alone_is_no_card() -> None:
    assert found_in(f"{GOES}---\nname: goes@lab\nnote: 3\n", GOES) == []


def test_a_renamed_card_is_gone_under_its_old_name() -> None:
    (found,) = found_in(f"{STAYS}---\n{GOES}", f"{STAYS}---\n{GOES}".replace("name: goes", "name: went"))
    assert found.endswith("card 'goes' was removed (was at x.yaml:4): it was renamed to 'went' without a deprecation")


def test_the_replacement_must_stay_not_only_have_been() -> None:
    found = found_in(old("{replaced_by: stays}"), "name: new\nnote: 5\n")
    assert [line.split("'")[1] for line in found] == ["goes", "stays"]
