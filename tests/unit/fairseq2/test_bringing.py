"""Assets that cards pin, as fairseq2 gets them: fetched and checked, or as they are written with a warning."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from assetcards import MemoryTree, SourceError, open_catalog
from assetcards.fairseq2.bringing import Bringer, is_fetching
from assetcards.fairseq2.provider import Provider
from assetcards.fairseq2.translation import translate
from assetcards.notices import listening


class CardRefusedError(Exception):
    """What fairseq2 has for a card."""


@pytest.fixture(autouse=True)
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAIRSEQ2_CACHE_DIR", str(tmp_path / "assets"))
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    (tmp_path / "a b").mkdir()
    (tmp_path / "a b" / "tiny.pt").write_bytes(b"weights")
    return tmp_path / "a b" / "tiny.pt"


def provider_of(weights: Path, *, fetches: bool, digest: str = "") -> Provider:
    digest = digest or hashlib.sha256(weights.read_bytes()).hexdigest()
    card = f"name: tiny\ncheckpoint: {weights}\ncheckpoint_sha256: '{digest}'\ncheckpoint_path: in/it\n"
    cards = f"{card}---\nname: chat\nbase: tiny\n---\nname: tiny@lab\ncheckpoint: {weights.parent}\n"
    with open_catalog(MemoryTree(files={"a.yaml": cards}), stores=[]) as catalog:
        cards_of_it = translate(catalog, {}).cards
    return Provider("memory:cards", cards_of_it, {}, CardRefusedError, Bringer(fetches=fetches))


def test_a_pinned_asset_is_fetched_when_its_address_is_read_and_not_before(weights: Path) -> None:
    provider = provider_of(weights, fetches=True)
    fields = provider.maybe_get_metadata("tiny@")
    assert fields is not None
    weights.unlink()
    assert dict(fields.items())["checkpoint"] == str(weights)
    with pytest.raises(CardRefusedError, match="No such file"):
        fields["checkpoint"]
    weights.write_bytes(b"weights")
    assert fields["checkpoint"] == f"file://{weights}"


def test_other_bytes_are_refused_as_the_card_is(weights: Path) -> None:
    fields = provider_of(weights, fetches=True, digest="0" * 64).maybe_get_metadata("tiny@")
    assert fields is not None
    with pytest.raises(CardRefusedError) as error:
        fields["checkpoint"]
    name, said = error.value.args
    assert name == "tiny"
    assert str(weights) in said and "0" * 12 in said


def test_an_override_that_is_put_onto_its_plain_card_is_brought_late_too(weights: Path) -> None:
    provider = provider_of(weights, fetches=True)
    fields, override = provider.maybe_get_metadata("tiny@"), provider.maybe_get_metadata("tiny@lab")
    assert fields is not None and override is not None
    fields.update(override)
    with pytest.raises(CardRefusedError, match="the digest is that of a file"):
        fields["checkpoint"]


def test_without_fetching_each_card_has_one_warning_of_what_is_lost(weights: Path) -> None:
    provider = provider_of(weights, fetches=False)
    said: list[str] = []
    with listening(said.append):
        for _ in range(2):
            fields = provider.maybe_get_metadata("tiny@")
            assert fields is not None and said in ([], said[:1])
            assert fields["checkpoint"] == f"file://{weights}".replace(" ", "%20")
    hint = "(ASSETCARDS_FAIRSEQ2_FETCH=yes fetches and checks it)"
    assert said == [f"checkpoint of card 'tiny': fairseq2 loads it without its digest {hint}"]


def test_the_variable_says_yes_or_no() -> None:
    assert [is_fetching(written) for written in ("", "no", "yes")] == [False, False, True]
    with pytest.raises(SourceError, match=r"ASSETCARDS_FAIRSEQ2_FETCH is 'true' \(write yes or no\)"):
        is_fetching("true")
