"""Digests of cards: the published vectors, a second implementation, and what they depend on."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from assetcards.canonical import digest_of
from assetcards.model.card_digest import card_digest
from assetcards.model.resolved import ResolvedCard
from tests.model import chains, digests
from tests.model.naive import Resolved, ask
from tests.model.reading import parse_sources
from tests.model.test_patches import as_yaml
from tests.sampling import sample
from tests.unit.cards import catalog_of

VECTORS = Path(__file__).parents[2] / "vectors" / "card-digest.jsonl"
LINES: list[dict[str, Any]] = [json.loads(line) for line in VECTORS.read_text("utf-8").splitlines()]
PAIRS = sample(40, of_all=5_000)


def second_digest(files: dict[str, str], name: str, env: str = "") -> str:
    """The digest that the second implementation has of what the second model resolves."""
    sources = [source for path, text in files.items() for source in parse_sources(path, text)]
    answer = ask(sources, f"{name}@{env}")
    assert isinstance(answer, Resolved), answer
    return digests.digest(answer, env)


def resolved(files: dict[str, str], name: str, env: str = "") -> ResolvedCard:
    return catalog_of(files).card(f"{name}@{env}" if env else name)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["about"])
def test_a_published_card_has_its_digest_in_both_implementations(line: dict[str, Any]) -> None:
    card = resolved(line["files"], line["name"], line["env"] or "")
    assert card_digest(card, line["env"] or "") == line["digest"]
    assert second_digest(line["files"], line["name"], line["env"] or "") == line["digest"]


def test_published_cards_that_are_called_alike_have_one_digest_and_all_others_another() -> None:
    by_group: dict[str, set[str]] = {}
    for line in LINES:
        by_group.setdefault(line["same"], set()).add(line["digest"])
    assert all(len(found) == 1 for found in by_group.values())
    assert len(set.union(*by_group.values())) == len(by_group)


def test_two_cards_have_one_digest_when_their_fields_and_patches_are_equal() -> None:
    rng = Random(5)
    alike = 0
    for _ in range(PAIRS):
        pair = [written(layers, rng.choice(("", "note: 1", "note: 1.0"))) for layers in chains.near_pair(rng)]
        one, other = (resolved({"x.yaml": text}, "card") for text in pair)
        same = says(one) == says(other)
        assert (card_digest(one, "") == card_digest(other, "")) is same, pair
        assert second_digest({"x.yaml": pair[0]}, "card") == card_digest(one, "")
        alike += same
    assert 0 < alike < PAIRS


def written(layers: list[object], field: str) -> str:
    """A card whose bases write the layers, the farthest first; the name of its base says nothing of them."""
    names = [*(f"c{number}" for number in range(len(layers) - 1, 0, -1)), "card"]
    cards = []
    for number, (name, layer) in enumerate(zip(names, layers, strict=True)):
        base = f"base: {names[number - 1]}\n" if number else "base: null\n"
        cards.append(f"name: {name}\n{base}{field if name == 'card' else ''}\nmodel_config: {as_yaml(layer)}\n")
    return "---\n".join(cards)


def says(card: ResolvedCard) -> tuple[str, str]:
    fields = {name: value for name, value in card.fields.items() if name != "model_config"}
    return digest_of(fields), card.patch("model").text


OLD = "name: tiny\nbase: base\ncheckpoint: ./weights/../tiny.pt\n---\nname: base\nmodel_config: {_del_: [x], a: 1}\n"


def test_a_digest_of_version_1_is_that_of_the_config_merged_onto_nothing() -> None:
    content = {
        "name": "tiny",
        "env": None,
        "chain": ["tiny", "base"],
        "kinds": ["other"],
        "fields": {
            "base": "base",
            "checkpoint": "./weights/../tiny.pt",
            "model_config": {"_del_": ["x"], "a": 1},
        },
        "configs": {"model": {"a": 1}},
        "paths": {"checkpoint": "models/tiny.pt"},
    }
    card = resolved({"models/x.yaml": OLD}, "tiny")
    assert card_digest(card, "", version=1) == digest_of(content)
    assert card_digest(card, "", version=1) != card_digest(card, "")
