"""Every recorded case of patches, which were checked against fairseq2's merger: the library and the second model."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assetcards import CardError
from tests.conformance.answers import TESTS
from tests.model import patches
from tests.model.test_patches import library_patch


def recorded(name: str) -> list[dict[str, Any]]:
    lines = (TESTS / "corpus" / "patches" / name).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


CASES, MALFORMED = recorded("patches.jsonl"), recorded("malformed.jsonl")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_a_recorded_chain_has_its_patch_and_opens_as_recorded(case: dict[str, Any]) -> None:
    layers, defaults = [patches.untag(layer) for layer in case["layers"]], patches.untag(case["defaults"])
    patch = library_patch(layers)
    assert patch.document == case["patch"] == patches.document(patches.patch_of(layers))
    assert patch.text == patches.text(case["patch"])
    assert patches.tag(patch.apply(defaults)) == case["opened"] == patches.tag(patches.merge_layers(defaults, layers))


@pytest.mark.parametrize("case", MALFORMED, ids=lambda case: json.dumps(case["layers"]))
def test_a_recorded_layer_is_refused_or_accepted_as_recorded(case: dict[str, Any]) -> None:
    layers = [patches.untag(layer) for layer in case["layers"]]
    if case["accepted"]:
        library_patch(layers)
        patches.patch_of(layers)
        return
    with pytest.raises(CardError):
        library_patch(layers)
    with pytest.raises(patches.MalformedError):
        patches.patch_of(layers)


def test_there_are_57_recorded_cases() -> None:
    assert (len(CASES), len(MALFORMED)) == (40, 17)
