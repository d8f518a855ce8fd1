"""A program that uses the library as its page shows: `mypy` reads it strictly with all tests, and here it runs."""

from __future__ import annotations

from typing import Any, assert_type

import pytest

from assetcards import Cards, Catalog, FieldError, MemoryTree, ResolvedCard, open_catalog

CARDS: list[dict[str, object]] = [
    {
        "name": "tiny",
        "description": "A small model.",
        "model_family": "my_model",
        "license": "MIT",
        "model_config": {"max_seq_len": 4096, "encoder": {"dropout": 0.1, "causal": True}},
    },
    {"name": "tiny_chat", "base": "tiny", "deprecated": {"reason": "old"}},
]


@pytest.fixture
def catalog() -> Catalog:
    return open_catalog(MemoryTree("client", cards=CARDS), stores=[])


@pytest.mark.filterwarnings("ignore::assetcards.DeprecatedCardWarning")
def test_a_catalog_is_used_like_a_collection(catalog: Catalog) -> None:
    assert (len(catalog), "tiny" in catalog, "tony" in catalog, bool(catalog)) == (2, True, False, True)
    assert repr(catalog) == "<Catalog memory:client>"
    card = assert_type(catalog["tiny"], ResolvedCard)
    assert assert_type(catalog.find(kind="model"), Cards)[0] == card
    assert [assert_type(each, ResolvedCard).name for each in catalog.search("tiny")] == ["tiny", "tiny_chat"]
    assert catalog.graph.bases == {"tiny"}
    assert catalog.find(where="license=MIT").names == catalog.find(where=["license=MIT"]).names == ["tiny", "tiny_chat"]


def test_values_of_configs_have_types(catalog: Catalog) -> None:
    card = catalog["tiny"]
    assert assert_type(card.config_value("model.max_seq_len", int), int) == 4096
    assert assert_type(card.config_value("model_config.encoder.dropout", float), float) == 0.1
    assert card.config_value("model.encoder.causal", bool) is True
    assert card.config_value("model.encoder", dict) == {"dropout": 0.1, "causal": True}
    assert card.config_value("model", dict) == card.config_value("model_config", dict) == card.config("model")
    for name, kind in (("model.encoder.causal", int), ("model.max_seq_len", str), ("model.gone", int), ("x", int)):
        with pytest.raises(FieldError, match=f"'tiny'.*{name}"):
            card.config_value(name, kind)


@pytest.mark.filterwarnings("ignore::assetcards.DeprecatedCardWarning")
def test_cards_are_values(catalog: Catalog) -> None:
    card, chat = catalog["tiny"], catalog["tiny_chat"]
    same = open_catalog(MemoryTree("other", cards=CARDS), stores=[])["tiny"]
    assert (card == same, hash(card) == hash(same), card == chat, card == "tiny") == (True, True, False, False)
    changed = open_catalog(MemoryTree(cards=[{**CARDS[0], "license": "Apache-2.0"}]), stores=[])["tiny"]
    assert card != changed
    assert (assert_type(card.description, str | None), card.license) == ("A small model.", "MIT")
    assert (chat.description, chat.license, str(chat.deprecation)) == (None, "MIT", "deprecated: old")
    document = assert_type(card.to_dict(), dict[str, Any])
    assert document["configs"] == {"model": card.config("model")}
    assert "<td>license</td><td>MIT</td><td>000000.yaml:" in card._repr_html_()
    assert len(repr(card).splitlines()) == 1
