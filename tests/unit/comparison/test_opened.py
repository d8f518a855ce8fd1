"""What another description of a family changes in the configs of cards that nobody edited."""

from __future__ import annotations

import json

import pytest

from assetcards import BoundError
from assetcards.comparison import opened as module
from assetcards.comparison.opened import find_opened_changes
from tests.unit.families.test_document import DOCUMENT
from tests.unit.rules.judging import catalog_of, documents

SETTINGS = '[families]\ndescriptions = ["lab.json"]\n'
CARD = "name: tiny\nmodel_family: mine\nmodel_arch: big\n"


def described(size: int = 8, key: str = "size", **architectures: int) -> str:
    """A description of the family `mine`, whose configs have one key, with the value of each architecture."""
    values = {"big": size, **architectures}
    family = DOCUMENT["families"]["model"]["mine"] | {"architectures": {each: {key: n} for each, n in values.items()}}
    schema = DOCUMENT["$defs"]["Config"] | {"properties": {key: {"type": "integer", "default": 1}}}
    document = {**DOCUMENT, "families": {"model": {"mine": family}}, "$defs": {"Config": schema}}
    return json.dumps(document)


def told(
    old: str, new: str, *cards: str, changed: str = "", settings: tuple[str, str] = (SETTINGS, SETTINGS)
) -> list[str]:
    """A line for each change; `changed` is the text of the cards afterwards, if that is another one."""
    text = documents(*cards)
    sides = [
        catalog_of({"models/x.yaml": each, "lab.json": described}, setting)
        for each, described, setting in zip((text, changed or text), (old, new), settings, strict=True)
    ]
    return [
        f"{change.family} {change.config} {change.kind}"
        f" {[f'{each.field} {each.values[0]} -> {each.values[1]}' for each in change.differences]}"
        f" {[finding.code for finding in change.findings]} {[str(each).rstrip('@') for each in change.affected.asked]}"
        for change in find_opened_changes(sides[0], sides[1])
    ]


def test_another_value_of_an_architecture_opens_differently_in_every_card_that_has_it_once() -> None:
    cards = (
        CARD,
        "name: child\nbase: tiny\n",
        "name: own\nbase: tiny\nmodel_config: {size: 3}\n",
        "name: child@lab\nnote: 1\n",
    )
    assert told(described(8), described(9), *cards) == [
        "mine model_config changed ['model_config.size 8 -> 9'] [] ['child', 'child@lab', 'tiny']"
    ]


def test_nothing_is_said_when_nothing_opens_differently() -> None:
    assert told(described(8), f"{described(8)}\n", CARD) == []
    assert told(described(8), described(8, other=3), CARD) == []


def test_a_config_that_the_code_takes_no_longer_is_refused_and_the_other_way_accepted() -> None:
    card = f"{CARD}model_config: {{size: 3}}\n"
    old, new = described(8), described(8, key="width")
    assert told(old, new, card) == ["mine model_config refused [] ['C704'] ['tiny']"]
    assert told(new, old, card) == ["mine model_config accepted [] ['C704'] ['tiny']"]
    assert told(new, described(9, key="width"), card) == []


def test_a_family_that_is_described_now_refuses_what_it_does_not_take() -> None:
    card = f"{CARD}model_config: {{sise: 3}}\n"
    assert told(described(), described(), card, settings=("", SETTINGS)) == [
        "mine model_config refused [] ['C704'] ['tiny']"
    ]
    assert told(described(), described(), CARD, settings=("", SETTINGS)) == []
    assert told(described(), described(), card, settings=(SETTINGS, "")) == []


def test_an_edited_card_is_compared_as_it_is_opened_too() -> None:
    edited = CARD.replace("big", "small")
    assert told(described(8, small=2), described(8, small=2), CARD, changed=edited) == [
        "mine model_config changed ['model_config.size 8 -> 2'] [] ['tiny']"
    ]


def test_a_card_that_one_side_alone_has_is_no_change_of_what_opens() -> None:
    both = documents(CARD, "name: new\nmodel_family: mine\nmodel_arch: nosuch\n")
    assert told(described(), described(), CARD, changed=both) == []


def test_a_base_that_nobody_opens_is_not_missed_an_architecture() -> None:
    required = json.loads(described())
    required["families"]["model"]["mine"] |= {"no_defaults": "size is required", "defaults": None}
    cards = "name: base\nmodel_family: mine\n", "name: tiny\nbase: base\nmodel_arch: big\n"
    assert told(described(), json.dumps(required), *cards) == []


def test_more_than_can_be_opened_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_COMPARED_BYTES", 10)
    with pytest.raises(BoundError, match="bytes of cards to open"):
        told(described(), described(), CARD)
