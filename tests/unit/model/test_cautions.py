"""What a card says to whoever is about to use it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest

from assetcards import DeprecatedCardWarning, Deprecation, MemoryTree, open_catalog
from assetcards.model.catalog import Catalog

CARDS = """\
name: old
model_family: llama
checkpoint: "hg://org/old"
deprecated: {since: "2.0", reason: its tokenizer was wrong, replaced_by: new}
---
name: new
base: old
---
name: old@lab
deprecated: null
---
name: asked
model_family: llama
tokenizer_family: llama
url: "https://example.org/ask"
---
name: here
base: asked
checkpoint: /x.pt
tokenizer: /t.model
---
name: half
base: asked
checkpoint: /x.pt
---
name: nulls
base: here
checkpoint: null
---
name: site
url: "https://example.org"
"""


@pytest.fixture
def catalog() -> Iterator[Catalog]:
    with open_catalog(MemoryTree("mine", {"a.yaml": CARDS}), env="", stores=[]) as catalog:
        yield catalog


def deprecation(text: str) -> Deprecation | None:
    tree = MemoryTree("mine", {"a.yaml": f"name: x\ndeprecated: {text}\n"})
    [card] = open_catalog(tree, env="", stores=[])
    return card.deprecation


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{since: '2.0', reason: why, replaced_by: y}", "deprecated since 2.0: why (use 'y')"),
        ("{reason: why}", "deprecated: why"),
        ("{since: 2024-06-30}", "deprecated since 2024-06-30"),
        ("{replaced_by: ' y '}", "deprecated (use 'y')"),
        ("{}", "deprecated"),
        ("true", "deprecated"),
        ("{reason: [a], since: null}", "deprecated"),
        ("null", "None"),
        ("", "None"),
    ],
)
def test_a_deprecation_says_since_when_and_why_and_what_to_use(text: str, said: str) -> None:
    assert str(deprecation(text)) == said


def test_a_deprecation_speaks_of_the_card_that_writes_it(catalog: Catalog) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecatedCardWarning)
        said = {name: catalog.card(name).deprecation for name in ("old", "new", "old@lab", "old@")}
    old = Deprecation(since="2.0", reason="its tokenizer was wrong", replaced_by="new")
    assert said == {"old": old, "new": None, "old@lab": None, "old@": old}


def test_a_card_is_gated_if_a_url_is_all_that_leads_to_one_of_its_assets(catalog: Catalog) -> None:
    gates = {name: catalog.card(name).gated_at for name in ("asked", "here", "half", "nulls", "site", "new")}
    ask = "https://example.org/ask"
    assert gates == {"asked": ask, "here": None, "half": ask, "nulls": ask, "site": None, "new": None}


def test_who_asks_for_a_deprecated_card_is_warned_once_where_they_ask(catalog: Catalog) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(2):
            catalog.card("old")
            catalog.maybe_card("old@")
            catalog.with_(env="lab").card("old")
            catalog.card("new")
    [warning] = caught
    assert (warning.category, warning.filename) == (DeprecatedCardWarning, __file__)
    assert str(warning.message) == "card 'old' is deprecated since 2.0: its tokenizer was wrong (use 'new')"


def test_listing_cards_and_following_bases_uses_none_of_them(catalog: Catalog) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecatedCardWarning)
        assert [card.name for card in catalog] == ["asked", "half", "here", "new", "nulls", "old", "site"]
        assert catalog.card("new").chain == ["new", "old"]
        assert len(list(catalog.find(kind="model"))) == 6
