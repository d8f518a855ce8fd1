"""The catalog that fairseq2 was given: read at a revision, and every reason why not in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetcards import AssetCardsError
from assetcards.fairseq2.likeness import shipped_likenesses
from assetcards.fairseq2.provider import Provider
from assetcards.fairseq2.reading import load_providers
from assetcards.fairseq2.variables import Named
from assetcards.notices import listening
from tests.gitfixture import GitFixture

CARDS = {
    "catalog/catalog.toml": "",
    "catalog/models/tiny.yaml": "{name: tiny, model_family: my_model, checkpoint: hg://org/tiny}",
    "catalog/models/@lab/tiny.yaml": "{name: tiny@lab, checkpoint: /lab/tiny.pt}",
}


@pytest.fixture
def cards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    repo = GitFixture.init(tmp_path / "cards")
    repo.commit(CARDS)
    repo.git("tag", "v1")
    repo.commit({"catalog/models/new.yaml": "{name: new}"})
    return repo


def load(cards: GitFixture, **named: str) -> list[Provider]:
    return load_providers(Named(str(cards.folder), **named), shipped_likenesses, KeyError)


def test_a_checkout_is_read(cards: GitFixture) -> None:
    [provider] = load(cards)
    assert provider.source == f"path:{cards.folder}/catalog"
    assert set(provider.asset_names) == {"tiny@", "tiny@lab", "new@"}


def test_a_revision_is_read_and_its_commit_shown(cards: GitFixture) -> None:
    [provider] = load(cards, rev="v1", env="lab", root="catalog")
    assert provider.source == f"git:{cards.folder}@{cards.head('v1')}"
    assert set(provider.asset_names) == {"tiny@", "tiny@lab"}


def test_each_upstream_is_a_source_of_its_own(cards: GitFixture, tmp_path: Path) -> None:
    base = GitFixture.init(tmp_path / "base")
    base.commit({"root.yaml": "{name: root}"})
    upstream = f'[[upstream]]\nname = "base"\nrepository = "../base"\ncommit = "{base.head()}"\nroot = "."\n'
    cards.commit({"catalog/catalog.toml": upstream, "catalog/models/new.yaml": "{name: new, base: root}"})
    ours, theirs = load(cards)
    assert set(theirs.asset_names) == {"root@"}
    assert "base" in theirs.source and base.head() in theirs.source and "new@" in ours.asset_names


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({"rev": "v2"}, r"'v2' names no commit in .*/cards"),
        ({"env": "lba"}, r"environment 'lba' is not known \(did you mean 'lab'\?\)"),
        ({"root": "cards"}, r"there is no folder .*/cards/cards"),
        ({"on_clash": "ours"}, r"ASSETCARDS_FAIRSEQ2_ON_CLASH is 'ours' \(write one of error, theirs\)"),
    ],
)
def test_what_is_wrong_is_said(cards: GitFixture, named: dict[str, str], said: str) -> None:
    with pytest.raises(AssetCardsError, match=said):
        load(cards, **named)


def test_a_clash_is_an_error_or_a_warning(cards: GitFixture) -> None:
    cards.commit({"catalog/models/new.yaml": "{name: qwen3_8b, checkpoint: hg://org/mine}"})
    with pytest.raises(AssetCardsError, match="1 card differs from fairseq2's own of the same name: qwen3_8b"):
        load(cards)
    said: list[str] = []
    with listening(said.append):
        [provider] = load(cards, on_clash="theirs")
    assert said == ["these cards are fairseq2's own, and not those of the catalog, which differ: qwen3_8b"]
    assert "qwen3_8b@" not in provider.asset_names


def test_a_card_in_a_file_that_cannot_be_read_is_refused_with_the_reason(cards: GitFixture) -> None:
    cards.write({"catalog/models/bad.yaml": "a: [1\n---\nname: bad\n"})
    [provider] = load(cards)
    with pytest.raises(KeyError, match=r"models/bad.yaml:2:1"):
        provider.maybe_get_metadata("bad@")
