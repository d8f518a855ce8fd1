"""Whose cards a change reaches."""

from __future__ import annotations

from assetcards.comparison.impact import find_impact
from assetcards.comparison.owners import find_owners
from tests.unit.cards import catalog_of

OLD = """\
name: base
owners: [ada, team]
---
name: one
base: base
owners: [bob]
---
name: two
base: base
---
name: free
owners: null
"""


def owners(old: str, new: str) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    found = find_owners(find_impact(catalog_of(old), catalog_of(new)))
    return dict(found.cards), found.unowned


def test_the_owners_of_all_that_an_edit_reaches_are_named_those_of_the_most_cards_first() -> None:
    new = OLD.replace("name: base\n", "name: base\nlicense: MIT\n")
    assert owners(OLD, new) == ({"ada": ("base", "two"), "team": ("base", "two"), "bob": ("one",)}, ())


def test_who_loses_a_card_is_named_like_who_gets_it() -> None:
    assert owners(OLD, OLD.replace("[bob]", "[eve, ' ']")) == ({"bob": ("one",), "eve": ("one",)}, ())


def test_removed_and_new_cards_have_owners_and_some_cards_have_none() -> None:
    new = OLD.replace("name: one", "name: new").replace("owners: null", "owners: []\nlicense: MIT")
    assert owners(OLD, f"{new}---\nname: other\n") == ({"bob": ("new",)}, ("free", "other"))
    new = OLD.replace("name: one", "name: new").replace("[bob]", "eve")
    assert owners(OLD, new) == ({"bob": ("one",), "eve": ("new",)}, ())


def test_a_broken_card_has_the_owners_that_it_had() -> None:
    assert owners(OLD, OLD.replace("name: two\nbase: base", "name: two\nbase: nowhere"))[0] == {
        "ada": ("two",),
        "team": ("two",),
    }


def test_without_a_change_nobody_is_named() -> None:
    assert owners(OLD, OLD) == ({}, ())
