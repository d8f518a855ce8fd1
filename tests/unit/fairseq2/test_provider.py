"""The cards of a store as fairseq2 asks for them."""

from __future__ import annotations

import pytest

from assetcards import MemoryTree, open_catalog
from assetcards.fairseq2.provider import Provider
from assetcards.fairseq2.translation import translate

CARDS = """\
name: tiny
model_config: {layers: [1, 2]}
---
name: tiny@lab
checkpoint: /lab/tiny.pt
---
{name: lost, base: nowhere}
"""


class CardRefusedError(Exception):
    """What fairseq2 has for a card."""


@pytest.fixture
def provider() -> Provider:
    with open_catalog(MemoryTree(files={"a.yaml": CARDS}), stores=[]) as catalog:
        cards = translate(catalog, {}).cards
    return Provider("memory:cards", cards, {"unread": "a.yaml:9: is no YAML"}, CardRefusedError, str)


def test_names_are_full(provider: Provider) -> None:
    assert (provider.source, set(provider.asset_names)) == ("memory:cards", {"tiny@", "tiny@lab", "lost@"})


def test_fields_may_be_changed_by_whoever_gets_them(provider: Provider) -> None:
    for _ in range(2):
        found = provider.maybe_get_metadata("tiny@")
        assert found == {"model_config": {"layers": [1, 2]}}
        found.update(__source__="x")
        found["model_config"]["layers"].append(3)  # type: ignore[index]  # it is a mapping, as was seen above


def test_a_card_that_nobody_has_is_none(provider: Provider) -> None:
    assert provider.maybe_get_metadata("tiny@edge") is None


def test_a_card_without_its_base_is_refused_with_the_reason_when_its_base_is_asked_for(provider: Provider) -> None:
    found = provider.maybe_get_metadata("lost@")
    assert found is not None
    with pytest.raises(CardRefusedError) as error:
        provider.maybe_get_metadata(f"{found['base']}@")
    said = "a.yaml:7:20: base 'nowhere' does not exist (add that card, or name an existing one)"
    assert error.value.args == ("lost", f"card 'lost' cannot be resolved (lost -> nowhere): {said}")


def test_a_card_that_cannot_be_read_is_refused_with_the_reason(provider: Provider) -> None:
    with pytest.raises(CardRefusedError, match=r"a.yaml:9: is no YAML"):
        provider.maybe_get_metadata("unread@")
