"""Which families may be described is known without reading the descriptions, and never wrong about one that is."""

from __future__ import annotations

import pytest

from assetcards.families.description import shipped_descriptions
from assetcards.families.shipped import may_be_described
from assetcards.model.settings import FamilySettings


def test_every_family_that_ships_with_the_toolchain_may_be_described() -> None:
    assert all(may_be_described(FamilySettings(), each.name) for each in shipped_descriptions())


@pytest.mark.parametrize("settings", [FamilySettings(descriptions=("lab.json",)), FamilySettings(packages=("lab",))])
def test_any_family_may_be_described_where_settings_name_more_documents(settings: FamilySettings) -> None:
    assert may_be_described(settings, "my_model")
    assert may_be_described(settings._replace(shipped=False), "my_model")


def test_no_other_family_is_described_nor_any_if_the_shipped_ones_do_not_count() -> None:
    assert not may_be_described(FamilySettings(), "my_model")
    assert not may_be_described(FamilySettings(shipped=False), "llama")


@pytest.mark.parametrize("family", ["", 'my"model', "my model", "modèle", "my\\model", "my/model"])
def test_what_json_may_write_with_an_escape_is_not_searched_for(family: str) -> None:
    assert may_be_described(FamilySettings(), family)
