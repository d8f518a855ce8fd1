"""Patches against a second model: what they do to any config, their form, and when two are equal."""

from __future__ import annotations

import json
import math
from datetime import date
from itertools import islice
from random import Random

import pytest

from assetcards import CardError, Patch
from assetcards.model.patches import compose_patches
from tests.model import chains, patches
from tests.sampling import sample
from tests.unit.cards import catalog_of

CHAINS = sample(80, of_all=10_000)
PAIRS = sample(40, of_all=5_000)


def library_patch(layers: list[object], spelling: str = "config") -> Patch:
    """The patch of a card whose bases write these layers, the farthest first."""
    bases = ["", *(f"base: c{number}\n" for number in range(len(layers)))]
    cards = [f"name: c{n}\n{bases[n]}model_{spelling}: {as_yaml(layer)}\n" for n, layer in enumerate(layers)]
    return catalog_of("---\n".join(cards)).card(f"c{len(layers) - 1}").patch("model")


def as_yaml(value: object) -> str:
    """A value in flow style."""
    match value:
        case dict():
            return "{" + ", ".join(f"{as_yaml(key)}: {as_yaml(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(as_yaml, value)) + "]"
        case date():
            return value.isoformat()
        case float() if not math.isfinite(value):
            return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    return json.dumps(value)


@pytest.fixture(scope="module")
def drawn() -> list[list[object]]:
    rng = Random(20260101)
    return [chains.chain(rng) for _ in range(CHAINS)]


def test_a_patch_applied_once_is_its_layers_merged_one_by_one(drawn: list[list[object]]) -> None:
    rng = Random(2)
    for layers in drawn:
        patch = library_patch(layers, rng.choice(chains.SPELLINGS))
        for config in (None, chains.config(rng), chains.config(rng)):
            expected = patches.merge_layers(config, layers)
            assert patches.same(patch.apply(config), expected), (layers, config)


def test_a_patch_has_the_document_and_the_text_of_the_second_model(drawn: list[list[object]]) -> None:
    for layers in drawn:
        document = patches.document(patches.patch_of(layers))
        patch = library_patch(layers)
        assert patch.document == document, layers
        assert patch.text == patches.text(document), layers


def test_the_document_of_a_patch_is_a_layer_that_does_the_same(drawn: list[list[object]]) -> None:
    rng = Random(3)
    for layers in drawn:
        document = patches.untag(library_patch(layers).document)
        assert document is None or isinstance(document, dict)
        if document is None or "merge" not in document or has_odd_keys(document["merge"]):
            continue
        again = library_patch([document["merge"]])
        config = chains.config(rng)
        assert again.text == library_patch(layers).text
        assert patches.same(again.apply(config), patches.merge_layers(config, layers))


def has_odd_keys(layer: object) -> bool:
    """Whether a `_set_` has a key that no layer may write there."""
    if not isinstance(layer, dict):
        return False
    forced = layer.get("_set_", {})
    return any(not isinstance(key, str) for key in forced) or any(
        has_odd_keys(value) for key, value in layer.items() if key not in ("_del_", "_set_")
    )


def test_composing_is_associative(drawn: list[list[object]]) -> None:
    for layers in drawn:
        parts = [part for layer in layers if (part := library_patch([layer]).composed) is not None]
        if len(parts) < 3:
            continue
        first, *rest = parts
        left = first
        for part in rest:
            left = compose_patches(left, part)
        right = parts[-1]
        for part in reversed(parts[:-1]):
            right = compose_patches(part, right)
        assert Patch(kind="model", composed=left) == Patch(kind="model", composed=right), layers


def test_two_patches_are_equal_when_no_config_tells_them_apart() -> None:
    rng = Random(4)
    equal = 0
    for _ in range(PAIRS):
        one, other = chains.near_pair(rng)
        first, second = library_patch(one), library_patch(other)
        configs = islice(chains.configs_that_tell_apart(*one, *other), 400)
        alike = all(patches.same(first.apply(config), second.apply(config)) for config in configs)
        assert (first == second) is alike, (one, other)
        assert (hash(first) == hash(second)) is alike
        equal += alike
    assert PAIRS // 10 < equal < PAIRS - PAIRS // 10


def test_a_directive_that_is_malformed_anywhere_is_an_error_as_in_the_second_model() -> None:
    for layer in ({"a": {"_del_": "x"}, "_del_": ["a"]}, {"_set_": {0: 1}}, {"a": {"b": {"_set_": [1]}}}):
        with pytest.raises(patches.MalformedError):
            patches.patch_of([layer, 5])
        with pytest.raises(CardError):
            library_patch([layer, 5])


def test_a_deep_and_long_chain_is_composed() -> None:
    deep: object = {"x": 1}
    for _ in range(60):
        deep = {"a": deep, "_del_": ["b"]}
    layers = [{"a": {str(number): number}} for number in range(60)] + [deep]
    expected = json.dumps(patches.document(patches.patch_of(layers)), sort_keys=True, separators=(",", ":"))
    assert library_patch(layers).text == expected
