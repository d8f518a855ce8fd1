"""P104: a license that changes or goes."""

from __future__ import annotations

from tests.unit.policies.judging import finder

found_in = finder("P104")

PLAIN = "name: one\n"
LICENSED = f"{PLAIN}license: MIT\n"


def test_a_license_that_is_added_is_none_that_changed() -> None:
    assert found_in(PLAIN, LICENSED) == []
    assert found_in(f"{PLAIN}base: b\n---\nname: b\n", f"{PLAIN}base: b\n---\nname: b\nlicense: MIT\n") == []


def test_a_license_that_changes_needs_review() -> None:
    assert found_in(LICENSED, LICENSED.replace("MIT", "BSD-3-Clause")) == [
        "2: P104 warning: license of 'one' changed from 'MIT' to 'BSD-3-Clause'"
    ]


def test_a_license_that_goes_needs_review_at_its_card() -> None:
    assert found_in(LICENSED, PLAIN) == ["1: P104 warning: license of 'one' changed from 'MIT' to nothing"]


def test_a_license_that_an_heir_overrides_is_of_the_heir_alone() -> None:
    heir = f"{LICENSED}---\nname: heir\nbase: one\n"
    assert found_in(heir, f"{heir}license: BSD-3-Clause\n") == [
        "6: P104 warning: license of 'heir' changed from 'MIT' to 'BSD-3-Clause'"
    ]


def test_a_new_card_has_no_license_that_changed() -> None:
    assert found_in(LICENSED, f"{LICENSED}---\nname: new\nlicense: BSD-3-Clause\n") == []
