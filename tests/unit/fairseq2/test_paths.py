"""Relative paths for fairseq2."""

from __future__ import annotations

import pytest

from assetcards import MemoryTree, open_catalog
from assetcards.fairseq2.paths import maybe_location


@pytest.mark.parametrize(
    ("field", "value", "location"),
    [
        ("checkpoint", "w/tiny.pt", "memory:mine/a/w/tiny.pt"),
        ("data", "../d", "memory:mine/d"),
        ("checkpoint", "a:b.pt", "memory:mine/a/a:b.pt"),
        ("readme", "./R.md", "memory:mine/a/R.md"),
        ("note", "R.md", None),
        ("checkpoint", "/w/tiny.pt", None),
        ("checkpoint", "hg://org/tiny", None),
        ("checkpoint", "null", None),
    ],
)
def test_a_path_is_relative_to_the_file_that_writes_it(field: str, value: str, location: str | None) -> None:
    with open_catalog(MemoryTree("mine", {"a/tiny.yaml": f"name: tiny\n{field}: {value}"}), stores=[]) as catalog:
        [card] = catalog.all_cards()
        assert maybe_location(card, field) == location
