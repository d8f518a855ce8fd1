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
