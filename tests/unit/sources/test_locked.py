"""The catalog of a lock file: what is locked may be asked for, and nothing else by accident."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetcards import CardNotFoundError, Catalog, NotFoundError, NotLockedError, open_catalog
from assetcards.cli.main import main
from tests.gitfixture import GitFixture

CARDS = """name: base
model_family: llama
---
name: tiny
base: base
tokenizer_ref: words
---
name: tiny@lab
checkpoint: /lab/tiny.pt
---
name: other
base: base
---
name: words
tokenizer_family: words
---
name: broken
base: nothing
"""


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A lock file with `tiny` and, for the lab, `other`."""
    GitFixture.init(tmp_path).commit({"catalog/catalog.toml": "", "catalog/x.yaml": CARDS})
    monkeypatch.chdir(tmp_path)
    assert main(["lock", "tiny", "other@lab"]) == 0
    return str(tmp_path / "catalog.lock")


def refused(catalog: Catalog, name: str) -> bool:
    with pytest.raises(NotLockedError) as caught:
        catalog.card(name)
    return caught.value.name == name.removesuffix("@")


def test_a_card_that_is_not_locked_is_an_error_that_says_how_to_lock_it(locked: str) -> None:
    with open_catalog(lock=locked) as catalog:
        assert catalog.card("tiny").chain == ["tiny", "base"]
        with pytest.raises(NotLockedError) as caught:
            catalog.card("base")
    assert str(caught.value) == f"card 'base' is not locked in {locked} (lock it, too: catalog lock base)"
    assert isinstance(caught.value, NotFoundError)


def test_whoever_asks_for_all_cards_of_the_commit_gets_them(locked: str) -> None:
    with open_catalog(lock=locked, unlocked=True) as catalog:
        assert catalog.card("base").name == "base"
        assert "other" in catalog


def test_a_card_is_locked_in_each_environment_in_which_it_is_the_same(locked: str) -> None:
    with open_catalog(lock=locked) as catalog:
        assert catalog.card("other").name == catalog.card("other@").name == "other"
        assert refused(catalog, "tiny@lab")
        assert refused(catalog.with_(env="lab"), "tiny")
        assert catalog.with_(env="lab").card("tiny@").name == "tiny"


def test_all_that_lists_cards_lists_those_that_may_be_asked_for(locked: str) -> None:
    both = ["other", "tiny"]
    with open_catalog(lock=locked) as catalog:
        assert catalog.names() == catalog.card_names() == both
        assert [card.name for card in catalog] == [card.name for card in catalog.find(kind="model")] == both
        assert [name in catalog for name in ("tiny", "tiny@lab", "base", "a@b@c")] == [True, False, False, False]
        assert catalog.findings() == []
        assert [card.name for card in catalog.with_(env="lab")] == ["other"]


def test_a_reference_leads_to_cards_that_are_not_locked(locked: str) -> None:
    with open_catalog(lock=locked) as catalog:
        for each in (catalog, catalog.with_(env="")):
            tiny = each.card("tiny")
            assert each.tokenizer_card(tiny).name == "words"
            found = each.maybe_tokenizer_card(tiny)
            assert found is not None and found.name == "words"


def test_a_card_that_the_commit_does_not_have_is_not_known_rather_than_not_locked(locked: str) -> None:
    with open_catalog(lock=locked) as catalog:
        assert catalog.maybe_card("nowhere") is None
        with pytest.raises(CardNotFoundError, match="'tny' is not known"):
            catalog.card("tny")
