"""The store of an upstream, and what stands for a card that cannot be judged without one."""

from __future__ import annotations

import pytest

from assetcards import Catalog, MemoryTree, SourceError, UpstreamError
from assetcards.model.settings import Settings
from assetcards.model.store import Store
from assetcards.model.upstream import UpstreamStore, unread_finding
from assetcards.text.documents import Bounds
from assetcards.trees.nowhere import NowhereTree

THEIRS = MemoryTree(
    "theirs", {"catalog.toml": 'environments = ["mars"]\n[bounds]\ndepth = 3\n', "a.yaml": "name: base\n"}
)
OURS = MemoryTree("ours", {"a.yaml": "name: tiny\nbase: base\n---\nname: base@lab\n"})


def catalog_of(tree: MemoryTree | NowhereTree) -> Catalog:
    return Catalog([Store(OURS, role="catalog"), UpstreamStore(tree, "theirs")], settings=Settings(is_catalog=True))


def test_an_upstream_has_its_own_bounds_and_environments() -> None:
    store = UpstreamStore(THEIRS, "theirs")
    assert (store.role, store.bounds.depth, store.with_bounds(Bounds())) == ("upstream theirs", 3, store)
    assert (store.has_environment("mars"), store.has_environment("venus")) == (True, False)
    assert catalog_of(THEIRS).environments() == ["lab", "mars", "user"]


def test_a_catalog_knows_which_cards_are_its_own() -> None:
    catalog = catalog_of(THEIRS)
    assert [str(card.full_name) for card in catalog.own_cards()] == ["tiny", "base@lab"]
    assert {str(asked): catalog.asks_for_ours(asked) for asked in catalog.graph.questions()} == {
        "base@": False,
        "tiny@": True,
        "base@lab": True,
        "tiny@lab": True,
    }


def test_what_may_be_in_an_upstream_that_cannot_be_read_is_a_failure() -> None:
    catalog = catalog_of(NowhereTree("theirs", SourceError("it is gone", hint="bring it back")))
    with pytest.raises(UpstreamError) as caught:
        catalog.card("tiny")
    assert caught.value.message == "card 'base' may be in upstream 'theirs', which cannot be read: it is gone"
    assert (caught.value.hint, caught.value.upstream, caught.value.what) == ("bring it back", "theirs", "card 'base'")
    card = next(catalog.own_cards())
    assert str(unread_finding(card, card, caught.value)) == "a.yaml:1:1: C9 unread error: card 'base'"
