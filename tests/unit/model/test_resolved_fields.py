"""The fields of resolved cards: from which layer each is, and what there is not."""

from __future__ import annotations

import pytest

from assetcards import FieldError, Origin
from tests.unit.cards import LAYERED, catalog_of


def test_every_field_knows_who_wrote_it() -> None:
    card = catalog_of(LAYERED).card("leaf@lab")
    assert card.origins == {
        "note": Origin(card="leaf@lab", path="x.yaml", line=14),
        "base": Origin(card="leaf", path="x.yaml", line=9),
        "checkpoint": Origin(card="leaf", path="x.yaml", line=10),
        "model_family": Origin(card="base", path="x.yaml", line=3),
        "num_shards": Origin(card="base", path="x.yaml", line=5),
        "flag": Origin(card="base", path="x.yaml", line=6),
    }


def test_layers_are_nearest_first_with_the_override_before_its_plain_card() -> None:
    card = catalog_of(LAYERED).card("leaf@lab")
    assert [[str(part.full_name) for part in layer.cards] for layer in card.layers] == [["leaf@lab", "leaf"], ["base"]]
    assert repr(card) == "<ResolvedCard 'leaf@lab' from memory:first>"


def test_an_absent_field_is_an_error_or_none() -> None:
    card = catalog_of(LAYERED).card("leaf")
    assert card.maybe_field("gone") is None
    with pytest.raises(FieldError) as caught:
        card.field("gone")
    assert str(caught.value) == "x.yaml:8: card 'leaf' has no field 'gone'"
    assert (caught.value.card, caught.value.field, caught.value.line) == ("leaf", "gone", 8)


def test_references_are_the_base_and_every_ref_that_is_text() -> None:
    text = 'name: m\nbase: b\ntokenizer_ref: " t@lab "\nodd_ref: 3\nref: x\n---\nname: b\nmodel_ref: other\n'
    assert catalog_of(text).card("m").references == {"base": "b", "tokenizer_ref": "t@lab", "model_ref": "other"}


def test_fields_are_copies_that_may_be_changed() -> None:
    card = catalog_of("name: m\nlist: [1]\n").card("m")
    card.fields["list"].append(2)  # type: ignore[union-attr] # (a list, as its text shows)
    assert card.fields == {"list": [1]}


def test_the_base_alone_is_stripped_of_spaces() -> None:
    card = catalog_of('name: m\nalso: " x "\nbase: " b "\nzone: " y "\n---\nname: b\n').card("m")
    assert card.fields == {"also": " x ", "base": "b", "zone": " y "}
    assert card.references == {"base": "b"}


def test_the_environment_is_that_of_the_cards_own_override() -> None:
    catalog = catalog_of(LAYERED + "---\nname: base@lab\nnote: z\n---\nname: other\nbase: base\n")
    assert [catalog.card(name).env for name in ("leaf@lab", "leaf", "other@lab")] == ["lab", None, None]


def test_a_url_is_no_advice_for_a_field_that_is_no_address() -> None:
    card = catalog_of("name: m\nmodel_family: f\nurl: https://example.org/ask\n").card("m")
    with pytest.raises(FieldError, match=r"card 'm' has no field 'model_arch'$"):
        card.field("model_arch")
