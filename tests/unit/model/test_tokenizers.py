"""The tokenizers of cards, as the catalog gives them: references are followed, once each."""

from __future__ import annotations

import pytest

from assetcards import FieldError
from assetcards.errors import BoundError
from assetcards.model.tokenizers import Tokenizers
from assetcards.model.work import Work
from tests.unit.cards import catalog_of


def test_a_tokenizer_reference_is_followed_until_a_card_has_none() -> None:
    catalog = catalog_of("name: m\ntokenizer_ref: a\n---\nname: a\ntokenizer_ref: b\n---\nname: b\ntokenizer: t\n")
    assert catalog.tokenizer_card(catalog.card("m")).name == "b"


def test_references_in_a_cycle_are_an_error_where_the_cycle_closes() -> None:
    catalog = catalog_of("name: m\ntokenizer_ref: a\n---\nname: a\ntokenizer_ref: m\n")
    with pytest.raises(FieldError) as caught:
        catalog.tokenizer_card(catalog.card("m"))
    assert str(caught.value) == "x.yaml:2: field 'tokenizer_ref' of card 'm' forms a cycle: a -> m -> a"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("name: m\ntokenizer_ref: a\n---\nname: a\n", "a"),
        ("name: m\ntokenizer_ref: gone\n", None),
        ("name: m\ntokenizer_ref: a\n---\nname: a\ntokenizer_ref: m\n", None),
        ("name: m\n", None),
    ],
    ids=["a card", "no such card", "a cycle", "no reference"],
)
def test_what_cannot_be_followed_has_no_tokenizer(text: str, name: str | None) -> None:
    catalog = catalog_of(text)
    found = catalog.maybe_tokenizer_card(catalog.card("m"))
    assert (found and found.name) == name


def test_references_are_counted_once_and_for_several_catalogs_together() -> None:
    catalog = catalog_of("name: m\ntokenizer_ref: a\n---\nname: a\n")
    asked = catalog.card("m")
    first = Tokenizers(catalog, Work(2, "references"))
    second = first.of(catalog)
    found = [tokenizers.maybe_card_of(asked) for tokenizers in (first, first, first, second)]
    assert [card and card.name for card in found] == ["a"] * 4
    with pytest.raises(BoundError, match="more than 2 references"):
        second.of(catalog).maybe_card_of(asked)
