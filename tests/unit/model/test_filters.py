"""Filters: which cards they accept, and what of them no card has."""

from __future__ import annotations

import pytest

from assetcards import MemoryTree, NotFoundError, open_catalog
from assetcards.model.conditions import parse_clause
from assetcards.model.filters import Filter, Known
from assetcards.names import FullName

TREE = MemoryTree(
    cards=[
        {"name": "tiny", "model_family": "small", "tokenizer_family": "words", "license": "MIT"},
        {"name": "tiny@lab", "license": "Apache-2.0"},
        {"name": "poems", "dataset_family": "lines"},
    ]
)


def accepted(wanted: Filter) -> list[str]:
    catalog = open_catalog(TREE, stores=[])
    return [
        str(card.full_name)
        for card in catalog.all_cards()
        if wanted.accepts(catalog.card(str(card.full_name)), card.full_name)
    ]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Filter(), ["tiny", "tiny@lab", "poems"]),
        (Filter(patterns=("t*", "p?ems")), ["tiny", "tiny@lab", "poems"]),
        (Filter(patterns=("tiny@",)), ["tiny"]),
        (Filter(kinds=("model",), families=("words",)), []),
        (Filter(kinds=("tokenizer",), families=("words",)), ["tiny", "tiny@lab"]),
        (Filter(where=(parse_clause("license=MIT"), parse_clause("license~apache"))), ["tiny", "tiny@lab"]),
        (Filter(where=(parse_clause("license=MIT"), parse_clause("env=lab"))), []),
    ],
)
def test_a_filter_accepts_what_is_all_it_asks_for(wanted: Filter, names: list[str]) -> None:
    assert accepted(wanted) == names


def unknown(where: str) -> list[tuple[str, str, list[str]]]:
    known = Known(Filter(where=(parse_clause(where),)))
    catalog = open_catalog(TREE, stores=[])
    for card in catalog.all_cards():
        known.add(card, catalog.card(str(card.full_name)))
    return [(each.what, each.name, list(each.suggestions)) for each in known.unknown()]


def test_a_value_that_no_card_has_is_unknown_also_where_it_is_excluded() -> None:
    assert unknown("license!=MTI") == [("license", "MTI", ["MIT"])]
    assert unknown("license!=MIT") == unknown("!license") == []


def test_values_are_kept_for_suggestions_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    assert unknown("license=Apache-2.1") == [("license", "Apache-2.1", ["Apache-2.0"])]
    monkeypatch.setattr("assetcards.model.filters.MAX_VALUES", 1)
    assert unknown("license=Apache-2.1") == [("license", "Apache-2.1", [])]


def test_the_config_of_a_kind_is_what_is_meant_by_the_kind_alone() -> None:
    card = open_catalog(MemoryTree(cards=[{"name": "a", "model_arch": "b", "model_config": {"c": 1}}]), stores=[]).card(
        "a"
    )
    known = Known(Filter(where=(parse_clause("model"),)))
    known.add(card.card, card)
    assert [list(each.suggestions) for each in known.unknown()] == [["model_config", "model_arch"]]


def test_what_is_no_kind_is_refused() -> None:
    with pytest.raises(NotFoundError, match="modle"):
        Filter(kinds=("model", "modle")).check()


def test_what_no_card_has_is_known_with_what_is_like_it() -> None:
    wanted = Filter(patterns=("pomes",), families=("smal",), where=(parse_clause("license=MTI"), parse_clause("!x")))
    known = Known(wanted)
    card = open_catalog(TREE, stores=[]).card("tiny")
    known.add(card.card, card)
    found = [(each.what, each.name, list(each.suggestions)) for each in known.unknown()]
    assert found == [
        ("name", "pomes", []), ("family", "smal", ["small"]), ("field", "x", []), ("license", "MTI", ["MIT"])
    ]  # fmt: skip
    assert wanted.matching(FullName("pomes", "lab")) == {"pomes"}
