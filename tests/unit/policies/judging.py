"""A change of cards in memory, and what the policy finds in it."""

from __future__ import annotations

from typing import Protocol

from assetcards import Catalog, MemoryTree, open_catalog
from assetcards.policies.policing import judge_change


def catalog_of(cards: str, settings: str = "") -> Catalog:
    """A catalog of one file of cards, with settings."""
    return open_catalog(MemoryTree("cards", {"catalog.toml": settings, "x.yaml": cards}), stores=[])


class Finder(Protocol):
    """Finds in a change, by the settings of both sides, what one policy objects to."""

    def __call__(self, old: str, new: str, settings: str = "") -> list[str]: ...


def finder(code: str) -> Finder:
    """What one policy finds, so that its tests are of no other, and none of a new one."""

    def found(old: str, new: str, settings: str = "") -> list[str]:
        return [line for line in found_in(old, new, settings) if line.split()[1] == code]

    return found


def found_in(old: str, new: str, settings: str = "") -> list[str]:
    """What the settings, those of both sides, find in a change: `LINE: CODE SEVERITY: MESSAGE`."""
    findings = judge_change(catalog_of(old, settings), catalog_of(new, settings))
    return [f"{each.line}: {each.code} {each.severity.value}: {each.message}" for each in findings]
