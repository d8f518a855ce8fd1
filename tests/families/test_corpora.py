"""Real cards: every leaf of the configs of described families is judged, and none of them is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetcards import Catalog, open_catalog
from assetcards.families.checking import FaultKind, faults_of
from assetcards.families.description import FamilyDescription
from assetcards.families.judging import architecture_of, family_fields, findings_of
from assetcards.families.known import known_families
from assetcards.families.opening import opened_config
from assetcards.model.patches import Branch, Effect, Leaf

PROJECT = Path(__file__).parents[2]
CORPUS = PROJECT / "tests" / "corpus"


def leaves_in(patch: Effect) -> int:
    if isinstance(patch, Branch):
        return sum(map(leaves_in, patch.entries.flat().values()))
    return int(isinstance(patch, Leaf))


def nothing_known(family: FamilyDescription) -> FamilyDescription:
    """The description of a family whose class has no field: each leaf that is judged is a fault."""
    config = {"type": "object", "properties": {}, "additionalProperties": False}
    return FamilyDescription(
        kind=family.kind, name=family.name, source="", config=config, definitions={}, architectures={}
    )


def count(catalog: Catalog) -> tuple[int, int, int]:
    """How many configs of described families there are, their leaves, and the leaves of all others."""
    known, configs, judged, others = known_families(catalog), 0, 0, 0
    for card in catalog:
        assert list(findings_of(known, card, is_base=True)) == []
        for kind, name, _ in family_fields(card):
            family, patch = known.maybe_description(kind, name), card.composed(kind)
            configs += family is not None
            if patch is None:
                continue
            if family is None:
                others += leaves_in(patch)
                continue
            judged += leaves_in(patch)
            opened = opened_config(family, architecture_of(card, kind), patch)
            keys = {fault.path[0] for fault in faults_of(nothing_known(family), patch, opened)}
            assert keys == set(opened_keys(patch))
            assert FaultKind.MISSING not in {fault.kind for fault in faults_of(family, patch, opened)}
    return configs, judged, others


def opened_keys(patch: Effect) -> list[object]:
    return [effect.key for effect in patch.entries.flat().values()] if isinstance(patch, Branch) else []


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        (PROJECT / "catalog", (181, 104, 0)),
        (CORPUS / "fairseq2-0.8.1" / "cards", (158, 92, 0)),
        (CORPUS / "sonar" / "cards", (3, 0, 0)),
    ],
    ids=["ours", "fairseq2", "sonar"],
)
def test_no_leaf_of_a_described_family_is_left_out_and_none_is_wrong(
    root: Path, expected: tuple[int, int, int]
) -> None:
    with open_catalog(root, stores=[], env="") as catalog:
        assert count(catalog) == expected
