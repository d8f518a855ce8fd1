"""Which families a catalog knows, and what `catalog.toml` says of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assetcards.families.known import known_families
from tests.unit.families.test_document import DOCUMENT
from tests.unit.rules.judging import catalog_of, told_of

CARD = (
    'name: tiny\nmodel_family: {family}\n{more}checkpoint: "hg://org/tiny@0123456789abcdef0123456789abcdef01234567"\n'
)
OTHER_LLAMA: dict[str, Any] = {**DOCUMENT, "families": {"model": {"llama": DOCUMENT["families"]["model"]["mine"]}}}


def told(settings: str, family: str = "mine", more: str = "", document: object = DOCUMENT) -> list[str]:
    files: dict[str, str | bytes] = {
        "catalog.toml": settings,
        "models/tiny.yaml": CARD.format(family=family, more=more),
        "families/lab.json": document if isinstance(document, bytes) else json.dumps(document),
    }
    return [line for line in told_of(files, settings) if ": C7" in line]


def test_those_that_ship_are_known() -> None:
    known = known_families(catalog_of({}))
    assert len(known.described) == 29
    assert known.names("dataset") == ["jsonl", "parquet"]


def test_a_description_of_the_catalog_adds_families() -> None:
    settings = '[families]\ndescriptions = ["families/lab.json"]\nclosed = true\n'
    assert told(settings) == []
    assert told(settings, family="other") == [
        "models/tiny.yaml:2:15: C702 model family 'other' is none of those of this catalog, which are closed"
    ]
    assert told(settings, more="model_config: {sise: 3}\n") == [
        "models/tiny.yaml:3:16: C704 mine has no config key 'sise'"
    ]


def test_a_description_takes_the_place_of_the_one_that_ships() -> None:
    wrong = "model_arch: none\nmodel_config: {size: x, max_seq_len: 3}\n"
    settings = '[families]\ndescriptions = ["families/lab.json"]\n'
    assert told(settings, family="llama", more=wrong, document=OTHER_LLAMA) == [
        "models/tiny.yaml:3:13: C703 llama has no architecture 'none'",
        "models/tiny.yaml:4:16: C705 model_config.size is the string 'x', which llama does not take",
        "models/tiny.yaml:4:25: C704 llama has no config key 'max_seq_len'",
    ]


def test_a_family_is_declared_by_its_name_alone_and_gets_architectures() -> None:
    assert told("[families]\nclosed = true\n[families.model.mine]\n") == []
    assert told("[families.model.qwne]\n", family="qwne") == []
    added = '[families.model.llama]\narchitectures = ["my_arch"]\n'
    assert told(added, family="llama", more="model_arch: my_arch\nmodel_config: {max_seq_len: x}\n") == [
        "models/tiny.yaml:4:16: C705 model_config.max_seq_len is the string 'x', which llama does not take"
    ]
    assert told("", family="llama", more="model_arch: my_arch\n") == [
        "models/tiny.yaml:3:13: C703 llama has no architecture 'my_arch'"
    ]


def test_without_those_that_ship_none_is_described() -> None:
    assert told("[families]\nshipped = false\n", family="llama", more="model_arch: none\n") == []


@pytest.mark.parametrize(
    ("settings", "document", "finding"),
    [
        ('descriptions = ["families/none.json"]', {}, "catalog.toml:2:17: C708 families/none.json does not exist"),
        (
            'descriptions = ["families/lab.json"]',
            b"{",
            (
                "catalog.toml:2:17: C708 families/lab.json is no JSON: "
                "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"
            ),
        ),
        ('packages = ["no-such-package"]', {}, "catalog.toml:2:13: C708 package no-such-package is not installed here"),
        ('packages = ["click"]', {}, "catalog.toml:2:13: C708 package click has no file assetcards-families.json"),
    ],
)
def test_what_cannot_be_read_is_a_finding_at_the_setting(settings: str, document: object, finding: str) -> None:
    assert told(f"[families]\n{settings}\n", document=document) == [finding]


@pytest.mark.parametrize(
    ("settings", "finding"),
    [
        ("families = 3", "C903 families is 3, not a table"),
        ('[families]\ndescriptions = ["../x.json"]', "C903 descriptions has the item '../x.json'"),
        ('[families]\ndescriptions = ["/x.json"]', "C903 descriptions has the item '/x.json'"),
        ("[families]\nclosed = 1", "C903 closed is 1, not true or false"),
        ("[families]\nmodel = 1", "C903 families.model is 1, not a table"),
        ("[families.model]\nx = 1", "C903 families.model.x is 1, not a table"),
        ("[families.model.x]\narchitectures = 1", "C903 architectures is 1"),
        ("[families.model.x]\narch = []", "C902 unknown setting 'arch'"),
        ("[families.modle.x]", "C902 unknown setting 'modle'"),
    ],
)
def test_a_setting_that_is_wrong_is_a_finding(settings: str, finding: str) -> None:
    found = [line.partition(": ")[2] for line in told_of({}, settings)]
    assert found == [finding]
