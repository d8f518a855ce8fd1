"""References: which fields name a card, and what they ask for."""

from __future__ import annotations

import pytest

from assetcards.model.fields import spec_of
from assetcards.model.references import card_references
from tests.unit.cards import catalog_of


@pytest.mark.parametrize(
    ("field", "refers"),
    [("tokenizer_ref", True), ("_ref", True), ("ref", False), ("tokenizer_refs", False), ("tokenizer_REF", False)],
)
def test_a_field_refers_when_its_name_ends_so(field: str, refers: bool) -> None:
    assert spec_of(field).is_reference is refers


def test_a_card_refers_to_what_its_fields_ask_for() -> None:
    first = "name: a\ntokenizer_ref: t\nteacher_ref: ' m @ lab '\nplain_ref: m@\nother: t\nbase: b\n"
    card, base = catalog_of(f"{first}---\nname: b\nx_ref: y\n").all_cards()
    assert [(each.field, each.kind, each.asked, each.node.line) for each in card_references(card)] == [
        ("tokenizer_ref", "tokenizer", ("t", None), 2),
        ("teacher_ref", "teacher", ("m", "lab"), 3),
        ("plain_ref", "plain", ("m", ""), 4),
    ]
    assert [each.field for each in card_references(base)] == ["x_ref"]


@pytest.mark.parametrize("value", ["null", "5", "[t]", "{t: 1}", "''", "a@b@c", "'@lab'"])
def test_what_cannot_name_a_card_is_no_reference(value: str) -> None:
    [card] = catalog_of(f"name: a\nx_ref: {value}\n").all_cards()
    assert list(card_references(card)) == []
