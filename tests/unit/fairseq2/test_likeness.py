"""Whether a card says what fairseq2's own card of that name says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assetcards import MemoryTree, open_catalog
from assetcards.fairseq2.likeness import describe_likenesses, likeness_of, likenesses, shipped_likenesses

CARDS = Path(__file__).parents[2] / "corpus" / "fairseq2-0.8.1" / "cards"
TINY = {"name": "tiny", "model_family": "my_model", "checkpoint": "hg://org/tiny", "model_config": {"a": 1}}


def digest(card: dict[str, Any]) -> str:
    with open_catalog(MemoryTree(cards=[card]), stores=[]) as catalog:
        return likeness_of(catalog.card("tiny")).digest


def test_the_shipped_ones_are_of_the_cards_of_fairseq2() -> None:
    with open_catalog(CARDS, stores=[], env="") as catalog:
        assert shipped_likenesses() == likenesses(catalog)
        text = describe_likenesses(likenesses(catalog))
    home = Path(__file__).parents[3] / "tools" / "assetcards" / "fairseq2" / "cards.json"
    assert home.read_text("utf-8") == text


@pytest.mark.parametrize(
    "more", [{"license": "MIT"}, {"checkpoint_sha256": "0" * 64}, {"url": "https://x.org"}, {"context_length": 8}]
)
def test_what_fairseq2_ignores_makes_no_difference(more: dict[str, Any]) -> None:
    assert digest({**TINY, **more}) == digest(TINY)


@pytest.mark.parametrize(
    "more",
    [
        {"checkpoint": "hg://org/other"},
        {"model_arch": "small"},
        {"model_config": {"a": 1.0}},
        {"model_config": {"a": 1, "_del_": ["b"]}},
        {"note": "x"},
    ],
)
def test_all_else_makes_one(more: dict[str, Any]) -> None:
    assert digest({**TINY, **more}) != digest(TINY)


def test_an_address_that_is_marked_as_gated_is_none() -> None:
    gated = {**TINY, "checkpoint": "https://x.org/;gated=true"}
    without = {name: value for name, value in TINY.items() if name != "checkpoint"}
    assert digest(gated) == digest({**without, "url": "https://x.org/"})
