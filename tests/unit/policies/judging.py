"""A change of cards in memory, and what the policy finds in it."""

from __future__ import annotations

from assetcards import Catalog, MemoryTree, open_catalog
from assetcards.policies.policing import judge_change


def catalog_of(cards: str, settings: str = "") -> Catalog:
    """A catalog of one file of cards, with settings."""
    return open_catalog(MemoryTree("cards", {"catalog.toml": settings, "x.yaml": cards}), stores=[])


def found_in(old: str, new: str, settings: str = "") -> list[str]:
    """What the settings, those of both sides, find in a change: `LINE: CODE SEVERITY: MESSAGE`."""
    findings = judge_change(catalog_of(old, settings), catalog_of(new, settings))
    return [f"{each.line}: {each.code} {each.severity.value}: {each.message}" for each in findings]
