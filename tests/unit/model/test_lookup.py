"""Cards of several stores are found by name, and what is known about a name without a card."""

from __future__ import annotations

import pytest

from assetcards import MemoryTree
from assetcards.model.lookup import Lookup
from assetcards.model.store import Store
from assetcards.names import Asked, FullName
from tests.unit.cards import catalog_of


def lookup_of(*files: str) -> Lookup:
    """Each text is the one file of a store."""
    stores = [Store(MemoryTree(f"store {number}", {"x.yaml": text})) for number, text in enumerate(files)]
    return Lookup(stores, None)


def test_findings_have_duplicate_cards() -> None:
    assert [d.location for d in catalog_of("name: a\n---\nname: a\n").findings()] == ["x.yaml:3:7"]


def test_a_card_is_found_in_every_store_that_has_it_and_its_overrides_beside_it() -> None:
    lookup = lookup_of("name: a\n---\nname: a@lab\n", "name: a\n---\nname: b\n")
    assert [card.source for card in lookup.find_cards(FullName("a"))] == ["memory:store 0", "memory:store 1"]
    assert sorted(map(str, lookup.cards_named("a"))) == ["a", "a@lab"]
    assert (lookup.find_cards(FullName("c")), lookup.card_names()) == ((), ["a", "b"])
    assert [str(finding.code) for finding in lookup.duplicates()] == ["C210"]


def test_a_misplaced_card_comes_after_the_one_in_its_place() -> None:
    files = {"@lab/x.yaml": "name: a\n", "y.yaml": "name: a\n"}
    store = Store(MemoryTree("cards", files))
    assert [card.path for card in Lookup([store], store).find_cards(FullName("a"))] == ["y.yaml", "@lab/x.yaml"]
    assert [card.path for card in Lookup([store], None).find_cards(FullName("a"))] == ["@lab/x.yaml", "y.yaml"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: tin\n", "card 'tiny' is not known (did you mean 'tin'?)"),
        ("name: tiny@lab\n", "card 'tiny' is not known; it has overrides (tiny@lab) but no plain card"),
        ("name: [tiny\n", "card 'tiny' is not known; x.yaml:2:1 could not be read: not valid YAML"),
    ],
    ids=["close", "overrides", "broken"],
)
def test_what_is_known_about_a_name_without_a_card_is_said(text: str, said: str) -> None:
    assert said in str(lookup_of(text).explain_absence(Asked("tiny", None), "memory:store 0"))


def test_what_keeps_a_card_from_being_read_is_known_by_its_name() -> None:
    lookup = lookup_of("name: b\n", "name: tiny\nx: [\n")
    lost = lookup.maybe_lost("tiny")
    assert (lost and lost.source, lookup.maybe_lost("b")) == ("memory:store 1", None)
