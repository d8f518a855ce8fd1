"""What fairseq2 cannot have by an address alone."""

from __future__ import annotations

import pytest

from assetcards import MemoryTree, open_catalog
from assetcards.fairseq2.likeness import likenesses
from assetcards.fairseq2.pins import pins_of
from assetcards.fairseq2.translation import translate

SHA256, COMMIT = "0" * 64, "1" * 40
TINY = {"name": "tiny", "model_family": "my_model", "checkpoint": "hg://org/tiny"}


def pinned(*cards: dict[str, str]) -> dict[str, dict[str, str]]:
    """What is pinned of each card, by field."""
    with open_catalog(MemoryTree(cards=cards), stores=[]) as catalog:
        found = translate(catalog, {}).cards
    return {
        str(card.full_name): {field: pins_of(asset) for field, asset in card.assets.items()}
        for card in found
        if card.assets
    }


@pytest.mark.parametrize(
    ("pins", "words"),
    [
        ({}, None),
        ({"checkpoint_sha256": SHA256}, "digest"),
        ({"checkpoint_revision": COMMIT}, "revision"),
        ({"checkpoint_revision": COMMIT, "checkpoint_sha256": f"tree:{SHA256}"}, "revision and digest"),
    ],
)
def test_an_address_with_a_revision_or_a_digest_is_pinned(pins: dict[str, str], words: str | None) -> None:
    assert pinned({**TINY, **pins}) == ({} if words is None else {"tiny": {"checkpoint": words}})


def test_an_override_keeps_the_digest_of_what_it_moves() -> None:
    lab = {"name": "tiny@lab", "checkpoint": "/lab/tiny"}
    found = pinned({**TINY, "checkpoint_sha256": SHA256}, lab)
    assert found == {"tiny": {"checkpoint": "digest"}, "tiny@lab": {"checkpoint": "digest"}}


def test_a_pin_without_the_address_is_reported_as_lost() -> None:
    cards = [TINY, {"name": "chat", "base": "tiny", "checkpoint_revision": COMMIT}]
    with open_catalog(MemoryTree(cards=cards), stores=[]) as catalog:
        notes = translate(catalog, {}).notes
    text = "checkpoint_revision is written without the address that it pins, and is lost"
    assert [(note.card, note.why, note.text) for note in notes] == [("chat", "pin", text)]


def test_a_card_that_is_left_to_fairseq2_loses_what_pins_it() -> None:
    with open_catalog(MemoryTree(cards=[TINY]), stores=[]) as theirs:
        known = likenesses(theirs)
    with open_catalog(MemoryTree(cards=[{**TINY, "checkpoint_sha256": SHA256}]), stores=[]) as catalog:
        notes = translate(catalog, known).notes
    assert [(note.card, note.why) for note in notes] == [("tiny", "same"), ("tiny", "pin")]
