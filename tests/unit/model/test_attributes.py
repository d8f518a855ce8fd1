"""What cards have by name: fields, leaves of configs, and what follows from them."""

from __future__ import annotations

import pytest

from assetcards import MemoryTree, ResolvedCard, open_catalog
from assetcards.model.attributes import attribute_name, attribute_names, maybe_attribute, written_values
from assetcards.names import FullName

CARDS = """\
name: tiny
description: "Small."
model_family: small
tokenizer_family: words
model_config_overrides: {encoder: {layers: 2}, 0: zero, "a.b": dotted}
owners: [ada, bob]
---
{name: heir, base: tiny, model_config_overrides: {encoder: {heads: 4}}}
"""


@pytest.fixture
def heir() -> ResolvedCard:
    return open_catalog(MemoryTree("mine", {"a.yaml": CARDS}), stores=[]).card("heir")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "heir"),
        ("env", "lab"),
        ("kind", ["model", "tokenizer"]),
        ("family", ["small", "words"]),
        ("status", []),
        ("base", "tiny"),
        ("owners", ["ada", "bob"]),
        ("description", None),
        ("model.encoder", {"layers": 2, "heads": 4}),
        ("model_config.encoder.heads", 4),
        ("model_config_override.encoder.heads", 4),
        ("model.0", "zero"),
        ('model."a.b"', "dotted"),
        ("model.encoder.heads.more", None),
        ("model..x", None),
        ("nothing", None),
    ],
)
def test_a_name_leads_to_what_the_card_has_resolved(heir: ResolvedCard, name: str, value: object) -> None:
    assert maybe_attribute(heir, FullName("heir", "lab"), name) == value


def test_a_name_has_one_form() -> None:
    names = ("arch", "model.x", "model_config_override.x", "model_config", "model", "tokenizer", "x")
    assert [attribute_name(each) for each in names] == [
        "model_arch", "model_config.x", "model_config.x", "model_config", "model", "tokenizer", "x"
    ]  # fmt: skip


def test_the_leaves_of_a_card_are_named_where_they_are_asked_for(heir: ResolvedCard) -> None:
    card = heir.layers[1].cards[0]
    leaves = {"model_config.encoder", "model_config.encoder.layers", 'model_config."a.b"', "model_config.0"}
    assert set(attribute_names(card, leaves=True)) - set(attribute_names(card, leaves=False)) == leaves


def test_what_a_card_itself_writes_is_found_in_each_spelling_of_a_config(heir: ResolvedCard) -> None:
    names = ("base", "model.encoder.heads", "model_config.encoder", "model.encoder.layers", "owners")
    assert [list(written_values(heir.card, name)) for name in names] == [["tiny"], [4], [{"heads": 4}], [None], []]
